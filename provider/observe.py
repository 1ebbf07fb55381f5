"""What AWS has: the declared packages, read in parallel with the fewest calls.

A package costs one ListPackageVersions per 1,000 versions. Origin configurations are read only where one is declared,
and, once the versions are listed, where a version is still there that is declared `Deleted`: whether it may come back
depends on it. They are read by DescribePackage for a single package of a repository, by ListPackages for several
together.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import Any, Final

from provider.gateway import (
    AbsentError,
    CredentialsError,
    Gateway,
    GatewayError,
    ListedPackage,
    ThrottledError,
    UnreachableError,
)
from provider.plan.model import ObservedPackage, ObservedVersion
from schemas.coordinates import Coordinates, Format, Repository
from schemas.desired import DesiredPackage, OriginConfiguration
from schemas.errors import Fault, PackageStateError
from schemas.status import Status

# Whoever cannot be asked about one package cannot be asked about the others.
_HOPELESS: Final = (CredentialsError, ThrottledError, UnreachableError)

# What `AbsentError.resource_type` is where a package cannot be there because of what would hold it.
_PLACES: Final = frozenset({"domain", "repository"})

# Of many faults of one kind, so many are shown.
_SHOWN_COUNT: Final = 3

Progress = Callable[[int, int], None]
Origins = dict[Coordinates, OriginConfiguration | None]
Versions = dict[Coordinates, tuple[ObservedVersion, ...]]


class ObservationError(PackageStateError):
    """Not every declared package could be read."""


def observe(
    gateway: Gateway, desired: Iterable[DesiredPackage], worker_count: int, progress: Progress
) -> tuple[ObservedPackage, ...]:
    """Read every declared package.

    Args:
        gateway: Where AWS is asked.
        desired: What is declared, each package once.
        worker_count: How many calls may be under way at once.
        progress: Told, in this thread, how many packages have been read, and of how many.

    Returns:
        One observation for each declared package, in the same order.

    Raises:
        ObservationError: AWS could not be asked; it carries every fault, those that are alike cut short.
    """
    declared = tuple(desired)
    packages = [each.coordinates for each in declared]
    with_origin = [each.coordinates for each in declared if each.origin is not None]
    versions, origins = _read(gateway, packages, with_origin, worker_count, progress)
    # An origin configuration that is declared says itself what is open after the run.
    deleting = [each.coordinates for each in declared if each.origin is None and _deletes(each, versions)]
    origins |= _read(gateway, (), deleting, worker_count, progress)[1]
    return tuple(ObservedPackage(each, versions[each], origins.get(each)) for each in packages)


def observe_completely(
    gateway: Gateway, packages: Iterable[Coordinates], worker_count: int
) -> tuple[tuple[ObservedPackage, ...], Mapping[Repository, str]]:
    """Read some packages with their origin configurations. Nobody declares them, so their repository may be gone.

    Args:
        gateway: Where AWS is asked.
        packages: The packages, each once.
        worker_count: How many calls may be under way at once.

    Returns:
        One observation for each, in the same order, and the repositories that are absent with what is gone: the
        `repository` or its `domain`.

    Raises:
        ObservationError: AWS could not be asked.
    """
    wanted, reader = tuple(packages), _Reader(gateway)
    versions, origins = _read(reader, wanted, wanted, worker_count, lambda _done, _total: None)
    return tuple(ObservedPackage(each, versions[each], origins.get(each)) for each in wanted), reader.missing


def observe_package(gateway: Gateway, coordinates: Coordinates, *, with_origin: bool) -> ObservedPackage:
    """Read one package.

    Args:
        gateway: Where AWS is asked.
        coordinates: The package.
        with_origin: Whether its origin configuration is read too, with a call of its own.

    Returns:
        The observation; with no versions where the package is absent.

    Raises:
        GatewayError: AWS could not be asked.
    """
    versions = gateway.list_versions(coordinates)
    origin = gateway.read_origin(coordinates) if with_origin else None
    return ObservedPackage(coordinates, versions or (), origin)


class _Reader:
    """The reads of a gateway, for which a repository that is gone is an answer."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.missing: dict[Repository, str] = {}

    def list_versions(self, coordinates: Coordinates) -> tuple[ObservedVersion, ...] | None:
        try:
            return self._gateway.list_versions(coordinates)
        except AbsentError as error:
            self._note(coordinates.repository, error)
            return None

    def read_origin(self, coordinates: Coordinates) -> OriginConfiguration | None:
        try:
            return self._gateway.read_origin(coordinates)
        except AbsentError as error:
            self._note(coordinates.repository, error)
            return None

    def list_packages(self, repository: Repository, package_format: Format) -> Iterator[ListedPackage]:
        try:
            yield from self._gateway.list_packages(repository, package_format)
        except AbsentError as error:
            self._note(repository, error)

    def _note(self, repository: Repository, error: AbsentError) -> None:
        if error.resource_type not in _PLACES:
            raise error
        self.missing[repository] = error.resource_type


