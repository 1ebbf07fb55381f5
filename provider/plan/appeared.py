"""Copies that appeared between a review and the run that carries it out. Pure.

A busy repository takes in versions all day. What was reviewed is carried out all the same, and what appeared since is
left for the next run, as if it were not there.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from packagestate.provider.plan.floors import Floors
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


def copies(desired: DesiredPackage, observed: ObservedPackage, floors: Floors) -> tuple[str, ...]:
    """The versions of a package that are there, and that a statement for several repositories is about.

    Whether that statement wins does not count: otherwise a manifest that is edited after the review would make what was
    there all the time look new.

    Args:
        desired: What is wanted of the package. One that is deleted as a whole goes with all that it holds.
        observed: What AWS has of it.
        floors: The statements for several repositories.

    Returns:
        The versions, sorted.
    """
    if desired.deletion is not None:
        return ()
    named = {each.version for each in floors.of(desired.coordinates)}
    return tuple(each.version for each in observed.versions if each.version in named)


def appeared(
    intended: Intended, floors: Floors, reviewed: Mapping[Coordinates, Collection[str]]
) -> tuple[Appeared, ...]:
    """What appeared since a review.

    Args:
        intended: What is wanted now.
        floors: The statements for several repositories.
        reviewed: The copies of the review, by package.

    Returns:
        The copies that are not among them, sorted by package.
    """
    found = (
        (each.coordinates, copies(each, seen, floors))
        for each, seen in zip(intended.desired, intended.observed, strict=True)
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
