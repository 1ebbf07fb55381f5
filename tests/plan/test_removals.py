"""What is planned for packages that the state records and no manifest declares any more."""

import html
import json
from dataclasses import replace

import pytest

from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, Plan, Removal
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion, SettingChange, Unmanaged
from packagestate.provider.plan.removal_refusals import elsewhere
from packagestate.provider.plan.removals import going, no_longer_managed, plan_removals, to_observe
from packagestate.provider.report.documents import plan_document
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.view import report
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
from tests.support.shown import diff_of, text_of

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")
DEBUG = Coordinates(STORE, Format.NPM, None, "debug")
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
VERSIONS = (ObservedVersion("1.0.0", Status.PUBLISHED, "r1"), ObservedVersion("2.0.0", Status.DISPOSED, "r2"))
AS_RECORDED = ObservedPackage(CHALK, VERSIONS, OPEN)


def owned_by(owner: str) -> Coordinates:
    return replace(CHALK, repository=replace(STORE, domain_owner=owner))


def declaring(coordinates: Coordinates) -> dict[str, DesiredPackage]:
    return {coordinates.resource_name: DesiredPackage(coordinates, ())}


def recorded(
    on_removal: OnRemoval, *more: RecordedVersion, coordinates: Coordinates = CHALK, name: str = ""
) -> RecordedPackage:
    versions = tuple(sorted((*map(RecordedVersion.of, VERSIONS), *more)))
    return RecordedPackage(name or coordinates.resource_name, coordinates, versions, on_removal)


def removal(package: RecordedPackage, observed: ObservedPackage = AS_RECORDED) -> Removal:
    (planned,) = plan_removals((package,), {}, (observed,), {})
    return planned


def refusal(on_removal: OnRemoval, *versions: ObservedVersion) -> str:
    planned = removal(recorded(on_removal), replace(AS_RECORDED, versions=tuple(sorted(versions))))
    return "\n".join(map(str, planned.refusals))


def test_a_package_that_is_retained_is_forgotten_and_not_looked_at() -> None:
    gone = going((recorded(OnRemoval.RETAIN),), {})
    assert to_observe(gone, {}) == ()
    assert plan_removals(gone, {}, (), {}) == (Removal(CHALK, OnRemoval.RETAIN),)


def test_disposal_names_what_is_recorded_and_there_and_not_disposed_yet() -> None:
    observed = replace(AS_RECORDED, versions=(*VERSIONS, ObservedVersion("9.0.0", Status.PUBLISHED, "r9")))
    planned = removal(recorded(OnRemoval.DISPOSE, RecordedVersion.absent("3.0.0")), observed)
    assert planned.action is OnRemoval.DISPOSE
    assert not planned.refusals
    assert to_lines(planned.changes) == {"1.0.0": "Published -> Disposed, revision r1"}


def test_deletion_names_every_version_and_the_origin_configuration() -> None:
    planned = removal(recorded(OnRemoval.DELETE))
    assert planned.action is OnRemoval.DELETE
    assert to_lines(planned.changes) == {
        "1.0.0": "Published -> Deleted, revision r1",
        "2.0.0": "Disposed -> Deleted, revision r2",
        "whole package": "publish ALLOW, upstream ALLOW -> Deleted",
    }


@pytest.mark.parametrize("on_removal", [OnRemoval.DISPOSE, OnRemoval.DELETE])
def test_what_is_gone_is_forgotten(on_removal: OnRemoval) -> None:
    planned = removal(recorded(on_removal), ObservedPackage(CHALK))
    assert (planned.action, bool(planned.changes), bool(planned.note)) == (OnRemoval.RETAIN, False, True)


@pytest.mark.parametrize("on_removal", list(OnRemoval))
@pytest.mark.parametrize("kind", ["repository", "domain"])
def test_a_package_whose_repository_or_domain_is_gone_is_forgotten_and_the_plan_says_why(
    on_removal: OnRemoval, kind: str
) -> None:
    (planned,) = plan_removals((recorded(on_removal),), {}, (ObservedPackage(CHALK),), {STORE: kind})
    assert (planned.action, bool(planned.changes), planned.refusals) == (OnRemoval.RETAIN, False, ())
    assert f"chalk (npm) in acme/npm-store: forgotten, its {kind} is gone\n" in text_of(Plan((), (planned,)))


def test_nothing_is_managed_no_longer_in_a_repository_that_is_gone() -> None:
    assert no_longer_managed((recorded(OnRemoval.RETAIN),), {}, ())
    assert not no_longer_managed((recorded(OnRemoval.RETAIN),), {}, (), {STORE: "repository"})
    assert not to_observe((recorded(OnRemoval.DELETE),), {}, {STORE})


