"""What becomes of each version that a plan changed."""

from collections.abc import Mapping

import pytest

from packagestate.provider.plan.changes import ORIGIN_KEY, from_lines
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, OriginChange
from packagestate.provider.revert.decision import Decision, decide
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OriginConfiguration,
    Restriction,
)
from packagestate.schemas.status import Status

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
CLIENT = Coordinates(Repository("acme", "shared"), Format.MAVEN, "com.acme", "client")
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
FENCED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
HALF = OriginConfiguration(Restriction.ALLOW, Restriction.BLOCK)
BUILD = "1.1-20250101.120000-1"


def decided(
    change: str,
    now: str,
    declared: str = "",
    *,
    version: str = "1.0.0",
    is_removal: bool = False,
    deletion: bool = False,
    coordinates: Coordinates = CHALK,
) -> Decision:
    """The decision about one version: what the plan did, what AWS has, what a manifest says; `STATUS REVISION`."""
    status, _, revision = now.partition(" ")
    found = (ObservedVersion(version, Status(status), revision or "r1"),) if now else ()
    said, _, pin = declared.partition(" ")
    wanted = (DesiredVersion(version, Status(said), pin or None),) if said else ()
    desired = DesiredPackage(coordinates, wanted, deletion=DesiredDeletion() if deletion else None)
    changes = from_lines({version: f"{change}, revision r1"})
    return decide(changes, ObservedPackage(coordinates, found), desired, is_removal=is_removal)


@pytest.mark.parametrize("declared", ["Archived", "Published", "", "Archived r1"])
def test_what_the_plan_made_goes_back(declared: str) -> None:
    decision = decided("Published -> Archived", "Archived", declared)
    assert [(each.before, each.after) for each in decision.going_back] == [(Status.ARCHIVED, Status.PUBLISHED)]
    assert not decision.lost
    assert decision.restated == ({"1.0.0": Status.PUBLISHED} if declared.startswith("Archived") else {})
    assert [each.status for each in decision.added] == ([Status.PUBLISHED] if not declared else [])


@pytest.mark.parametrize(
    ("change", "now", "declared", "reason"),
    [
        ("Published -> Disposed", "Disposed", "Disposed", "disposed: its assets are gone"),
        ("Published -> Deleted", "Disposed", "Deleted", "disposed: its assets are gone"),
        ("Published -> Deleted", "", "Deleted", "deleted: publish it again, or fetch it from upstream again"),
        ("Published -> Archived", "", "", "moved since: AWS does not list it any more"),
        ("Published -> Archived", "Unlisted", "", "moved since: AWS has it as `Unlisted` now"),
        ("Published -> Archived", "Archived r2", "", "moved since: AWS has it as `Archived` at another revision now"),
        ("Published -> Archived", "Published r2", "", "moved since: AWS has it as `Published` at another revision now"),
        ("Unfinished -> Archived", "Archived", "Archived", "no manifest can declare `Unfinished`"),
        ("Unfinished -> Archived", "Unfinished", "Archived", "no manifest can declare `Unfinished`"),
        ("Published -> Archived", "Archived", "Unlisted", "a manifest declares it `Unlisted` since"),
        ("Published -> Archived", "Archived", "Archived r2", "a manifest pins it to another revision"),
        ("Disposed -> Deleted", "", "Deleted", "deleted: publish it again, or fetch it from upstream again"),
    ],
)
def test_what_does_not_go_back_says_why(change: str, now: str, declared: str, reason: str) -> None:
    decision = decided(change, now, declared)
    assert [(each.change, each.reason) for each in decision.lost] == [(change, reason)]
    assert not any((decision.going_back, decision.restated, decision.added, decision.kept_count))


@pytest.mark.parametrize(
    ("declared", "is_removal", "restated", "added"),
    [
        ("Disposed", False, {"1.0.0": Status.PUBLISHED}, 0),
        ("Published", False, {}, 0),
        ("Archived", False, {}, 0),
        ("", False, {}, 0),
        ("", True, {}, 1),
    ],
)
def test_what_is_as_before_stays_so(
    declared: str, *, is_removal: bool, restated: Mapping[str, Status], added: int
) -> None:
    decision = decided("Published -> Disposed", "Published", declared, is_removal=is_removal)
    assert (decision.restated, len(decision.added), decision.kept_count) == (restated, added, 1)
    assert not any((decision.lost, decision.going_back))


@pytest.mark.parametrize(
    ("version", "coordinates", "reason"),
    [
        (BUILD, CLIENT, "a build of a Maven snapshot: AWS unlists old builds itself, so no run publishes it again"),
        ("^1.0", CHALK, "no manifest can name this version"),
    ],
)
def test_what_no_run_or_manifest_can_say_is_lost(version: str, coordinates: Coordinates, reason: str) -> None:
    decision = decided("Published -> Unlisted", "Unlisted", version=version, coordinates=coordinates)
    assert [each.reason for each in decision.lost] == [reason]


def test_a_package_that_is_declared_deleted_since_stands_in_the_way() -> None:
    (lost,) = decided("Published -> Archived", "Archived", deletion=True).lost
    assert lost.reason == "a manifest declares the whole package `Deleted`: take that out first"


def test_a_package_that_is_gone_is_said_as_a_whole() -> None:
    changes = from_lines({"1": "Published -> Deleted, revision r1", "whole package": f"{OPEN} -> Deleted"})
    decision = decide(changes, ObservedPackage(CHALK), None, is_removal=True)
    assert [each.subject for each in decision.lost] == ["1", "whole package"]
    there = ObservedPackage(CHALK, (ObservedVersion("1", Status.PUBLISHED, "r1"),))
    decision = decide(changes, there, None, is_removal=True)
    assert not decision.lost
    assert [each.status for each in decision.added] == [Status.PUBLISHED]


@pytest.mark.parametrize(
    ("before", "now", "declared", "restated", "reason"),
    [
        (OPEN, FENCED, FENCED, OPEN, None),
        (OPEN, FENCED, OPEN, None, None),
        (OPEN, OPEN, FENCED, OPEN, None),
        (OPEN, OPEN, None, None, None),
        (None, None, FENCED, None, None),
        (OPEN, HALF, FENCED, None, f"moved since: it is {HALF} now"),
        (OPEN, None, FENCED, None, "moved since: AWS names none any more"),
        (None, FENCED, FENCED, None, "there was none before"),
        (
            OPEN,
            FENCED,
            None,
            None,
            "no manifest declares it: to put it back, declare `origin: {publish: ALLOW, upstream: ALLOW}`",
        ),
        (OPEN, FENCED, HALF, None, f"a manifest declares {HALF} since"),
    ],
)
def test_origin_configurations(
    before: OriginConfiguration | None,
    now: OriginConfiguration | None,
    declared: OriginConfiguration | None,
    restated: OriginConfiguration | None,
    reason: str | None,
) -> None:
    changes = from_lines({ORIGIN_KEY: f"{before or 'absent'} -> {FENCED}"})
    decision = decide(changes, ObservedPackage(CHALK, (), now), DesiredPackage(CHALK, (), declared), is_removal=False)
    goes_back = reason is None and now == FENCED
    assert decision.origin == (OriginChange(FENCED, OPEN) if goes_back else None)
    assert decision.restated_origin == restated
    assert [each.reason for each in decision.lost] == ([reason] if reason else [])
