"""What a run would do: load, observe, plan; the same for the engine's program and for the command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from provider.codeartifact import connect
from provider.configuration.in_force import changed_settings, settings_in_force
from provider.configuration.stack import StackConfiguration
from provider.observe import Observer, Progress
from provider.observe.interrupted import unfinished, warnings
from provider.plan.limits import exceeded
from provider.plan.model import Changes, ObservedPackage, PackagePlan, Plan
from provider.plan.planner import plan
from provider.plan.recorded import SettingChange
from provider.plan.removals import going, no_longer_managed, plan_removals, to_observe
from provider.state.record import Record
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage, OnRemoval
from schemas.errors import Fault
from schemas.load import Manifests


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what it was made from.

    Attributes:
        desired: What is declared, by package.
        observed: What AWS answered, in the same order.
        plan: What a run does.
        excesses: The limits that the plan goes over.
        settings: The settings that differ from those of the last run.
        in_force: The settings of this run.
        has_removals: Whether the state holds a `Removals` resource.
        unfinished: What earlier runs were to delete and have not, as far as it is known.
    """

    desired: Mapping[Coordinates, DesiredPackage]
    observed: tuple[ObservedPackage, ...]
    plan: Plan
    excesses: tuple[Fault, ...]
    settings: tuple[SettingChange, ...] = ()
    in_force: Mapping[str, str] = field(default_factory=dict)
    has_removals: bool = False
    unfinished: Mapping[Coordinates, Changes] = field(default_factory=dict)

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
    gateway = connect(configuration.connection)
    observer = Observer(gateway, configuration.connection.worker_count)
    observed = observer.declared(manifests.packages, progress)
    record = read_record()
    declared = {package.coordinates.resource_name: package for package in manifests.packages}
    gone = going(record.packages, declared)
    removed, missing = observer.removed(to_observe(gone, declared))
    planned = plan(manifests.packages, observed)
    planned = replace(
        planned,
        removals=plan_removals(gone, declared, removed, missing),
        unmanaged=no_longer_managed(record.packages, declared, observed),
    )
    earlier = record.removals or {}
    remembered, found = unfinished(gateway, earlier, planned)
    planned = replace(planned, run_warnings=tuple(warnings(earlier, found, declared)))
    in_force = settings_in_force(configuration)
    return Planned(
        {package.coordinates: package for package in manifests.packages},
        observed,
        planned,
        exceeded(planned, configuration.limits),
        changed_settings(record.settings, in_force),
        in_force,
        record.removals is not None,
        remembered,
    )
