"""Observation: the fewest calls, everything that is wrong at once, and no further call without sense in it."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import (
    AccessDeniedError,
    CredentialsError,
    GatewayError,
    ListedPackage,
    ServiceError,
    ThrottledError,
    UnreachableError,
)
from packagestate.provider.observe import ObservationError, Observer, observe_package
from packagestate.provider.observe.origins import OriginReader
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from tests.support.model_gateway import OPEN, ModelGateway
from tests.support.stores import Held, store, without_content

STORE = Repository("acme", "npm-store")
OTHER = Repository("acme", "other-store")
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
VERSIONS = (ObservedVersion("1.0.0", Status.PUBLISHED, "r"),)
SMALL = {f"small-{number}": Held(["1.0.0"]) for number in range(9)}
SEED = without_content(store(npm={"large": [f"1.0.{number}" for number in range(1500)], **SMALL}))


def package(name: str, repository: Repository = STORE, package_format: Format = Format.NPM) -> Coordinates:
    return Coordinates(repository, package_format, None, name)


def declared(*coordinates: Coordinates, origin: OriginConfiguration | None = None) -> list[DesiredPackage]:
    return [DesiredPackage(each, (), origin) for each in coordinates]


MANY = [package(f"package-{number}") for number in range(60)]


@dataclass
class Reads(ModelGateway):
    """A gateway to many packages, which can only be read; its calls may fail, and take some time."""

    coordinates: Coordinates = field(default_factory=lambda: package("none"))
    versions: dict[str, ObservedVersion] | None = None
    packages: dict[Coordinates, OriginConfiguration | None] = field(default_factory=dict)
    errors: dict[Coordinates | Repository, Exception] = field(default_factory=dict)
    threads: set[str] = field(default_factory=set)
    seconds: float = 0.0

    def _asked(self, name: str, subject: Coordinates | Repository) -> None:
        self.calls.append(name)
        self.threads.add(threading.current_thread().name)
        if len(self.calls) > 1:
            threading.Event().wait(self.seconds)
        if subject in self.errors:
            raise self.errors[subject]

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        raise NotImplementedError(domain, domain_owner)

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        self._asked("list_packages", repository)
        for coordinates, origin in self.packages.items():
            if coordinates.repository == repository and package_format in {None, coordinates.format}:
                yield ListedPackage(coordinates, origin)

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        self._asked("list_versions", coordinates)
        return VERSIONS if coordinates in self.packages else None

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        self._asked("read_origin", coordinates)
        return self.packages.get(coordinates)


def ignored(_done: int, _all: int) -> None:
    """Tell nobody how far it is."""


def fault(number: int = 0, summary: str = "Permission is missing") -> Fault:
    return Fault(summary, f"Number {number:02} was refused.", "allow it")


def reading(gateway: Reads, *coordinates: Coordinates) -> ObservationError:
    with pytest.raises(ObservationError) as caught:
        Observer(gateway, 4).declared(declared(*coordinates), ignored)
    return caught.value


@pytest.mark.parametrize("worker_count", [1, 8])
def test_what_is_declared_is_observed_in_the_same_order(worker_count: int) -> None:
    gateway = Reads(packages=dict.fromkeys(MANY[::2], CLOSED))
    found = Observer(gateway, worker_count).declared(declared(*reversed(MANY)), ignored)
    expected = {each: ObservedPackage(each, VERSIONS if each in gateway.packages else ()) for each in MANY}
    assert found == tuple(expected[each] for each in reversed(MANY))
    assert Counter(gateway.calls) == {"list_versions": len(MANY)}
    assert len(gateway.threads) <= worker_count


def test_nothing_declared_is_nothing_asked() -> None:
    gateway = Reads()
    assert Observer(gateway, 4).declared([], ignored) == ()
    assert gateway.calls == []


def test_the_origins_of_several_packages_of_a_repository_are_read_together() -> None:
    gateway = Reads(packages={package("nobody-declared-it"): CLOSED, MANY[0]: CLOSED, MANY[1]: OPEN, MANY[2]: None})
    found = Observer(gateway, 4).declared(declared(*MANY, origin=OPEN), ignored)
    assert [each.origin for each in found[:4]] == [CLOSED, OPEN, None, None]
    assert Counter(gateway.calls) == {"list_versions": len(MANY), "list_packages": 1}


def test_the_origin_of_one_package_is_read_alone() -> None:
    gateway = Reads(packages=dict.fromkeys(MANY, CLOSED))
    found = Observer(gateway, 4).declared([*declared(MANY[0], origin=OPEN), *declared(*MANY[1:])], ignored)
    assert [each.origin for each in found] == [CLOSED] + [None] * (len(MANY) - 1)
    assert Counter(gateway.calls) == {"list_versions": len(MANY), "read_origin": 1}


def test_a_repository_is_listed_once_whatever_its_origins_are_read_for() -> None:
    """For declared origins, for deletions, and for packages that are declared no longer; each time from there on."""
    gateway = Reads(packages=dict.fromkeys(MANY, CLOSED))
    deleted = [DesiredPackage(each, (), deletion=DesiredDeletion()) for each in (*MANY[2:4], *MANY[40:42])]
    observer = Observer(gateway, 4)
    found = observer.declared([*declared(*MANY[10:12], origin=OPEN), *deleted], ignored)
    assert {each.origin for each in found} == {CLOSED}
    absent = package("absent")
    removed, _ = observer.removed((*MANY[20:22], *MANY[50:52], absent))
    assert [each.origin for each in removed] == [CLOSED] * 4 + [None]
    assert Counter(gateway.calls) == {"list_versions": 6 + 5, "list_packages": 1}
    assert observer.removed((absent,))[0] == (ObservedPackage(absent),)
    assert gateway.calls.count("list_packages") == 1


def test_a_listing_that_failed_is_begun_anew() -> None:
    gateway = Reads(packages=dict.fromkeys(MANY, CLOSED), errors={STORE: ServiceError(fault())})
    reader, wanted = OriginReader(gateway), MANY[:2]
    with pytest.raises(ServiceError):
        reader.read((STORE, Format.NPM), wanted)
    gateway.errors.clear()
    assert reader.read((STORE, Format.NPM), wanted) == dict.fromkeys(wanted, CLOSED)


def test_each_repository_and_format_is_listed_for_itself() -> None:
    places = [(STORE, Format.NPM), (STORE, Format.PYPI), (OTHER, Format.NPM)]
    coordinates = [package(name, *place) for place in places for name in ("a", "b")]
    gateway = Reads(packages=dict.fromkeys(coordinates, CLOSED))
    found = Observer(gateway, 4).declared(declared(*coordinates, origin=OPEN), ignored)
    assert {each.origin for each in found} == {CLOSED}
    assert gateway.calls.count("list_packages") == 3


def test_progress_is_told_in_this_thread_package_by_package() -> None:
    told: list[tuple[int, int, str]] = []

    def progress(done: int, everything: int) -> None:
        told.append((done, everything, threading.current_thread().name))

    Observer(Reads(), 4).declared(declared(*MANY[:5], origin=OPEN), progress)
    assert told == [(done, 5, threading.current_thread().name) for done in range(1, 6)]


def test_a_listing_that_fails_fails_the_observation() -> None:
    gateway = Reads(errors={STORE: AccessDeniedError(fault())})
    with pytest.raises(ObservationError) as caught:
        Observer(gateway, 4).declared(declared(*MANY[:2], origin=OPEN), ignored)
    assert caught.value.faults == (fault(),)


def test_different_faults_are_all_told() -> None:
    faults = [fault(number, f"Summary {number}") for number in range(20)]
    gateway = Reads(errors={each: ServiceError(faults[number]) for number, each in enumerate(MANY[:20])})
    assert reading(gateway, *MANY).faults == tuple(sorted(faults, key=lambda each: each.summary))
    assert len(gateway.calls) == len(MANY)


@pytest.mark.parametrize(("count", "more"), [(1, None), (3, None), (4, 1), (60, 57)])
def test_of_faults_that_are_alike_the_first_are_told_and_how_many_more(count: int, more: int | None) -> None:
    gateway = Reads(errors={each: AccessDeniedError(fault(number)) for number, each in enumerate(MANY[:count])})
    error = reading(gateway, *MANY)
    assert [each.detail.split("\n")[0] for each in error.faults] == [fault(each).detail for each in range(count)][:3]
    assert str(error).count("more times") == (more is not None)
    assert more is None or f"The same is wrong {more} more times." in error.faults[-1].detail


@pytest.mark.parametrize("kind", [CredentialsError, ThrottledError, UnreachableError])
def test_who_cannot_be_asked_about_one_package_is_not_asked_about_the_others(kind: type[GatewayError]) -> None:
    gateway = Reads(errors={MANY[0]: kind(fault())}, seconds=0.05)
    with pytest.raises(ObservationError) as caught:
        Observer(gateway, 1).declared(declared(*MANY), ignored)
    assert caught.value.faults == (fault(),)
    assert len(gateway.calls) < len(MANY)


def test_a_mistake_of_ours_is_raised_as_it_is() -> None:
    gateway = Reads(errors={MANY[0]: AccessDeniedError(fault()), MANY[1]: ZeroDivisionError()})
    with pytest.raises(ZeroDivisionError):
        Observer(gateway, 4).declared(declared(*MANY), ignored)


def test_an_interrupted_observation_begins_no_further_call() -> None:
    gateway = Reads(seconds=0.05)

    def progress(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Observer(gateway, 1).declared(declared(*MANY), progress)
    assert len(gateway.calls) < len(MANY)


@pytest.mark.parametrize(
    ("with_origin", "calls"), [(False, ["list_versions"]), (True, ["list_versions", "read_origin"])]
)
def test_one_package_is_read_with_one_call_or_two(calls: list[str], *, with_origin: bool) -> None:
    gateway = Reads(packages={MANY[0]: CLOSED})
    found = observe_package(gateway, MANY[0], with_origin=with_origin)
    assert found == ObservedPackage(MANY[0], VERSIONS, CLOSED if with_origin else None)
    assert gateway.calls == calls


def test_an_absent_package_is_observed_as_empty() -> None:
    assert observe_package(Reads(), MANY[0], with_origin=True) == ObservedPackage(MANY[0])


def test_over_http_each_package_costs_a_call_for_each_thousand_versions(endpoint: Endpoint) -> None:
    gateway = connect(ConnectionSettings(region="eu-west-1", endpoint=endpoint.url, attempt_count=1))
    coordinates = [package(name) for name in ("large", "absent", *(f"small-{number}" for number in range(9)))]
    large, absent, *small = Observer(gateway, 8).declared(declared(*coordinates, origin=OPEN), ignored)
    assert Counter(call.operation for call in endpoint.calls) == {"ListPackageVersions": 12, "ListPackages": 1}
    assert len(large.versions) == 1500
    assert absent == ObservedPackage(coordinates[1])
    assert {each.origin for each in small} == {CLOSED}
