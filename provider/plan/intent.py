"""What all manifests together want of each package, once it is known where the packages are. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from packagestate.provider.plan.floors import Floors, combine
from packagestate.provider.plan.model import ObservedPackage
from packagestate.provider.plan.recorded import RecordedPackage
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage


@dataclass(frozen=True, slots=True)
class Intended:
    """What is wanted, and what AWS has of it.

    Attributes:
        desired: The packages, sorted.
        observed: The same packages as AWS has them, in the same order.
    """

    desired: tuple[DesiredPackage, ...]
    observed: tuple[ObservedPackage, ...]


def intend(
    literal: Iterable[DesiredPackage],
    floors: Floors,
    observed: Iterable[ObservedPackage],
    repositories: Collection[Repository],
    recorded: Iterable[RecordedPackage],
) -> Intended:
    """Combine all statements.

    A package that the state records stays managed for as long as a statement is about it and its repository is there,
    also where AWS has none of its versions any more: a resource goes with its statement alone.

    Args:
        literal: What manifests say of one repository, each package once.
        floors: What they say of several, and what the lock says.
        observed: What AWS has: every package of `literal`, and the others that `floors` are about.
        repositories: The repositories that are there.
        recorded: What the state remembers.

    Returns:
        What is wanted.
    """
    said = {each.coordinates: each for each in literal}
    known = {each.coordinates: each for each in observed}
    remembered = {each.coordinates for each in recorded}
    names = {each.resource_name for each in known}
    absent = (
        ObservedPackage(each)
        for each in remembered
        if each.resource_name not in names and each.repository in repositories and floors.of(each)
    )
    known |= {each.coordinates: each for each in absent}
    found = []
    for place in sorted(known, key=_order):
        desired = combine(said.get(place), floors.of(place), known[place], is_recorded=place in remembered)
        if desired is not None:
            found.append((desired, known[place]))
    return Intended(tuple(each for each, _ in found), tuple(each for _, each in found))


def _order(coordinates: Coordinates) -> str:
    return coordinates.resource_name
