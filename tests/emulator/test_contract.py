"""What CodeArtifact's documents promise, as sentences that hold for the endpoint and for AWS itself.

With PACKAGESTATE_TEST_AWS=1, PACKAGESTATE_TEST_DOMAIN and PACKAGESTATE_TEST_REPOSITORY, the same tests call the account
of the environment's credentials. They publish packages of the generic format under names of their own and delete them.
What is not documented is not asserted here.
"""

import hashlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from emulator.conformance import hold_answers_to_the_model
from tests.conftest import REAL_ACCOUNT

Answer = dict[str, Any]

BLOCKED = {"publish": "BLOCK", "upstream": "BLOCK"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A package that only this test knows; nothing is published of it at first."""

    client: Any  # it is asked for more than its types allow
    where: dict[str, Any]

    def publish(
        self, version: str, content: bytes = b"harmless", name: str = "file.txt", *, unfinished: bool = False
    ) -> str:
        """Publish an asset, and give the version's revision."""
        digest = hashlib.sha256(content).hexdigest()
        answer = self.client.publish_package_version(
            **self.where,
            packageVersion=version,
            assetContent=content,
            assetName=name,
            assetSHA256=digest,
            unfinished=unfinished,
        )
        return str(answer["versionRevision"])

    def update(self, target: str, *versions: str, **guards: object) -> Answer:
        asked = self.where | guards | {"versions": list(versions), "targetStatus": target}
        return Answer(self.client.update_package_versions_status(**asked))

    def dispose(self, *versions: str, **guards: object) -> Answer:
        return Answer(self.client.dispose_package_versions(**self.where, versions=list(versions), **guards))

    def delete(self, *versions: str, **guards: object) -> Answer:
        return Answer(self.client.delete_package_versions(**self.where, versions=list(versions), **guards))

    def statuses(self, **wanted: object) -> dict[str, str]:
        pages = self.client.get_paginator("list_package_versions").paginate(**self.where, **wanted)
        return {each["version"]: each["status"] for page in pages for each in page["versions"]}

    def asset(self, version: str) -> bytes:
        answer = self.client.get_package_version_asset(**self.where, packageVersion=version, asset="file.txt")
        with answer["asset"] as content:
            return bytes(content.read())

    def origin(self) -> Answer:
        return Answer(self.client.describe_package(**self.where)["package"]["originConfiguration"]["restrictions"])

    def put_origin(self, restrictions: dict[str, str]) -> None:
        self.client.put_package_origin_configuration(**self.where, restrictions=restrictions)


@pytest.fixture
def seed() -> object:
    return {"domains": {"contract": {"repositories": {"store": {}}}}}


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> Iterator[Subject]:
    if REAL_ACCOUNT in os.environ:
        client = boto3.client("codeartifact")
        domain, repository = os.environ["PACKAGESTATE_TEST_DOMAIN"], os.environ["PACKAGESTATE_TEST_REPOSITORY"]
    else:
        client = boto3.client("codeartifact", endpoint_url=request.getfixturevalue("endpoint").url)
        domain, repository = "contract", "store"
    hold_answers_to_the_model(client)
    name = f"contract-{uuid.uuid4().hex}"
    where = {"domain": domain, "repository": repository, "format": "generic", "namespace": "test", "package": name}
    yield Subject(client, where)
    try:
        client.delete_package(**where)
    except client.exceptions.ResourceNotFoundException:
        return


def codes(answer: Answer) -> dict[str, str]:
    return {version: failure["errorCode"] for version, failure in answer["failedVersions"].items()}


def test_a_version_is_published_with_its_last_asset(subject: Subject) -> None:
    first = subject.publish("1.0.0", b"one", "one.txt", unfinished=True)
    assert subject.statuses() == {"1.0.0": "Unfinished"}
    second = subject.publish("1.0.0", b"two", "two.txt")
    assert subject.statuses() == {"1.0.0": "Published"}
    assert first != second


def test_an_asset_whose_hash_is_another_is_refused(subject: Subject) -> None:
    with pytest.raises(ClientError):
        subject.client.publish_package_version(
            **subject.where, packageVersion="1.0.0", assetContent=b"a", assetName="file.txt", assetSHA256="0" * 64
        )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Published", "Unlisted"),
        ("Published", "Archived"),
        ("Unlisted", "Published"),
        ("Archived", "Published"),
        ("Archived", "Unlisted"),
    ],
)
def test_a_version_goes_from_status_to_status_and_back(subject: Subject, before: str, after: str) -> None:
    subject.publish("1.0.0")
    if before != "Published":
        subject.update(before, "1.0.0")
    answer = subject.update(after, "1.0.0", expectedStatus=before)
    assert answer["successfulVersions"]["1.0.0"]["status"] == after
    assert answer["failedVersions"] == {}
    assert subject.statuses() == {"1.0.0": after}