def _read(
    gateway: Gateway | _Reader,
    packages: Iterable[Coordinates],
    with_origin: Iterable[Coordinates],
    worker_count: int,
    progress: Progress,
) -> tuple[Versions, Origins]:
    """Read the versions of some packages and the origin configurations of some, all at once."""
    executor = ThreadPoolExecutor(max_workers=worker_count, thread_name_prefix="observe")
    try:
        origins = [executor.submit(_read_origins, gateway, *each) for each in _by_place(with_origin).items()]
        versions = {executor.submit(gateway.list_versions, each): each for each in packages}
        _follow([*origins, *versions], set(versions), progress)
    finally:
        # Also where the run is interrupted: what is not under way yet is not begun, and nobody waits for what is.
        executor.shutdown(wait=False, cancel_futures=True)
    _raise_faults([*origins, *versions])
    known: Origins = {}
    for listing in origins:
        known |= listing.result()
    return {coordinates: future.result() or () for future, coordinates in versions.items()}, known


def _deletes(package: DesiredPackage, versions: Versions) -> bool:
    """Whether a version is there that is declared `Deleted`, alone or with its package."""
    if package.deletion is not None:
        return bool(versions[package.coordinates])
    unwanted = {version.version for version in package.versions if version.status is Status.DELETED}
    return bool(unwanted) and any(found.version in unwanted for found in versions[package.coordinates])


def _follow(futures: Iterable[Future[Any]], counted: set[Future[Any]], progress: Progress) -> None:
    """Wait for the calls, up to an error after which there is no sense in the others."""
    done_count = 0
    for future in as_completed(futures):
        if isinstance(future.exception(), _HOPELESS):
            return
        if future in counted:
            done_count += 1
            progress(done_count, len(counted))


def _by_place(packages: Iterable[Coordinates]) -> dict[tuple[Repository, Format], set[Coordinates]]:
    """The packages by repository and format."""
    places: defaultdict[tuple[Repository, Format], set[Coordinates]] = defaultdict(set)
    for each in packages:
        places[each.repository, each.format].add(each)
    return places


def _read_origins(
    gateway: Gateway | _Reader, place: tuple[Repository, Format], wanted: Collection[Coordinates]
) -> Origins:
    """The origin configurations of some packages of a repository; what is absent has none."""
    if len(wanted) == 1:
        return {coordinates: gateway.read_origin(coordinates) for coordinates in wanted}
    found: Origins = {}
    for listed in gateway.list_packages(*place):
        if listed.coordinates in wanted:
            found[listed.coordinates] = listed.origin
        if len(found) == len(wanted):
            break
    return found


def _raise_faults(futures: Iterable[Future[Any]]) -> None:
    """Raise every fault of the calls that failed; a bug is raised as it is."""
    errors = [error for future in futures if not future.cancelled() and (error := future.exception()) is not None]
    for error in errors:
        if not isinstance(error, GatewayError):
            raise error
    if errors:
        # The cause says what kind of failure it was: what made the others senseless, if anything did.
        cause = next((error for error in errors if isinstance(error, _HOPELESS)), errors[0])
        raise ObservationError(
            _cut_short(error.fault for error in errors if isinstance(error, GatewayError))
        ) from cause


def _cut_short(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The first faults of each kind; the last of them says how many more there are."""
    kinds: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        kinds[fault.summary].append(fault)
    for alike in kinds.values():
        *first, last = alike[:_SHOWN_COUNT]
        yield from first
        more = f"\nThe same is wrong {len(alike) - _SHOWN_COUNT} more times." if len(alike) > _SHOWN_COUNT else ""
        yield replace(last, detail=f"{last.detail}{more}")
