"""How a statement for one repository and statements for several combine, for one package of one repository. Pure.

    statement                         means
    of one repository                 the version is exactly so
    of several repositories           the version is at least as restrictive
    both, the second more restrictive the second, unless the first says that it stands `over` the second's file

A statement that names origins is not about the copies that entered the domain in another way. Where AWS has a version
as restrictive as a floor asks, or more, there is nothing to do. An absent version satisfies
every floor. So a package of which no named version is present, and that no state records, needs no resource.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import chain

from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, Outranked
from packagestate.schemas.status import FLOORS, Status
from packagestate.schemas.wide_version import WideVersion

_Name = tuple[str, Format, str | None, str]


def combine(
    literal: DesiredPackage | None, wide: Iterable[WideVersion], observed: ObservedPackage, *, is_recorded: bool
) -> DesiredPackage | None:
    """Combine what is said about one package of one repository.

    Args:
        literal: What manifests say of this repository; None where they do not name the package.
        wide: What is said of several repositories and holds for this one, in any order.
        observed: What AWS has.
        is_recorded: Whether the state has a resource for the package.

    Returns:
        What is desired; None where there is nothing to manage. A floor that AWS satisfies becomes what AWS has, so that
        it is managed and nothing changes.
    """
    if literal is not None and literal.deletion is not None:
        return literal
    exact = {each.version: each for each in literal.versions} if literal else {}
    origins = {each.version: each.origin for each in observed.versions}
    # A version that is absent has no origin yet: the statement may well be about it once it is there.
    about = (each for each in wide if each.version not in origins or each.fits(origins[each.version]))
    floors = {
        version: floor
        for version, floor in _highest(about, exact).items()
        if version not in exact or exact[version].status.is_looser_than(floor.status)
    }
    present = {each.version: each.status for each in observed.versions}
    versions = dict(exact)
    for version, floor in floors.items():
        said = exact.get(version)
        found = present.get(version)
        # Absence satisfies every floor, and what is absent cannot wait to become Unlisted: only publishing creates it.
        if found is None and (said is None or floor.status is Status.UNLISTED):
            versions.pop(version, None)
            continue
        status = floor.status if found is None or found.is_looser_than(floor.status) else found
        outranked = None if said is None else Outranked(said.status, said.place)
        versions[version] = DesiredVersion(
            version,
            status,
            said.revision if said else None,
            floor.reason,
            floor.mark,
            outranks=outranked,
            is_of_several=True,
            is_hold=floor.is_hold,
        )
    if literal is None and not versions and not (is_recorded and floors):
        return None
    base = literal or DesiredPackage(observed.coordinates, ())
    return replace(base, versions=tuple(versions[each] for each in sorted(versions)), floors=tuple(floors))


class Floors:
    """The statements of several repositories, found by the package that they are about."""

    def __init__(self, wide: Iterable[WideVersion]) -> None:
        """Sort them by package.

        Args:
            wide: All statements.
        """
        self._stated: defaultdict[_Name, defaultdict[str | None, list[WideVersion]]] = defaultdict(_by_repository)
        for each in wide:
            name = (each.scope.domain, each.package_format, each.namespace, each.package)
            # The lock names each repository by itself: thousands of its lines are never looked at for another one.
            self._stated[name][each.scope.only].append(each)

    def of(self, coordinates: Coordinates) -> list[WideVersion]:
        """Those that hold for one package of one repository.

        Args:
            coordinates: The package.
        """
        name = coordinates.repository.name
        found: Mapping[str | None, list[WideVersion]] = self._stated.get(_name(coordinates), {})
        return [each for which in (None, name) if which in found for each in found[which] if each.is_about(name)]

    def naming(self, coordinates: Coordinates) -> Collection[WideVersion]:
        """Those that name one package, whichever repositories of its domain they are about.

        Args:
            coordinates: The package in one of the repositories. Lines of the lock for others are left out.
        """
        name = coordinates.repository.name
        known: Mapping[str | None, list[WideVersion]] = self._stated.get(_name(coordinates), {})
        found = chain.from_iterable(known.values())
        return [each for each in found if not each.rules or each.is_about(name)]


def _name(coordinates: Coordinates) -> _Name:
    return coordinates.repository.domain, coordinates.format, coordinates.namespace, coordinates.package


def _by_repository() -> "defaultdict[str | None, list[WideVersion]]":
    return defaultdict(list)


def _highest(wide: Iterable[WideVersion], exact: Mapping[str, DesiredVersion]) -> dict[str, WideVersion]:
    """The most restrictive statement for each version; of equal ones, the one that stands first."""
    highest: dict[str, WideVersion] = {}
    for each in sorted(wide, key=lambda one: (-FLOORS.index(one.status), one.place)):
        said = exact.get(each.version)
        if said is None or not each.is_overridden_by(said.over):
            highest.setdefault(each.version, each)
    return {version: highest[version] for version in sorted(highest)}
