"""Versions that statements for several repositories name, and that none of these repositories holds. Pure.

That is how it should be for most of an advisory's versions, so they are counted. Where a repository holds a nearly
equal version, the statement may be misspelt, and nobody would notice: that is a warning.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.nearest import Neighbours, described
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault
from packagestate.schemas.wide_version import WideVersion

_Subject = tuple[str, Format, str | None, str, str]


def absent_everywhere(wide: Collection[WideVersion], observed: Iterable[ObservedPackage]) -> int:
    """Count the versions that no repository holds which a statement about them reaches.

    Args:
        wide: What is said of several repositories.
        observed: What AWS has of the packages.

    Returns:
        The number of versions, each counted once, whatever the number of statements.
    """
    floors = Floors(wide)
    named = {_subject(each) for each in wide}
    for package in observed:
        about = floors.of(package.coordinates)
        present = {each.version for each in package.versions} if about else ()
        named -= {_subject(each) for each in about if each.version in present}
    return len(named)


def near_misses(
    floors: Floors, literal: Iterable[DesiredPackage], observed: Iterable[ObservedPackage]
) -> Iterator[Fault]:
    """Warn of repositories that hold nearly what a statement for several repositories names.

    Args:
        floors: What is said of several repositories.
        literal: What is said of one each. A version that is named there is no misspelling.
        observed: What AWS has of the packages.

    Yields:
        A warning for each statement and each nearly equal version that is less restrictive than it asks.
    """
    said = {each.coordinates: each.versions for each in literal}
    found: defaultdict[tuple[WideVersion, str], list[tuple[Coordinates, ObservedVersion]]] = defaultdict(list)
    for package in observed:
        about = floors.of(package.coordinates)
        present = {each.version for each in package.versions} if about else ()
        neighbours = Neighbours((*about, *said.get(package.coordinates, ())), package)
        for each in about:
            near = None if each.version in present else neighbours.of(each.version)
            if near is not None and near.status.is_looser_than(each.status):
                found[each, near.version].append((package.coordinates, near))
    for (wide, _), places in sorted(found.items(), key=lambda item: (item[0][0].place, item[0][1])):
        yield _near(wide, places)


def _subject(wide: WideVersion) -> _Subject:
    return wide.scope.domain, wide.package_format, wide.namespace, wide.package, wide.version


def _near(wide: WideVersion, places: list[tuple[Coordinates, ObservedVersion]]) -> Fault:
    coordinates, near = places[0]
    others = f" and {len(places) - 1:,} more of them" if len(places) > 1 else ""
    return Fault(
        "Version is absent and a nearly equal one is present",
        f"`{coordinates.written}` {wide.version} ({coordinates.format}) must be `{wide.status}` or more restrictive in "
        f"several repositories. `{coordinates.repository}`{others} does not hold it, and holds {described(near)}, "
        "which no manifest names and which stays as it is.",
        "check the spelling, and declare the version as the repository lists it",
        wide.place,
    )
