"""A run is held against what was reviewed as a whole, and says in words what moved."""

import json
from dataclasses import replace

import pytest

from provider.plan.model import ObservedPackage, ObservedVersion, Plan, Removal
from provider.plan.planner import plan
from provider.plan.recorded import RecordedPackage, RecordedVersion
from provider.plan.removals import plan_removals
from provider.planning import Planned
from provider.reviewed import StalePlanError, document, require_reviewed
from schemas.coordinates import Coordinates, Format, Repository
from schemas.desired import DesiredPackage, DesiredVersion, OnRemoval, OriginConfiguration, Restriction
from schemas.status import Status

STORE = Repository("acme", "npm-store", "111122223333")
CHALK, DEBUG, GONE = (Coordinates(STORE, Format.NPM, None, name) for name in ("chalk", "debug", "gone"))
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)


def observed(coordinates: Coordinates, status: Status = Status.PUBLISHED, revision: str = "r1") -> ObservedPackage:
    return ObservedPackage(coordinates, (ObservedVersion("1.0.0", status, revision),), OPEN)


def desired(coordinates: Coordinates, status: Status = Status.ARCHIVED, **more: object) -> DesiredPackage:
    return replace(DesiredPackage(coordinates, (DesiredVersion("1.0.0", status),)), **more)  # type: ignore[arg-type]


def planned(
    *pairs: tuple[DesiredPackage, ObservedPackage],
    removed: OnRemoval | None = None,
) -> Planned:
    packages, observations = [pair[0] for pair in pairs], tuple(pair[1] for pair in pairs)
    removals: tuple[Removal, ...] = ()
    if removed is not None:
        recorded = RecordedVersion("1.0.0", Status.PUBLISHED, "r1")
        record = RecordedPackage(GONE.resource_name, GONE, (recorded,), removed)
        removals = plan_removals((record,), {}, (observed(GONE),), {})
    whole = replace(plan(packages, observations), removals=removals)
    return Planned({each.coordinates: each for each in packages}, observations, whole, ())


def reviewed(before: Planned, after: Planned) -> str:
    with pytest.raises(StalePlanError) as stale:
        require_reviewed(json.dumps(document(before)), after)
    (fault,) = stale.value.faults
    assert fault.detail.endswith("Nothing was changed.")
    return fault.detail


BEFORE = planned((desired(CHALK), observed(CHALK)), (desired(DEBUG), observed(DEBUG)), removed=OnRemoval.DELETE)


def test_the_same_plan_passes() -> None:
    require_reviewed(json.dumps(document(BEFORE)), BEFORE)
    require_reviewed(json.dumps(document(Planned({}, (), Plan(()), ()))), Planned({}, (), Plan(()), ()))


def test_a_setting_that_changed_is_named_with_both_values() -> None:
    before = replace(BEFORE, in_force={"irreversibleLimit": "50", "region": "eu-west-1"})
    after = replace(BEFORE, in_force={"irreversibleLimit": "60", "endpoint": "https://example.org"})
    assert reviewed(before, after).splitlines() == [
        "`packagestate:irreversibleLimit`: reviewed as `50`, is `60` now.",
        "`packagestate:endpoint`: reviewed as not set, is `https://example.org` now.",
        "`packagestate:region`: reviewed as `eu-west-1`, is not set now.",
        "Nothing was changed.",
    ]


@pytest.mark.parametrize(
    ("chalk", "sentence"),
    [
        (
            observed(CHALK, Status.UNLISTED),
            "reviewed as `Published`, is `Unlisted` now",
        ),
        (
            observed(CHALK, Status.ARCHIVED),
            "reviewed as `Published`, is `Archived` now",
        ),
        (ObservedPackage(CHALK), "reviewed as `Published`, is `absent` now"),
        (observed(CHALK, revision="r2"), "reviewed as `Published -> Archived, revision r1`, would be"),
    ],
)
def test_a_version_that_moved_is_named_with_what_it_was_and_is(chalk: ObservedPackage, sentence: str) -> None:
    after = planned((desired(CHALK), chalk), (desired(DEBUG), observed(DEBUG)), removed=OnRemoval.DELETE)
    text = reviewed(BEFORE, after)
    assert f"chalk 1.0.0 (npm) in acme/npm-store of 111122223333: {sentence}" in text
    assert "debug" not in text


def test_a_version_that_was_not_to_change_is_named() -> None:
    before = planned((desired(CHALK), observed(CHALK, Status.ARCHIVED)))
    assert "reviewed as not to change, is `Published` now" in reviewed(
        before, planned((desired(CHALK), observed(CHALK)))
    )


@pytest.mark.parametrize(
    ("package", "words"),
    [
        (desired(CHALK, on_removal=OnRemoval.DELETE), "onRemoval"),
        (desired(CHALK, origin=OPEN), "origin"),
        (replace(desired(CHALK), versions=(DesiredVersion("1.0.0", Status.ARCHIVED, "r1"),)), "revisions"),
    ],
)
def test_a_manifest_that_declares_something_else_is_another_plan_though_nothing_more_changes(
    package: DesiredPackage, words: str
) -> None:
    text = reviewed(planned((desired(CHALK), observed(CHALK))), planned((package, observed(CHALK))))
    assert text.startswith(
        f"chalk (npm) in acme/npm-store of 111122223333 is declared otherwise than it was reviewed: {words}."
    )


def test_packages_that_come_or_go_are_named() -> None:
    one, both = (
        planned((desired(CHALK), observed(CHALK))),
        planned((desired(CHALK), observed(CHALK)), (desired(DEBUG), observed(DEBUG))),
    )
    assert "debug (npm) in acme/npm-store of 111122223333 is declared now, and was not reviewed." in reviewed(one, both)
    assert "debug (npm) in acme/npm-store of 111122223333 was reviewed, and is not declared now." in reviewed(both, one)


def test_an_origin_configuration_that_moved_is_named() -> None:
    closing = desired(CHALK, origin=CLOSED)
    now = replace(observed(CHALK), origin=OriginConfiguration(Restriction.BLOCK, Restriction.ALLOW))
    text = reviewed(planned((closing, observed(CHALK))), planned((closing, now)))
    assert "origin configuration: reviewed as `publish ALLOW, upstream ALLOW -> publish BLOCK, upstream BLOCK`" in text


@pytest.mark.parametrize("after", [OnRemoval.RETAIN, OnRemoval.DISPOSE, None])
def test_a_removal_that_does_something_else_is_named(after: OnRemoval | None) -> None:
    pairs = ((desired(CHALK), observed(CHALK)), (desired(DEBUG), observed(DEBUG)))
    assert "gone" in reviewed(BEFORE, planned(*pairs, removed=after))
    assert "gone" in reviewed(planned(*pairs, removed=after), BEFORE)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"packages": {"a b": {}}, "removals": {}, "forgotten": []}'])
def test_what_is_no_such_document_is_a_fault(text: str) -> None:
    with pytest.raises(StalePlanError, match="Plan cannot be read"):
        require_reviewed(text, BEFORE)
