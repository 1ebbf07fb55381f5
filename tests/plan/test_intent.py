"""What all statements together want, once it is known where the packages are."""

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.intent import intend
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.recorded import RecordedPackage
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.status import Status
from tests.support.wide import wide_version

WIDE = wide_version(Status.ARCHIVED, "1", excepted=("excepted",))


def place(repository: str, package: str = "chalk") -> Coordinates:
    return Coordinates(Repository("acme", repository), Format.NPM, None, package)


def observed(where: Coordinates, **versions: Status) -> ObservedPackage:
    return ObservedPackage(where, tuple(ObservedVersion(version, status, "r") for version, status in versions.items()))


def recorded(where: Coordinates) -> RecordedPackage:
    return RecordedPackage(where.resource_name, where, (), OnRemoval.RETAIN)


def test_desired_and_observed_stand_in_the_same_order_and_what_nothing_is_about_is_left_out() -> None:
    one = DesiredPackage(place("b", "debug"), (DesiredVersion("2", Status.ARCHIVED),))
    copies = [
        observed(place("c"), **{"1": Status.PUBLISHED}),
        observed(place("a"), **{"1": Status.DISPOSED, "2": Status.PUBLISHED}),
        observed(place("healthy"), **{"2": Status.PUBLISHED}),
        observed(place("excepted"), **{"1": Status.PUBLISHED}),
    ]
    found = intend(
        [one],
        Floors([WIDE]),
        [observed(one.coordinates), *copies],
        {each.coordinates.repository for each in copies},
        (),
    )
    assert [each.coordinates for each in found.desired] == [place("a"), one.coordinates, place("c")]
    assert [each.coordinates for each in found.observed] == [place("a"), one.coordinates, place("c")]
    assert [[version.status for version in each.versions] for each in found.desired] == [
        [Status.DISPOSED],
        [Status.ARCHIVED],
        [Status.ARCHIVED],
    ]


def test_a_recorded_package_stays_while_its_statement_and_its_repository_do() -> None:
    there = {place("a").repository, place("excepted").repository}
    record = [
        recorded(place("a")),
        recorded(place("excepted")),
        recorded(place("gone")),
        recorded(place("a", "debug")),
    ]
    found = intend((), Floors([WIDE]), (), there, record)
    assert found.desired == (DesiredPackage(place("a"), (), floors=("1",)),)
    assert found.observed == (ObservedPackage(place("a")),)
    assert intend((), Floors(()), (), there, record).desired == ()


def test_a_recorded_package_that_is_there_is_looked_at_once() -> None:
    owned = Coordinates(Repository("acme", "a", "123456789012"), Format.NPM, None, "chalk")
    found = intend(
        (),
        Floors([WIDE]),
        [observed(place("a"), **{"1": Status.PUBLISHED})],
        {place("a").repository},
        [recorded(owned)],
    )
    assert [each.coordinates for each in found.desired] == [place("a")]
    assert [version.status for version in found.desired[0].versions] == [Status.ARCHIVED]
