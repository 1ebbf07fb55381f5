"""Two versions are equal where they demand the same; where and why somebody says so is not compared."""

from hypothesis import given

from packagestate.schemas.desired import DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.status import Status
from tests.support.strategies import Written, desired_versions, marks_or_none, reasons


@given(desired_versions(), reasons, marks_or_none)
def test_versions_that_demand_the_same_are_equal(one: DesiredVersion, reason: str | None, mark: Written | None) -> None:
    other = DesiredVersion(one.version, one.status, one.revision, reason, mark)
    assert one == other
    assert (one != other) is False
    assert hash(one) == hash(other)


@given(desired_versions(), desired_versions())
def test_versions_are_equal_only_if_they_demand_the_same(one: DesiredVersion, other: DesiredVersion) -> None:
    demands = [(each.version, each.status, each.revision) for each in (one, other)]
    assert (one == other) is (demands[0] == demands[1])
    assert (one != other) is (demands[0] != demands[1])


def test_each_thing_that_is_demanded_makes_a_difference() -> None:
    version = DesiredVersion("1.0.0", Status.ARCHIVED, "r1")
    assert version != DesiredVersion("1.0.1", Status.ARCHIVED, "r1")
    assert version != DesiredVersion("1.0.0", Status.DISPOSED, "r1")
    assert version != DesiredVersion("1.0.0", Status.ARCHIVED, "r2")
    assert version != DesiredVersion("1.0.0", Status.ARCHIVED)
    assert version != tuple(version)


def test_a_version_knows_its_place_although_it_is_not_compared() -> None:
    assert DesiredVersion("1.0.0", Status.ARCHIVED, mark=Written("a.yaml", 2, 4)).place == Place("a.yaml", 3, 5)
    assert DesiredVersion("1.0.0", Status.ARCHIVED).place is None
