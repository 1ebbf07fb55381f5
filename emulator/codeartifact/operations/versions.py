"""Versions: lists, status changes, assets, publishing, copying."""

import hashlib
from typing import Any

from emulator.codeartifact.exceptions import ValidationException
from emulator.codeartifact.operations.request import Request, described_package, present
from emulator.store import Asset, NotFoundError, PackageFormat, Status, VersionRecord
from emulator.store.copying import Copy
from emulator.store.lifecycle import BatchResult, StatusChange
from emulator.store.listing import Page, VersionFilter
from emulator.store.model import OriginType, RepositoryKey


def list_package_versions(request: Request) -> dict[str, Any]:
    """ListPackageVersions: of all statuses where none is named."""
    parameters = request.parameters
    wanted = VersionFilter(
        Status(parameters["status"]) if "status" in parameters else None,
        OriginType(parameters["originType"]) if "originType" in parameters else None,
        newest_first="sortBy" in parameters,
    )
    found = request.store.packages.list_versions(request.repository, request.package, wanted, request.page)
    versions = [
        {"version": each.version, "revision": each.revision, "status": str(each.status), "origin": _origin(each)}
        for each in found.versions
    ]
    return {
        **described_package(request.package),
        **present(defaultDisplayVersion=found.default_display_version, nextToken=found.next_token),
        "versions": versions,
    }


def describe_package_version(request: Request) -> dict[str, Any]:
    """DescribePackageVersion."""
    key = request.package
    record = request.store.packages.describe_version(request.repository, key, request.parameters["packageVersion"])
    described = present(
        format=str(key.format),
        namespace=key.namespace,
        packageName=key.name,
        displayName=key.display_name,
        version=record.version,
        summary=record.metadata.summary,
        homePage=record.metadata.home_page,
        sourceCodeRepository=record.metadata.source_code_repository,
        publishedTime=record.published_time,
        licenses=[present(name=each.name, url=each.url) for each in record.metadata.licences],
        revision=record.revision,
        status=str(record.status),
        origin=_origin(record),
    )
    return {"packageVersion": described}


def update_package_versions_status(request: Request) -> dict[str, Any]:
    """UpdatePackageVersionsStatus, which takes three statuses as its target.

    Source: botocore's model, `targetStatus`.

    Undocumented (Q0): that the others are a ValidationException.
    """
    target = Status(request.parameters["targetStatus"])
    if target not in {Status.ARCHIVED, Status.PUBLISHED, Status.UNLISTED}:
        raise ValidationException(f"targetStatus must be Archived, Published or Unlisted, and not {target}.")
    return _change(request, target)


def dispose_package_versions(request: Request) -> dict[str, Any]:
    """DisposePackageVersions."""
    return _change(request, Status.DISPOSED)


def delete_package_versions(request: Request) -> dict[str, Any]:
    """DeletePackageVersions, which has no `versionRevisions`."""
    return _change(request, Status.DELETED)


def copy_package_versions(request: Request) -> dict[str, Any]:
    """CopyPackageVersions."""
    parameters = request.parameters
    copy = Copy(
        RepositoryKey(request.domain, parameters["sourceRepository"]),
        RepositoryKey(request.domain, parameters["destinationRepository"]),
        request.package,
        tuple(parameters.get("versions") or ()),
        parameters.get("versionRevisions"),
        allow_overwrite=parameters.get("allowOverwrite", False),
        include_from_upstream=parameters.get("includeFromUpstream", False),
    )
    return _result(request.store.packages.copy_versions(copy))


def publish_package_version(request: Request) -> dict[str, Any]:
    """PublishPackageVersion, for the generic format only. Source: botocore's model, `format`."""
    parameters, key = request.parameters, request.package
    if key.format is not PackageFormat.GENERIC:
        raise ValidationException("PublishPackageVersion takes packages of the generic format only.")
    content: bytes = parameters["assetContent"]
    if hashlib.sha256(content).hexdigest() != parameters["assetSHA256"]:
        raise ValidationException("The asset's content does not have the given SHA-256 hash.")
    asset = Asset.of(parameters["assetName"], content)
    finish = not parameters.get("unfinished", False)
    record = request.store.registry.publish_asset(
        request.repository, key, parameters["packageVersion"], asset, finish=finish
    )
    described = {"version": record.version, "versionRevision": record.revision, "status": str(record.status)}
    return {**described_package(key), **described, "asset": _asset(asset)}