@pytest.mark.parametrize("target", ["Disposed", "Unfinished"])
def test_an_update_has_three_targets_only(subject: Subject, target: str) -> None:
    subject.publish("1.0.0")
    with pytest.raises(ClientError):
        subject.update(target, "1.0.0")
    assert subject.statuses() == {"1.0.0": "Published"}


def test_an_unlisted_version_can_be_had_and_an_archived_one_cannot(subject: Subject) -> None:
    subject.publish("1.0.0")
    subject.update("Unlisted", "1.0.0")
    assert subject.asset("1.0.0") == b"harmless"
    subject.update("Archived", "1.0.0")
    with pytest.raises(ClientError):
        subject.asset("1.0.0")


def test_an_archived_version_keeps_its_assets_for_later(subject: Subject) -> None:
    subject.publish("1.0.0")
    subject.update("Archived", "1.0.0")
    subject.update("Published", "1.0.0")
    assert subject.asset("1.0.0") == b"harmless"


def test_a_disposed_version_has_lost_its_assets_and_is_listed_still(subject: Subject) -> None:
    subject.publish("1.0.0")
    assert subject.dispose("1.0.0")["successfulVersions"]["1.0.0"]["status"] == "Disposed"
    assert subject.statuses() == {"1.0.0": "Disposed"}
    described = subject.client.describe_package_version(**subject.where, packageVersion="1.0.0")["packageVersion"]
    assert described["status"] == "Disposed"
    with pytest.raises(ClientError):
        subject.asset("1.0.0")


@pytest.mark.parametrize("target", ["Published", "Unlisted", "Archived"])
def test_a_disposed_version_is_not_restored(subject: Subject, target: str) -> None:
    subject.publish("1.0.0")
    subject.dispose("1.0.0")
    assert list(subject.update(target, "1.0.0")["failedVersions"]) == ["1.0.0"]
    assert subject.statuses() == {"1.0.0": "Disposed"}


def test_a_disposed_version_is_deleted_and_then_absent(subject: Subject) -> None:
    subject.publish("1.0.0")
    subject.publish("2.0.0")
    subject.dispose("1.0.0")
    answer = subject.delete("1.0.0", expectedStatus="Disposed")
    assert answer["successfulVersions"]["1.0.0"]["status"] == "Deleted"
    assert subject.statuses() == {"2.0.0": "Published"}
    with pytest.raises(subject.client.exceptions.ResourceNotFoundException):
        subject.client.describe_package_version(**subject.where, packageVersion="1.0.0")


def test_a_deleted_version_can_be_published_again(subject: Subject) -> None:
    subject.publish("1.0.0", b"harmless")
    subject.delete("1.0.0")
    subject.publish("1.0.0", b"other")
    assert subject.statuses() == {"1.0.0": "Published"}
    assert subject.asset("1.0.0") == b"other"


def test_a_version_that_is_there_already_is_not_replaced(subject: Subject) -> None:
    subject.publish("1.0.0")
    with pytest.raises(ClientError):
        subject.publish("1.0.0", b"other")
    assert subject.asset("1.0.0") == b"harmless"


def test_one_other_status_skips_the_whole_call(subject: Subject) -> None:
    for version in ("1.0.0", "1.1.0", "1.2.0"):
        subject.publish(version)
    subject.update("Unlisted", "1.1.0")
    answer = subject.update("Archived", "1.0.0", "1.1.0", "1.2.0", expectedStatus="Published")
    assert codes(answer) == {"1.0.0": "SKIPPED", "1.1.0": "MISMATCHED_STATUS", "1.2.0": "SKIPPED"}
    assert answer["successfulVersions"] == {}
    assert subject.statuses() == {"1.0.0": "Published", "1.1.0": "Unlisted", "1.2.0": "Published"}


