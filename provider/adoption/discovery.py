"""What a domain holds: repositories, their packages, and the versions of those, in parallel and in a fixed order.

The fewest calls: a page of ListRepositoriesInDomain for 1,000 repositories where none are named, a page of ListPackages
for 1,000 packages of a repository, a page of ListPackageVersions for 1,000 versions of a package. Packages that nobody
wants cost no call of their own.

No more is held in memory than the names of the packages of a few repositories, and the versions of a few packages.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Final, TypeVar

from packagestate.provider.adoption.selection import Selection
from packagestate.provider.gateway import (
    AbsentError,
    CredentialsError,
    Gateway,
    GatewayError,
    ListedPackage,
    ThrottledError,
    UnreachableError,
)
from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.coordinates import Repository
from packagestate.schemas.errors import Fault, PackageStateError

# If AWS cannot be asked about one repository, it cannot be asked about the others.
_HOPELESS: Final = (CredentialsError, ThrottledError, UnreachableError)

# So many repositories are listed ahead, and so many packages for each call that may be under way.
_LISTINGS_AHEAD: Final = 8
_PACKAGES_AHEAD: Final = 4

GivenT = TypeVar("GivenT")
FoundT = TypeVar("FoundT")


class SurveyError(PackageStateError):
    """Not every repository could be read."""


def repositories_of(gateway: Gateway, domain: str, domain_owner: str | None) -> tuple[Repository, ...]:
    """All repositories of a domain.

    Args:
        gateway: Where AWS is asked.
        domain: The domain.
        domain_owner: The account that owns it; None means the caller's own.

    Returns:
        The repositories, sorted.

    Raises:
        GatewayError: AWS could not be asked.
    """
    return tuple(sorted(set(gateway.list_repositories(domain, domain_owner)), key=lambda each: each.name))


def survey(
    gateway: Gateway, repositories: Iterable[Repository], selection: Selection, worker_count: int
) -> Generator[ObservedPackage, None, None]:
    """Read the packages that are wanted, with all their versions and their origin configuration.

    Args:
        gateway: Where AWS is asked.
        repositories: The repositories to read, each once.
        selection: Which packages are wanted.
        worker_count: How many calls may be under way at once.

    Returns:
        The packages in the order of the repositories, and in each sorted by format and name. A package that vanished
        after it was listed is left out.

    Raises:
        SurveyError: Repositories could not be listed; it carries a fault for each.
        GatewayError: AWS could not be asked.
    """
    executor = ThreadPoolExecutor(max_workers=worker_count, thread_name_prefix="survey")
    try:
        listings = _ahead(executor, lambda each: _listed(gateway, each, selection), repositories, _LISTINGS_AHEAD)
        packages = _packages(listings)
        for reading in _ahead(executor, lambda each: _read(gateway, each), packages, _PACKAGES_AHEAD * worker_count):
            observed = reading.result()
            if observed is not None:
                yield observed
    finally:
        # Also where the run is interrupted: what is not under way yet is not begun, and nobody waits for what is.
        executor.shutdown(wait=False, cancel_futures=True)


def _ahead(
    executor: ThreadPoolExecutor, call: Callable[[GivenT], FoundT], given: Iterable[GivenT], count: int
) -> Iterator[Future[FoundT]]:
    """The calls in the order of what they were given, of which so many are begun ahead."""
    begun: deque[Future[FoundT]] = deque()
    for each in given:
        begun.append(executor.submit(call, each))
        if len(begun) > count:
            yield begun.popleft()
    yield from begun


def _packages(listings: Iterable[Future[tuple[ListedPackage, ...]]]) -> Iterator[ListedPackage]:
    """The packages of all repositories; after the first that cannot be listed, only what is wrong with the others."""
    faults: list[Fault] = []
    for listing in listings:
        error = listing.exception()
        if isinstance(error, GatewayError) and not isinstance(error, _HOPELESS):
            faults.append(_unlisted(error))
        elif not faults or error is not None:
            yield from listing.result()
    if faults:
        raise SurveyError(faults)


def _unlisted(error: GatewayError) -> Fault:
    if not isinstance(error, AbsentError):
        return error.fault
    gone = "It may have been deleted while it was to be read. No file was written."
    return replace(
        error.fault,
        detail=f"{error.fault.detail}\n{gone}",
        hint="check the name of the domain and the repository, and run it again",
    )


def _listed(gateway: Gateway, repository: Repository, selection: Selection) -> tuple[ListedPackage, ...]:
    """The wanted packages of a repository, sorted, each once though a listing may show one twice."""
    listed = gateway.list_packages(repository, selection.only_format)
    found = {each.coordinates: each for each in listed if selection.wants(each.coordinates)}
    return tuple(
        found[each] for each in sorted(found, key=lambda each: (each.format, each.namespace or "", each.package))
    )


def _read(gateway: Gateway, listed: ListedPackage) -> ObservedPackage | None:
    versions = gateway.list_versions(listed.coordinates)
    return None if versions is None else ObservedPackage(listed.coordinates, versions, listed.origin)
