"""What may be done without a person: what holds ask for, and nothing if there is anything else."""

import pytest

from packagestate.provider.plan.model import (
    Changes,
    OriginChange,
    PackageDeletion,
    PackagePlan,
    Plan,
    Removal,
    Transition,
)
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.recorded import SettingChange
from packagestate.provider.program.unattended import UnattendedError, require_unattended
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.status import Status

PLACE = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
OTHER = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "debug")
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
P, U, A, D = Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED


def planned(changes: Changes, *, is_hold: bool = True, **more: object) -> Planned:
    versions = tuple(DesiredVersion(each.version, each.after, is_hold=is_hold) for each in changes.transitions)
    removals = more.pop("removals", ())
    return Planned(
        {PLACE: DesiredPackage(PLACE, versions)},
        (),
        Plan((PackagePlan(PLACE, changes),), removals),  # type: ignore[arg-type]
        (),
        **more,  # type: ignore[arg-type]
    )


def moved(before: Status, after: Status) -> Changes:
    return Changes((Transition("5.6.1", before, after, "r1"),))


@pytest.mark.parametrize("changes", [Changes(), moved(P, U), moved(P, A), moved(U, A)])
def test_what_a_hold_asks_for_is_done(changes: Changes) -> None:
    require_unattended(planned(changes))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (planned(moved(P, A), is_hold=False), "chalk 5.6.1 in acme/npm-store: Published -> Archived"),
        (planned(moved(A, D)), "chalk 5.6.1 in acme/npm-store: Archived -> Disposed"),
        # Nobody can declare it `Unfinished` again.
        (planned(moved(Status.UNFINISHED, A)), "chalk 5.6.1 in acme/npm-store: Unfinished -> Archived"),
        (planned(moved(A, P)), "chalk 5.6.1 in acme/npm-store: Archived -> Published"),
        (planned(Changes((), OriginChange(None, OPEN))), "its origin configuration changes"),
        (planned(Changes((), None, PackageDeletion(OPEN))), "it is deleted"),
        (planned(Changes(), removals=(Removal(OTHER, OnRemoval.RETAIN),)), "debug (npm) in acme/npm-store: no longer"),
        (
            planned(Changes(), settings=(SettingChange("irreversibleLimit", "1", "9"),)),
            "setting irreversibleLimit: 1 -> 9",
        ),
        (
            planned(Changes(), of_this_run=(SettingChange("looseningLimit", "1", "9"),)),
            "setting looseningLimit: 1 -> 9",
        ),
    ],
)
def test_anything_else_waits_for_people_and_stops_all_of_it(plan: Planned, words: str) -> None:
    with pytest.raises(UnattendedError) as caught:
        require_unattended(plan)
    assert words in str(caught.value)
    assert "Nothing was changed." in str(caught.value)


def test_of_many_changes_the_first_are_named() -> None:
    many = Changes(tuple(Transition(f"1.0.{number}", P, A, "r1") for number in range(25)))
    with pytest.raises(UnattendedError, match="and 5 more changes"):
        require_unattended(planned(many, is_hold=False))
