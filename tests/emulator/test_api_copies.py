"""Copying versions between repositories of a domain, over HTTP."""

import hashlib
from typing import Any

import pytest
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.type_defs import CopyPackageVersionsResultTypeDef

from tests.support.stores import domains, repository

TOOL: dict[str, Any] = {"domain": "acme", "format": "generic", "namespace": "acme", "package": "tool"}
COPY: dict[str, Any] = TOOL | {"sourceRepository": "store", "destinationRepository": "live"}
SEED = domains(
    acme={
        "store": repository(generic={"acme/tool": ["1.0.0"]}),
        "live": repository(),
        "downstream": repository("store"),
    }
)


def failures(answer: CopyPackageVersionsResultTypeDef) -> dict[str, str]:
    return {version: each["errorCode"] for version, each in answer["failedVersions"].items()}


def revision(client: CodeArtifactClient, repository: str, version: str) -> str:
    described = client.describe_package_version(**TOOL, repository=repository, packageVersion=version)
    return described["packageVersion"]["revision"]


def asset_names(client: CodeArtifactClient, repository: str) -> list[str]:
    listed = client.list_package_version_assets(**TOOL, repository=repository, packageVersion="1.0.0")
    return [each["name"] for each in listed["assets"]]


def publish(client: CodeArtifactClient, repository: str, version: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    client.publish_package_version(
        **TOOL,
        repository=repository,
        packageVersion=version,
        assetName="own",
        assetContent=content,
        assetSHA256=digest,
    )


def test_a_version_is_copied_under_the_guard_of_its_revision(client: CodeArtifactClient) -> None:
    answer = client.copy_package_versions(**COPY, versionRevisions={"1.0.0": revision(client, "store", "1.0.0")})
    assert answer["successfulVersions"]["1.0.0"]["status"] == "Published"
    assert asset_names(client, "live") == asset_names(client, "store")


def test_a_version_that_is_there_already_is_in_neither_map(client: CodeArtifactClient) -> None:
    client.copy_package_versions(**COPY, versions=["1.0.0"])
    again = client.copy_package_versions(**COPY, versions=["1.0.0"])
    assert (again["successfulVersions"], again["failedVersions"]) == ({}, {})


def test_a_copy_is_all_or_nothing(client: CodeArtifactClient) -> None:
    answer = client.copy_package_versions(**COPY, versions=["1.0.0", "9.9.9"])
    assert failures(answer) == {"1.0.0": "SKIPPED", "9.9.9": "NOT_FOUND"}
    assert answer["failedVersions"]["9.9.9"]["errorMessage"] == "Could not find version 9.9.9"
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_package(**TOOL, repository="live")


def test_a_copy_may_be_guarded_by_revisions(client: CodeArtifactClient) -> None:
    answer = client.copy_package_versions(**COPY, versionRevisions={"1.0.0": "other"})
    assert failures(answer) == {"1.0.0": "MISMATCHED_REVISION"}


def test_other_content_is_replaced_only_where_that_is_asked_for(client: CodeArtifactClient) -> None:
    publish(client, "live", "1.0.0", b"of its own")
    assert failures(client.copy_package_versions(**COPY, versions=["1.0.0"])) == {"1.0.0": "ALREADY_EXISTS"}
    answer = client.copy_package_versions(**COPY, versions=["1.0.0"], allowOverwrite=True)
    assert answer["successfulVersions"].keys() == {"1.0.0"}
    assert asset_names(client, "live") == asset_names(client, "store")


def test_upstream_repositories_count_where_that_is_asked_for(client: CodeArtifactClient) -> None:
    copy = COPY | {"sourceRepository": "downstream"}
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.copy_package_versions(**copy, versions=["1.0.0"])
    answer = client.copy_package_versions(**copy, versions=["1.0.0"], includeFromUpstream=True)
    assert answer["successfulVersions"].keys() == {"1.0.0"}


def test_a_copy_names_versions_or_revisions(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        client.copy_package_versions(**COPY, versions=["1.0.0"], versionRevisions={"1.0.0": "any"})
    with pytest.raises(client.exceptions.ValidationException):
        client.copy_package_versions(**COPY)


@pytest.mark.parametrize("place", ["sourceRepository", "destinationRepository"])
def test_both_repositories_have_to_be_there(client: CodeArtifactClient, place: str) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException) as refusal:
        client.copy_package_versions(**(COPY | {place: "absent"}), versions=["1.0.0"])
    assert refusal.value.response["resourceId"] == "absent"
