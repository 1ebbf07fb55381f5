"""What moved of copies that a statement for several repositories is about: AWS, or the statement."""

import json
from collections.abc import Iterable

import pytest

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.intent import intend
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.recorded import SettingChange
from packagestate.provider.program.reviewed import Reviewed, StalePlanError, document
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")


def floor(version: str = "1", status: Status = Status.ARCHIVED, excepted: tuple[str, ...] = ()) -> WideVersion:
    scope = Scope("acme", None, (), Place("wide.yaml", 1, 1))
    return WideVersion(scope, Format.NPM, None, "chalk", version, status, None, excepted, None)


def planned(
    wide: Iterable[WideVersion], versions: dict[str, Status], said: DesiredPackage | None = None, raised: str = ""
) -> Planned:
    wide = tuple(wide)
    seen = tuple(ObservedVersion(each, versions[each], "r") for each in sorted(versions))
    intended = intend(filter(None, [said]), Floors(wide), [ObservedPackage(CHALK, seen)], [STORE], ())
    desired = {each.coordinates: each for each in intended.desired}
    of_this_run = (SettingChange("looseningLimit", "10", raised),) if raised else ()
    made = plan(intended.desired, intended.observed)
    return Planned(desired, intended.observed, made, (), of_this_run=of_this_run, wide=wide)


def moved(before: Planned, now: Planned) -> str:
    with pytest.raises(StalePlanError) as stale:
        Reviewed.parse(json.dumps(document(before))).require(now)
    (fault,) = stale.value.faults
    return fault.detail.removesuffix("\nNothing was changed.")


PUBLISHED, ARCHIVED, DISPOSED = Status.PUBLISHED, Status.ARCHIVED, Status.DISPOSED
TWO = (floor("1"), floor("2"))
SAID = "in the manifests: chalk {} (npm) in acme, for several repositories:"
WHERE = "(npm) in acme/npm-store"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"2": PUBLISHED}, f"in AWS: chalk 1 {WHERE}: reviewed as `Published`, is `absent` now."),
        ({"1": DISPOSED, "2": PUBLISHED}, f"in AWS: chalk 1 {WHERE}: reviewed as `Published`, is `Disposed` now."),
        ({}, f"in AWS: chalk {WHERE} was reviewed with 1, 2, and has none of that now."),
    ],
)
def test_a_copy_that_moved_is_no_change_of_the_manifests(now: dict[str, Status], words: str) -> None:
    assert moved(planned(TWO, {"1": PUBLISHED, "2": PUBLISHED}), planned(TWO, now)) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"2": PUBLISHED}, f"in AWS: chalk 1 {WHERE}: reviewed as `Archived`, is `absent` now."),
        ({"1": DISPOSED, "2": PUBLISHED}, f"in AWS: chalk 1 {WHERE}: reviewed as `Archived`, is `Disposed` now."),
    ],
)
def test_neither_is_one_that_was_as_it_should_be(now: dict[str, Status], words: str) -> None:
    assert moved(planned(TWO, {"1": ARCHIVED, "2": PUBLISHED}), planned(TWO, now)) == words


def test_one_that_was_loosened_by_somebody_is_named() -> None:
    words = f"in AWS: chalk 1 {WHERE}: reviewed as not to change, is `Published` now."
    assert moved(planned(TWO, {"1": ARCHIVED}), planned(TWO, {"1": PUBLISHED})) == words


def test_a_statement_that_changed_is_named_with_both_versions_of_it() -> None:
    before, now = (
        planned([floor("2")], {"2": ARCHIVED}),
        planned([floor("2", excepted=("x",)), floor("3")], {"2": ARCHIVED}),
    )
    was, changed, added = (
        "reviewed as `Archived in all repositories`, now",
        "`Archived in all repositories, except x`",
        "reviewed as not declared, now `Archived in all repositories`",
    )
    assert moved(before, now).splitlines() == [
        f"{SAID.format('2')} {was} {changed}.",
        f"{SAID.format('3')} {added}.",
    ]


