"""A run is held against what was reviewed as a whole, and says in words what moved."""

import json
from dataclasses import replace

import pytest

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, Plan, Removal, Transition
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import plan_removals
from packagestate.provider.program.reviewed import Reviewed, StalePlanError, document
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OnRemoval,
    OriginConfiguration,
    Restriction,
)
from packagestate.schemas.status import Status

STORE = Repository("acme", "npm-store")
CHALK, DEBUG, GONE = (Coordinates(STORE, Format.NPM, None, name) for name in ("chalk", "debug", "gone"))
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)


def require_reviewed(text: str, now: Planned) -> None:
    Reviewed.parse(text).require(now)


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
    assert f"chalk 1.0.0 (npm) in acme/npm-store: {sentence}" in text
    assert "debug" not in text


def test_a_version_that_was_not_to_change_is_named() -> None:
    before = planned((desired(CHALK), observed(CHALK, Status.ARCHIVED)))
    assert "reviewed as not to change, is `Published` now" in reviewed(
        before, planned((desired(CHALK), observed(CHALK)))
    )


@pytest.mark.parametrize(
    ("package", "words"),
    [
        (
            desired(CHALK, on_removal=OnRemoval.DELETE),
            "chalk (npm) in acme/npm-store, onRemoval: reviewed as `retain`, now `delete`.",
        ),
        (
            desired(CHALK, origin=OPEN),
            "chalk (npm) in acme/npm-store, origin: reviewed as not declared, now `publish ALLOW, upstream ALLOW`.",
        ),
        (
            replace(desired(CHALK), versions=(DesiredVersion("1.0.0", Status.ARCHIVED, "r1"),)),
            "chalk 1.0.0 (npm) in acme/npm-store: reviewed as `Archived`, now `Archived` at revision `r1`.",
        ),
    ],
)
def test_a_manifest_that_declares_something_else_is_another_plan_though_nothing_more_changes(
    package: DesiredPackage, words: str
) -> None:
    text = reviewed(planned((desired(CHALK), observed(CHALK))), planned((package, observed(CHALK))))
    assert text == f"in the manifests: {words}\nNothing was changed."


def test_packages_that_come_or_go_are_named() -> None:
    one, both = (
        planned((desired(CHALK), observed(CHALK))),
        planned((desired(CHALK), observed(CHALK)), (desired(DEBUG), observed(DEBUG))),
    )
    assert "debug (npm) in acme/npm-store is declared now, and was not reviewed." in reviewed(one, both)
    assert "debug (npm) in acme/npm-store was reviewed, and is not declared now." in reviewed(both, one)


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


NOW_DISPOSED = "in the manifests: chalk 1.0.0 (npm) in acme/npm-store: reviewed as `{}`, now `Disposed`."


@pytest.mark.parametrize(
    ("was", "found", "moved"),
    [
        # It had nothing to do in the review, and has now: only the manifest changed.
        (Status.PUBLISHED, observed(CHALK), ""),
        # It had something else to do.
        (Status.ARCHIVED, observed(CHALK), ""),
        # Both changed.
        (Status.ARCHIVED, observed(CHALK, Status.UNLISTED), "reviewed as `Published`, is `Unlisted` now."),
        (Status.ARCHIVED, observed(CHALK, revision="r2"), "reviewed as `Published -> Archived, revision r1`, would be"),
        (Status.ARCHIVED, ObservedPackage(CHALK), "reviewed as `Published`, is `absent` now."),
    ],
)
def test_a_manifest_that_was_edited_after_the_review_is_no_change_in_aws(
    was: Status, found: ObservedPackage, moved: str
) -> None:
    text = reviewed(planned((desired(CHALK, was), observed(CHALK))), planned((desired(CHALK, Status.DISPOSED), found)))
    assert text.startswith(NOW_DISPOSED.format(was))
    assert ("in AWS: " in text) == bool(moved)
    assert moved in text


