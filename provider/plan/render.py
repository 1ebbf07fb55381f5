"""A plan as text, for whoever reviews it.

Every transition of a package is one line that can be read, searched and copied on its own. What cannot be undone comes
first. Names, versions, revisions and reasons are somebody else's words, and are printed with what could act on a
terminal escaped. Colour is left to whoever prints the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from provider.plan.changes import ORIGIN_KEY, deletion_line, origin_line
from provider.plan.model import Changes, PackagePlan, Plan, Removal, Transition
from provider.plan.recorded import SettingChange
from provider.plan.transitions import Evidence, rule
from schemas.desired import DesiredPackage, OnRemoval
from schemas.errors import printable
from schemas.status import DECLARABLE, Status

_INDENT = "  "
_DIGITS = re.compile(r"([0-9]+)")
# A version that is longer than this sticks out, and does not push the columns of the others to the right.
_WIDEST_COLUMN = 40
_GRAVEST_FIRST = tuple(reversed(DECLARABLE))
_REMOVALS = {OnRemoval.DELETE: "deleted", OnRemoval.DISPOSE: "disposed", OnRemoval.RETAIN: "forgotten"}
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
    lines = (
        *_deletion_lines(plan, desired),
        *_transition_lines(plan.changes, reasons),
        *_origin_lines(plan),
        *_reopened_lines(plan),
        *_waiting_lines(plan),
    )
    return f"\n{_INDENT}".join((printable(str(plan.coordinates)), *(lines or ("nothing to change",))))


def render_removal(removal: Removal) -> str:
    """What a run does with a package that is no longer declared.

    Args:
        removal: The removal.

    Returns:
        A heading that says what happens, and, below it, every transition. Refusals are printed as the faults that they
        are.
    """
    lines = _transition_lines(removal.changes, {})
    return f"\n{_INDENT}".join((f"{printable(str(removal.coordinates))}: {removal_sentence(removal)}", *lines))


def removal_sentence(removal: Removal) -> str:
    """What happens to a package that is no longer declared, in words.

    Args:
        removal: The removal.
    """
    versions = _count(len(removal.changes.transitions), "version")
    match removal.action:
        case OnRemoval.RETAIN:
            why = f", although `onRemoval` says otherwise: {removal.note}" if removal.note else ""
            return f"no longer declared, forgotten; AWS is left as it is{why}"
        case OnRemoval.DISPOSE:
            return f"no longer declared, disposes {versions}"
        case OnRemoval.DELETE:
            return f"no longer declared, deletes the package with {versions}"
        case unexpected:
            assert_never(unexpected)


def setting_sentence(change: SettingChange) -> str:
    """That a setting is not what it was, in words.

    Args:
        change: The change.
    """
    before, after = (printable(value) if value else "not set" for value in (change.before, change.after))
    return f"since the last run, packagestate:{change.key} changed from {before} to {after}"


def summarise(plan: Plan) -> str:
    """What a run does as a whole.

    Args:
        plan: The plan.

    Returns:
        A line with how much changes of what was looked at, and a line each for what cannot be undone, for what can, for
        the origin configurations, what may come back, the versions that wait and the refusals, where there are any.
    """
    transitions = (transition for _, changes in plan.all_changes for transition in changes.transitions)
    counts = Counter((reversibility(transition), transition.after) for transition in transitions)
    changed_count = sum(bool(changes) for _, changes in plan.all_changes)
    package_count = len(plan.packages) + len(plan.removals)
    seen = _count(package_count, "package"), _count(plan.observed_version_count, "observed version")
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
    if deletion_count := sum(changes.deletion is not None for _, changes in plan.all_changes):
        yield f"{_count(deletion_count, 'package')} to delete as a whole, with the origin configuration"
    if plan.removals:
        actions = Counter(removal.action for removal in plan.removals)
        parts = [f"{actions[action]} {words}" for action, words in _REMOVALS.items() if actions[action]]
        yield f"{_count(len(plan.removals), 'package')} no longer declared: {', '.join(parts)}"
    if unmanaged := Counter(version.status for each in plan.unmanaged for version in each.versions):
        parts = [
            f"{unmanaged[status]} {status}" for status in (*_GRAVEST_FIRST, Status.UNFINISHED) if unmanaged[status]
        ]
        yield f"{_count(unmanaged.total(), 'version')} no longer managed and left as they are: {', '.join(parts)}"
    if refusal_count := len(plan.refusals):
        yield f"{_count(refusal_count, 'refusal')}: this plan will not be carried out"


def _deletion_lines(plan: PackagePlan, desired: DesiredPackage | None) -> Iterator[str]:
    deletion = plan.changes.deletion
    if deletion is not None:
        reason = _quoted(desired.deletion.reason) if desired and desired.deletion else ""
        versions = _count(len(plan.changes.transitions), "version")
        words = (
            f"deletes the package with {versions}",
            _IRREVERSIBLE,
            reason,
            f"{ORIGIN_KEY}: {deletion_line(deletion)}",
        )
        yield _INDENT.join(filter(None, words))


def _transition_lines(changes: Changes, reasons: Mapping[str, str | None]) -> Iterator[str]:
    return _aligned(
        (
            printable(transition.version),
            f"{transition.before} -> {transition.after}",
            reversibility(transition),
            _remarks(transition, reasons.get(transition.version)),
        )
        for transition in sorted(changes.transitions, key=gravest_first)
    )


def _origin_lines(plan: PackagePlan) -> Iterator[str]:
    if plan.changes.origin is not None:
        yield f"{ORIGIN_KEY}: {origin_line(plan.changes.origin)}"


def _reopened_lines(plan: PackagePlan) -> Iterator[str]:
    if plan.reopened and plan.changes.deletion is not None:
        yield (
            "open way back: the deletion drops the origin configuration, so the package may be fetched from upstream "
            "again, and deleted again by the next run; declare `origin: {upstream: BLOCK}` beside `status: Deleted`"
        )
    elif plan.reopened:
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


def _remarks(transition: Transition, reason: str | None) -> str:
    """What else a reviewer should know; not in columns, since a revision is long and a reason may be longer."""
    caution = "not documented by AWS" if rule(transition).evidence is Evidence.UNDOCUMENTED else ""
    remarks = (caution, _quoted(reason), f"revision {printable(transition.revision)}")
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