def test_a_statement_that_is_gone_takes_its_copies_with_it() -> None:
    lines = moved(planned([floor()], {"1": PUBLISHED}), planned([], {"1": PUBLISHED})).splitlines()
    assert lines == [
        f"{SAID.format('1')} reviewed as `Archived in all repositories`, now not declared.",
        f"in the manifests: chalk {WHERE} was reviewed, and is not declared now.",
    ]


def test_a_package_that_one_repository_declares_too_does_not_go_with_its_copy() -> None:
    said = DesiredPackage(CHALK, (DesiredVersion("2", PUBLISHED),))
    before = planned([floor()], {"1": PUBLISHED, "2": PUBLISHED}, said)
    assert moved(before, planned([floor()], {"2": PUBLISHED})) == (
        f"in the manifests: chalk {WHERE} was reviewed, and is not declared now."
    )


def test_a_limit_of_one_run_is_bound() -> None:
    words = "in the settings: packagestate:looseningLimit in this run alone: reviewed as `40`, now not set."
    assert moved(planned(TWO, {"1": PUBLISHED}, raised="40"), planned(TWO, {"1": PUBLISHED})) == words


def test_a_literal_that_was_edited_after_the_review_is_no_change_in_aws_whoever_wins() -> None:
    def said(status: Status, pin: str | None = None) -> DesiredPackage:
        return DesiredPackage(CHALK, (DesiredVersion("1", status, pin),))

    def edited(before: DesiredPackage, now: DesiredPackage, found: Status) -> str:
        return moved(planned([floor()], {"1": found}, before), planned([floor()], {"1": found}, now))

    line = f"in the manifests: chalk 1 {WHERE}: reviewed as {{}}, now {{}}."
    assert edited(said(ARCHIVED), said(PUBLISHED), ARCHIVED) == line.format("`Archived`", "`Published`")
    assert edited(said(PUBLISHED), said(DISPOSED), PUBLISHED) == line.format("`Published`", "`Disposed`")
    assert edited(said(PUBLISHED), said(Status.UNLISTED), PUBLISHED) == line.format("`Published`", "`Unlisted`")
    assert edited(said(PUBLISHED), said(PUBLISHED, "r"), PUBLISHED) == line.format(
        "`Published`", "`Published` at revision `r`"
    )


def test_two_documents_that_differ_are_never_taken_for_one_plan() -> None:
    before, now = planned(TWO, {"1": PUBLISHED}), planned(TWO, {"1": PUBLISHED})
    content = document(before)
    (package,) = content["packages"].values()
    package["floors"] = ["1"]
    with pytest.raises(StalePlanError, match="is not planned as it was reviewed"):
        Reviewed.parse(json.dumps(content)).require(now)


def test_an_edited_floor_is_no_change_in_aws() -> None:
    before = planned([floor()], {"1": PUBLISHED})
    assert moved(before, planned([floor(status=DISPOSED)], {"1": PUBLISHED})) == (
        f"{SAID.format('1')} reviewed as `Archived in all repositories`, now `Disposed in all repositories`."
    )


def test_a_pin_holds_also_where_a_floor_outranks_its_literal() -> None:
    said = DesiredPackage(CHALK, (DesiredVersion("1", PUBLISHED, "another"),))
    (refusal,) = planned([floor(status=DISPOSED)], {"1": PUBLISHED}, said).plan.refusals
    assert refusal.summary == "Revision is not the pinned one"


def test_a_copy_that_stayed_as_it_was_is_not_named_beside_one_that_moved() -> None:
    before, now = planned(TWO, {"1": ARCHIVED, "2": PUBLISHED}), planned(TWO, {"1": ARCHIVED, "2": DISPOSED})
    assert moved(before, now) == f"in AWS: chalk 2 {WHERE}: reviewed as `Published`, is `Disposed` now."
