"""The program's side of a run: load, observe, plan, refuse, print, limit, declare.

All of it happens before a resource is registered, in a preview as in an update, so that the first preview of a stack
tells the truth, and a refused run changes nothing.
"""

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import pulumi

from packagestate.provider.choices.reading import read_locked
from packagestate.provider.codeartifact import connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.model import PackagePlan
from packagestate.provider.plan.planned import Planned
from packagestate.provider.program.engine_record import begin_reading_record
from packagestate.provider.program.planning import plan_manifests
from packagestate.provider.program.reviewed import (
    DOCUMENT_VARIABLE,
    REPORT_VARIABLE,
    REVIEWED_VARIABLE,
    Reviewed,
    document,
)
from packagestate.provider.program.unattended import UNATTENDED_VARIABLE, require_unattended
from packagestate.provider.removals import Removals
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import Style, render_text
from packagestate.provider.report.view import PlanReport, report
from packagestate.provider.resource import Package
from packagestate.provider.state.record import SETTINGS_OUTPUT, Record
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import LimitError, PackageStateError, RefusalError, StateError
from packagestate.schemas.load import load
from packagestate.schemas.status import Status

# Progress interval: how many packages are observed between two messages.
_PROGRESS_STEP: Final = 100

# How many lines are printed at once: the engine answers each message, and takes no message of any length.
_PRINTED_COUNT: Final = 1_000

# The engine replaces them by what the terminal understands, or by nothing: `--color`, `NO_COLOR`.
# Source: pulumi/pulumi, sdk/go/common/diag/colors.
_MARKS: Final = {
    Style.HEADING: "<{%bold%}>",
    Style.IRREVERSIBLE: "<{%fg 1%}>",
    Style.REVERSIBLE: "<{%fg 2%}>",
    Style.FINISHED: "<{%fg 3%}>",
    Style.WARNING: "<{%fg 3%}>",
}


def run(configuration: StackConfiguration) -> None:
    """Declare every package of the manifests, with the changes that bring it to its desired state.

    Args:
        configuration: The configuration of the stack.

    Raises:
        ManifestError: A manifest is wrong.
        RefusalError: A desired state cannot be reached, or must not be.
        LimitError: The plan goes over a limit.
        StalePlanError: The run would do something else than what was reviewed.
        UnattendedError: Nobody reviews the run, and there is more to do than what holds ask for.
        GatewayError: AWS could not be asked.
        StateError: The engine does not say what the stack remembers.
    """
    read_record = begin_reading_record()
    try:
        planned = _planned(configuration, read_record)
    except PackageStateError:
        # A run that is refused takes no setting over: the next one says again which of them differ. Where the record
        # cannot be read either, the first error is the one to be told.
        with suppress(StateError):
            pulumi.export(SETTINGS_OUTPUT, dict(read_record().settings))
        raise
    pulumi.export(SETTINGS_OUTPUT, dict(planned.in_force))
    pulumi.run(lambda: _declare_all(planned))


def _planned(configuration: StackConfiguration, read_record: Callable[[], Record]) -> Planned:
    """The plan, written wherever somebody wants to see it, and refused where it must not be carried out."""
    file = os.environ.get(REVIEWED_VARIABLE)
    reviewed = Reviewed.parse(Path(file).read_text(encoding="utf-8")) if file else None
    manifests = load(configuration.manifests)
    for warning in manifests.warnings:
        pulumi.log.warn(str(warning))
    gateway = connect(configuration.connection)
    planned = plan_manifests(
        gateway,
        manifests,
        configuration,
        report_progress,
        read_record,
        reviewed=None if reviewed is None else reviewed.copies,
        locked=read_locked(gateway, manifests.choices, manifests.owner_of),
    )
    shown = report(planned)
    if file := os.environ.get(REPORT_VARIABLE):
        Path(file).write_text(render_markdown(shown, pulumi.get_stack()), encoding="utf-8")
    if file := os.environ.get(DOCUMENT_VARIABLE):
        Path(file).write_text(json.dumps(document(planned)), encoding="utf-8")
    if reviewed is not None:
        reviewed.require(planned)
    # Before anything is refused: a person who is asked to change something has to see what it is about.
    _print(shown)
    if planned.plan.refusals:
        raise RefusalError(planned.plan.refusals)
    if planned.excesses:
        raise LimitError(planned.excesses)
    if os.environ.get(UNATTENDED_VARIABLE):
        require_unattended(planned)
    return planned


def report_progress(done_count: int, total_count: int) -> None:
    """Say now and then how far the observation is.

    Args:
        done_count: How many packages have been read.
        total_count: Of how many.
    """
    if done_count % _PROGRESS_STEP == 0 and done_count < total_count:
        pulumi.log.info(f"observed {done_count} of {total_count} packages", ephemeral=True)


def _print(shown: PlanReport) -> None:
    """Print the plan where people look, in the colours of `packagestate plan` as far as the engine wants any."""
    lines = render_text(shown, _painted).split("\n")
    for start in range(0, len(lines), _PRINTED_COUNT):
        pulumi.log.info("\n".join(lines[start : start + _PRINTED_COUNT]))


def _painted(text: str, style: Style) -> str:
    """A text between the engine's marks. What somebody else wrote holds none: `printable` escapes them."""
    return f"{_MARKS[style]}{text}<{{%reset%}}>"


async def _declare_all(planned: Planned) -> None:
    """Declare the removals and the packages, and let the engine begin with the first ones meanwhile."""
    handed_over = planned.handed_over
    is_needed = bool(handed_over) or planned.has_removals
    removals = Removals(handed_over, planned.deleted, planned.unfinished, planned.accepted) if is_needed else None
    for package_plan in planned.plan.packages:
        # What a run begins to delete is recorded first, so that a deletion that is interrupted is noticed.
        after = [removals] if removals is not None and package_plan.changes.deletion is not None else None
        _declare(planned.desired[package_plan.coordinates], package_plan, pulumi.ResourceOptions(depends_on=after))
        await asyncio.sleep(0)


def _declare(desired: DesiredPackage, planned: PackagePlan, options: pulumi.ResourceOptions) -> None:
    coordinates, origin = desired.coordinates, desired.origin
    pins = {version.version: version.revision for version in desired.versions if version.revision is not None}
    Package(
        coordinates.resource_name,
        domain=coordinates.repository.domain,
        domain_owner=coordinates.repository.domain_owner,
        repository=coordinates.repository.name,
        format=str(coordinates.format),
        namespace=coordinates.namespace,
        package=coordinates.package,
        versions={version.version: str(version.status) for version in desired.versions},
        version_revisions=pins or None,
        origin={"publish": str(origin.publish), "upstream": str(origin.upstream)} if origin else None,
        on_removal=str(desired.on_removal),
        status=None if desired.deletion is None else str(Status.DELETED),
        floors=desired.floors,
        several=desired.beyond_removal,
        opts=options,
        changes=to_lines(planned.changes),
    )