def test_a_version_that_joined_or_left_a_manifest_is_named() -> None:
    none = replace(desired(CHALK), versions=())
    joined = reviewed(planned((none, observed(CHALK))), planned((desired(CHALK), observed(CHALK))))
    assert "chalk 1.0.0 (npm) in acme/npm-store: reviewed as not declared, now `Archived`." in joined
    left = reviewed(planned((desired(CHALK), observed(CHALK))), planned((none, observed(CHALK))))
    assert "chalk 1.0.0 (npm) in acme/npm-store: reviewed as `Archived`, now not declared." in left
    assert "in AWS" not in joined + left


def test_a_package_that_is_declared_deleted_after_the_review_is_no_change_in_aws() -> None:
    gone = DesiredPackage(CHALK, (), deletion=DesiredDeletion())
    kept, deleted = planned((desired(CHALK), observed(CHALK))), planned((gone, observed(CHALK)))
    line = "in the manifests: chalk (npm) in acme/npm-store, status: reviewed as {}, now {}.\nNothing was changed."
    assert reviewed(kept, deleted) == line.format("not declared", "`Deleted`")
    assert reviewed(deleted, kept) == line.format("`Deleted`", "not declared")
    moved = replace(observed(CHALK), origin=CLOSED)
    text = reviewed(deleted, planned((gone, moved)))
    assert text.startswith("in AWS: chalk (npm) in acme/npm-store, whole package: reviewed as `publish ALLOW")


def test_an_origin_that_is_declared_otherwise_is_no_change_in_aws_unless_it_moved_too() -> None:
    blocked = OriginConfiguration(Restriction.BLOCK, Restriction.ALLOW)
    before = planned((desired(CHALK, origin=CLOSED), observed(CHALK)))
    text = reviewed(before, planned((desired(CHALK, origin=blocked), observed(CHALK))))
    assert text.startswith("in the manifests: chalk (npm) in acme/npm-store, origin: reviewed as `publish BLOCK")
    assert "in AWS" not in text
    moved = replace(observed(CHALK), origin=CLOSED)
    assert "in AWS: chalk" in reviewed(before, planned((desired(CHALK, origin=blocked), moved)))


def test_a_setting_that_differs_is_named_as_a_setting() -> None:
    before = replace(BEFORE, in_force={"irreversibleLimit": "10", "region": "eu-west-1", "profile": "p"})
    after = replace(BEFORE, in_force={"irreversibleLimit": "40", "profile": "p"})
    text = reviewed(before, after)
    assert "in the settings: packagestate:irreversibleLimit: reviewed as `10`, now `40`." in text
    assert "in the settings: packagestate:region: reviewed as `eu-west-1`, now not set." in text
    without = {key: value for key, value in document(before).items() if key != "settings"}
    with pytest.raises(StalePlanError, match="Plan cannot be read"):
        require_reviewed(json.dumps(without), before)


def test_a_version_that_entered_a_package_to_be_removed_is_named() -> None:
    removal = BEFORE.plan.removals[0]
    more = Transition("2.0.0", Status.PUBLISHED, Status.DELETED, "r2")
    changes = replace(removal.changes, transitions=(*removal.changes.transitions, more))
    after = replace(BEFORE, plan=replace(BEFORE.plan, removals=(replace(removal, changes=changes),)))
    sentence = "in AWS: gone 2.0.0 (npm) in acme/npm-store: reviewed as not to change, is `Published` now."
    assert sentence in reviewed(BEFORE, after)


def test_a_document_that_says_more_than_is_known_is_another_plan() -> None:
    content = document(BEFORE)
    content["packages"][CHALK.resource_name]["else"] = 1
    with pytest.raises(StalePlanError, match="is not planned as it was reviewed"):
        require_reviewed(json.dumps(content), BEFORE)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"packages": {"a b": {}}, "removals": {}, "forgotten": []}'])
def test_what_is_no_such_document_is_a_fault(text: str) -> None:
    with pytest.raises(StalePlanError, match="Plan cannot be read"):
        require_reviewed(text, BEFORE)