@pytest.mark.parametrize("on_removal", [OnRemoval.DISPOSE, OnRemoval.DELETE])
@pytest.mark.parametrize(
    "moved",
    [
        ObservedVersion("1.0.0", Status.ARCHIVED, "r1"),
        ObservedVersion("1.0.0", Status.PUBLISHED, "r7"),
        ObservedVersion("1.0.0", Status.DISPOSED, "r7"),
        ObservedVersion("1.0.0", Status.PUBLISHED, ""),
    ],
    ids=["status", "revision", "disposed at another revision", "no revision"],
)
def test_a_recorded_version_that_moved_is_refused_with_what_it_is(
    on_removal: OnRemoval, moved: ObservedVersion
) -> None:
    text = refusal(on_removal, moved, VERSIONS[1])
    assert "Version is not what the state remembers" in text
    assert f"1.0.0 (`{moved.status}`" in text
    assert "the last run left 1.0.0 (`Published`, at revision `r1`)" in text


@pytest.mark.parametrize("on_removal", [OnRemoval.DISPOSE, OnRemoval.DELETE])
def test_what_an_interrupted_removal_disposed_is_no_move(on_removal: OnRemoval) -> None:
    assert not refusal(on_removal, ObservedVersion("1.0.0", Status.DISPOSED, "r1"), VERSIONS[1])


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DISPOSED])
def test_a_deletion_is_refused_where_the_package_holds_what_no_run_recorded(status: Status) -> None:
    text = refusal(OnRemoval.DELETE, *VERSIONS, ObservedVersion("9.0.0", status, "r9"))
    assert "Package holds what the state does not know" in text
    assert f"9.0.0 (`{status}`, at revision `r9`)" in text


def test_a_version_that_was_absent_and_came_back_is_known_to_no_deletion() -> None:
    package = recorded(OnRemoval.DELETE, RecordedVersion.absent("3.0.0"))
    observed = replace(AS_RECORDED, versions=(*VERSIONS, ObservedVersion("3.0.0", Status.PUBLISHED, "r3")))
    assert "3.0.0" in str(removal(package, observed).refusals)


def test_a_resource_that_was_renamed_goes_and_forgets_what_the_run_declares() -> None:
    renamed = recorded(OnRemoval.DELETE, name="other")
    declared = declaring(CHALK)
    gone = going((recorded(OnRemoval.DELETE), renamed), declared)
    assert gone == (renamed,)
    assert to_observe(gone, declared) == ()
    (planned,) = plan_removals(gone, declared, (), {})
    assert (planned.action, planned.note) == (OnRemoval.RETAIN, "this run declares the same package")


def test_an_owner_that_is_left_out_or_named_is_the_same_package() -> None:
    owned = owned_by("111122223333")
    renamed = recorded(OnRemoval.DELETE, coordinates=owned, name="other")
    declared = declaring(CHALK)
    (planned,) = plan_removals(going((renamed,), declared), declared, (), {})
    assert (planned.action, planned.note) == (OnRemoval.RETAIN, "this run declares the same package")
    same_name = (recorded(OnRemoval.DELETE, coordinates=owned),)
    assert going(same_name, declared) == ()


def test_a_package_of_two_owners_is_two_packages_and_the_plan_names_the_owners() -> None:
    ours, theirs = owned_by("111122223333"), owned_by("444455556666")
    gone = going(
        (recorded(OnRemoval.DELETE, coordinates=theirs, name="other"), recorded(OnRemoval.DELETE, coordinates=ours)), {}
    )
    assert to_observe(gone, {}) == (ours, theirs)
    observed = (replace(AS_RECORDED, coordinates=ours), replace(AS_RECORDED, coordinates=theirs))
    removals = plan_removals(gone, {}, observed, {})
    assert [each.action for each in removals] == [OnRemoval.DELETE, OnRemoval.DELETE]
    headings = [line for line in diff_of(Plan((), removals)).split("\n") if line.startswith("chalk")]
    assert [heading.partition(":")[0] for heading in headings] == [
        "chalk (npm) in acme/npm-store of 111122223333",
        "chalk (npm) in acme/npm-store of 444455556666",
    ]


def test_of_a_package_that_is_recorded_with_and_without_its_owner_the_one_with_it_is_removed() -> None:
    owned = owned_by("111122223333")
    gone = going((recorded(OnRemoval.DELETE), recorded(OnRemoval.DELETE, coordinates=owned, name="other")), {})
    first, second = plan_removals(gone, {}, (AS_RECORDED, replace(AS_RECORDED, coordinates=owned)), {})
    assert (first.coordinates, first.action) == (owned, OnRemoval.DELETE)
    assert (second.coordinates, second.action) == (CHALK, OnRemoval.RETAIN)
    assert second.note == "the state records the package twice, and it is removed once"


def test_a_change_of_the_owner_is_shown_and_removes_nothing_of_the_old_one() -> None:
    old, new = owned_by("111122223333"), owned_by("444455556666")
    declared = declaring(new)
    (gone,) = going((recorded(OnRemoval.DELETE, coordinates=old),), declared)
    (planned,) = plan_removals((gone,), declared, (), {})
    assert (planned.coordinates, planned.action) == (old, OnRemoval.RETAIN)
    assert planned.note == "this run declares the package of another owner, 444455556666"
    (unmanaged,) = no_longer_managed((gone,), declared, (ObservedPackage(new),))
    assert unmanaged == Unmanaged(old, tuple(map(RecordedVersion.of, VERSIONS)))


