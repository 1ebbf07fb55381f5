"""What AWS documents about CodeArtifact, sentence by sentence.

`python -m tools.truth` asks a real account the same; see `emulator/README.md`.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact.literals import PackageVersionStatusType

from tests.emulator.place import Package, Place, scratch_place


@pytest.fixture
def place() -> Iterator[Place]:
    with scratch_place() as place:
        yield place


@pytest.fixture
def package(place: Place) -> Package:
    return place.package()


def test_what_was_published_is_published(package: Package) -> None:
    package.publish("1.0.0")
    assert package.statuses() == {"1.0.0": "Published"}


def test_what_lacks_assets_is_unfinished_until_the_last_one(package: Package) -> None:
    assert package.send("1.0.0", "first", unfinished=True)["status"] == "Unfinished"
    assert package.send("1.0.0", "last")["status"] == "Published"


def test_an_asset_whose_hash_is_another_is_refused(package: Package) -> None:
    with pytest.raises(ClientError):
        package.client.publish_package_version(
            **package.address, packageVersion="1.0.0", assetName="a", assetContent=b"a", assetSHA256="0" * 64
        )


def test_what_is_published_is_not_replaced(package: Package) -> None:
    package.publish("1.0.0")
    content = package.asset("1.0.0")
    with pytest.raises(ClientError):
        package.send("1.0.0", content=b"other")
    assert package.asset("1.0.0") == content


def test_another_asset_makes_another_revision(package: Package) -> None:
    first = package.send("1.0.0", "first", unfinished=True)
    last = package.send("1.0.0", "last")
    assert first["versionRevision"] != last["versionRevision"]


@pytest.mark.parametrize(
    "way", [("Unlisted", "Published"), ("Archived", "Published"), ("Archived", "Unlisted")], ids=" then ".join
)
def test_what_has_its_assets_can_be_brought_back(package: Package, way: tuple[PackageVersionStatusType, ...]) -> None:
    package.publish("1.0.0")
    package.bring("1.0.0", *way)
    assert package.statuses() == {"1.0.0": way[-1]}


def test_what_is_unlisted_can_be_had_and_what_is_archived_cannot_for_the_time_being(package: Package) -> None:
    package.publish("1.0.0")
    content = package.asset("1.0.0")
    package.bring("1.0.0", "Unlisted")
    assert package.asset("1.0.0") == content
    package.bring("1.0.0", "Archived")
    with pytest.raises(ClientError):
        package.asset("1.0.0")
    package.bring("1.0.0", "Published")
    assert package.asset("1.0.0") == content


@pytest.mark.parametrize("target", ["Published", "Unlisted", "Archived"])
def test_what_was_disposed_stays_disposed(package: Package, target: PackageVersionStatusType) -> None:
    package.publish("1.0.0")
    package.bring("1.0.0", "Disposed")
    # Which error follows is not documented.
    with suppress(ClientError):
        assert package.update(target, "1.0.0") != {"1.0.0": target}
    assert package.statuses() == {"1.0.0": "Disposed"}


def test_what_was_disposed_is_described_and_has_no_assets(package: Package) -> None:
    package.publish("1.0.0")
    package.bring("1.0.0", "Disposed")
    described = package.client.describe_package_version(**package.address, packageVersion="1.0.0")
    assert described["packageVersion"]["status"] == "Disposed"
    with pytest.raises(ClientError):
        package.asset("1.0.0")


@pytest.mark.parametrize("status", ["Published", "Unlisted", "Disposed"])
def test_what_was_deleted_is_absent(package: Package, status: PackageVersionStatusType) -> None:
    package.publish("1.0.0", "2.0.0")
    if status != "Published":
        package.bring("1.0.0", status)
    assert package.delete("1.0.0", expectedStatus=status) == {"1.0.0": "Deleted"}
    assert package.statuses() == {"2.0.0": "Published"}
    with pytest.raises(package.client.exceptions.ResourceNotFoundException):
        package.client.describe_package_version(**package.address, packageVersion="1.0.0")


@pytest.mark.parametrize("target", ["Unfinished", "Disposed", "Deleted"])
def test_an_update_has_three_targets_only(package: Package, target: PackageVersionStatusType) -> None:
    package.publish("1.0.0")
    with suppress(ClientError):
        assert package.update(target, "1.0.0") != {"1.0.0": target}
    assert package.statuses() == {"1.0.0": "Published"}


def test_another_status_than_the_expected_one_is_a_mismatch(package: Package) -> None:
    package.publish("1.0.0")
    assert package.update("Archived", "1.0.0", expectedStatus="Unlisted") == {"1.0.0": "MISMATCHED_STATUS"}
    assert package.dispose("1.0.0", expectedStatus="Unlisted") == {"1.0.0": "MISMATCHED_STATUS"}
    assert package.statuses() == {"1.0.0": "Published"}


def test_another_revision_than_the_named_one_is_a_mismatch(package: Package) -> None:
    package.publish("1.0.0")
    stale = {"1.0.0": "c3RhbGU="}
    assert package.update("Archived", "1.0.0", versionRevisions=stale) == {"1.0.0": "MISMATCHED_REVISION"}
    assert package.dispose("1.0.0", versionRevisions=stale) == {"1.0.0": "MISMATCHED_REVISION"}
    assert package.statuses() == {"1.0.0": "Published"}


def test_what_is_as_both_guards_say_is_changed(package: Package) -> None:
    revisions = package.publish("1.0.0", "2.0.0")
    guards = {"versionRevisions": revisions, "expectedStatus": "Published"}
    assert package.dispose("1.0.0", "2.0.0", **guards) == {"1.0.0": "Disposed", "2.0.0": "Disposed"}


def test_revisions_of_other_versions_change_nothing(package: Package) -> None:
    revisions = package.publish("1.0.0", "2.0.0")
    with suppress(ClientError):
        package.update("Archived", "1.0.0", versionRevisions={"2.0.0": revisions["2.0.0"]})
    assert package.statuses() == {"1.0.0": "Published", "2.0.0": "Published"}


def test_current_implementation_one_failure_skips_the_others(package: Package) -> None:
    package.publish("1.0.0", "2.0.0", "3.0.0")
    package.bring("2.0.0", "Unlisted")
    expected = {"1.0.0": "SKIPPED", "2.0.0": "MISMATCHED_STATUS", "3.0.0": "SKIPPED"}
    assert package.update("Archived", *expected, expectedStatus="Published") == expected
    assert package.statuses() == {"1.0.0": "Published", "2.0.0": "Unlisted", "3.0.0": "Published"}


def test_a_package_without_a_record_is_not_found(package: Package) -> None:
    for operation in ("describe_package", "list_package_versions"):
        with pytest.raises(package.client.exceptions.ResourceNotFoundException):
            getattr(package.client, operation)(**package.address)


def test_versions_of_every_status_are_listed_unless_one_is_named(package: Package) -> None:
    held: dict[str, PackageVersionStatusType] = {"2.0.0": "Unlisted", "3.0.0": "Archived", "4.0.0": "Disposed"}
    package.publish("1.0.0", *held)
    package.send("5.0.0", unfinished=True)
    for version, status in held.items():
        package.bring(version, status)
    everything = {"1.0.0": "Published", **held, "5.0.0": "Unfinished"}
    assert package.statuses() == everything
    for version, status in everything.items():
        assert package.statuses(status=status) == {version: status}


def test_all_pages_together_are_the_list(package: Package) -> None:
    versions = {f"1.0.{number}" for number in range(5)}
    package.publish(*versions)
    assert len(package.client.list_package_versions(**package.address, maxResults=2)["versions"]) <= 2
    assert package.statuses(PaginationConfig={"PageSize": 2}).keys() == versions


def test_a_namespace_is_the_beginning_of_the_namespaces_that_are_listed(place: Place, package: Package) -> None:
    package.publish("1.0.0")
    pages = place.client.get_paginator("list_packages").paginate(
        **place.repository, format="generic", namespace=package.address["namespace"][:-1]
    )
    assert package.address["package"] in {each["package"] for page in pages for each in page["packages"]}


def test_a_call_takes_no_more_than_a_hundred_versions(package: Package) -> None:
    package.publish("1.0.0")
    versions = [f"1.0.{number}" for number in range(101)]
    for call in (partial(package.update, "Archived"), package.dispose, package.delete):
        with pytest.raises(package.client.exceptions.ValidationException):
            call(*versions)
    assert package.statuses() == {"1.0.0": "Published"}


def test_a_package_that_was_published_takes_nothing_from_upstream(package: Package) -> None:
    package.publish("1.0.0")
    assert package.restrictions() == {"publish": "ALLOW", "upstream": "BLOCK"}


def test_a_package_can_be_closed_before_it_is_there(package: Package) -> None:
    package.restrict("BLOCK", "BLOCK")
    assert package.restrictions() == {"publish": "BLOCK", "upstream": "BLOCK"}
    with pytest.raises(ClientError):
        package.send("1.0.0")


def test_what_was_there_before_the_origin_was_closed_stays(package: Package) -> None:
    package.publish("1.0.0")
    package.restrict("BLOCK", "BLOCK")
    with pytest.raises(ClientError):
        package.send("2.0.0")
    assert package.statuses() == {"1.0.0": "Published"}


def test_deleting_a_package_takes_its_versions_and_its_origin_configuration(package: Package) -> None:
    package.publish("1.0.0")
    package.restrict("BLOCK", "BLOCK")
    assert package.client.delete_package(**package.address)["deletedPackage"]["package"] == package.address["package"]
    with pytest.raises(package.client.exceptions.ResourceNotFoundException):
        package.client.describe_package(**package.address)
    package.publish("1.0.0")
    assert package.restrictions() == {"publish": "ALLOW", "upstream": "BLOCK"}


@pytest.mark.parametrize("status", ["Archived", "Disposed"])
def test_what_is_still_in_the_repository_cannot_be_published_again(
    package: Package, status: PackageVersionStatusType
) -> None:
    package.publish("1.0.0")
    package.bring("1.0.0", status)
    with pytest.raises(ClientError):
        package.send("1.0.0", content=b"other")
    assert package.statuses() == {"1.0.0": status}


def test_what_was_deleted_can_be_published_again(package: Package) -> None:
    package.publish("1.0.0", "2.0.0")
    assert package.delete("1.0.0") == {"1.0.0": "Deleted"}
    package.send("1.0.0", content=b"other")
    assert package.asset("1.0.0") == b"other"
    assert package.statuses() == {"1.0.0": "Published", "2.0.0": "Published"}
