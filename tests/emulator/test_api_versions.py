"""The operations on versions, over HTTP."""

import hashlib
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.literals import PackageVersionStatusType
from mypy_boto3_codeartifact.type_defs import PublishPackageVersionResultTypeDef

from emulator import Endpoint
from emulator.store import Metadata, PackageFormat, PackageKey, RepositoryKey
from tests.support.stores import store

STATUSES: tuple[PackageVersionStatusType, ...] = ("Published", "Unlisted", "Archived", "Disposed", "Unfinished")
CHALK: dict[str, Any] = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
TOOL: dict[str, Any] = {
    "domain": "acme",
    "repository": "npm-store",
    "format": "generic",
    "namespace": "acme",
    "package": "tool",
}
CHALK_VERSIONS = {f"1.0.{number}": status for number, status in enumerate(STATUSES)}
SEED = store(npm={"chalk": CHALK_VERSIONS, "many": [f"1.0.{number}" for number in range(120)]})


def statuses(client: CodeArtifactClient) -> dict[str, str]:
    return {each["version"]: each["status"] for each in client.list_package_versions(**CHALK)["versions"]}


def revisions(client: CodeArtifactClient, *versions: str) -> dict[str, str]:
    listed = client.list_package_versions(**CHALK)["versions"]
    return {each["version"]: each["revision"] for each in listed if each["version"] in versions}


def publish(
    client: CodeArtifactClient, name: str, content: bytes, *, unfinished: bool = False
) -> PublishPackageVersionResultTypeDef:
    digest = hashlib.sha256(content).hexdigest()
    return client.publish_package_version(
        **TOOL, packageVersion="1.0.0", assetName=name, assetContent=content, assetSHA256=digest, unfinished=unfinished
    )


def test_versions_of_all_statuses_are_listed_where_none_is_named(client: CodeArtifactClient) -> None:
    assert statuses(client) == {f"1.0.{number}": status for number, status in enumerate(STATUSES)}


@pytest.mark.parametrize("status", STATUSES)
def test_one_status_can_be_asked_for(client: CodeArtifactClient, status: PackageVersionStatusType) -> None:
    answer = client.list_package_versions(**CHALK, status=status, originType="INTERNAL")
    assert [each["status"] for each in answer["versions"]] == [status]


def test_all_pages_together_are_the_list(client: CodeArtifactClient) -> None:
    where = CHALK | {"package": "many"}
    assert len(client.list_package_versions(**where)["versions"]) == 50
    assert len(client.list_package_versions(**where, maxResults=1000)["versions"]) == 120
    pages = client.get_paginator("list_package_versions").paginate(**where, PaginationConfig={"PageSize": 7})
    listed = [each["version"] for page in pages for each in page["versions"]]
    assert len(listed) == len(set(listed)) == 120


def test_the_newest_come_first_where_that_is_asked_for(client: CodeArtifactClient) -> None:
    where = CHALK | {"package": "many"}
    pages = client.get_paginator("list_package_versions").paginate(
        **where, sortBy="PUBLISHED_TIME", PaginationConfig={"PageSize": 50}
    )
    listed = [each["version"] for page in pages for each in page["versions"]]
    assert len(listed) == len(set(listed)) == 120
    times = [
        client.describe_package_version(**where, packageVersion=version)["packageVersion"]["publishedTime"]
        for version in (listed[0], listed[60], listed[-1])
    ]
    assert times == sorted(times, reverse=True)


def test_a_version_is_described_whatever_its_status(client: CodeArtifactClient) -> None:
    for number, status in enumerate(STATUSES):
        answer = client.describe_package_version(**CHALK, packageVersion=f"1.0.{number}")["packageVersion"]
        assert (answer["packageName"], answer["version"], answer["status"]) == ("chalk", f"1.0.{number}", status)
        assert answer["origin"]["originType"] == "INTERNAL"


def test_a_status_is_updated_under_both_guards(client: CodeArtifactClient) -> None:
    known = revisions(client, "1.0.0")
    answer = client.update_package_versions_status(
        **CHALK, versions=["1.0.0"], versionRevisions=known, expectedStatus="Published", targetStatus="Archived"
    )
    assert answer["successfulVersions"] == {"1.0.0": {"revision": known["1.0.0"], "status": "Archived"}}
    assert answer["failedVersions"] == {}
    assert statuses(client)["1.0.0"] == "Archived"


def test_versions_are_disposed_and_then_deleted(client: CodeArtifactClient) -> None:
    disposed = client.dispose_package_versions(**CHALK, versions=["1.0.0", "1.0.1"])
    assert {each["status"] for each in disposed["successfulVersions"].values()} == {"Disposed"}
    deleted = client.delete_package_versions(**CHALK, versions=["1.0.0", "1.0.1"], expectedStatus="Disposed")
    assert {each["status"] for each in deleted["successfulVersions"].values()} == {"Deleted"}
    assert not {"1.0.0", "1.0.1"} & statuses(client).keys()


def test_a_batch_with_a_failure_changes_nothing(client: CodeArtifactClient) -> None:
    answer = client.dispose_package_versions(**CHALK, versions=["1.0.0", "1.0.1"], expectedStatus="Published")
    codes = {version: each["errorCode"] for version, each in answer["failedVersions"].items()}
    assert codes == {"1.0.0": "SKIPPED", "1.0.1": "MISMATCHED_STATUS"}
    failure = answer["failedVersions"]["1.0.1"]
    assert failure["errorMessage"] == "current status: Unlisted, expected status: Published"
    assert statuses(client)["1.0.0"] == "Published"


