"""Looks for one package in every repository of its domain: one ListPackageVersions for each."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from packagestate.provider.gateway import Gateway
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.faults import HOPELESS, ObservationError, error_of
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the repositories of a domain hold of one package.

    Attributes:
        packages: The package as each repository has it that could be read, sorted by repository; without versions where
            a repository does not hold it.
        unread: The repositories that could not be read, sorted. What they hold is not known.
        error: Why; None where every repository could be read.
    """

    packages: tuple[ObservedPackage, ...]
    unread: tuple[Repository, ...] = ()
    error: ObservationError | None = None


def look_everywhere(
    gateway: Gateway,
    domain: tuple[str, str | None],
    package_format: Format,
    name: tuple[str | None, str],
    worker_count: int,
) -> Sighting:
    """Look for a package.

    Args:
        gateway: Where AWS is asked: ListRepositoriesInDomain, then ListPackageVersions once for each repository, and
            once more for each further 1,000 versions.
        domain: The domain, and the account that owns it; None means the caller's own.
        package_format: The package's format.
        name: Its namespace, None without one, and its name.
        worker_count: How many calls may be under way at once.

    Returns:
        What was found. A repository that cannot be read is never taken for one without the package.

    Raises:
        ObservationError: AWS cannot be asked at all any more, so that nothing is known.
        GatewayError: The repositories of the domain could not be listed.
    """
    repositories = sorted(set(gateway.list_repositories(*domain)), key=lambda each: each.name)
    places = [Coordinates(each, package_format, *name) for each in repositories]
    with ParallelCalls(worker_count, "where") as calls:
        listings = calls.ended(partial(gateway.list_versions, each) for each in places)
    error = error_of(listings)
    if error is not None and isinstance(error.__cause__, HOPELESS):
        raise error
    return _sighting(places, listings, error)


def _sighting(
    places: Sequence[Coordinates],
    listings: Sequence[Future[tuple[ObservedVersion, ...] | None]],
    error: ObservationError | None,
) -> Sighting:
    pairs = list(zip(places, listings, strict=True))
    return Sighting(
        tuple(ObservedPackage(place, each.result() or ()) for place, each in pairs if each.exception() is None),
        tuple(place.repository for place, each in pairs if each.exception() is not None),
        error,
    )
