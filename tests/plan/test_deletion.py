"""A package that is declared `Deleted` as a whole."""

from dataclasses import replace

import pytest

from packagestate.provider.plan.changes import from_lines, to_lines
from packagestate.provider.plan.model import (
    Changes,
    ObservedPackage,
    ObservedVersion,
    OriginChange,
    PackageDeletion,
    Plan,
)
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import plan_removals
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.shown import diff_of, text_of

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
GONE = DesiredPackage(CHALK, (), deletion=DesiredDeletion("a typosquat"))
HELD = ObservedPackage(
    CHALK, (ObservedVersion("1.0.0", Status.UNFINISHED, "r1"), ObservedVersion("2.0.0", Status.DISPOSED, "r2")), OPEN
)


def test_every_listed_version_is_deleted_with_the_package_and_the_way_back_is_named() -> None:
    plan = plan_package(GONE, HELD)
    assert to_lines(plan.changes) == {
        "1.0.0": "Unfinished -> Deleted, revision r1",
        "2.0.0": "Disposed -> Deleted, revision r2",
        "whole package": "publish ALLOW, upstream ALLOW -> Deleted",
    }
    assert plan.may_return == ("1.0.0", "2.0.0")


def test_the_deletion_drops_an_origin_configuration_that_blocks_so_the_way_back_is_open() -> None:
    assert plan_package(GONE, replace(HELD, origin=CLOSED)).may_return


def test_a_declared_origin_configuration_is_put_again_also_where_it_is_in_force_already() -> None:
    plan = plan_package(replace(GONE, origin=CLOSED), replace(HELD, origin=CLOSED))
    assert plan.changes.deletion == PackageDeletion(CLOSED, CLOSED)
    assert plan.changes.origin is None
    assert not plan.may_return


@pytest.mark.parametrize("origin", [None, OPEN])
def test_where_no_version_is_listed_nothing_is_deleted(origin: OriginConfiguration | None) -> None:
    assert not plan_package(GONE, ObservedPackage(CHALK, (), origin)).changes


def test_where_no_version_is_listed_a_declared_origin_configuration_is_put_all_the_same() -> None:
    plan = plan_package(replace(GONE, origin=CLOSED), ObservedPackage(CHALK))
    assert plan.changes == Changes(origin=OriginChange(None, CLOSED))


@pytest.mark.parametrize("before", [None, OPEN])
@pytest.mark.parametrize("after", [None, CLOSED])
def test_what_is_written_is_read(before: OriginConfiguration | None, after: OriginConfiguration | None) -> None:
    changes = Changes(deletion=PackageDeletion(before, after))
    assert from_lines(to_lines(changes)) == changes


@pytest.mark.parametrize(
    "lines",
    [
        {"whole package": "Deleted"},
        {"whole package": 1},
        {"whole package": "absent -> Deleted"},
        {"whole package": "unknown -> Deleted", "1.0.0": "Published -> Archived, revision r1"},
        {"whole package": "unknown -> Deleted", "origin configuration": f"{OPEN} -> {CLOSED}"},
    ],
)
def test_a_line_that_is_not_exactly_a_deletion_is_an_error(lines: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="whole package"):
        from_lines(lines)


def test_a_version_without_a_revision_is_not_deleted_with_its_package() -> None:
    nameless = replace(HELD, versions=(*HELD.versions, ObservedVersion("3.0.0", Status.PUBLISHED, "")))
    (refusal,) = plan_package(GONE, nameless).refusals
    assert "AWS lists 3.0.0 without a revision" in refusal.detail


@pytest.mark.parametrize("name", ["1.0<{%reset%}>", "1.0\u202e", "4dabf18193072939515e22adb298388d"])
def test_a_version_that_the_engine_cannot_record_is_not_deleted_with_its_package(name: str) -> None:
    hostile = replace(HELD, versions=(*HELD.versions, ObservedVersion(name, Status.PUBLISHED, "r")))
    (refusal,) = plan_package(GONE, hostile).refusals
    assert refusal.summary == "Version cannot be recorded"
    recorded = RecordedPackage(
        "name", HELD.coordinates, tuple(map(RecordedVersion.of, hostile.versions)), OnRemoval.DELETE
    )
    (removal,) = plan_removals((recorded,), {}, (hostile,), {})
    assert [each.summary for each in removal.refusals] == ["Version cannot be recorded"]


def test_the_text_of_a_deletion_warns_of_the_way_back() -> None:
    text = text_of(Plan((plan_package(GONE, HELD),)), GONE)
    assert 'deletes the package with 2 versions  cannot be undone  "a typosquat"' in text
    assert "may return: the deletion drops the origin configuration" in text
    assert diff_of(Plan((plan_package(GONE, HELD),)), GONE).split("\n")[:2] == text.split("\n")[:2]