def test_a_batch_may_succeed_in_part_where_the_switch_says_so(client: CodeArtifactClient, endpoint: Endpoint) -> None:
    endpoint.store.settings.partial_success = True
    answer = client.dispose_package_versions(**CHALK, versions=["1.0.0", "9.9.9"])
    assert answer["successfulVersions"].keys() == {"1.0.0"}
    assert {version: each["errorCode"] for version, each in answer["failedVersions"].items()} == {"9.9.9": "NOT_FOUND"}


def test_another_revision_is_a_mismatch(client: CodeArtifactClient) -> None:
    answer = client.dispose_package_versions(**CHALK, versions=["1.0.0"], versionRevisions={"1.0.0": "other"})
    failure = answer["failedVersions"]["1.0.0"]
    current = revisions(client, "1.0.0")["1.0.0"]
    assert failure["errorCode"] == "MISMATCHED_REVISION"
    assert failure["errorMessage"] == f"current revision: {current}, expected revision: other"


@pytest.mark.parametrize("target", ["Disposed", "Deleted", "Unfinished"])
def test_a_target_that_has_a_call_of_its_own_is_refused(
    client: CodeArtifactClient, target: PackageVersionStatusType
) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        client.update_package_versions_status(**CHALK, versions=["1.0.0"], targetStatus=target)
    assert statuses(client)["1.0.0"] == "Published"


def test_a_generic_version_is_published_asset_by_asset(client: CodeArtifactClient) -> None:
    first = publish(client, "tool.bin", b"\x00\xff\xfe binary", unfinished=True)
    assert first["status"] == "Unfinished"
    last = publish(client, "tool.txt", b"text")
    assert last["status"] == "Published"
    assert last["versionRevision"] != first["versionRevision"]
    assert last["asset"]["hashes"]["SHA-256"] == hashlib.sha256(b"text").hexdigest()
    listed = client.list_package_version_assets(**TOOL, packageVersion="1.0.0")
    assert [(each["name"], each["size"]) for each in listed["assets"]] == [("tool.bin", 10), ("tool.txt", 4)]
    assert listed["versionRevision"] == last["versionRevision"]


def test_an_assets_bytes_come_back_as_they_were_published(client: CodeArtifactClient) -> None:
    content = bytes(range(256)) * 40
    published = publish(client, "tool.bin", content)
    answer = client.get_package_version_asset(**TOOL, packageVersion="1.0.0", asset="tool.bin")
    assert answer["asset"].read() == content
    assert answer["assetName"] == "tool.bin"
    assert answer["packageVersionRevision"] == published["versionRevision"]


@pytest.mark.parametrize("name", ["a b%20+&=?#.bin", "é.bin", "漢字.bin", "🎁"])
def test_an_asset_may_have_any_name(client: CodeArtifactClient, name: str) -> None:
    assert publish(client, name, b"x")["asset"]["name"] == name
    assert client.get_package_version_asset(**TOOL, packageVersion="1.0.0", asset=name)["asset"].read() == b"x"


def test_assets_come_in_pages(client: CodeArtifactClient) -> None:
    for number in range(5):
        publish(client, f"{number}.bin", b"x", unfinished=True)
    pages = client.get_paginator("list_package_version_assets").paginate(
        **TOOL, packageVersion="1.0.0", PaginationConfig={"PageSize": 2}
    )
    assert [[each["name"] for each in page["assets"]] for page in pages] == [
        ["0.bin", "1.bin"],
        ["2.bin", "3.bin"],
        ["4.bin"],
    ]


def test_an_asset_with_another_hash_is_refused(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        client.publish_package_version(
            **TOOL, packageVersion="1.0.0", assetName="a", assetContent=b"a", assetSHA256="0" * 64
        )
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_package(**TOOL)


def test_an_asset_that_is_there_is_a_conflict(client: CodeArtifactClient) -> None:
    publish(client, "tool.bin", b"1", unfinished=True)
    with pytest.raises(client.exceptions.ConflictException) as refusal:
        publish(client, "tool.bin", b"2", unfinished=True)
    assert refusal.value.response["resourceType"] == "package-version"
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409


def test_only_generic_packages_are_published_through_the_api(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        client.publish_package_version(
            **CHALK,
            packageVersion="2.0.0",
            assetName="a",
            assetContent=b"a",
            assetSHA256=hashlib.sha256(b"a").hexdigest(),
        )


def test_the_assets_of_a_disposed_version_are_gone(client: CodeArtifactClient) -> None:
    (asset,) = client.list_package_version_assets(**CHALK, packageVersion="1.0.0")["assets"]
    client.dispose_package_versions(**CHALK, versions=["1.0.0"])
    assert client.list_package_version_assets(**CHALK, packageVersion="1.0.0")["assets"] == []
    with pytest.raises(ClientError):
        client.get_package_version_asset(**CHALK, packageVersion="1.0.0", asset=asset["name"])


def test_a_readme_and_dependencies_can_be_asked_for(client: CodeArtifactClient, endpoint: Endpoint) -> None:
    key = PackageKey(PackageFormat.NPM, "", "chalk")
    endpoint.store.registry.revise(RepositoryKey("acme", "npm-store"), key, "1.0.0", Metadata(readme="# Chalk"))
    readme = client.get_package_version_readme(**CHALK, packageVersion="1.0.0")
    assert (readme["package"], readme["version"], readme["readme"]) == ("chalk", "1.0.0", "# Chalk")
    dependencies = client.list_package_version_dependencies(**CHALK, packageVersion="1.0.0")
    assert dependencies["dependencies"] == []
