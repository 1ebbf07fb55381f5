"""What the hooks of the resource do, from properties to properties, without Pulumi.

Create and update carry out the planned changes, or plan for themselves where nobody planned. What they return is put
together from what was recorded and what AWS answered to the writes; AWS is asked again only for a declared version
that is in neither.
"""

from collections.abc import Mapping
from dataclasses import replace

from packagestate.provider.apply.apply import apply, require_applied
from packagestate.provider.apply.outcome import Outcome
from packagestate.provider.apply.removal import remove
from packagestate.provider.configuration.advice import engine_command
from packagestate.provider.gateway import AbsentError, Gateway
from packagestate.provider.observe import observe_package
from packagestate.provider.plan.model import Changes, ObservedPackage, Transition
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.plan.recorded import RecordedVersion
from packagestate.provider.plugin.difference import satisfies
from packagestate.provider.state import keys, properties
from packagestate.provider.state.generation import pending_changes
from packagestate.provider.state.properties import Properties
from packagestate.schemas.coordinates import Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Fault, RefusalError
from packagestate.schemas.status import Status


def reconcile(gateway: Gateway, inputs: Properties, recorded: Properties) -> dict[str, object]:
    """Bring a package to its desired state.

    Args:
        gateway: Where AWS is asked.
        inputs: The stamped inputs.
        recorded: The outputs of the last run; empty where there was none.

    Returns:
        The new outputs.

    Raises:
        RefusalError: Nobody planned, and the planner refuses what is desired; nothing was called.
        OutcomeError: Not every change was applied; what was applied stays applied, and the next run plans the rest.
        GatewayError: AWS could not be asked what the package is.
    """
    wanted = properties.desired(inputs)
    changes = pending_changes(inputs)
    if changes is not None and changes.deletion is not None:
        remove(gateway, wanted.coordinates, changes)
        return properties.outputs(inputs, (), wanted.origin)
    known = {version.version: version for version in properties.recorded(recorded)}
    if changes is None:
        observed = observe_package(gateway, wanted.coordinates, with_origin=wanted.origin is not None)
        changes = _planned_here(wanted, observed, known)
        known = _versions_of(wanted, observed)
    outcomes = apply(gateway, wanted.coordinates, changes)
    require_applied(wanted.coordinates, outcomes)
    known |= _answered(outcomes)
    if not all(
        _is_known(wanted.coordinates.format, version, known.get(version.version)) for version in wanted.versions
    ):
        known = _versions_of(wanted, observe_package(gateway, wanted.coordinates, with_origin=False))
    return properties.outputs(inputs, (known[version.version] for version in wanted.versions), wanted.origin)


def _planned_here(
    wanted: DesiredPackage, observed: ObservedPackage, recorded: Mapping[str, RecordedVersion]
) -> Changes:
    """The plan of a package that the program did not plan, from what is there now.

    The recorded revision binds what cannot be undone: it is the artefact that somebody decided about, and another one
    under the same name may be the repaired release.
    """
    plan = plan_package(wanted, observed)
    pinned = {each.version for each in wanted.versions if each.revision is not None}
    replaced = (
        _not_as_recorded(wanted, transition, recorded[transition.version])
        for transition in plan.changes.transitions
        if transition.irreversible
        and transition.version in recorded.keys() - pinned
        and recorded[transition.version].revision not in {"", transition.revision}
    )
    if refusals := (*plan.refusals, *replaced):
        raise RefusalError(refusals)
    return plan.changes


def _not_as_recorded(wanted: DesiredPackage, transition: Transition, recorded: RecordedVersion) -> Fault:
    coordinates, version = wanted.coordinates, transition.version
    return Fault(
        "Revision is not the recorded one",
        f"`{coordinates.written}` {version} ({coordinates.format}) in `{coordinates.repository}` is declared "
        f"`{transition.after}`, which cannot be undone. The last run left it at revision `{recorded.revision}`, and "
        f"it is at revision `{transition.revision}` now: its assets or its metadata have changed since. Nothing was "
        "changed.",
        f"review {version} as it is now, then run {engine_command('refresh')} or pin its revision",
    )


def _versions_of(wanted: DesiredPackage, observed: ObservedPackage) -> dict[str, RecordedVersion]:
    """Every declared version as AWS has it, the absent ones as deleted."""
    present = {version.version: RecordedVersion.of(version) for version in observed.versions}
    absent = {version.version: RecordedVersion.absent(version.version) for version in wanted.versions}
    return {version: present.get(version, otherwise) for version, otherwise in absent.items()}


def _answered(outcomes: tuple[Outcome, ...]) -> dict[str, RecordedVersion]:
    """What AWS said of each version that was changed."""
    return {
        outcome.change.version: RecordedVersion.of(outcome.observed)
        if outcome.observed
        else RecordedVersion.absent(outcome.change.version)
        for outcome in outcomes
        if isinstance(outcome.change, Transition)
    }


def _is_known(package_format: Format, wanted: DesiredVersion, found: RecordedVersion | None) -> bool:
    return found is not None and satisfies(package_format, wanted.version, found.status, wanted.status)


def refresh(gateway: Gateway, recorded: Properties) -> dict[str, object] | None:
    """The recorded versions as they are now, in the shape in which they are declared.

    Args:
        gateway: Where AWS is asked.
        recorded: The outputs of the last run.

    Returns:
        The outputs as they are now; None where the package is gone although something of it was recorded.

    Raises:
        GatewayError: AWS could not be asked.
    """
    place = properties.coordinates(recorded)
    try:
        observed = observe_package(gateway, place, with_origin=properties.origin(recorded) is not None)
    except AbsentError as error:
        # Its repository, or its domain, is gone; or it was asked for in the wrong place, so it is not forgotten here.
        forgets = f"run {engine_command('up')} without a refresh, which forgets what it held"
        hint = f"{error.fault.hint}; if it was deleted, {forgets}"
        raise AbsentError(replace(error.fault, hint=hint), error.resource_type) from error
    before = properties.recorded(recorded)
    present = {version.version: RecordedVersion.of(version) for version in observed.versions}
    if properties.is_deletion(recorded) and present:
        # What came back is shown as what differs from the declaration: versions, where none should be.
        back = {key: value for key, value in recorded.items() if key != keys.STATUS}
        return properties.outputs(back, present.values(), observed.origin if properties.origin(recorded) else None)
    now = [present.get(version.version, RecordedVersion.absent(version.version)) for version in before]
    if not observed.versions and observed.origin is None and _something_was_there(recorded, before):
        return None
    return properties.outputs(recorded, now, observed.origin)


def _something_was_there(recorded: Properties, versions: tuple[RecordedVersion, ...]) -> bool:
    return properties.origin(recorded) is not None or any(version.status is not Status.DELETED for version in versions)
