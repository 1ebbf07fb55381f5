"""A plan as text, for the person who reviews it.

What cannot be undone comes first, and the same change in many repositories is one line. A small plan has a line for
each version; how far a large one is taken together follows from its length. Names, versions, revisions and reasons are
somebody else's words, and are printed with what could act on a terminal escaped. The caller says what a
colour is.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

from packagestate.provider.plan.words import FINISHED, IRREVERSIBLE, REVERSIBLE, counted, quoted
from packagestate.provider.report.grouping import grouped
from packagestate.provider.report.groups import Detail, Group, fewest_groups, groups, told
from packagestate.provider.report.statements import Kind
from packagestate.provider.report.view import PlanReport
from packagestate.provider.report.words import (
    EVERYTHING,
    figures,
    headline,
    may_return_sentence,
    removal_sentence,
    setting_sentences,
)
from packagestate.schemas.errors import printable

INDENT: Final = "  "
# A version that is longer than this sticks out, and does not push the columns of the others to the right.
_WIDEST_COLUMN: Final = 40
# Where versions are listed on lines of their own, how long these get.
_LONGEST_LINE: Final = 110
# How many lines changes may take before they are taken together further; what cannot be undone is named all the same.
_MOST_LINES: Final = 60
# How many versions a sentence names.
_NAMED_COUNT: Final = 10


class Style(StrEnum):
    """What a piece of text is, for the caller that gives it a colour."""

    HEADING = "heading"
    IRREVERSIBLE = "irreversible"
    REVERSIBLE = "reversible"
    FINISHED = "finished"
    WARNING = "warning"


Paint = Callable[[str, Style], str]

_STYLES: Final = {
    IRREVERSIBLE: Style.IRREVERSIBLE,
    REVERSIBLE: Style.REVERSIBLE,
    FINISHED: Style.FINISHED,
}


class Row(NamedTuple):
    """One line of a block.

    Attributes:
        subject: What changes: a version, or several.
        what: What happens to it.
        verdict: Whether that can be undone.
        remarks: What else a reviewer should know, not in columns: a reason may be long.
        below: More of the subject, on lines of its own.
    """

    subject: str
    what: str
    verdict: str
    remarks: str = ""
    below: tuple[str, ...] = ()


def plain(text: str, _: Style) -> str:
    """Text without a colour.

    Args:
        text: The text.
    """
    return text


def render_text(report: PlanReport, paint: Paint = plain) -> str:
    """What a run does.

    Args:
        report: The plan.
        paint: What gives a piece of text its colour.

    Returns:
        A block for each package, what cannot be undone first; the totals; the warnings, those that are alike together;
        the settings that changed. Refusals are printed as the faults that they are.
    """
    said = told(report)
    for detail in (Detail.VERSIONS, Detail.JOINED, Detail.COUNTED, Detail.MERGED):
        # A level that cannot do is not tried: of a large plan that takes as long as making it.
        if detail < Detail.MERGED and fewest_groups(said, detail) > _MOST_LINES:
            continue
        found = groups(said, detail)
        lines = list(_blocks(found, detail, paint))
        if len(lines) <= _MOST_LINES:
            break
    is_grouped = detail > Detail.VERSIONS or any(len(group.places) > 1 for group in found)
    return "\n".join((*lines, *summary(report, paint), *((EVERYTHING,) if is_grouped else ())))


def summary(report: PlanReport, paint: Paint) -> Iterator[str]:
    """The totals, the warnings, and the settings that changed.

    Args:
        report: The plan.
        paint: What gives a piece of text its colour.

    Yields:
        The lines.
    """
    yield paint(headline(report), Style.HEADING)
    for line in figures(report):
        is_irreversible = line.startswith(IRREVERSIBLE)
        yield INDENT + (paint(line, Style.IRREVERSIBLE) if is_irreversible else line)
    for group in grouped(report.warnings):
        yield INDENT + paint(f"warning: {printable(group.heading)}", Style.WARNING)
        for line in (*group.lines, f"hint: {group.hint}"):
            yield INDENT * 2 + printable(line)
    for sentence in setting_sentences(report):
        yield paint(sentence, Style.HEADING)


def block(heading: str, rows: Iterable[Row | str], paint: Paint) -> Iterator[str]:
    """A heading, and what happens below it.

    Args:
        heading: The heading, printable.
        rows: What happens: rows whose columns line up, and sentences.
        paint: What gives a piece of text its colour.

    Yields:
        The lines.
    """
    rows = tuple(rows)
    columns = [row for row in rows if isinstance(row, Row)]
    widths = [
        max((len(cell) for cell in column if len(cell) <= _WIDEST_COLUMN), default=0)
        for column in zip(*(row[:3] for row in columns), strict=True)
    ]
    yield paint(heading, Style.HEADING)
    for row in rows:
        if isinstance(row, str):
            yield INDENT + row
            continue
        subject, what, verdict = (cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True))
        words = f"{what}{INDENT}{verdict}".rstrip()
        padding = f"{what}{INDENT}{verdict}"[len(words) :]
        painted = paint(words, _STYLES[row.verdict]) if row.verdict in _STYLES else words
        yield f"{INDENT}{subject}{INDENT}{painted}{padding}{INDENT}{row.remarks}".rstrip()
        yield from (INDENT * 3 + line for line in row.below)


def remarks(*words: str) -> str:
    """What else there is to know, in one text.

    Args:
        words: The remarks, those that are empty among them.
    """
    return INDENT.join(filter(None, words))


def _blocks(found: Iterable[Group], detail: Detail, paint: Paint) -> Iterator[str]:
    for _, alike in groupby(found, key=_heading_key):
        side_by_side = tuple(alike)
        yield from block(
            _heading(side_by_side, detail), (row for each in side_by_side for row in _rows(each, detail)), paint
        )


def _heading_key(group: Group) -> tuple[object, ...]:
    statement = group.statement
    if not statement.written:
        return (False,)
    return statement.format, statement.written, statement.action, statement.note, group.places


def _heading(side_by_side: tuple[Group, ...], detail: Detail) -> str:
    first = side_by_side[0]
    statement = first.statement
    if not statement.written:
        return "in several packages"
    if statement.action is None:
        return first.where
    changes = [each for each in side_by_side if each.statement.kind is Kind.TRANSITION]
    count = sum(len(each.versions) for each in changes) if detail < Detail.COUNTED else None
    each = " each" if len(first.places) > 1 and count is not None and changes else ""
    return f"{first.where}: {printable(removal_sentence(statement.action, count, statement.note))}{each}"


def _rows(group: Group, detail: Detail) -> Iterator[Row | str]:
    statement = group.statement
    place = "" if statement.written else f"({group.where})"
    match statement.kind:
        case Kind.DELETION if statement.action is None:
            count = f" with {counted(len(statement.whole), 'version')}" if detail < Detail.MERGED else ""
            yield remarks(f"deletes the package{count}", IRREVERSIBLE, quoted(statement.reason), statement.what)
        case Kind.DELETION | Kind.ORIGIN:
            yield remarks(statement.what, place)
        case Kind.TRANSITION:
            yield from _transition_rows(group, detail, remarks(statement.caution, quoted(statement.reason), place))
        case Kind.MAY_RETURN:
            names = group.version_names
            few = ", ".join(names) if 0 < len(names) <= _NAMED_COUNT else counted(group.change_count, "deleted version")
            yield remarks(may_return_sentence(statement.what, few), place)
        case Kind.REMOVAL if place and statement.action is not None:
            yield remarks(printable(removal_sentence(statement.action, None, statement.note)), place)
        case _:
            pass  # The heading says it.


def _transition_rows(group: Group, detail: Detail, words: str) -> Iterator[Row]:
    statement, names = group.statement, group.version_names
    if detail is Detail.VERSIONS:
        yield from (Row(name, statement.what, statement.verdict, words) for name in names)
        return
    joined, count = ", ".join(names), len(names) if names and group.is_exact else group.change_count
    if names and len(joined) <= _WIDEST_COLUMN:
        yield Row(joined, statement.what, statement.verdict, words)
        return
    is_named = statement.irreversible or detail is Detail.JOINED
    below = tuple(_wrapped(names)) if is_named else ()
    yield Row(counted(count, "version"), statement.what, statement.verdict, words, below)


def _wrapped(names: Iterable[str]) -> Iterator[str]:
    """Names on as few lines as they fit on, none of them broken."""
    line = ""
    for name in names:
        if line and len(line) + len(name) > _LONGEST_LINE:
            yield f"{line},"
            line = ""
        line = f"{line}, {name}" if line else name
    yield line
