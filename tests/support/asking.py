"""What AWS's own client says of what the endpoint holds, and does to it behind our back."""

from collections.abc import Sequence
from typing import Any

import boto3
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageFormatType, PackageVersionStatusType

from emulator import Endpoint
from packagestate.schemas.coordinates import Format, parse_package_name


def client(endpoint: Endpoint) -> CodeArtifactClient:
    made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=endpoint.url)
    return made


def place_of(package: str, package_format: PackageFormatType = "npm") -> dict[str, Any]:
    """Which package of `acme` it is, for AWS's client; it is written as in a manifest."""
    namespace, name = parse_package_name(Format(package_format), package)
    named = {"domain": "acme", "format": package_format, "package": name}
    return named | ({"namespace": namespace} if namespace else {})


def statuses(
    endpoint: Endpoint,
    package: str = "chalk",
    package_format: PackageFormatType = "npm",
    *,
    repository: str = "npm-store",
) -> dict[str, str]:
    """Version and status of what a package of `acme` holds; empty where it is absent."""
    asked = client(endpoint)
    try:
        answer = asked.list_package_versions(**place_of(package, package_format), repository=repository)
    except asked.exceptions.ResourceNotFoundException:
        return {}
    return {version["version"]: version["status"] for version in answer["versions"]}


def set_status(
    endpoint: Endpoint,
    package: str,
    versions: str | Sequence[str],
    status: PackageVersionStatusType,
    *,
    repository: str = "npm-store",
    package_format: PackageFormatType = "npm",
) -> None:
    """Change the status of one version, or of several, in `acme`."""
    wanted = [versions] if isinstance(versions, str) else versions
    answer = client(endpoint).update_package_versions_status(
        **place_of(package, package_format), repository=repository, versions=wanted, targetStatus=status
    )
    assert set(wanted) == set(answer["successfulVersions"])


def copy_version(endpoint: Endpoint, package: str, version: str, source: str, destination: str) -> None:
    """Copy a version of an npm package from one repository of `acme` to another."""
    client(endpoint).copy_package_versions(
        **place_of(package), sourceRepository=source, destinationRepository=destination, versions=[version]
    )


def block(endpoint: Endpoint, package: str, package_format: PackageFormatType = "npm") -> None:
    """Let nothing into a package of `acme/npm-store` any more."""
    client(endpoint).put_package_origin_configuration(
        **place_of(package, package_format),
        repository="npm-store",
        restrictions={"publish": "BLOCK", "upstream": "BLOCK"},
    )
