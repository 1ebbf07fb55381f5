"""A plan as Markdown, fit for the comment on a pull request. Equal plans give equal text, without a time.

A plan in which nothing repeats is shown in full, with revisions. A larger one is taken together until it fits: first
the same change in many repositories, then what can be undone is counted. Every version that cannot be brought back is
named as long as that fits at all; beyond that it is counted for each package. No text is cut in the middle.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from packagestate.provider.plan.changes import ORIGIN_KEY, deletion_line, origin_line
from packagestate.provider.plan.words import FINISHED, IRREVERSIBLE, REVERSIBLE, counted
from packagestate.provider.report.comment import LONGEST_COMMENT, code, escaped, mark
from packagestate.provider.report.folded import folded, names_only
from packagestate.provider.report.grouping import Group as Faults
from packagestate.provider.report.grouping import grouped
from packagestate.provider.report.groups import Detail, Group, groups, is_repeated, told
from packagestate.provider.report.statements import Kind
from packagestate.provider.report.view import PackageReport, PlanReport
from packagestate.provider.report.words import (
    EVERYTHING,
    figures,
    headline,
    may_return_sentence,
    removal_sentence,
    setting_sentences,
)
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import Fault, shortened

# What a person still reads; what is longer is taken together further.
_LONGEST_READABLE: Final = 20_000
_LEVELS: Final = (
    (Detail.JOINED, _LONGEST_READABLE),
    (Detail.COUNTED, _LONGEST_READABLE),
    (Detail.MERGED, LONGEST_COMMENT),
    (Detail.BARE, LONGEST_COMMENT),
)
# Versions that can be undone are named in a cell of this width, and counted where it is too narrow.
_NARROW: Final = 40

_FULL_COLUMNS: Final = ("version", "from", "to", "", "reason", "revision")
_GROUPED_COLUMNS: Final = ("package", "in", "versions", "changes", "from, to", "reason")


def render_markdown(report: PlanReport, stack: str | None = None) -> str:
    """What a run does.

    Args:
        report: The plan.
        stack: Its stack, for the mark.

    Returns:
        The mark, the settings that changed, the totals, what is wrong, the warnings, and what changes, what cannot be
        undone first; shorter than the longest comment that GitHub takes.
    """
    if not is_repeated(report):
        text = _text(_prefix(report, stack), _full(report), _LONGEST_READABLE)
        if text is not None:
            return text
    for detail, most in _LEVELS:
        faults = None if detail is Detail.JOINED else grouped((*report.refusals, *report.excesses))
        text = _text(_prefix(report, stack, faults), _grouped(report, detail), most)
        if text is not None:
            return text
    return folded(report, stack)


def _text(prefix: Iterable[str], changes: Iterable[str], most: int) -> str | None:
    """The lines as a text; None as soon as they are more than so many characters."""
    lines: list[str] = []
    length = 0
    for line in chain(prefix, changes):
        length += len(line) + 1
        if length > most:
            return None
        lines.append(line)
    return "\n".join(lines) + "\n"


def _prefix(report: PlanReport, stack: str | None, faults: tuple[Faults, ...] | None = None) -> list[str]:
    """All but what changes; the faults that stop the run each by itself, or grouped."""
    lines = [mark(stack), f"### packagestate: {escaped(headline(report))}", ""]
    # At the top: a raised limit or another endpoint is easily overlooked, and decides what the rest is worth.
    lines += (f"**\u26a0\ufe0f {escaped(each)}**\n" for each in setting_sentences(report))
    lines += (f"- {escaped(line)}" for line in figures(report))
    if report.note is not None:
        lines.append(f"- note: {escaped(report.note)}")
    if faults is None:
        lines += (line for fault in (*report.refusals, *report.excesses) for line in _fault(fault))
    else:
        lines += (line for each in faults for line in _faults(each, ""))
    lines += (line for each in grouped(report.warnings) for line in _faults(each, "Warning: "))
    return lines


def _fault(fault: Fault) -> Iterator[str]:
    yield from ("", f"**{escaped(fault.summary)}**")
    yield from (f"> {escaped(line)}" for line in fault.detail.split("\n"))
    yield from (">", f"> hint: {escaped(fault.hint)}")


def _faults(group: Faults, kind: str) -> Iterator[str]:
    yield from ("", f"**{kind}{escaped(group.heading)}**")
    yield from (f"> - {escaped(line)}" for line in group.lines)
    yield from (">", f"> hint: {escaped(group.hint)}")


def _full(report: PlanReport) -> Iterator[str]:
    """Each package by itself, those that lose something for good first; sorting is stable."""
    for package in sorted(report.parts, key=lambda each: not _loses(each)):
        if package.action is not None:
            sentence = removal_sentence(package.action, len(package.changes), package.note)
            yield from ("", f"#### {_named(package.coordinates)}: {escaped(sentence)}")
        elif package.changes or package.origin or package.deletion:
            yield from ("", f"#### {_named(package.coordinates)}")
        yield from _table(package)
        notes = tuple(_notes(package))
        yield from ("", *notes) if notes else ()


def _loses(package: PackageReport) -> bool:
    return package.deletion is not None or any(each.transition.irreversible for each in package.changes)


def _named(coordinates: Coordinates) -> str:
    return f"{code(coordinates.written)} ({escaped(coordinates.format)}) in {code(str(coordinates.repository))}"


def _table(package: PackageReport) -> Iterator[str]:
    if package.changes:
        yield from ("", *_head(_FULL_COLUMNS))
    for change in package.changes:
        transition = change.transition
        yield _row(
            code(transition.version),
            transition.before,
            transition.after,
            ", ".join(filter(None, (change.verdict, change.caution))),
            escaped(change.reason or ""),
            code(shortened(transition.revision)),
        )


def _notes(package: PackageReport) -> Iterator[str]:
    if package.deletion is not None and package.action is None:
        reason = package.declared_deletion.reason if package.declared_deletion else None
        why = f" ({escaped(reason)})" if reason else ""
        yield f"- **deletes the package**, cannot be undone{why}: {escaped(deletion_line(package.deletion))}"
    elif package.deletion is not None:
        yield f"- whole package: {escaped(deletion_line(package.deletion))}"
    if package.origin is not None:
        yield f"- {ORIGIN_KEY}: {escaped(origin_line(package.origin))}"
    if package.may_return:
        yield f"- may return from upstream: {', '.join(map(code, package.may_return))}"


def _grouped(report: PlanReport, detail: Detail) -> Iterator[str]:
    """What cannot be undone in one table, what can be in another, and what is said in sentences below."""
    found = groups(told(report), detail)
    losses = [each for each in found if each.statement.verdict == IRREVERSIBLE]
    others = [each for each in found if each.statement.verdict in {REVERSIBLE, FINISHED}]
    if detail is Detail.BARE and losses:
        yield from ("", f"#### {IRREVERSIBLE}", "", *names_only(losses))
        losses = []
    for heading, rows in ((IRREVERSIBLE, losses), (REVERSIBLE, others)):
        if rows:
            yield from ("", f"#### {heading}", "", *_head(_GROUPED_COLUMNS))
            yield from (_group_row(each, detail) for each in rows)
    sentences = [_sentence(each) for each in found if not each.statement.verdict]
    if sentences:
        yield from ("", *sentences)
    why = " Reasons: `packagestate plan --json`." if detail is Detail.BARE else ""
    yield from ("", f"{escaped(EVERYTHING)}.{escaped(why)}")


def _group_row(group: Group, detail: Detail) -> str:
    statement, names = group.statement, group.version_names
    reason = statement.reason or ""
    words = (escaped(reason if detail < Detail.COUNTED else shortened(reason)), _removed(statement.action))
    if statement.kind is Kind.DELETION:
        versions = "the whole package" + (f", {counted(len(statement.whole), 'version')}" if statement.whole else "")
    elif statement.irreversible or detail < Detail.COUNTED or len(", ".join(names)) <= _NARROW:
        versions = code(", ".join(names)) if names else ""
    else:
        versions = ""
    what = ", ".join(filter(None, (statement.what, statement.verdict * (statement.verdict == FINISHED))))
    return _row(
        _package(group),
        escaped(group.place),
        versions,
        str(group.change_count),
        escaped(", ".join(filter(None, (what, statement.caution)))),
        ", ".join(filter(None, words)),
    )


def _package(group: Group) -> str:
    statement = group.statement
    return f"{code(statement.written)} ({statement.format})" if statement.written else escaped(group.package_words)


def _removed(action: OnRemoval | None) -> str:
    return "" if action is None else "no longer declared"


def _sentence(group: Group) -> str:
    statement = group.statement
    place = f"{_package(group)} in {escaped(group.place)}"
    if statement.kind is Kind.MAY_RETURN:
        names = ", ".join(group.version_names) or counted(group.change_count, "deleted version")
        return f"- {place}: {escaped(may_return_sentence(statement.what, names))}"
    if statement.action is not None:
        return f"- {place}: {escaped(removal_sentence(statement.action, None, statement.note))}"
    return f"- {place}: {escaped(statement.what)}"


def _head(columns: tuple[str, ...]) -> tuple[str, str]:
    return _row(*columns), "|---" * len(columns) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
