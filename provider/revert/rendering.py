"""What came of a revert, as text. Names are somebody else's words: what could act on a terminal is escaped. Pure."""

from collections.abc import Iterable, Iterator

from packagestate.provider.configuration.advice import command_here
from packagestate.provider.plan.changes import origin_line
from packagestate.provider.plan.words import counted
from packagestate.provider.revert.decision import Decision, Lost
from packagestate.provider.revert.reverting import Report
from packagestate.schemas.errors import printable
from packagestate.schemas.files import shown

_INDENT = "  "


def render(report: Report) -> Iterator[str]:
    """What goes back, what does not and why, which files were written, and what comes next.

    Args:
        report: What was decided and written.

    Yields:
        The lines.
    """
    going = [each for each in report.decisions if each.going_back or each.origin]
    losing = [each for each in report.decisions if each.lost]
    kept_count = sum(each.kept_count for each in report.decisions)
    if going:
        yield "goes back with the next run:"
        for each in going:
            yield from _block(each, _returns(each))
    if losing:
        yield "does not go back:"
        for each in losing:
            yield from _block(each, _losses(each.lost))
    if kept_count:
        yield f"as before the plan: {counted(kept_count, 'version')}"
    if report.forgotten:
        yield "forgotten by the plan and left as they were in AWS; declare them again to manage them:"
        yield from (f"{_INDENT}{printable(str(each))}" for each in report.forgotten)
    if not (going or losing or kept_count or report.forgotten):
        yield "the plan changed nothing"
    verb = "would write" if report.is_dry_run else "wrote"
    yield from (printable(f"{verb} {shown(file)}") for file in report.files)
    if not report.files:
        yield "no file needs an edit"
    if going and not report.is_dry_run:
        yield "next:"
        yield from (f"{_INDENT}{each}" for each in _next(report))


def _next(report: Report) -> Iterator[str]:
    if report.is_lock_stale:
        yield "packagestate lock"
    yield command_here("preview")


def _block(decision: Decision, lines: Iterable[str]) -> Iterator[str]:
    yield f"{_INDENT}{printable(str(decision.coordinates))}"
    yield from (f"{_INDENT * 2}{printable(line)}" for line in lines)


def _returns(decision: Decision) -> Iterator[str]:
    by_change: dict[str, list[str]] = {}
    for each in decision.going_back:
        over = f", over {decision.over[each.version]}" if each.version in decision.over else ""
        by_change.setdefault(f"{each.before} -> {each.after}{over}", []).append(each.version)
    yield from (f"{change}  {' '.join(versions)}" for change, versions in by_change.items())
    if decision.origin is not None:
        yield f"origin configuration: {origin_line(decision.origin)}"


def _losses(lost: Iterable[Lost]) -> Iterator[str]:
    by_reason: dict[tuple[str, str], list[str]] = {}
    for each in lost:
        reason = f"{each.reason} ({each.place})" if each.place else each.reason
        by_reason.setdefault((each.change, reason), []).append(each.subject)
    yield from (f"{change}  {' '.join(subjects)}  {reason}" for (change, reason), subjects in by_reason.items())
