"""What a reviewer is told where statements for several repositories do not hold, or hold no longer."""

import pytest

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.model import PackagePlan, Plan
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.precedence import Contest, Uncontained, contests, kept_by_floors, uncontained
from packagestate.provider.plan.recorded import RecordedPackage
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.status import DECLARABLE, FLOORS, Status
from tests.support.apply_cases import to
from tests.support.wide import wide_version

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")
OLD, NEW = (wide_version(Status.ARCHIVED, file=name) for name in ("old.yaml", "new.yaml"))


def literal(status: Status, over: str | None = None) -> DesiredPackage:
    return DesiredPackage(CHALK, (DesiredVersion("1.0.0", status, over=over), DesiredVersion("2.0.0", status)))


@pytest.mark.parametrize("floor", [status for status in FLOORS if status is not Status.PUBLISHED])
@pytest.mark.parametrize("said", DECLARABLE)
def test_a_literal_that_asks_less_is_a_contest(said: Status, floor: Status) -> None:
    wide = wide_version(floor)
    (version, _) = literal(said).versions
    expected = (Contest(CHALK, version, wide, is_let_through=False),) if said.is_looser_than(floor) else ()
    assert contests([literal(said)], Floors([wide])) == expected


def test_it_is_let_through_only_where_it_is_over_all_that_ask_more() -> None:
    over = literal(Status.PUBLISHED, over="old.yaml")
    assert [each.is_let_through for each in contests([over], Floors([OLD]))] == [True]
    (held,) = contests([over], Floors([OLD, NEW]))
    assert (held.is_let_through, held.several) == (False, NEW)
    weaker = wide_version(Status.UNLISTED, file="new.yaml")
    assert contests([over], Floors([OLD, weaker]))[0].several is weaker


def test_the_most_restrictive_of_those_that_hold_is_named() -> None:
    strongest = wide_version(Status.DISPOSED, file="z.yaml")
    assert contests([literal(Status.PUBLISHED)], Floors([OLD, strongest, NEW]))[0].several is strongest
    assert contests([literal(Status.PUBLISHED)], Floors([OLD, NEW]))[0].several is NEW


def test_what_changes_now_is_not_told_twice() -> None:
    found = contests([literal(Status.PUBLISHED)], Floors([OLD]))
    changing = Plan((PackagePlan(CHALK, to(Status.ARCHIVED, "1.0.0")),))
    assert Planned({}, (), changing, (), contests=found).outranked == ()
    assert Planned({}, (), Plan(()), (), contests=found).outranked == found
    assert Planned({}, (), Plan(()), (), contests=found).let_through == ()


def recorded(*floors: str, on_removal: OnRemoval = OnRemoval.RETAIN) -> RecordedPackage:
    return RecordedPackage(CHALK.resource_name, CHALK, (), on_removal, floors)


def test_a_version_that_no_statement_is_about_any_more_is_not_contained() -> None:
    known = recorded("1.0.0", "1.1.0")
    assert uncontained([known], Floors([OLD]), ()) == (Uncontained(CHALK, ("1.1.0",)),)
    assert uncontained([known], Floors([]), ()) == (Uncontained(CHALK, ("1.0.0", "1.1.0")),)
    # Nothing can appear in a repository that is gone.
    assert uncontained([known], Floors([]), {STORE}) == ()
    assert uncontained([recorded("1.0.0")], Floors([OLD]), ()) == ()
    # A statement that leaves this repository out now is not about it.
    left_out = wide_version(Status.ARCHIVED, excepted=("npm-store",))
    assert uncontained([recorded("1.0.0")], Floors([left_out]), ()) == (Uncontained(CHALK, ("1.0.0",)),)


@pytest.mark.parametrize("on_removal", [OnRemoval.DISPOSE, OnRemoval.DELETE])
def test_a_removal_that_a_floor_prevents_is_a_warning(on_removal: OnRemoval) -> None:
    (fault,) = kept_by_floors([recorded(on_removal=on_removal)], (), Floors([OLD]))
    assert f"`onRemoval: {on_removal}`" in fault.detail
    assert "old.yaml:7:7" in fault.detail


def test_nothing_is_said_of_a_package_that_is_declared_or_was_to_stay_or_that_no_floor_is_about() -> None:
    delete = recorded(on_removal=OnRemoval.DELETE)
    assert not list(kept_by_floors([delete], [literal(Status.PUBLISHED)], Floors([OLD])))
    assert not list(kept_by_floors([recorded()], (), Floors([OLD])))
    assert not list(kept_by_floors([delete], (), Floors([])))
