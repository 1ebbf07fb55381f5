"""When a recorded package needs an update, and when it is another package."""

import pytest

from packagestate.provider.plugin.difference import needs_update, replaced_identity, satisfies
from packagestate.schemas.coordinates import Format
from packagestate.schemas.status import Status

IDENTITY = {"domain": "acme", "repository": "store", "format": "npm", "namespace": "types", "package": "node"}
RECORDED = IDENTITY | {"versions": {"Archived": "1.0.0"}, "revisions": '{"1.0.0":"r"}', "onRemoval": "retain"}
BLOCKED = {"publish": "BLOCK", "upstream": "BLOCK"}
PLANNED = {"generation 4": {"1.0.0": "Published -> Archived, revision r"}}


def recorded(**changed: object) -> dict[str, object]:
    return RECORDED | {"generation": 3} | changed


def inputs(**changed: object) -> dict[str, object]:
    return IDENTITY | {"versions": {"Archived": "1.0.0"}, "onRemoval": "retain", "generation": 3} | changed


def test_a_package_that_is_as_declared_needs_nothing() -> None:
    assert not needs_update(recorded(), inputs())


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"versions": {"Disposed": "1.0.0"}}, id="another status"),
        pytest.param({"versions": {"Archived": "1.0.0 1.1.0"}}, id="one more version"),
        pytest.param({"versions": {}}, id="a version that is no longer declared"),
        pytest.param({"changes": PLANNED, "generation": 4}, id="pending changes"),
        pytest.param({"origin": BLOCKED}, id="an origin configuration"),
        pytest.param({"onRemoval": "delete"}, id="another choice on removal"),
        pytest.param({"domainOwner": "123456789012"}, id="an owner that is named now"),
    ],
)
def test_an_update_is_needed_for(changed: dict[str, object]) -> None:
    assert needs_update(recorded(), inputs(**changed))


def test_changes_that_were_carried_out_are_not_pending() -> None:
    assert not needs_update(recorded(generation=4), inputs(changes=PLANNED, generation=4))


def test_a_version_that_is_absent_satisfies_whatever_only_takes_away() -> None:
    assert not needs_update(recorded(versions={"Deleted": "1.0.0"}), inputs(versions={"Disposed": "1.0.0"}))
    taking_away = {status for status in Status if satisfies(Format.NPM, "1.0.0", Status.DELETED, status)}
    assert taking_away == {Status.ARCHIVED, Status.DISPOSED, Status.DELETED}


@pytest.mark.parametrize(
    ("versions", "floors", "needed"),
    [
        pytest.param({"Disposed": "1.0.0"}, "1.0.0", False, id="made more restrictive by somebody"),
        pytest.param({}, "1.0.0", False, id="deleted by somebody"),
        pytest.param({"Archived": "1.0.0 1.1.0"}, "1.1.0", False, id="a copy that is as it should be"),
        pytest.param({}, "1.1.0", True, id="no statement is about it any more"),
        pytest.param({"Archived": "1.0.0 1.1.0"}, "1.0.0", True, id="one more that one repository declares"),
    ],
)
def test_a_version_that_only_has_to_be_at_least_so_restrictive_was_looked_at_by_the_plan(
    versions: dict[str, str], floors: str, *, needed: bool
) -> None:
    assert needs_update(recorded(floors=floors), inputs(versions=versions, floors=floors, changes={})) == needed
    # Where nobody has planned, nobody has looked.
    assert needs_update(recorded(floors=floors), inputs(versions=versions, floors=floors))


@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [("", "1.0.0", False), ("1.0.0", "1.0.0 1.1.0", False), ("1.0.0", "", True), ("1.0.0 1.1.0", "1.1.0", True)],
)
def test_a_statement_for_several_repositories_that_goes_is_recorded(before: str, after: str, *, needed: bool) -> None:
    assert needs_update(recorded(floors=before), inputs(floors=after, changes={})) == needed
    assert not needs_update(recorded(floors=after), inputs(floors=after, changes={}))


@pytest.mark.parametrize(
    ("found", "differs"),
    [
        pytest.param({"Published": "1.0.0"}, True, id="loosened by somebody"),
        pytest.param({"Disposed": "1.0.0"}, False, id="made more restrictive by somebody"),
        pytest.param({"Deleted": "1.0.0"}, False, id="deleted by somebody"),
    ],
)
def test_a_refresh_says_that_a_copy_was_loosened_and_a_run_says_it_itself(
    found: dict[str, str], *, differs: bool
) -> None:
    last = inputs(floors="1.0.0", changes={})
    assert needs_update(recorded(versions=found, floors="1.0.0"), last, lambda _inputs: False) == differs
    assert not needs_update(recorded(versions=found, floors="1.0.0"), last)


@pytest.mark.parametrize(
    ("before", "now", "needed"),
    [
        pytest.param("", "1.0.0", True, id="no statement for this repository names it any more"),
        pytest.param("1.0.0", "", True, id="one names it now"),
        pytest.param("1.0.0 1.1.0", "1.0.0", False, id="one that vanished"),
        pytest.param("1.0.0", "1.0.0 1.1.0", False, id="one that appeared"),
    ],
)
def test_what_a_removal_would_be_about_is_recorded_anew(before: str, now: str, *, needed: bool) -> None:
    wanted = inputs(several=now, floors="1.0.0 1.1.0", changes={})
    assert needs_update(recorded(several=before, floors="1.0.0 1.1.0"), wanted) == needed


@pytest.mark.parametrize("key", ["domain", "repository", "format", "namespace", "package"])
def test_another_identity_is_another_package(key: str) -> None:
    assert replaced_identity(recorded(), inputs(**{key: "other"})) == [key]


def test_naming_or_leaving_out_the_owner_is_not_another_package() -> None:
    owned = {"domainOwner": "123456789012"}
    assert replaced_identity(recorded(), inputs(**owned)) == []
    assert replaced_identity(recorded(**owned), inputs()) == []
    assert replaced_identity(recorded(**owned), inputs(domainOwner="210987654321")) == ["domainOwner"]


def test_a_maven_build_that_aws_unlisted_needs_nothing() -> None:
    build = "1.0-20250101.120000-3"
    was, wanted = {"versions": {"Unlisted": build}}, {"versions": {"Published": build}}
    assert not needs_update(recorded(**was, format="maven"), inputs(**wanted, format="maven"))
    assert needs_update(recorded(**was), inputs(**wanted))
    assert needs_update(recorded(**wanted, format="maven"), inputs(**was, format="maven"))