def test_a_package_that_is_recorded_twice_is_removed_once() -> None:
    gone = going((recorded(OnRemoval.DELETE, name="other"), recorded(OnRemoval.DELETE)), {})
    assert to_observe(gone, {}) == (CHALK,)
    actions = [each.action for each in plan_removals(gone, {}, (AS_RECORDED,), {})]
    assert sorted(actions) == [OnRemoval.DELETE, OnRemoval.RETAIN]


def test_a_record_that_retains_takes_nothing_from_another_one_that_deletes() -> None:
    gone = going((recorded(OnRemoval.RETAIN, name="a"), recorded(OnRemoval.DELETE, name="b")), {})
    first, second = plan_removals(gone, {}, (AS_RECORDED,), {})
    assert (first.action, first.note) == (OnRemoval.RETAIN, "")
    assert (second.action, second.note) == (OnRemoval.DELETE, "")


def test_versions_that_nobody_names_any_more_are_counted_as_they_are() -> None:
    kept = DesiredPackage(CHALK, (DesiredVersion("1.0.0", Status.PUBLISHED),))
    archived = ObservedVersion("2.0.0", Status.ARCHIVED, "r2")
    unmanaged = no_longer_managed(
        (recorded(OnRemoval.RETAIN, RecordedVersion.absent("3.0.0")), recorded(OnRemoval.RETAIN, coordinates=DEBUG)),
        {CHALK.resource_name: kept},
        (replace(AS_RECORDED, versions=(VERSIONS[0], archived)),),
    )
    assert unmanaged == (
        Unmanaged(CHALK, (RecordedVersion.of(archived),)),
        Unmanaged(DEBUG, tuple(map(RecordedVersion.of, VERSIONS))),
    )


def test_what_is_disposed_or_deleted_is_not_counted_as_left() -> None:
    gone = DesiredPackage(CHALK, (), deletion=DesiredDeletion())
    packages = (recorded(OnRemoval.RETAIN), recorded(OnRemoval.DISPOSE, coordinates=DEBUG))
    assert no_longer_managed(packages, {CHALK.resource_name: gone}, (AS_RECORDED,)) == ()


@pytest.mark.parametrize("before", [OPEN, OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)])
def test_every_rendering_of_a_deletion_shows_the_old_origin_configuration_and_the_open_way_back(
    before: OriginConfiguration,
) -> None:
    """DeletePackage drops an origin configuration that blocks, too."""
    planned = removal(recorded(OnRemoval.DELETE), replace(AS_RECORDED, origin=before))
    assert planned.may_return == ("1.0.0", "2.0.0")
    whole = Planned({}, (), Plan((), (planned,)), ())
    text = text_of(whole.plan)
    assert f"\n  origin configuration: {before} -> Deleted\n  1.0.0  " in text
    assert "\n  may return: " in text
    assert diff_of(whole.plan).startswith(text.split("  1.0.0", maxsplit=1)[0])
    assert "declare `status: Deleted` with `origin: {publish: BLOCK, upstream: BLOCK}`" in text
    markdown = html.unescape(render_markdown(report(whole)))
    assert f"- whole package: {before} -> Deleted" in markdown
    assert "- may return from upstream: <code>1.0.0</code>, <code>2.0.0</code>" in markdown
    assert "2 deleted versions may return from upstream" in text
    (document,) = json.loads(plan_document(report(whole)))["removals"]
    assert document["mayReturn"] == ["1.0.0", "2.0.0"]


def test_a_disposal_leaves_a_tombstone_and_no_open_way_back() -> None:
    planned = removal(recorded(OnRemoval.DISPOSE))
    assert not planned.may_return
    assert "may return" not in text_of(Plan((), (planned,)))


def test_the_text_says_what_a_removal_does() -> None:
    assert text_of(Plan((), (removal(recorded(OnRemoval.DISPOSE)),))).split("\n")[0].endswith("disposes 1 version")
    assert "forgotten" in text_of(Plan((), (Removal(CHALK, OnRemoval.RETAIN),)))


@pytest.mark.parametrize("key", ["endpoint", "region"])
@pytest.mark.parametrize("on_removal", [OnRemoval.DISPOSE, OnRemoval.DELETE])
def test_a_removal_at_another_place_than_the_recorded_one_is_refused(key: str, on_removal: OnRemoval) -> None:
    (refusal,) = elsewhere(removal(recorded(on_removal)), [SettingChange(key, "", "there")]).refusals
    assert refusal.summary == "Package was recorded elsewhere"
    assert f"`packagestate:{key}` was `not set`, and is `there` now" in refusal.detail


@pytest.mark.parametrize(
    ("on_removal", "key"), [(OnRemoval.RETAIN, "region"), (OnRemoval.DELETE, "profile"), (OnRemoval.DELETE, "")]
)
def test_what_is_forgotten_or_stays_where_it_is_needs_no_such_refusal(on_removal: OnRemoval, key: str) -> None:
    settings = [SettingChange(key, "here", "there")] if key else []
    planned = removal(recorded(on_removal))
    assert elsewhere(planned, settings) == planned