@pytest.mark.parametrize("operation", ["update", "dispose"])
def test_another_revision_is_left_alone(subject: Subject, operation: str) -> None:
    right = {version: subject.publish(version) for version in ("1.0.0", "1.1.0")}
    wrong = right | {"1.1.0": "another"}

    def change(revisions: dict[str, str]) -> Answer:
        if operation == "update":
            return subject.update("Archived", *revisions, versionRevisions=revisions)
        return subject.dispose(*revisions, versionRevisions=revisions)

    assert codes(change(wrong)) == {"1.0.0": "SKIPPED", "1.1.0": "MISMATCHED_REVISION"}
    assert set(subject.statuses().values()) == {"Published"}
    assert codes(change(right)) == {}
    assert set(subject.statuses().values()) == {"Archived" if operation == "update" else "Disposed"}


def test_versions_of_all_statuses_are_listed_where_none_is_named(subject: Subject) -> None:
    expected = {"1.0.0": "Published", "1.1.0": "Unlisted", "1.2.0": "Archived", "1.3.0": "Disposed"}
    for version in expected:
        subject.publish(version)
    subject.update("Unlisted", "1.1.0")
    subject.update("Archived", "1.2.0")
    subject.dispose("1.3.0")
    assert subject.statuses() == expected
    assert subject.statuses(status="Archived") == {"1.2.0": "Archived"}


def test_all_pages_together_are_the_list(subject: Subject) -> None:
    versions = {f"1.{number}.0" for number in range(5)}
    for version in versions:
        subject.publish(version)
    first = subject.client.list_package_versions(**subject.where, maxResults=2)
    assert len(first["versions"]) == 2
    assert first["nextToken"]
    assert subject.statuses(PaginationConfig={"PageSize": 2}).keys() == versions


def test_a_call_takes_a_hundred_versions_and_no_more(subject: Subject) -> None:
    subject.publish("1.0.0")
    versions = [f"1.0.{number}" for number in range(101)]
    for call in (partial(subject.update, "Archived"), subject.dispose, subject.delete):
        with pytest.raises(subject.client.exceptions.ValidationException):
            call(*versions)
    assert subject.statuses() == {"1.0.0": "Published"}


def test_a_package_that_is_absent_is_not_found(subject: Subject) -> None:
    for operation in ("list_package_versions", "describe_package", "delete_package"):
        with pytest.raises(subject.client.exceptions.ResourceNotFoundException):
            getattr(subject.client, operation)(**subject.where)


def test_a_package_is_deleted_with_all_its_versions(subject: Subject) -> None:
    subject.publish("1.0.0")
    subject.publish("1.1.0")
    subject.dispose("1.1.0")
    assert subject.client.delete_package(**subject.where)["deletedPackage"]["package"] == subject.where["package"]
    with pytest.raises(subject.client.exceptions.ResourceNotFoundException):
        subject.statuses()


def test_what_was_published_first_is_open_to_publishing_and_closed_to_upstream(subject: Subject) -> None:
    subject.publish("1.0.0")
    assert subject.origin() == {"publish": "ALLOW", "upstream": "BLOCK"}


def test_an_origin_configuration_can_come_before_the_package(subject: Subject) -> None:
    subject.put_origin(BLOCKED)
    assert subject.origin() == BLOCKED
    assert subject.statuses() == {}
    with pytest.raises(ClientError):
        subject.publish("1.0.0")


def test_blocked_publishing_keeps_what_is_there(subject: Subject) -> None:
    subject.publish("1.0.0")
    subject.put_origin(BLOCKED)
    with pytest.raises(ClientError):
        subject.publish("2.0.0")
    assert subject.statuses() == {"1.0.0": "Published"}


def test_a_deleted_package_has_lost_its_origin_configuration(subject: Subject) -> None:
    subject.publish("1.0.0")
    subject.put_origin(BLOCKED)
    deleted = subject.client.delete_package(**subject.where)["deletedPackage"]
    assert deleted["originConfiguration"]["restrictions"] == BLOCKED
    subject.publish("1.0.0")
    assert subject.origin() == {"publish": "ALLOW", "upstream": "BLOCK"}
