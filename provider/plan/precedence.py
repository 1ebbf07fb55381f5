"""What a reviewer has to know where statements for several repositories do not hold, or hold no longer. Pure.

What is said, and what it means:

a literal `over` a floor             the version stays less restrictive than the floor asks
a literal below a floor              the floor holds, and the literal's own status does not
a floor that is not declared now     copies that appear later stay as they come
`onRemoval` of a literal that went   not carried out, since a floor is about the package
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.recorded import RecordedPackage
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import FLOORS
from packagestate.schemas.wide_version import WideVersion


class Contest(NamedTuple):
    """A version of which a statement for one repository asks less than one for several.

    Attributes:
        coordinates: The package.
        literal: The statement for this repository.
        several: The most restrictive one for several: of those that hold, or else of those that are overridden.
        is_let_through: Whether the literal holds, by its `over`.
    """

    coordinates: Coordinates
    literal: DesiredVersion
    several: WideVersion
    is_let_through: bool


class Uncontained(NamedTuple):
    """Versions of one package that a statement for several repositories was about, and none is now.

    Attributes:
        coordinates: The package.
        versions: The versions, sorted.
    """

    coordinates: Coordinates
    versions: tuple[str, ...]


def contests(literal: Iterable[DesiredPackage], floors: Floors) -> tuple[Contest, ...]:
    """Find the versions of which both kinds of statements speak, and the literal asks less.

    Args:
        literal: What manifests say of one repository each.
        floors: What they say of several.

    Returns:
        One for each version, sorted by package and version.
    """
    found = []
    for package in sorted(literal, key=lambda each: each.coordinates.resource_name):
        about = floors.of(package.coordinates)
        for version in package.versions if about else ():
            stricter = [
                each for each in about if each.version == version.version and version.status.is_looser_than(each.status)
            ]
            holding = [each for each in stricter if not each.is_overridden_by(version.over)]
            if stricter:
                several = min(holding or stricter, key=lambda each: (-FLOORS.index(each.status), each.place))
                found.append(Contest(package.coordinates, version, several, not holding))
    return tuple(found)


def uncontained(
    recorded: Iterable[RecordedPackage], floors: Floors, gone: Collection[Repository]
) -> tuple[Uncontained, ...]:
    """Find the versions that statements for several repositories were about in the last run, and are not now.

    Args:
        recorded: What the state remembers.
        floors: What is said now.
        gone: Repositories that are not there any more: nothing can appear in them.

    Returns:
        The packages with such versions, sorted.
    """
    found = []
    for package in recorded:
        named = {each.version for each in floors.of(package.coordinates)}
        left = tuple(sorted({*package.floors} - named))
        if left and package.coordinates.repository not in gone:
            found.append(Uncontained(package.coordinates, left))
    return tuple(sorted(found, key=lambda each: each.coordinates.resource_name))


def kept_by_floors(
    recorded: Iterable[RecordedPackage], literal: Collection[DesiredPackage], floors: Floors
) -> Iterator[Fault]:
    """Warn of packages that their own manifest would have removed, and that a floor keeps managed.

    Args:
        recorded: What the state remembers.
        literal: What manifests say of one repository each.
        floors: What they say of several.

    Yields:
        A warning for each package whose `onRemoval` is not carried out.
    """
    declared = {each.coordinates.resource_name for each in literal}
    for package in recorded:
        place = package.coordinates
        about = floors.of(place)
        if package.on_removal is OnRemoval.RETAIN or place.resource_name in declared or not about:
            continue
        yield Fault(
            "`onRemoval` is not carried out",
            f"{place} was declared with `onRemoval: {package.on_removal}`, and no manifest for this repository names "
            f"it any more. {_said_by(about[0])} is still about it ({about[0].place}), so the package "
            "stays managed and is not removed. Its other versions are left unchanged.",
            f"name the package in a manifest for `{place.repository}` again, and say there what is to become of it",
        )


def _said_by(stated: WideVersion) -> str:
    return "A line of the lock" if stated.rules else "A statement for several repositories"
