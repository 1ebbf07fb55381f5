"""A removal is about what one repository's own manifest named, and not about what floors named in it too."""

from packagestate.provider.plan.floors import combine
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import no_longer_managed, plan_removals
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.status import Status
from tests.support.wide import wide_version

CHALK = Coordinates(Repository("acme", "store"), Format.NPM, None, "chalk")
OWN = ObservedVersion("1.0.0", Status.PUBLISHED, "r1")
FLOOR = ObservedVersion("2.0.0", Status.UNLISTED, "r2")
LEFT = RecordedVersion.of(FLOOR)


def recorded(on_removal: OnRemoval) -> RecordedPackage:
    versions = (RecordedVersion.of(OWN), LEFT)
    return RecordedPackage(CHALK.resource_name, CHALK, versions, on_removal, several=frozenset({"2.0.0"}))


def test_the_versions_that_only_floors_name_are_told_apart_where_it_matters() -> None:
    versions = (DesiredVersion("1.0.0", Status.PUBLISHED), DesiredVersion("3.0.0", Status.PUBLISHED))
    seen = (OWN, FLOOR, ObservedVersion("3.0.0", Status.PUBLISHED, "r3"))
    for choice in OnRemoval:
        literal = DesiredPackage(CHALK, versions, on_removal=choice)
        wide = [wide_version(Status.ARCHIVED, version) for version in ("2.0.0", "3.0.0", "4.0.0")]
        desired = combine(literal, wide, ObservedPackage(CHALK, seen), is_recorded=True)
        assert desired is not None
        assert desired.beyond_removal == (() if choice is OnRemoval.RETAIN else ("2.0.0",))


def test_a_disposal_leaves_them_and_says_so() -> None:
    package = recorded(OnRemoval.DISPOSE)
    (planned,) = plan_removals((package,), {}, (ObservedPackage(CHALK, (OWN, FLOOR)),), {})
    assert [each.version for each in planned.changes.transitions] == ["1.0.0"]
    assert not planned.refusals
    (unmanaged,) = no_longer_managed((package,), {}, ())
    assert unmanaged.versions == (LEFT,)


def test_a_deletion_of_a_package_that_holds_one_is_refused() -> None:
    package = recorded(OnRemoval.DELETE)
    (planned,) = plan_removals((package,), {}, (ObservedPackage(CHALK, (OWN, FLOOR)),), {})
    (refusal,) = planned.refusals
    assert "It holds 2.0.0 (`Unlisted`, at revision `r2`), which no run recorded for this repository" in str(refusal)
    (planned,) = plan_removals((package,), {}, (ObservedPackage(CHALK, (OWN,)),), {})
    assert not planned.refusals
    assert not no_longer_managed((package,), {}, ())
