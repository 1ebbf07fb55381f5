"""What AWS's own client says of what the endpoint holds, and does to it behind our back."""

from typing import Any

import boto3
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageFormatType, PackageVersionStatusType

from emulator import Endpoint


def client(endpoint: Endpoint) -> CodeArtifactClient:
    made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=endpoint.url)
    return made


def statuses(
    endpoint: Endpoint, package: str = "chalk", package_format: PackageFormatType = "npm", namespace: str = ""
) -> dict[str, str]:
    """Version and status of what a package holds; empty where it is absent."""
    asked = client(endpoint)
    place: dict[str, Any] = {"domain": "acme", "repository": "npm-store", "format": package_format}
    place |= {"namespace": namespace} if namespace else {}
    try:
        answer = asked.list_package_versions(**place, package=package)
    except asked.exceptions.ResourceNotFoundException:
        return {}
    return {version["version"]: version["status"] for version in answer["versions"]}


def set_status(endpoint: Endpoint, package: str, version: str, status: PackageVersionStatusType) -> None:
    answer = client(endpoint).update_package_versions_status(
        domain="acme", repository="npm-store", format="npm", package=package, versions=[version], targetStatus=status
    )
    assert version in answer["successfulVersions"]