def list_package_version_assets(request: Request) -> dict[str, Any]:
    """ListPackageVersionAssets."""
    version = request.parameters["packageVersion"]
    record, assets, token = request.store.packages.list_assets(
        request.repository, request.package, version, request.page
    )
    return {**_of_version(request, record, token), "assets": [_asset(each) for each in assets]}


def list_package_version_dependencies(request: Request) -> dict[str, Any]:
    """ListPackageVersionDependencies."""
    version, page = request.parameters["packageVersion"], Page(token=request.parameters.get("nextToken", ""))
    record, found, token = request.store.packages.list_dependencies(request.repository, request.package, version, page)
    dependencies = [
        present(
            namespace=each.namespace,
            package=each.package,
            dependencyType=each.dependency_type,
            versionRequirement=each.version_requirement,
        )
        for each in found
    ]
    return {**_of_version(request, record, token), "dependencies": dependencies}


def get_package_version_readme(request: Request) -> dict[str, Any]:
    """GetPackageVersionReadme. Source: the words about an absent readme, a real answer about a generic package.

    Undocumented (Q0): that versions of other formats without a readme are answered alike, and a `resourceType`.
    """
    version = request.parameters["packageVersion"]
    record = request.store.packages.describe_version(request.repository, request.package, version)
    if not record.metadata.readme:
        raise NotFoundError("The readme file of this package version is not found")
    return {**_of_version(request, record), "readme": record.metadata.readme}


def get_package_version_asset(request: Request) -> dict[str, Any]:
    """GetPackageVersionAsset."""
    version, name = request.parameters["packageVersion"], request.parameters["asset"]
    asset = request.store.registry.fetch_asset(request.repository, request.package, version, name)
    record = request.store.packages.describe_version(request.repository, request.package, version)
    return {
        "asset": asset.content,
        "assetName": asset.name,
        "packageVersion": record.version,
        "packageVersionRevision": record.revision,
    }


def _change(request: Request, target: Status) -> dict[str, Any]:
    parameters = request.parameters
    expected = Status(parameters["expectedStatus"]) if "expectedStatus" in parameters else None
    # Undocumented (Q7): an empty map of revisions guards nothing; read from "must be the same".
    revisions = parameters.get("versionRevisions") or None
    change = StatusChange(tuple(parameters["versions"]), target, revisions, expected)
    return _result(request.store.packages.change_statuses(request.repository, request.package, change))


def _result(result: BatchResult) -> dict[str, Any]:
    return {
        "successfulVersions": {
            version: {"revision": each.revision, "status": str(each.status)}
            for version, each in result.successes.items()
        },
        "failedVersions": {
            version: {"errorCode": str(each.code), "errorMessage": each.message}
            for version, each in result.failures.items()
        },
    }


def _of_version(request: Request, record: VersionRecord, token: str = "") -> dict[str, Any]:
    members = present(version=record.version, versionRevision=record.revision, nextToken=token)
    return described_package(request.package) | members


def _asset(asset: Asset) -> dict[str, Any]:
    return {"name": asset.name, "size": asset.size_bytes, "hashes": asset.hashes()}


def _origin(record: VersionRecord) -> dict[str, Any]:
    entry = present(
        repositoryName=record.entry_point.repository, externalConnectionName=record.entry_point.external_connection
    )
    return present(domainEntryPoint=entry or None, originType=str(record.origin_type))


OPERATIONS = {
    "CopyPackageVersions": copy_package_versions,
    "DeletePackageVersions": delete_package_versions,
    "DescribePackageVersion": describe_package_version,
    "DisposePackageVersions": dispose_package_versions,
    "GetPackageVersionAsset": get_package_version_asset,
    "GetPackageVersionReadme": get_package_version_readme,
    "ListPackageVersionAssets": list_package_version_assets,
    "ListPackageVersionDependencies": list_package_version_dependencies,
    "ListPackageVersions": list_package_versions,
    "PublishPackageVersion": publish_package_version,
    "UpdatePackageVersionsStatus": update_package_versions_status,
}
