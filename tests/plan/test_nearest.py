"""Absent packages, and absent versions where a nearly equal one is there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.nearest import Neighbours, warnings
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.report.grouping import SHOWN_COUNT, grouped
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.status import DECLARABLE, Status
from tests.support.strategies import REPOSITORY, desired_packages, observed_packages

CHALK = Coordinates(REPOSITORY, Format.NPM, None, "chalk")
QUIET = [Status.ARCHIVED, Status.DISPOSED, Status.DELETED]
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)


def declared(*versions: str, status: Status = Status.DISPOSED) -> DesiredPackage:
    return DesiredPackage(CHALK, tuple(DesiredVersion(each, status) for each in sorted(versions)))


def listed(*versions: str) -> ObservedPackage:
    found = (ObservedVersion(each, Status.PUBLISHED, "r") for each in sorted(versions))
    return ObservedPackage(CHALK, tuple(found))


def warned(desired: DesiredPackage, observed: ObservedPackage) -> tuple[Fault, ...]:
    return warnings(desired, observed, desired.versions, Neighbours(desired.versions, observed))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1.0.0", "1.0"),
        ("1", "1.0.0"),
        ("v1.0.0", "1.0.0"),
        ("1.0.0", "V1.0.0"),
        ("1.01.0", "1.1.0"),
        ("2024.01.05", "2024.1.5"),
        ("1.0.0", "1.0.0.RELEASE"),
        ("1.0.0", "1.0.0-Final"),
        ("1.0.0.GA", "1.0.0"),
        ("1.0.0-RC1", "1.0.0-rc1"),
        ("1.0.0-rc1", "1.0rc1"),
        ("1.0.0-rc.1", "1.0.0-rc1"),
        ("1.0.0", "1.0.0+build.5"),
        ("1.0.0+a", "1.0.0+b"),
        ("0.0", "0"),
        ("Latest", "latest"),
    ],
)
@pytest.mark.parametrize("status", QUIET)
def test_a_nearly_equal_version_is_named(wanted: str, found: str, status: Status) -> None:
    (warning,) = warned(declared(wanted, status=status), listed(found, "7.7.7"))
    assert warning.summary == "Version is absent and a nearly equal one is present"
    assert f" {wanted} (npm)" in warning.detail
    assert f"`{found}` (`Published`)" in warning.detail


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("1.0.0", "1.0.1"),
        ("1.0.0", "10.0"),
        ("1.0.0", "1.0.0-rc1"),
        ("1.0-1", "1.0.1"),
        ("1.0.0-1", "1.0.0-2"),
        ("1.0.0", "version1.0.0"),
        ("0", "1"),
        ("...", "___"),
    ],
)
def test_another_version_is_not_nearly_equal(wanted: str, found: str) -> None:
    assert warned(declared(wanted), listed(found)) == ()


def test_of_several_the_nearest_is_named() -> None:
    found = ("1.0", "1.0.0+7", "V1.0.0-RC", "v1.0")
    assert "`1.0.0+7`" in warned(declared("1.0.0.0"), listed(*found))[0].detail
    assert "`V1.0.0-RC`" in warned(declared("v1.0.0-rc"), listed(*found, "1.0.0-rc"))[0].detail


def test_a_version_that_is_declared_itself_is_no_misspelling_of_another() -> None:
    assert warned(declared("1.0", "1.0.0", "v1.0"), listed("1.0")) == ()


@pytest.mark.parametrize("status", QUIET)
@pytest.mark.parametrize(("count", "words"), [(1, "The declared version is"), (300, "All 300 declared versions are")])
def test_an_absent_package_is_one_warning(status: Status, count: int, words: str) -> None:
    package = declared(*(f"1.0.{number}" for number in range(count)), status=status)
    (warning,) = plan_package(package, ObservedPackage(CHALK)).warnings
    assert warning.summary == "Package is absent"
    assert "does not hold the package, or no version of it" in warning.detail
    assert words in warning.detail


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.UNLISTED])
def test_what_has_to_be_there_is_refused_and_names_the_nearest(status: Status) -> None:
    package = declared("1.0.0", status=status)
    plan = plan_package(package, listed("1.0"))
    assert plan.warnings == ()
    assert "It holds `1.0` (`Published`), which is nearly equal." in plan.refusals[0].detail
    assert "nearly equal" not in plan_package(package, listed("2.0")).refusals[0].detail


def test_a_package_that_declares_no_version_is_not_warned_of() -> None:
    assert plan_package(DesiredPackage(CHALK, (), OPEN), ObservedPackage(CHALK)).warnings == ()


@given(desired_packages(st.just(CHALK)), observed_packages(st.just(CHALK)))
def test_no_version_that_is_there_is_warned_of_and_none_twice(
    desired: DesiredPackage, observed: ObservedPackage
) -> None:
    """Sparse: at most one warning for each absent version, and one alone where the package is absent."""
    present = {version.version for version in observed.versions}
    absent = [each for each in desired.versions if each.version not in present and each.status in QUIET]
    found = warned(desired, observed)
    assert len(found) <= (len(absent) if present else min(1, len(absent)))
    assert found == warned(DesiredPackage(CHALK, tuple(reversed(desired.versions))), observed)


@pytest.mark.parametrize("origin", [None, OPEN])
@pytest.mark.parametrize("status", DECLARABLE)
def test_a_deletion_is_warned_of_where_nobody_knows_the_origin_configuration(
    status: Status, origin: OriginConfiguration | None
) -> None:
    observed = ObservedPackage(CHALK, listed("1.0.0").versions, origin)
    package = declared("1.0.0", status=status)
    summaries = [warning.summary for warning in plan_package(package, observed).warnings]
    is_unknown = status is Status.DELETED and origin is None
    assert summaries == (["Origin configuration is unknown"] if is_unknown else [])
    if is_unknown:
        assert plan_package(DesiredPackage(CHALK, package.versions, OPEN), observed).warnings == ()


@pytest.mark.parametrize(("count", "line_count"), [(1, 1), (SHOWN_COUNT - 1, SHOWN_COUNT - 1), (400, 1)])
def test_faults_of_one_kind_are_shown_up_to_a_few_and_counted(count: int, line_count: int) -> None:
    faults = [Fault("Alike", f"Number {number}.", "look", Place("a.yaml", number, 1)) for number in range(count)]
    group, other = grouped([*faults, Fault("Different", "Once.", "look")])
    rest = "; the first (`packagestate plan --json` names all)" if count == 400 else ""
    assert group.heading == ("Alike" if count == 1 else f"Alike, {count} times{rest}")
    assert len(group.lines) == line_count
    assert group.lines[0] == "a.yaml:0:1: Number 0."
    assert (other.heading, other.lines) == ("Different", ("Once.",))


def test_faults_of_the_only_kind_are_shown_up_to_a_few_more() -> None:
    (group,) = grouped([Fault("Alike", f"Number {number}.", "look") for number in range(400)])
    assert group.heading == f"Alike, 400 times; the first {SHOWN_COUNT} (`packagestate plan --json` names all)"
    assert len(group.lines) == SHOWN_COUNT
