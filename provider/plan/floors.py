"""How a statement for one repository and statements for several combine, for one package of one repository. Pure.

    statement                         means
    of one repository                 the version is exactly so
    of several repositories           the version is at least as restrictive
    both, the second more restrictive the second, unless the first says that it stands `over` the second's file

Where AWS has a version as restrictive as a floor asks, or more, there is nothing to do. An absent version satisfies
every floor. So a package of which no named version is present, and that no state records, needs no resource.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, Outranked
from packagestate.schemas.status import Status
from packagestate.schemas.wide import WideVersion

# What is not finished is no more restrictive than what is published: it becomes that by itself.
_RESTRICTIVENESS: Final = {
    Status.UNFINISHED: 0,
    Status.PUBLISHED: 0,
    Status.UNLISTED: 1,
    Status.ARCHIVED: 2,
    Status.DISPOSED: 3,
    Status.DELETED: 4,
}


def is_looser(status: Status, than: Status) -> bool:
    """Whether a status is less restrictive than another.

    Args:
        status: The status.
        than: The other.
    """
    return _RESTRICTIVENESS[status] < _RESTRICTIVENESS[than]


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
    floors = _highest(wide, exact)
    present = {each.version: each.status for each in observed.versions}
    versions = dict(exact)
    for version, floor in floors.items():
        said = exact.get(version)
        if said is not None and not is_looser(said.status, floor.status):
            continue
        found = present.get(version)
        if found is None and (said is None or floor.status is Status.UNLISTED):
            # There is nothing to unlist, and the statement that is overridden asks for nothing any more.
            versions.pop(version, None)
            continue
        status = floor.status if found is None or is_looser(found, floor.status) else found
        outranked = None if said is None else Outranked(said.status, said.place)
        versions[version] = DesiredVersion(
            version, status, None, floor.reason, floor.mark, outranks=outranked, is_of_several=True
        )
    if literal is None and not versions and not (is_recorded and floors):
        return None
    return DesiredPackage(
        literal.coordinates if literal else observed.coordinates,
        tuple(versions[each] for each in sorted(versions)),
        literal.origin if literal else None,
        *((literal.on_removal, literal.place) if literal else ()),
    )


class Floors:
    """The statements of several repositories, found by the package that they are about."""

    def __init__(self, wide: Iterable[WideVersion]) -> None:
        """Sort them by package.

        Args:
            wide: All statements.
        """
        self._stated: defaultdict[tuple[str, Format, str | None, str], list[WideVersion]] = defaultdict(list)
        for each in wide:
            self._stated[each.scope.domain, each.package_format, each.namespace, each.package].append(each)

    def of(self, coordinates: Coordinates) -> list[WideVersion]:
        """Those that hold for one package of one repository.

        Args:
            coordinates: The package.
        """
        repository = coordinates.repository
        name = (repository.domain, coordinates.format, coordinates.namespace, coordinates.package)
        return [each for each in self._stated.get(name, ()) if each.is_about(repository.name)]


def _highest(wide: Iterable[WideVersion], exact: Mapping[str, DesiredVersion]) -> dict[str, WideVersion]:
    """The most restrictive statement for each version; of equal ones, the one that stands first."""
    highest: dict[str, WideVersion] = {}
    for each in sorted(wide, key=lambda one: (-_RESTRICTIVENESS[one.status], one.place)):
        said = exact.get(each.version)
        if said is None or said.over != each.place.file:
            highest.setdefault(each.version, each)
    return {version: highest[version] for version in sorted(highest)}
