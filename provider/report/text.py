"""A plan as text, for whoever reviews it.

Every transition of a package is one line that can be read, searched and copied on its own. What cannot be undone comes
first. Names, versions, revisions and reasons are somebody else's words, and are printed with what could act on a
terminal escaped. Colour is left to whoever prints the text.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from packagestate.provider.plan.changes import ORIGIN_KEY, deletion_line, origin_line
from packagestate.provider.plan.model import Changes, PackagePlan, Plan, Removal, Transition
from packagestate.provider.plan.words import (
    IRREVERSIBLE,
    caution,
    counted,
    gravest_first,
    quoted,
    reversibility,
    version_order,
)
from packagestate.provider.report.grouping import grouped
from packagestate.provider.report.totals import totals
from packagestate.schemas.desired import DesiredPackage, OnRemoval
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status

_INDENT = "  "
# A version that is longer than this sticks out, and does not push the columns of the others to the right.
_WIDEST_COLUMN = 40


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
        *_reopened_lines(plan, "declare `origin: {publish: BLOCK, upstream: BLOCK}` beside `status: Deleted`"),
        *_waiting_lines(plan),
    )
    return f"\n{_INDENT}".join((printable(str(plan.coordinates)), *(lines or ("nothing to change",))))


def render_removal(removal: Removal) -> str:
    """What a run does with a package that is no longer declared.

    Args:
        removal: The removal.

    Returns:
        A heading that says what happens, and, below it, every transition, the origin configuration that is dropped, and
        what may come back. Refusals are printed as the faults that they are.
    """
    deletion = removal.changes.deletion
    lines = (
        *_transition_lines(removal.changes, {}),
        *(() if deletion is None else (f"{ORIGIN_KEY}: {deletion_line(deletion)}",)),
        *_reopened_lines(
            removal,
            "declare `status: Deleted` with `origin: {publish: BLOCK, upstream: BLOCK}` instead of taking the package "
            "out of the manifests",
        ),
    )
    return f"\n{_INDENT}".join((f"{printable(str(removal.coordinates))}: {removal_sentence(removal)}", *lines))


def removal_sentence(removal: Removal) -> str:
    """What happens to a package that is no longer declared, in words.

    Args:
        removal: The removal.
    """
    versions = counted(len(removal.changes.transitions), "version")
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


def summarise(plan: Plan) -> str:
    """What a run does as a whole.

    Args:
        plan: The plan.

    Returns:
        The lines of `totals`, and the warnings, those that are alike together and after the first few only counted.
    """
    return f"\n{_INDENT}".join((totals(plan), *_warning_lines(plan)))


def _warning_lines(plan: Plan) -> Iterator[str]:
    for group in grouped(plan.warnings):
        yield f"warning: {group.heading}"
        for line in (*group.lines, f"hint: {group.hint}"):
            yield f"{_INDENT}{printable(line)}"


def _deletion_lines(plan: PackagePlan, desired: DesiredPackage | None) -> Iterator[str]:
    deletion = plan.changes.deletion
    if deletion is not None:
        reason = quoted(desired.deletion.reason) if desired and desired.deletion else ""
        versions = counted(len(plan.changes.transitions), "version")
        words = (
            f"deletes the package with {versions}",
            IRREVERSIBLE,
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


def _reopened_lines(plan: PackagePlan | Removal, how_to_close: str) -> Iterator[str]:
    """What may come back from upstream, and how to keep away a package that is deleted as a whole."""
    if plan.reopened and plan.changes.deletion is not None:
        yield (
            "open way back: the deletion drops the origin configuration, so the package may be fetched from upstream "
            f"again; {how_to_close}"
        )
    elif plan.reopened:
        names = ", ".join(printable(version) for version in sorted(plan.reopened, key=version_order))
        yield (
            f"open way back: the next request may fetch {names} from upstream again; declare `{Status.DISPOSED}`, a "
            "tombstone that stays, or `origin: {publish: ALLOW, upstream: BLOCK}`"
        )


def _waiting_lines(plan: PackagePlan) -> Iterator[str]:
    if plan.waiting:
        yield "absent, so nothing to do until the first run after they appear:"
        waiting = sorted(plan.waiting, key=lambda version: version_order(version.version))
        for line in _aligned(
            (printable(wanted.version), f"to {wanted.status}", quoted(wanted.reason)) for wanted in waiting
        ):
            yield f"{_INDENT}{line}"


def _remarks(transition: Transition, reason: str | None) -> str:
    """What else a reviewer should know; not in columns, since a revision is long and a reason may be longer."""
    remarks = (caution(transition), quoted(reason), f"revision {printable(transition.revision)}")
    return _INDENT.join(filter(None, remarks))


def _aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines whose columns line up; a column that is empty in every row is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max((len(cell) for cell in column if len(cell) <= _WIDEST_COLUMN), default=0) for column in columns]
    for row in zip(*columns, strict=True):
        yield _INDENT.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
