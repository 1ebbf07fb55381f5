"""What a run would do: load, observe, plan; the same for the engine's program and for the command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from provider.codeartifact import connect
from provider.configuration import StackConfiguration
from provider.gateway import Gateway
from provider.observe import Progress, observe, observe_completely
from provider.plan.limits import exceeded
from provider.plan.model import Changes, ObservedPackage, PackagePlan, Plan
from provider.plan.planner import plan
from provider.plan.recorded import SettingChange
from provider.plan.removals import going, no_longer_managed, plan_removals, to_observe
from provider.removal import FENCE, still_fenced
from provider.settings import changed_settings, recorded_settings
from provider.state import Record
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage, OnRemoval
from schemas.errors import Fault
from schemas.load import Manifests

# Source: AWS CodeArtifact User Guide, "Default package origin control settings".
_DEFAULT_ORIGINS: Final = (
    "`origin: {publish: ALLOW, upstream: BLOCK}` (AWS's default where it was published to the repository) or "
    "`origin: {publish: BLOCK, upstream: ALLOW}` (where it came from upstream)"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what it was made from.

    Attributes:
        desired: What is declared, by package.
        observed: What AWS answered, in the same order.
        plan: What a run does.
        excesses: The limits that the plan goes over.
        settings: The settings that differ from those of the last run.
        has_removals: Whether the state holds a `Removals` resource.
        unfinished: What earlier runs began to delete and left fenced, and what they were to do.
        configured: The settings of this run that decide what it may do and where.
    """

    desired: Mapping[Coordinates, DesiredPackage]
    observed: tuple[ObservedPackage, ...]
    plan: Plan
    excesses: tuple[Fault, ...]
    settings: tuple[SettingChange, ...] = ()
    has_removals: bool = False
    unfinished: Mapping[Coordinates, Changes] = field(default_factory=dict)
    configured: Mapping[str, str] = field(default_factory=dict)

    @property
    def changing(self) -> tuple[PackagePlan, ...]:
        """The packages that there is something to say about: they change, or a declared version is absent."""
        return tuple(package for package in self.plan.packages if package.changes or package.waiting)

    @property
    def handed_over(self) -> dict[Coordinates, Changes]:
        """What the plugin may do in removals, and the packages that are deleted as a whole."""
        acting = {each.coordinates: each.changes for each in self.plan.removals if each.action is not OnRemoval.RETAIN}
        forgotten = {each.coordinates: Changes() for each in self.plan.removals if each.note}
        return forgotten | acting | self.deleted

    @property
    def deleted(self) -> dict[Coordinates, Changes]:
        """The packages that are declared, and that this run deletes as a whole."""
        return {each.coordinates: each.changes for each in self.plan.packages if each.changes.deletion is not None}


def plan_manifests(
    manifests: Manifests,
    configuration: StackConfiguration,
    progress: Progress,
    read_record: Callable[[], Record] = Record,
) -> Planned:
    """Plan what brings AWS to what the manifests say.

    Args:
        manifests: What is declared.
        configuration: How AWS is reached, and what a run may do.
        progress: Told how many packages have been read, and of how many.
        read_record: Gives what the stack remembers; asked for once the declared packages are read. Where it is left
            out, nothing is remembered, so no removal is planned.

    Returns:
        The plan. One with refusals, or that goes over a limit, is never carried out.

    Raises:
        GatewayError: There are no credentials.
        ObservationError: AWS could not be asked.
        StateError: It is not known what the stack remembers.
    """
    gateway, worker_count = connect(configuration.connection), configuration.connection.worker_count
    observed = observe(gateway, manifests.packages, worker_count, progress)
    record = read_record()
    declared = {package.coordinates.resource_name: package for package in manifests.packages}
    gone = going(record.packages, declared)
    removed = observe_completely(gateway, to_observe(gone, declared), worker_count)
    planned = plan(manifests.packages, observed)
    planned = replace(
        planned,
        removals=plan_removals(gone, declared, removed),
        unmanaged=no_longer_managed(record.packages, declared, observed),
    )
    fenced = _fenced(gateway, record, planned)
    unfinished = fenced | _going_on(record, planned)
    # An origin configuration that is declared is put by this run, or said to be kept.
    told = (
        each
        for each in sorted(fenced.items(), key=str)
        if (package := declared.get(each[0].resource_name)) is None or package.origin is None
    )
    planned = replace(planned, run_warnings=tuple(_left_fenced(*each) for each in told))
    return Planned(
        {package.coordinates: package for package in manifests.packages},
        observed,
        planned,
        exceeded(planned, configuration.limits),
        changed_settings(record.settings, configuration),
        record.removals is not None,
        unfinished,
        recorded_settings(configuration),
    )


def _going_on(record: Record, planned: Plan) -> dict[Coordinates, Changes]:
    """What an earlier run began to delete, and this one goes on with: it finds the fence that was put then."""
    fenced = {
        place.resource_name
        for place, changes in planned.all_changes
        if changes.deletion is not None and changes.deletion.before == FENCE
    }
    return {
        place: changes
        for place, changes in (record.removals or {}).items()
        if place.resource_name in fenced and changes.deletion is not None and changes.deletion.before != FENCE
    }


def _fenced(gateway: Gateway, record: Record, planned: Plan) -> dict[Coordinates, Changes]:
    """What an earlier run began to delete, left fenced, and is not to be deleted any more.

    A package that is neither declared nor recorded is asked for too: the creation of its resource may have died.
    """
    going_on = {place.resource_name for place, changes in planned.all_changes if changes.deletion is not None}
    candidates = {
        place: changes for place, changes in (record.removals or {}).items() if place.resource_name not in going_on
    }
    return {place: candidates[place] for place in still_fenced(gateway, candidates)}


def _left_fenced(coordinates: Coordinates, changes: Changes) -> Fault:
    before = changes.deletion.before if changes.deletion is not None else None
    was = f"it was `{before}`" if before else "what it was is not known"
    restored = f"`origin: {{publish: {before.publish}, upstream: {before.upstream}}}`" if before else _DEFAULT_ORIGINS
    return Fault(
        "Interrupted deletion left a package fenced",
        f"An earlier run began to delete {coordinates} and did not finish. Its origin configuration still is "
        f"`publish BLOCK, upstream BLOCK`, so no new version can enter; before that run {was}. This run does not "
        "change it.",
        f"declare {restored} for the package to put it back, or `origin: {{publish: BLOCK, upstream: BLOCK}}` "
        "to keep it",
    )
