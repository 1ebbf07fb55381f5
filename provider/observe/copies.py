"""Finds the packages that statements for several repositories are about, wherever they are in the domain.

The fewest calls, without knowing how large a repository is: either each package is listed, or the repository is swept
by ListPackages, 1,000 packages a call, and only what it holds is listed. A sweep ends after as many pages as there are
packages to look for. So the calls are never more than twice those of the cheaper way.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product
from typing import Final

from packagestate.provider.gateway import AbsentError, Gateway, GatewayError
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.faults import HOPELESS, ObservationError
from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Fault
from packagestate.schemas.scope import Scope
from packagestate.schemas.wide_version import WideVersion

# Source: AWS CodeArtifact API reference, ListPackages: at most 1,000 packages a call.
_PAGE_SIZE: Final = 1000

Names = set[tuple[str | None, str]]
# Where a statement holds: its scope, and what it leaves out of that.
_Reach = tuple[Scope, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Copies:
    """What statements for several repositories were found to be about.

    Attributes:
        repositories: The repositories of their domains.
        observed: The packages that are there, sorted.
    """

    repositories: frozenset[Repository] = frozenset()
    observed: tuple[ObservedPackage, ...] = ()

    def lost(self, places: Iterable[Repository]) -> frozenset[Repository]:
        """The repositories that are not there any more.

        Args:
            places: Repositories that were there once. Nothing is known of those of a domain that was not listed, or
                of another owner.
        """
        listed = {(each.domain, each.domain_owner) for each in self.repositories}
        absent = {*places} - self.repositories
        return frozenset(each for each in absent if (each.domain, each.domain_owner) in listed)


def find_copies(
    gateway: Gateway, wide: Collection[WideVersion], known: Collection[Coordinates], worker_count: int
) -> Copies:
    """Find the packages.

    Args:
        gateway: Where AWS is asked: ListRepositoriesInDomain once for each domain, then as the module says.
        wide: What is said of several repositories.
        known: The packages that are listed already.
        worker_count: How many calls may be under way at once.

    Returns:
        What was found.

    Raises:
        ObservationError: A domain, a repository or a package could not be read, or a name or glob fits no repository. A
            repository that cannot be read is never taken for one without the package.
        GatewayError: AWS could not be asked at all.
    """
    repositories, wanted = find_places(gateway, wide)
    for place in known:
        if (names := wanted.get((place.repository, place.format))) is not None:
            names.discard((place.namespace, place.package))
    return Copies(frozenset(repositories), _listed(gateway, wanted, worker_count))


def find_places(
    gateway: Gateway, wide: Collection[WideVersion]
) -> tuple[Collection[Repository], Mapping[tuple[Repository, Format], Names]]:
    """Find the repositories that statements are about.

    Args:
        gateway: Where AWS is asked: ListRepositoriesInDomain once for each domain.
        wide: What is said of several repositories.

    Returns:
        The repositories of their domains; and for each repository and format, the names of the packages that they are
        about there.

    Raises:
        ObservationError: A domain could not be read, or a name or glob fits no repository.
        GatewayError: AWS could not be asked at all.
    """
    repositories: set[Repository] = set()
    wanted: defaultdict[tuple[Repository, Format], Names] = defaultdict(set)
    faults: list[Fault] = []
    cause: GatewayError | None = None
    for (domain, owner), stated in _by_domain(wide).items():
        try:
            found = tuple(gateway.list_repositories(domain, owner))
        except HOPELESS:
            raise
        except GatewayError as error:
            cause = error
            faults.append(replace(error.fault, place=stated[0].scope.place))
            continue
        repositories.update(found)
        faults.extend(_unmatched(stated, {each.name for each in found}))
        for places, named in _by_places(stated, found):
            for repository, (package_format, names) in product(places, named.items()):
                wanted[repository, package_format] |= names
    if faults:
        # A name that is wrong is often wrong in many versions of a file: it is said once, where it stands first.
        raise ObservationError({_by_file(fault): fault for fault in reversed(faults)}.values()) from cause
    return repositories, wanted


def _by_domain(wide: Iterable[WideVersion]) -> Mapping[tuple[str, str | None], list[WideVersion]]:
    domains: defaultdict[tuple[str, str | None], list[WideVersion]] = defaultdict(list)
    for each in wide:
        domains[each.scope.domain, each.scope.domain_owner].append(each)
    return domains


def _by_places(
    stated: Iterable[WideVersion], repositories: Collection[Repository]
) -> Iterator[tuple[Collection[Repository], Mapping[Format, Names]]]:
    """The packages that are named for the same repositories, and these: thousands of statements share one scope."""
    groups: defaultdict[_Reach, list[WideVersion]] = defaultdict(list)
    for each in stated:
        groups[each.scope, each.excepted].append(each)
    by_name = {each.name: [each] for each in repositories}
    for together in groups.values():
        # The lock names each repository by itself: it is looked up, and not for among all of them.
        only = together[0].scope.only
        near = repositories if only is None else by_name.get(only, [])
        named: defaultdict[Format, Names] = defaultdict(set)
        for each in together:
            named[each.package_format].add((each.namespace, each.package))
        yield [each for each in near if together[0].is_about(each.name)], named


def _by_file(fault: Fault) -> tuple[Fault, str | None]:
    return fault, fault.place.file if fault.place else None


def _unmatched(stated: Iterable[WideVersion], names: Collection[str]) -> Iterator[Fault]:
    for scope in {each.scope.place: each.scope for each in stated}.values():
        yield from scope.faults(names)
    for each in stated:
        if each.excepted:
            yield from each.scope.faults_of_exceptions(each.excepted, names, each.place)


def _listed(
    gateway: Gateway, wanted: Mapping[tuple[Repository, Format], Names], worker_count: int
) -> tuple[ObservedPackage, ...]:
    sweeps = (partial(_swept, gateway, *place, names) for place, names in wanted.items() if names)
    with ParallelCalls(worker_count, "copies") as calls:
        observed = calls.chained(sweeps, lambda found: (partial(_observed, gateway, each) for each in found))
    return tuple(sorted(filter(None, observed), key=lambda each: each.coordinates.resource_name))


def _observed(gateway: Gateway, coordinates: Coordinates) -> ObservedPackage | None:
    with _listed_before(coordinates.repository):
        versions = gateway.list_versions(coordinates)
    return None if versions is None else ObservedPackage(coordinates, versions)


def _swept(gateway: Gateway, repository: Repository, package_format: Format, names: Names) -> list[Coordinates]:
    """The packages of a repository that have to be listed: those that it holds, or all where it is too large."""
    named = [Coordinates(repository, package_format, *name) for name in sorted(names, key=str)]
    if len(names) == 1:
        return named
    most = len(names) * _PAGE_SIZE
    with _listed_before(repository):
        listed = islice(gateway.list_packages(repository, package_format), most)
        held = [(each.coordinates.namespace, each.coordinates.package) for each in listed]
    present = {*held}
    return named if len(held) == most else [each for each in named if (each.namespace, each.package) in present]


@contextmanager
def _listed_before(repository: Repository) -> Iterator[None]:
    """Say of a repository that is absent that it was there a moment ago."""
    try:
        yield
    except AbsentError as error:
        detail = f"{error.fault.detail}\n`{repository}` was listed a moment ago, so it may have been deleted meanwhile."
        raise AbsentError(replace(error.fault, detail=detail, hint="run it again"), error.resource_type) from error
