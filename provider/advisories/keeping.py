"""Which lines of an advisory stay although a guard stops it by now. Pure: the day is given."""

from collections.abc import Mapping
from datetime import date

from packagestate.provider.advisories.before import Standing
from packagestate.provider.advisories.held import Held
from packagestate.provider.advisories.verdict import (
    WITHOUT_EFFECT,
    Verdict,
    accepted_of,
    cap_exceeded,
    named_of,
)
from packagestate.schemas.advisories.feed import REMARK, Feed


def kept(
    feed: Feed, verdict: Verdict, known: Mapping[str, Standing], held: Held, today: date, *, is_hold: bool
) -> list[str]:
    """Find the lines.

    A record that grows beyond a guard takes nothing away of what it did before, also if somebody edits the feed in the
    same week. Only what allowed a line, taken back, ends it: what the feed says now has to allow what was done.

    Args:
        feed: The feed.
        verdict: What the advisory means for the package now.
        known: The lines that the package has, by version.
        held: What the domain holds of the package.
        today: The day.
        is_hold: Whether the file of holds is made, for which nothing is accepted.

    Returns:
        The versions of the lines that the advisory caused before and goes on to cause.
    """
    advisory, affected = verdict.record.id, verdict.affected
    of_it = {each: lock for each, (lock, line) in known.items() if advisory in line.via and not line.is_released}
    if not of_it or verdict.guard in WITHOUT_EFFECT:
        return []
    now = _remark(feed.digest_of(verdict.record))
    accepted = accepted_of(feed, advisory, today, is_hold=is_hold)
    held_count = sum(each in held.copies for each in of_it)
    is_within_caps = cap_exceeded(feed, accepted, held_count, verdict.held_count) is None
    bounded = {*named_of(affected, of_it, is_bounded=True)}
    staying = []
    for version in named_of(affected, of_it):
        before = _remark(of_it[version].advisories.get(advisory, ""))
        is_same = (of_it[version].digest, before) == (feed.digest, now)
        # A range that came without an end was not what allowed a line, unless a manifest accepted it.
        is_allowed = is_within_caps and (not before or accepted.is_unbounded or version in bounded)
        if is_same or is_allowed:
            staying.append(version)
    return staying


def _remark(digest: str) -> str:
    """The part of a digest that is about what a manifest says of the record."""
    return digest.partition(REMARK)[2]
