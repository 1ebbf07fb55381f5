"""What a new lock says otherwise than the one that is there. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.locked import Line, Lock
from packagestate.schemas.versions.order import version_order


class LineChange(NamedTuple):
    """A line that is new, gone, or says something else.

    Attributes:
        coordinates: The package.
        version: The version.
        before: The line as it is; None where it is new.
        after: The line as it will be; None where it goes.
    """

    coordinates: Coordinates
    version: str
    before: Line | None
    after: Line | None

    @property
    def causes(self) -> tuple[str, ...]:
        """The rules that are behind it; of a line that goes, those that were."""
        line = self.after or self.before
        return line.via if line else ()


def changes(before: Iterable[Lock], after: Iterable[Lock]) -> tuple[LineChange, ...]:
    """Compare two locks of the same accounts and regions.

    Args:
        before: What the lock says now.
        after: What it is to say.

    Returns:
        Every line that differs, sorted by package and version.
    """
    old, new = dict(_lines(before)), dict(_lines(after))
    names = sorted(
        old.keys() | new.keys(), key=lambda each: (each[0].resource_name, version_order(each[1], each[0].format))
    )
    return tuple(
        LineChange(place, version, old.get((place, version)), new.get((place, version)))
        for place, version in names
        if old.get((place, version)) != new.get((place, version))
    )


def by_cause(found: Iterable[LineChange]) -> dict[str, Counter[str]]:
    """Count changes for people.

    Args:
        found: The changes.

    Returns:
        For each rule, sorted by name, how many lines get which status, and how many go.
    """
    counts: dict[str, Counter[str]] = {}
    for each in found:
        for cause in each.causes:
            counts.setdefault(cause, Counter())["gone" if each.after is None else str(each.after.status)] += 1
    return {name: counts[name] for name in sorted(counts)}


def _lines(locks: Iterable[Lock]) -> Iterator[tuple[tuple[Coordinates, str], Line]]:
    for lock in locks:
        for package in lock.packages:
            for line in package.lines:
                yield (package.coordinates, line.version), line
