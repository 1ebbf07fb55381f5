"""A run without a person does what holds ask for, and nothing if there is anything else to do."""

from collections.abc import Iterator
from typing import Final

from packagestate.provider.plan.model import PackagePlan
from packagestate.provider.plan.phrases import counted
from packagestate.provider.plan.planned import Planned
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import PackageStateError, printable
from packagestate.schemas.status import Status

#: Says that nobody reviews the run.
UNATTENDED_VARIABLE: Final = "PACKAGESTATE_UNATTENDED"

_SHOWN_COUNT: Final = 20
_RULE: Final = (
    "With `--unattended`, a run does what holds ask for and what can be undone, and only if nothing else is to be "
    "done. This waits for people:"
)


class UnattendedError(PackageStateError):
    """There is more to do than what may be done without a person."""


def require_unattended(planned: Planned) -> None:
    """Make sure that everything in a plan is caused by a hold, and can be undone.

    Args:
        planned: The plan.

    Raises:
        UnattendedError: Something else is in it; it says what.
    """
    waiting = list(_waiting(planned))
    if not waiting:
        return
    lines = [*waiting[:_SHOWN_COUNT]]
    if len(waiting) > _SHOWN_COUNT:
        lines.append(f"and {counted(len(waiting) - _SHOWN_COUNT, 'more change')}")
    raise UnattendedError.of(
        "Plan needs people",
        "\n".join(
            (
                _RULE,
                *map(printable, lines),
                "Nothing was changed.",
            )
        ),
        "have the plan reviewed, and run `packagestate pipeline up` without `--unattended`",
    )


def _waiting(planned: Planned) -> Iterator[str]:
    """What is to be done that nobody may do without a person."""
    for each in planned.plan.packages:
        yield from _of_package(each, planned.desired[each.coordinates])
    for removal in planned.plan.removals:
        yield f"{removal.coordinates}: no longer declared"
    for setting in (*planned.settings, *planned.of_this_run):
        yield f"setting {setting.key}: {setting.before} -> {setting.after}"


def _of_package(plan: PackagePlan, desired: DesiredPackage) -> Iterator[str]:
    place, changes = plan.coordinates, plan.changes
    held = {each.version for each in desired.versions if each.is_hold}
    if changes.origin is not None:
        yield f"{place}: its origin configuration changes"
    if changes.deletion is not None:
        yield f"{place}: it is deleted"
    for each in changes.transitions:
        if each.version not in held or each.irreversible or each.loosens or each.before is Status.UNFINISHED:
            yield f"{place.written} {each.version} in {place.repository}: {each.before} -> {each.after}"
