"""How much a plan does as a whole, in lines."""

from collections import Counter
from collections.abc import Iterator

from packagestate.provider.plan.model import Plan
from packagestate.provider.plan.recorded import SettingChange
from packagestate.provider.plan.words import FINISHED, GRAVEST_FIRST, IRREVERSIBLE, REVERSIBLE, counted, reversibility
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import printable
from packagestate.schemas.status import Status

_REMOVALS = {OnRemoval.DELETE: "deleted", OnRemoval.DISPOSE: "disposed", OnRemoval.RETAIN: "forgotten"}


def totals(plan: Plan) -> str:
    """How much a run does as a whole.

    Args:
        plan: The plan.

    Returns:
        A line with how much changes of what was looked at, and a line each for what cannot be undone, for what can, for
        the origin configurations, what may come back, the versions that wait, the refusals and the warnings, where
        there are any.
    """
    transitions = (transition for _, changes in plan.all_changes for transition in changes.transitions)
    counts = Counter((reversibility(transition), transition.after) for transition in transitions)
    changed_count = sum(bool(changes) for _, changes in plan.all_changes)
    seen = counted(len(plan.parts), "package"), counted(plan.observed_version_count, "observed version")
    heading = (
        f"{counts.total()} of {seen[1]} to change, in {changed_count} of {seen[0]}"
        if changed_count
        else f"nothing to change in {seen[0]} with {seen[1]}"
    )
    return "\n  ".join((heading, *_summary_lines(plan, counts)))


def _summary_lines(plan: Plan, counts: Counter[tuple[str, Status]]) -> Iterator[str]:
    for verdict in (IRREVERSIBLE, REVERSIBLE, FINISHED):
        if parts := [f"{counts[verdict, status]} to {status}" for status in GRAVEST_FIRST if counts[verdict, status]]:
            yield f"{verdict}: {', '.join(parts)}"
    if origin_count := sum(package.changes.origin is not None for package in plan.packages):
        yield f"{counted(origin_count, 'origin configuration')} to change"
    if reopened_count := sum(len(package.reopened) for package in plan.parts):
        yield f"{counted(reopened_count, 'deleted version')} with an open way back from upstream"
    if waiting_count := sum(len(package.waiting) for package in plan.packages):
        yield f"{counted(waiting_count, 'declared version')} absent: nothing to do until the first run after appearing"
    yield from _removal_lines(plan)
    if refusal_count := len(plan.refusals):
        yield f"{counted(refusal_count, 'refusal')}: this plan will not be carried out"
    if warning_count := len(plan.warnings):
        yield counted(warning_count, "warning")


def _removal_lines(plan: Plan) -> Iterator[str]:
    if deletion_count := sum(changes.deletion is not None for _, changes in plan.all_changes):
        yield f"{counted(deletion_count, 'package')} to delete as a whole, with the origin configuration"
    if plan.removals:
        actions = Counter(removal.action for removal in plan.removals)
        parts = [f"{actions[action]} {words}" for action, words in _REMOVALS.items() if actions[action]]
        yield f"{counted(len(plan.removals), 'package')} no longer declared: {', '.join(parts)}"
    if unmanaged := Counter(version.status for each in plan.unmanaged for version in each.versions):
        parts = [f"{unmanaged[status]} {status}" for status in (*GRAVEST_FIRST, Status.UNFINISHED) if unmanaged[status]]
        yield f"{counted(unmanaged.total(), 'version')} no longer managed and left as they are: {', '.join(parts)}"


def setting_sentence(change: SettingChange) -> str:
    """That a setting is not what it was, in words.

    Args:
        change: The change.
    """
    before, after = (printable(value) if value else "not set" for value in (change.before, change.after))
    return f"since the last run, packagestate:{change.key} changed from {before} to {after}"
