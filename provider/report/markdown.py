"""A plan as Markdown, fit for the comment on a pull request.

Names, versions and reasons are somebody else's words: whatever Markdown or GitHub could act on is written as a numeric
entity, so that nothing is formatted, linked, referred to or notified. Equal plans give equal text, without a time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from packagestate.provider.plan.changes import ORIGIN_KEY, deletion_line, origin_line
from packagestate.provider.plan.model import Changes, PackagePlan, Removal
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.words import caution, gravest_first, reversibility
from packagestate.provider.report.grouping import Group, grouped
from packagestate.provider.report.text import removal_sentence
from packagestate.provider.report.totals import setting_sentence, totals
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault, printable, shortened

# GitHub takes 65,536 characters; a pipeline may want to add a line.
_LONGEST_TEXT: Final = 65_000
# What the line that says what was left out takes at most.
_LAST_LINE: Final = 200
# All that is neither a letter, a figure, a space, nor harmless. What follows `www` would make it a link.
_ACTIVE: Final = re.compile(r"[^0-9A-Za-z .,+/=()\-\u0080-\U0010ffff]|(?<=[wW]{3})\.")
_COLUMNS: Final = ("version", "from", "to", "", "reason", "revision")


def mark(stack: str | None = None) -> str:
    """What a comment begins with, and is found by when it is to be changed.

    Args:
        stack: The stack that it is about, where there are several; the name by which the program knows it, which is the
            last part of the full one, or the full one.

    Returns:
        A comment of Markdown, which nobody sees.
    """
    return f"<!-- packagestate {stack.rpartition('/')[2]} -->" if stack else "<!-- packagestate -->"


def render_without_plan(stack: str, exit_code: int, errors: Sequence[str] = ()) -> str:
    """What a run is reported as that ended before it had a plan.

    Args:
        stack: Its stack, for the mark.
        exit_code: What it ended with.
        errors: What went wrong, as far as the engine's log says it.

    Returns:
        The mark, that there is no plan, so that the one of an earlier run is not mistaken for it, and what went wrong.
    """
    why = "What went wrong:" if errors else "Its log says what went wrong."
    lines = [
        mark(stack),
        "### packagestate: no plan",
        "",
        f"The run ended with exit code {exit_code} and left no plan. What stood here before was of another run. {why}",
        *chain.from_iterable(map(_error_lines, errors)),
    ]
    return "\n".join(_cut(lines)) + "\n"


def render_markdown(planned: Planned, stack: str | None = None, note: str | None = None) -> str:
    """What a run does.

    Args:
        planned: The plan.
        stack: Its stack, for the mark.
        note: What was not looked at; None where everything was.

    Returns:
        The mark, the settings that changed, the totals, what is wrong, the warnings, and a table for each package that
        changes or is no longer declared, those that lose something for good first. Where that is too long for a
        comment, it is cut between two lines, and the last line says so.
    """
    heading, *figures = (escaped(line.strip()) for line in totals(planned.plan).split("\n"))
    # At the top: a raised limit or another endpoint is easily overlooked, and decides what the rest is worth.
    settings = (f"**\u26a0\ufe0f {escaped(setting_sentence(change))}**\n" for change in planned.settings)
    lines = [mark(stack), f"### packagestate: {heading}", "", *settings, *(f"- {line}" for line in figures)]
    if note is not None:
        lines.append(f"- note: {escaped(note)}")
    # Sorting is stable: within both parts it is the plan's order.
    packages = sorted(planned.changing, key=lambda package: not _is_irreversible(package.changes))
    removals = sorted(planned.plan.removals, key=lambda removal: not _is_irreversible(removal.changes))
    rest = chain(
        chain.from_iterable(_fault_lines(fault) for fault in (*planned.plan.refusals, *planned.excesses)),
        chain.from_iterable(_warning_lines(group) for group in grouped(planned.plan.warnings)),
        chain.from_iterable(map(_removal_lines, removals)),
        chain.from_iterable(_package_lines(package, planned.desired[package.coordinates]) for package in packages),
    )
    return "\n".join(_cut(chain(lines, rest))) + "\n"


def _cut(lines: Iterable[str]) -> Iterator[str]:
    """As many lines as a comment has room for; the last one says how many more there are."""
    left, rest = _LONGEST_TEXT - _LAST_LINE, iter(lines)
    for line in rest:
        left -= len(line) + 1
        if left < 0:
            left_out_count = 1 + sum(1 for _ in rest)
            yield from ("", f"**Too long for a comment: {left_out_count:,} more lines.** The run's log has them all.")
            return
        yield line


def escaped(text: str) -> str:
    """Somebody else's words for a cell of a table, or anywhere else in a line.

    Args:
        text: Whatever it is.

    Returns:
        Markdown that shows the text and does nothing else.
    """
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", printable(text))


def _code(text: str) -> str:
    """A literal: in HTML's element, since entities count for nothing between backticks."""
    return f"<code>{escaped(text)}</code>"


