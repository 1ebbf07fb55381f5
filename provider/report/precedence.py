"""Sentences about statements for several repositories that do not hold, or hold no longer. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from packagestate.provider.plan.precedence import Contest
from packagestate.provider.plan.words import counted
from packagestate.provider.report.view import PlanReport
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import printable

# How many versions a sentence names.
_NAMED_COUNT: Final = 3


def precedence_sentences(report: PlanReport) -> Iterator[str]:
    """What a reviewer has to know of them.

    Args:
        report: The plan.

    Yields:
        A sentence for each kind that there is. JSON names every version.
    """
    if let_through := report.let_through:
        names = [
            f"{_version(each.coordinates, each.literal.version)} in {each.coordinates.repository} is "
            f"{each.literal.status}, not {each.several.status}"
            for each in let_through
        ]
        count = counted(len(names), "version")
        words = "stays" if len(names) == 1 else "stay"
        yield f"{count} {words} less restrictive than {_sources(let_through)} ask (`over`): {_few(names)}"
    if outranked := report.outranked:
        count = counted(len(outranked), "version")
        words, own = ("is", "its own entry says") if len(outranked) == 1 else ("are", "their own entries say")
        yield (f"{count} {words} more restrictive than {own}, by {_sources(outranked)} (`packagestate explain`)")
    if report.absent_count:
        count = counted(report.absent_count, "version")
        words = "is" if report.absent_count == 1 else "are"
        where = "of statements for several repositories"
        yield f"{count} {where} {words} not present anywhere; a copy that appears is changed"
    if report.uncontained:
        found = {_version(each.coordinates, version): None for each in report.uncontained for version in each.versions}
        words = "is" if len(found) == 1 else "are"
        yield (
            f"{counted(len(found), 'version')} {words} no longer asked for by a statement for several repositories, "
            f"or by the lock, so copies that appear later stay as they come: {_few([*found])}"
        )


def _sources(contests: Iterable[Contest]) -> str:
    """What asks for more than an entry for one repository."""
    is_locked = {bool(each.several.rules) for each in contests}
    names = ["statements for several repositories"] * (False in is_locked) + ["lines of the lock"] * (True in is_locked)
    return " and ".join(names)


def _version(coordinates: Coordinates, version: str) -> str:
    return f"{coordinates.written} {version} ({coordinates.format})"


def _few(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - _NAMED_COUNT
    return printable("; ".join(names[:_NAMED_COUNT]) + (f"; and {more:,} more" if more > 0 else ""))
