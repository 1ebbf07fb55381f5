"""A plan as text, for whoever reviews it.

Every transition of a package is one line that can be read, searched and copied on its own. What cannot be undone comes
first. Names, versions, revisions and reasons are somebody else's words, and are printed with what could act on a
terminal escaped. Colour is left to whoever prints the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from provider.plan.changes import ORIGIN_KEY, origin_line
from provider.plan.grouping import grouped
from provider.plan.model import PackagePlan, Plan, Transition
from provider.plan.transitions import Evidence, rule
from schemas.desired import DesiredPackage
from schemas.errors import printable
from schemas.status import DECLARABLE, Status

_INDENT = "  "
_DIGITS = re.compile(r"([0-9]+)")
# A version that is longer than this sticks out, and does not push the columns of the others to the right.
_WIDEST_COLUMN = 40
_GRAVEST_FIRST = tuple(reversed(DECLARABLE))
_IRREVERSIBLE, _REVERSIBLE, _FINISHED = "cannot be undone", "can be undone", "not back to Unfinished"


def render_package(plan: PackagePlan, desired: DesiredPackage | None) -> str:
    """What a run does to one package.

    Args:
        plan: The package's plan.
        desired: What is declared, for the reasons; None where nobody gave any.

    Returns:
        A heading and, below it, every transition with whether it can be undone, its reason and its revision, the change
        of the origin configuration, what may come back, and the versions that wait. Refusals are printed as the faults
        that they are.
    """
    reasons = {version.version: version.reason for version in desired.versions} if desired else {}
    lines = (*_transition_lines(plan, reasons), *_origin_lines(plan), *_reopened_lines(plan), *_waiting_lines(plan))
    return f"\n{_INDENT}".join((printable(str(plan.coordinates)), *(lines or ("nothing to change",))))


def summarise(plan: Plan) -> str:
    """What a run does as a whole.

    Args:
        plan: The plan.

    Returns:
        The lines of `totals`, and the warnings, those that are alike together and after the first few only counted.
    """
    return f"\n{_INDENT}".join((totals(plan), *_warning_lines(plan)))


def totals(plan: Plan) -> str:
    """How much a run does as a whole.

    Args:
        plan: The plan.

    Returns:
        A line with how much changes of what was looked at, and a line each for what cannot be undone, for what can, for
        the origin configurations, what may come back, the versions that wait, the refusals and the warnings, where
        there are any.
    """
    transitions = (transition for package in plan.packages for transition in package.changes.transitions)
    counts = Counter((reversibility(transition), transition.after) for transition in transitions)
    changed_count = sum(bool(package.changes) for package in plan.packages)
    seen = _count(len(plan.packages), "package"), _count(plan.observed_version_count, "observed version")
    heading = (
        f"{counts.total()} of {seen[1]} to change, in {changed_count} of {seen[0]}"
        if changed_count
        else f"nothing to change in {seen[0]} with {seen[1]}"
    )
    return f"\n{_INDENT}".join((heading, *_summary_lines(plan, counts)))


def _summary_lines(plan: Plan, counts: Counter[tuple[str, Status]]) -> Iterator[str]:
    for verdict in (_IRREVERSIBLE, _REVERSIBLE, _FINISHED):
        if parts := [f"{counts[verdict, status]} to {status}" for status in _GRAVEST_FIRST if counts[verdict, status]]:
            yield f"{verdict}: {', '.join(parts)}"
    if origin_count := sum(package.changes.origin is not None for package in plan.packages):
        yield f"{_count(origin_count, 'origin configuration')} to change"
    if reopened_count := sum(len(package.reopened) for package in plan.packages):
        yield f"{_count(reopened_count, 'deleted version')} with an open way back from upstream"
    if waiting_count := sum(len(package.waiting) for package in plan.packages):
        yield f"{_count(waiting_count, 'declared version')} absent: nothing to do until the first run after appearing"
    if refusal_count := len(plan.refusals):
        yield f"{_count(refusal_count, 'refusal')}: this plan will not be carried out"
    if warning_count := len(plan.warnings):
        yield _count(warning_count, "warning")


def _warning_lines(plan: Plan) -> Iterator[str]:
    for group in grouped(plan.warnings):
        yield f"warning: {group.heading}"
        for line in (*group.lines, f"hint: {group.hint}"):
            yield f"{_INDENT}{printable(line)}"


def _transition_lines(plan: PackagePlan, reasons: Mapping[str, str | None]) -> Iterator[str]:
    return _aligned(
        (
            printable(transition.version),
            f"{transition.before} -> {transition.after}",
            reversibility(transition),
            _remarks(transition, reasons.get(transition.version)),
        )
        for transition in sorted(plan.changes.transitions, key=gravest_first)
    )


def _origin_lines(plan: PackagePlan) -> Iterator[str]:
    if plan.changes.origin is not None:
        yield f"{ORIGIN_KEY}: {origin_line(plan.changes.origin)}"


def _reopened_lines(plan: PackagePlan) -> Iterator[str]:
    if plan.reopened:
        names = ", ".join(printable(version) for version in sorted(plan.reopened, key=_version_order))
        yield (
            f"open way back: the next request may fetch {names} from upstream again; declare `{Status.DISPOSED}`, a "
            "tombstone that stays, or `origin: {upstream: BLOCK}`"
        )


def _waiting_lines(plan: PackagePlan) -> Iterator[str]:
    if plan.waiting:
        yield "absent, so nothing to do until the first run after they appear:"
        waiting = sorted(plan.waiting, key=lambda version: _version_order(version.version))
        for line in _aligned(
            (printable(wanted.version), f"to {wanted.status}", _quoted(wanted.reason)) for wanted in waiting
        ):
            yield f"{_INDENT}{line}"


def reversibility(transition: Transition) -> str:
    """Whether a call leads back. Nothing leads back to Unfinished, though every other status stays in reach.

    Args:
        transition: The transition.

    Returns:
        The words.
    """
    if transition.irreversible:
        return _IRREVERSIBLE
    return _FINISHED if transition.before is Status.UNFINISHED else _REVERSIBLE


def caution(transition: Transition) -> str:
    """What is not known of a transition.

    Args:
        transition: The transition.

    Returns:
        The words; empty where AWS documents it, or it follows from what AWS documents.
    """
    return "not documented by AWS" if rule(transition).evidence is Evidence.UNDOCUMENTED else ""


def _remarks(transition: Transition, reason: str | None) -> str:
    """What else a reviewer should know; not in columns, since a revision is long and a reason may be longer."""
    remarks = (caution(transition), _quoted(reason), f"revision {printable(transition.revision)}")
    return _INDENT.join(filter(None, remarks))


def _quoted(reason: str | None) -> str:
    return f'"{printable(reason)}"' if reason else ""


def gravest_first(transition: Transition) -> tuple[int, list[str | int], str]:
    """The order in which transitions are read: what is hardest to undo first, then as people expect versions.

    Args:
        transition: The transition.

    Returns:
        A key to sort by.
    """
    return (_GRAVEST_FIRST.index(transition.after), *_version_order(transition.version))


def _version_order(version: str) -> tuple[list[str | int], str]:
    """The order in which people expect versions, `1.9.0` before `1.10.0`; where that is a tie, that of the text."""
    parts = _DIGITS.split(version)
    return [int(part) if index % 2 else part for index, part in enumerate(parts)], version


def _aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines whose columns line up; a column that is empty in every row is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max((len(cell) for cell in column if len(cell) <= _WIDEST_COLUMN), default=0) for column in columns]
    for row in zip(*columns, strict=True):
        yield _INDENT.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