def _error_lines(error: str) -> Iterator[str]:
    """An error as the engine logged it: a fault's summary, and what follows it."""
    summary, *details = error.splitlines()
    yield from ("", f"**{escaped(summary)}**")
    yield from (f"> {escaped(line.strip())}" for line in details)


def _fault_lines(fault: Fault) -> Iterator[str]:
    yield from ("", f"**{escaped(fault.summary)}**")
    yield from (f"> {escaped(line)}" for line in fault.detail.split("\n"))
    yield from (">", f"> hint: {escaped(fault.hint)}")


def _warning_lines(group: Group) -> Iterator[str]:
    yield from ("", f"**Warning: {escaped(group.heading)}**")
    yield from (f"> - {escaped(line)}" for line in group.lines)
    yield from (">", f"> hint: {escaped(group.hint)}")


def _package_lines(plan: PackagePlan, desired: DesiredPackage) -> Iterator[str]:
    yield from ("", f"#### {_named(plan.coordinates)}")
    reasons = {version.version: version.reason for version in desired.versions}
    yield from _table(plan.changes, reasons)
    notes = tuple(_notes(plan, desired))
    if notes:
        yield ""
    yield from notes


def _removal_lines(removal: Removal) -> Iterator[str]:
    yield from ("", f"#### {_named(removal.coordinates)}: {escaped(removal_sentence(removal))}")
    yield from _table(removal.changes, {})
    if removal.changes.deletion is not None:
        yield from ("", f"- whole package: {escaped(deletion_line(removal.changes.deletion))}")
        yield from _reopened(removal)


def _named(coordinates: Coordinates) -> str:
    return f"{_code(coordinates.written)} ({escaped(coordinates.format)}) in {_code(str(coordinates.repository))}"


def _table(changes: Changes, reasons: Mapping[str, str | None]) -> Iterator[str]:
    if changes.transitions:
        yield from ("", _row(*_COLUMNS), "|---" * len(_COLUMNS) + "|")
    for transition in sorted(changes.transitions, key=gravest_first):
        yield _row(
            _code(transition.version),
            transition.before,
            transition.after,
            ", ".join(filter(None, (reversibility(transition), caution(transition)))),
            escaped(reasons.get(transition.version) or ""),
            _code(shortened(transition.revision)),
        )


def _notes(plan: PackagePlan, desired: DesiredPackage) -> Iterator[str]:
    if plan.changes.deletion is not None:
        reason = f" ({escaped(desired.deletion.reason)})" if desired.deletion and desired.deletion.reason else ""
        yield f"- **deletes the package**, cannot be undone{reason}: {escaped(deletion_line(plan.changes.deletion))}"
    if plan.changes.origin is not None:
        yield f"- {ORIGIN_KEY}: {escaped(origin_line(plan.changes.origin))}"
    yield from _reopened(plan)
    for version in plan.waiting:
        reason = f" ({escaped(version.reason)})" if version.reason else ""
        yield f"- {_code(version.version)} is absent: nothing to do until it appears, then to {version.status}{reason}"


def _reopened(plan: PackagePlan | Removal) -> Iterator[str]:
    if plan.reopened:
        yield f"- open way back from upstream: {', '.join(map(_code, plan.reopened))}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _is_irreversible(changes: Changes) -> bool:
    return any(transition.irreversible for transition in changes.transitions)
