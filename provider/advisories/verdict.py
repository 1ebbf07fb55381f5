"""What one advisory means for one package of a domain, and which guard holds it back. Pure: the day is given.

Feeds are wrong in a dangerous direction: a naive tool would have taken away every version of healthy packages. So an
advisory has an effect only as far as it says exactly what it means, and not on too much at once:

    the record                                       what happens
    was withdrawn, or is ignored                     nothing
    names versions or a bounded range, and beside    the unbounded range is set aside (malware only: OSV means both)
    them a range without an end
    names nothing but a range without an end         nothing, until a manifest accepts it
    would restrict more than the caps allow          nothing, until a manifest accepts so many
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from packagestate.provider.advisories.held import Held
from packagestate.schemas.advisories.affecting import PreparedRange, parsed, prepared
from packagestate.schemas.advisories.feed import Accepted, Feed
from packagestate.schemas.advisories.record import Affected, Kind, Record

# The fraction says nothing of a package with fewer versions: of two, one bad one is half.
_LEAST_FOR_FRACTION: Final = 10
_THOUSANDTHS: Final = 1_000
_NOTHING: Final = Accepted("")


class Guard(StrEnum):
    """Why an advisory has less of an effect than it could have."""

    WITHDRAWN = "withdrawn"
    IGNORED = "ignored"
    SET_ASIDE = "range without an end set aside"
    UNBOUNDED = "nothing but a range without an end"
    TOO_MANY = "too many versions"
    TOO_LARGE_A_PART = "too large a part of the versions"


#: The guards behind which an advisory has no effect at all, also not what it had before.
WITHOUT_EFFECT: Final = frozenset({Guard.WITHDRAWN, Guard.IGNORED})
#: The guards that a manifest can lift with `accept`.
ACCEPTABLE: Final = frozenset({Guard.UNBOUNDED, Guard.TOO_MANY, Guard.TOO_LARGE_A_PART})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one advisory means for one package.

    Attributes:
        record: The advisory.
        affected: What it says of the package.
        versions: The versions that are to be restricted, sorted: those that the domain holds, and those that it lists
            one by one, as long as all of them together are within the cap.
        guard: What holds it back, or a part of it; None where nothing does.
        found_count: How many versions that the domain holds it would restrict without the guard.
        held_count: How many versions of the package the domain holds that the feed is about.
    """

    record: Record
    affected: Affected
    versions: tuple[str, ...] = ()
    guard: Guard | None = None
    found_count: int = 0
    held_count: int = 0


def judge(feed: Feed, record: Record, affected: Affected, held: Held, today: date, *, is_hold: bool = False) -> Verdict:
    """Find out what an advisory means for a package.

    Args:
        feed: The feed.
        record: The advisory, of a kind that the feed is about.
        affected: What it says of the package.
        held: What the domain holds of it.
        today: The day.
        is_hold: Whether nobody reviews what follows: then nothing is accepted beyond the guards.
    """
    # Of a hold a run asks without a clock, so there an entry of `ignore` counts for as long as it stands.
    is_ignored = record.id in feed.ignored if is_hold else feed.ignores(record.id, today)
    if record.is_withdrawn or is_ignored:
        return Verdict(record, affected, (), Guard.WITHDRAWN if record.is_withdrawn else Guard.IGNORED)
    accepted = accepted_of(feed, record.id, today, is_hold=is_hold)
    ranges = ranges_of(affected)
    bounded = tuple(each for each in ranges if each.is_bounded)
    guard = None
    if len(bounded) < len(ranges) and not accepted.is_unbounded:
        if not affected.versions and not bounded:
            return _held_back(Guard.UNBOUNDED, record, affected, _hits(affected, ranges, held, feed))
        if record.kind is Kind.MALWARE:
            ranges, guard = bounded, Guard.SET_ASIDE
    hits = _hits(affected, ranges, held, feed)
    too_much = cap_exceeded(feed, accepted, len(hits.versions), hits.held_count)
    if too_much is not None:
        return _held_back(too_much, record, affected, hits)
    named = {*affected.versions, *hits.versions}
    # Versions that may still come are restricted beforehand, unless the record lists more of them than it may restrict:
    # it could name all that a healthy package will ever have.
    versions = tuple(sorted(named if len(named) <= _most(feed, accepted) else hits.versions))
    return Verdict(record, affected, versions, guard, len(hits.versions), hits.held_count)


def accepted_of(feed: Feed, advisory: str, today: date, *, is_hold: bool) -> Accepted:
    """What an advisory may do beyond the guards: nothing where nobody reviews it, or no manifest says so.

    Args:
        feed: The feed.
        advisory: The id of the advisory.
        today: The day.
        is_hold: Whether nobody reviews what follows.
    """
    return (None if is_hold else feed.accepts(advisory, today)) or _NOTHING


def cap_exceeded(feed: Feed, accepted: Accepted, count: int, held_count: int) -> Guard | None:
    """Whether an advisory restricts more of a package than the caps allow.

    Args:
        feed: The feed, with its caps.
        accepted: What a manifest accepts of the advisory.
        count: How many of the held versions it restricts.
        held_count: How many versions the domain holds.

    Returns:
        The guard that stops it; None where it is within the caps.
    """
    if count > _most(feed, accepted):
        return Guard.TOO_MANY
    is_large = held_count >= _LEAST_FOR_FRACTION and count * _THOUSANDTHS > held_count * feed.most_fraction
    return Guard.TOO_LARGE_A_PART if is_large and accepted.at_most is None else None


def named_of(affected: Affected, versions: Iterable[str], *, is_bounded: bool = False) -> list[str]:
    """Those of many versions that an advisory names in any way, whatever guards say.

    Args:
        affected: What it says of the package.
        versions: The versions.
        is_bounded: Whether a range without an end does not count.
    """
    ranges = [each for each in ranges_of(affected) if each.is_bounded or not is_bounded]
    exact = frozenset(affected.versions)
    known = (parsed(each, affected.package_format) for each in versions)
    return [each.text for each in known if each.text in exact or any(one.contains(each) for one in ranges)]


def ranges_of(affected: Affected) -> tuple[PreparedRange, ...]:
    """The ranges of a package, ready to look for versions.

    Args:
        affected: What an advisory says of the package.
    """
    return tuple([prepared(each, affected.package_format) for each in affected.ranges])


class _Hits(NamedTuple):
    """The versions that a domain holds of a package and an advisory names, and how many it holds in all."""

    versions: frozenset[str]
    held_count: int


def _hits(affected: Affected, ranges: Iterable[PreparedRange], held: Held, feed: Feed) -> _Hits:
    known = [parsed(each, affected.package_format) for each in held.versions(feed.origins)]
    inside, exact = tuple(ranges), frozenset(affected.versions)
    found = (each.text for each in known if each.text in exact or any(one.contains(each) for one in inside))
    return _Hits(frozenset(found), len(known))


def _most(feed: Feed, accepted: Accepted) -> int:
    return feed.most_versions if accepted.at_most is None else accepted.at_most


def _held_back(guard: Guard, record: Record, affected: Affected, hits: _Hits) -> Verdict:
    return Verdict(record, affected, (), guard, len(hits.versions), hits.held_count)
