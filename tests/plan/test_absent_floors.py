"""Versions that statements for several repositories name, and that none of these repositories holds."""

import pytest

from packagestate.provider.plan.absent_floors import absent_everywhere, near_misses
from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.status import Status
from tests.support.wide import wide_version

DISPOSED = wide_version(Status.DISPOSED, "1.1.0")


def chalk(name: str) -> Coordinates:
    return Coordinates(Repository("acme", name), Format.NPM, None, "chalk")


def holding(name: str, status: Status = Status.PUBLISHED, *versions: str) -> ObservedPackage:
    return ObservedPackage(chalk(name), tuple(ObservedVersion(each, status, "r") for each in versions or ("1.1",)))


def test_a_nearly_equal_version_is_one_warning_wherever_it_is() -> None:
    held = [holding("live"), holding("store"), holding("tools", Status.PUBLISHED, "1.1.0", "1.1")]
    (fault,) = near_misses(Floors([DISPOSED]), (), held)
    assert "`acme/live` and 1 more of them does not hold it, and holds `1.1` (`Published`)" in fault.detail
    assert fault.place == DISPOSED.place


@pytest.mark.parametrize(
    ("said", "held"),
    [
        pytest.param([], holding("live", Status.DISPOSED), id="as restrictive as it asks"),
        pytest.param([], holding("live", Status.PUBLISHED, "2.0"), id="not nearly equal"),
        pytest.param([DesiredVersion("1.1", Status.PUBLISHED)], holding("live"), id="named by a literal"),
    ],
)
def test_what_is_no_misspelling_is_no_warning(said: list[DesiredVersion], held: ObservedPackage) -> None:
    literal = [DesiredPackage(chalk("live"), tuple(said))] if said else []
    assert not list(near_misses(Floors([DISPOSED]), literal, [held]))


def test_another_statement_that_names_it_makes_it_none() -> None:
    both = Floors([DISPOSED, wide_version(Status.UNLISTED, "1.1", "other.yaml")])
    assert not list(near_misses(both, (), [holding("live")]))


def test_a_repository_that_no_statement_is_about_has_none() -> None:
    left_out = wide_version(Status.DISPOSED, "1.1.0", excepted=("live",))
    assert not list(near_misses(Floors([left_out]), (), [holding("live")]))
    assert absent_everywhere([left_out], [holding("live", Status.PUBLISHED, "1.1.0")]) == 1


def test_a_version_is_counted_once_and_only_where_no_repository_holds_it() -> None:
    wide = [DISPOSED, wide_version(Status.UNLISTED, "1.1.0", "other.yaml"), wide_version(Status.UNLISTED, "3.0.0")]
    assert absent_everywhere(wide, []) == 2
    assert absent_everywhere(wide, [holding("live"), holding("store", Status.PUBLISHED, "1.1.0")]) == 1
    assert absent_everywhere(wide, [holding("live", Status.DISPOSED, "1.1.0", "3.0.0")]) == 0
