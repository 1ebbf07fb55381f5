"""Copies that appeared between a review and the run that carries it out. Pure.

A busy repository takes in versions all day. What was reviewed is carried out all the same, and what appeared since is
left for the next run, as if it were not there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from packagestate.provider.plan.intent import Intended
from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage


class Appeared(NamedTuple):
    """Copies of one package that nobody has reviewed yet.

    Attributes:
        coordinates: The package.
        versions: The versions, sorted.
    """

    coordinates: Coordinates
    versions: tuple[str, ...]


def copies(desired: DesiredPackage, observed: ObservedPackage) -> tuple[str, ...]:
    """The versions of a package that are there, and are managed because of a statement for several repositories.

    Args:
        desired: What is wanted of the package.
        observed: What AWS has of it.

    Returns:
        The versions, sorted.
    """
    present = {each.version for each in observed.versions}
    return tuple(each.version for each in desired.versions if each.is_of_several and each.version in present)


def appeared(intended: Intended, reviewed: Mapping[Coordinates, Collection[str]]) -> tuple[Appeared, ...]:
    """What appeared since a review.

    Args:
        intended: What is wanted now.
        reviewed: The copies of the review, by package.

    Returns:
        The copies that are not among them, sorted by package.
    """
    found = (
        (each.coordinates, copies(each, seen)) for each, seen in zip(intended.desired, intended.observed, strict=True)
    )
    new = ((place, tuple(each for each in named if each not in reviewed.get(place, ()))) for place, named in found)
    return tuple(Appeared(place, versions) for place, versions in new if versions)


def without(observed: Iterable[ObservedPackage], left: Iterable[Appeared]) -> Iterator[ObservedPackage]:
    """What AWS has, as if what appeared were not there.

    Args:
        observed: What AWS has.
        left: What appeared.

    Yields:
        The same packages.
    """
    hidden = {each.coordinates: frozenset(each.versions) for each in left}
    for each in observed:
        unseen = hidden.get(each.coordinates, frozenset())
        yield replace(each, versions=tuple(version for version in each.versions if version.version not in unseen))
