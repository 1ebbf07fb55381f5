"""What AWS has: the declared packages, read in parallel with the fewest calls.

A package costs one ListPackageVersions per 1,000 versions. Origin configurations are read for all packages of a
repository together, by ListPackages, and only where one is declared.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import Any, Final

from provider.gateway import CredentialsError, Gateway, GatewayError, ThrottledError, UnreachableError
from provider.plan.model import ObservedPackage
from schemas.coordinates import Coordinates, Format, Repository
from schemas.desired import DesiredPackage, OriginConfiguration
from schemas.errors import Fault, PackageStateError

# Whoever cannot be asked about one package cannot be asked about the others.
_HOPELESS: Final = (CredentialsError, ThrottledError, UnreachableError)

# Of many faults of one kind, so many are shown.
_SHOWN_COUNT: Final = 3

Progress = Callable[[int, int], None]
Origins = dict[Coordinates, OriginConfiguration | None]


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
    with ThreadPoolExecutor(max_workers=worker_count, thread_name_prefix="observe") as executor:
        origins = [executor.submit(_read_origins, gateway, *place) for place in _with_origins(declared)]
        versions = {executor.submit(gateway.list_versions, each.coordinates): each.coordinates for each in declared}
        for done_count, future in enumerate(as_completed(versions), start=1):
            if isinstance(future.exception(), _HOPELESS):
                executor.shutdown(wait=False, cancel_futures=True)
                break
            progress(done_count, len(declared))
    _raise_faults([*origins, *versions])
    known: Origins = {}
    for listing in origins:
        known |= listing.result()
    found = {coordinates: future.result() or () for future, coordinates in versions.items()}
    return tuple(
        ObservedPackage(each.coordinates, found[each.coordinates], known.get(each.coordinates) if each.origin else None)
        for each in declared
    )


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


def _with_origins(declared: Iterable[DesiredPackage]) -> set[tuple[Repository, Format]]:
    """The repositories and formats in which an origin configuration is declared."""
    return {(each.coordinates.repository, each.coordinates.format) for each in declared if each.origin is not None}


def _read_origins(gateway: Gateway, repository: Repository, package_format: Format) -> Origins:
    return {listed.coordinates: listed.origin for listed in gateway.list_packages(repository, package_format)}


def _raise_faults(futures: Iterable[Future[Any]]) -> None:
    """Raise every fault of the calls that failed; a bug is raised as it is."""
    errors = [error for future in futures if not future.cancelled() and (error := future.exception()) is not None]
    faults = [fault for error in errors if isinstance(error, GatewayError) for fault in error.faults]
    for error in errors:
        if not isinstance(error, GatewayError):
            raise error
    if faults:
        raise ObservationError(_cut_short(faults))


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
