"""Packages and their origin configuration."""

from typing import Any

from emulator.codeartifact.operations.request import Request, described_package, present
from emulator.store import OriginRestrictions, PackageFormat, Restriction
from emulator.store.listing import PackageFilter, PackageSummary


def list_packages(request: Request) -> dict[str, Any]:
    """ListPackages."""
    parameters = request.parameters
    wanted = PackageFilter(
        PackageFormat(parameters["format"]) if "format" in parameters else None,
        parameters.get("namespace", ""),
        parameters.get("packagePrefix", ""),
        Restriction(parameters["publish"]) if "publish" in parameters else None,
        Restriction(parameters["upstream"]) if "upstream" in parameters else None,
    )
    found, token = request.store.packages.list_packages(request.repository, wanted, request.page)
    return present(packages=[_summary(each) for each in found], nextToken=token)


def describe_package(request: Request) -> dict[str, Any]:
    """DescribePackage, whose answer calls the package's name `name`."""
    found = _summary(request.store.packages.describe_package(request.repository, request.package))
    found["name"] = found.pop("package")
    return {"package": found}


def delete_package(request: Request) -> dict[str, Any]:
    """DeletePackage."""
    return {"deletedPackage": _summary(request.store.packages.delete_package(request.repository, request.package))}


def put_package_origin_configuration(request: Request) -> dict[str, Any]:
    """PutPackageOriginConfiguration."""
    asked = request.parameters["restrictions"]
    restrictions = OriginRestrictions(Restriction(asked["publish"]), Restriction(asked["upstream"]))
    done = request.store.packages.put_origin(request.repository, request.package, restrictions)
    return {"originConfiguration": _origin(done)}


def _summary(package: PackageSummary) -> dict[str, Any]:
    return {**described_package(package.key), "originConfiguration": _origin(package.origin)}


def _origin(origin: OriginRestrictions) -> dict[str, Any]:
    return {"restrictions": {"publish": str(origin.publish), "upstream": str(origin.upstream)}}


OPERATIONS = {
    "DeletePackage": delete_package,
    "DescribePackage": describe_package,
    "ListPackages": list_packages,
    "PutPackageOriginConfiguration": put_package_origin_configuration,
}
