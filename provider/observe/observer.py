"""Reads the packages of a run.

A package costs one ListPackageVersions per 1,000 versions. Origin configurations are read only where one is declared,
where a package is no longer declared, and, once the versions are listed, where a version is still there that is
declared `Deleted`: whether it may come back depends on it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any, Final, TypeVar

from packagestate.provider.gateway import AbsentError, Gateway
from packagestate.provider.observe.faults import HOPELESS, raise_faults
from packagestate.provider.observe.origins import OriginReader, Origins, Place
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.status import Status

# What `AbsentError.resource_type` is where a package cannot be there because of what would hold it.
_PLACES: Final = frozenset({"domain", "repository"})

Progress = Callable[[int, int], None]
Listed = tuple[ObservedVersion, ...] | None
Versions = dict[Coordinates, tuple[ObservedVersion, ...]]
AnswerT = TypeVar("AnswerT")


class Observer:
    """Reads the packages of one run, and nothing twice."""

    def __init__(self, gateway: Gateway, worker_count: int) -> None:
        """Ask nothing yet.

        Args:
            gateway: Where AWS is asked.
            worker_count: How many calls may be under way at once.
        """
        self._gateway = gateway
        self._worker_count = worker_count
        self._origins = OriginReader(gateway)

    def declared(self, desired: Iterable[DesiredPackage], progress: Progress) -> tuple[ObservedPackage, ...]:
        """Read every declared package.

        Args:
            desired: What is declared, each package once.
            progress: Told, in this thread, how many packages have been read, and of how many.

        Returns:
            One observation for each declared package, in the same order.

        Raises:
            ObservationError: AWS could not be asked; it carries every fault, those that are alike cut short.
        """
        packages = tuple(desired)
        places = [each.coordinates for each in packages]
        with_origin = [each.coordinates for each in packages if each.origin is not None]
        versions, origins = self._read(self._gateway.list_versions, places, self._origins.read, with_origin, progress)
        # An origin configuration that is declared says itself what is open after the run.
        deleting = [each.coordinates for each in packages if each.origin is None and _deletes(each, versions)]
        origins |= self._read(self._gateway.list_versions, (), self._origins.read, deleting, progress)[1]
        return tuple(ObservedPackage(each, versions[each], origins.get(each)) for each in places)

    def removed(self, packages: Iterable[Coordinates]) -> tuple[tuple[ObservedPackage, ...], Mapping[Repository, str]]:
        """Read packages that nobody declares any more, so that their repository may be gone.

        Args:
            packages: The packages, each once.

        Returns:
            One observation for each, in the same order, and the repositories that are absent with what is gone: the
            `repository` or its `domain`.

        Raises:
            ObservationError: AWS could not be asked.
        """
        wanted, gone, no_origins = tuple(packages), _Gone(), Origins()

        def list_versions(package: Coordinates) -> Listed:
            return gone.unless(package.repository, lambda: self._gateway.list_versions(package), None)

        def read_origins(place: Place, some: Collection[Coordinates]) -> Origins:
            return gone.unless(place[0], lambda: self._origins.read(place, some), no_origins)

        versions, origins = self._read(list_versions, wanted, read_origins, wanted, lambda _done, _total: None)
        return tuple(ObservedPackage(each, versions[each], origins.get(each)) for each in wanted), gone.missing

    def _read(
        self,
        list_versions: Callable[[Coordinates], Listed],
        packages: Iterable[Coordinates],
        read_origins: Callable[[Place, Collection[Coordinates]], Origins],
        with_origin: Iterable[Coordinates],
        progress: Progress,
    ) -> tuple[Versions, Origins]:
        """Read the versions of some packages and the origin configurations of some, all at once."""
        executor = ThreadPoolExecutor(max_workers=self._worker_count, thread_name_prefix="observe")
        try:
            origins = [executor.submit(read_origins, *each) for each in _by_place(with_origin).items()]
            versions = {executor.submit(list_versions, each): each for each in packages}
            _follow([*origins, *versions], set(versions), progress)
        finally:
            # Also where the run is interrupted: what is not under way yet is not begun, and nobody waits for what is.
            executor.shutdown(wait=False, cancel_futures=True)
        raise_faults([*origins, *versions])
        known: Origins = {}
        for listing in origins:
            known |= listing.result()
        return {coordinates: future.result() or () for future, coordinates in versions.items()}, known


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


class _Gone:
    """The repositories that are gone, found out on the way."""

    def __init__(self) -> None:
        self.missing: dict[Repository, str] = {}

    def unless(self, repository: Repository, ask: Callable[[], AnswerT], otherwise: AnswerT) -> AnswerT:
        """An answer about what a repository holds; `otherwise` where the repository is gone."""
        try:
            return ask()
        except AbsentError as error:
            if error.resource_type not in _PLACES:
                raise
            self.missing[repository] = error.resource_type
            return otherwise


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
        if isinstance(future.exception(), HOPELESS):
            return
        if future in counted:
            done_count += 1
            progress(done_count, len(counted))


def _by_place(packages: Iterable[Coordinates]) -> dict[Place, set[Coordinates]]:
    """The packages by repository and format."""
    places: defaultdict[Place, set[Coordinates]] = defaultdict(set)
    for each in packages:
        places[each.repository, each.format].add(each)
    return places
