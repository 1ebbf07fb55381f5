"""Which versions are in a range of an OSV record. Pure.

Source: the OSV schema, "Evaluation". Its pseudocode goes through all events, in the order of their versions, for each
version that is asked about. Here that is done once for a range, so that a version costs one search in a sorted list.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from packagestate.schemas.advisories.record import Event, EventKind, Range
from packagestate.schemas.coordinates import LONGEST_NAME, Format
from packagestate.schemas.patterns import is_version_pattern
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import Version

# Before every version, also before prereleases of 0.
# Source: the OSV schema, "affected[].ranges[].events fields", "Special values".
_BEGINNING: Final = Event("introduced", "0")
_NO_LIMIT: Final = Event("limit", "*")
_PARSED_COUNT: Final = 2**14


@dataclass(frozen=True, slots=True)
class PreparedRange:
    """A range that was evaluated for every version that an event names, and for those between them.

    Attributes:
        keys: The keys of the versions that events name but for limits; sorted, each once.
        at: For each of these versions, whether it is affected.
        after: Whether the versions before the first one are affected, and for each, those between it and the next one.
        limit: The key that every version in the range is before; None without such a limit.
    """

    keys: tuple[Any, ...]
    at: tuple[bool, ...]
    after: tuple[bool, ...]
    limit: Any | None

    @property
    def is_bounded(self) -> bool:
        """Whether the range ends, so that versions which are published later, with higher numbers, are not in it."""
        return self.limit is not None or not self.after[-1]

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range; one that the ecosystem cannot parse is in none.

        Args:
            version: The version, as the ecosystem of the range parsed it.
        """
        key = version.key
        if key is None or not (self.limit is None or key < self.limit):
            return False
        index = bisect_left(self.keys, key)
        if index < len(self.keys) and self.keys[index] == key:
            return self.at[index]
        return self.after[index]


def prepared(affected_range: Range, package_format: Format) -> PreparedRange:
    """Evaluate a range once, to look for many versions in it.

    Events of the same version are taken in the record's order: the schema names no order of them. So `fixed` 2 and then
    `introduced` 2 affect 2, and the other way round they do not.

    Args:
        affected_range: The range.
        package_format: The format of its package, whose versions have an order.

    Returns:
        The range.

    Raises:
        ValueError: The ecosystem cannot compare the version of an event; `read_record` accepts no such event.
    """
    timeline: list[tuple[Any, EventKind]] = []
    limits: list[Any] = []
    is_limited, from_beginning = True, False
    for event in affected_range.events:
        if event == _BEGINNING:
            from_beginning = True
        elif event == _NO_LIMIT:
            is_limited = False
        elif event.kind == "limit":
            limits.append(_key(event, package_format))
        else:
            timeline.append((_key(event, package_format), event.kind))
    timeline.sort(key=itemgetter(0))
    keys: list[Any] = []
    at: list[bool] = []
    after = [from_beginning]
    for key, events in groupby(timeline, key=itemgetter(0)):
        is_affected_at = is_affected_after = after[-1]
        for _, kind in events:
            is_affected_after = kind == "introduced"
            # The last affected version is affected, if it was before.
            is_affected_at = is_affected_at if kind == "last_affected" else is_affected_after
        keys.append(key)
        at.append(is_affected_at)
        after.append(is_affected_after)
    # A version has to be before one of the limits, so before the highest one.
    limit = max(limits) if limits and is_limited else None
    return PreparedRange(tuple(keys), tuple(at), tuple(after), limit)


def is_bounded(affected_range: Range, package_format: Format) -> bool:
    """Whether a range ends: its last event, in the ecosystem's order, is none that introduces, or it has a limit.

    Args:
        affected_range: The range. One that introduces nothing is bounded.
        package_format: The format of its package, whose versions have an order.
    """
    return prepared(affected_range, package_format).is_bounded


def contains(affected_range: Range, version: str, package_format: Format) -> bool:
    """Whether a version is in a range. For many versions `prepared` is faster.

    Args:
        affected_range: The range.
        version: The version. One that the ecosystem cannot parse is in no range.
        package_format: The format of its package, whose versions have an order.
    """
    return prepared(affected_range, package_format).contains(parsed(version, package_format))


@lru_cache(_PARSED_COUNT)
def parsed(version: str, package_format: Format) -> Version:
    """A version, ready to look for it in ranges: of thousands of records many name the same ones.

    Args:
        version: The version.
        package_format: The format of its package.
    """
    return ecosystem(package_format).parse(version)


def is_comparable(event: Event, package_format: Format) -> bool:
    """Whether an event has a place among the versions of an ecosystem.

    Args:
        event: The event.
        package_format: The format.

    Returns:
        Whether it has. Maven takes every text for a version, so a text that stands for several versions is told apart.
    """
    if event in (_BEGINNING, _NO_LIMIT):
        return True
    if len(event.version) > LONGEST_NAME or is_version_pattern(package_format, event.version):
        return False
    return parsed(event.version, package_format).key is not None


def _key(event: Event, package_format: Format) -> Any:  # noqa: ANN401 # each ecosystem has keys of its own
    key = parsed(event.version, package_format).key
    if key is None:
        raise ValueError(f"{package_format} cannot compare {event.version!r}")
    return key
