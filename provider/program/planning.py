"""What a run would do: load, observe, plan; the same for the engine's program and for the command."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from packagestate.provider.advisories.freshness import feeds_out_of_date
from packagestate.provider.configuration.in_force import changed_settings, settings_in_force
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.gateway import Gateway
from packagestate.provider.lock.freshness import out_of_date
from packagestate.provider.lock.in_force import LockedVersion, settle
from packagestate.provider.observe import Observer, Progress
from packagestate.provider.observe.copies import Copies, find_copies
from packagestate.provider.observe.interrupted import accepted, unfinished, warnings
from packagestate.provider.plan.absent_floors import absent_everywhere, near_misses
from packagestate.provider.plan.appeared import appeared, without
from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.intent import Intended, intend
from packagestate.provider.plan.limits import exceeded
from packagestate.provider.plan.model import ObservedPackage
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.precedence import contests, kept_by_floors, uncontained
from packagestate.provider.plan.removal_refusals import elsewhere
from packagestate.provider.plan.removals import going, no_longer_managed, plan_removals, to_observe
from packagestate.provider.state.record import Record
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.load import Manifests
from packagestate.schemas.wide_version import WideVersion


def plan_manifests(
    gateway: Gateway,
    manifests: Manifests,
    configuration: StackConfiguration,
    progress: Progress,
    read_record: Callable[[], Record] = Record,
    *,
    reviewed: Mapping[Coordinates, Collection[str]] | None = None,
    locked: Iterable[LockedVersion] = (),
) -> Planned:
    """Plan what brings AWS to what the manifests say.

    Args:
        gateway: Where AWS is asked.
        manifests: What is declared.
        configuration: What a run may do, and how many calls may be under way at once.
        progress: Told how many packages have been read, and of how many.
        read_record: Gives what the stack remembers; asked for once the declared packages are read. Where it is left
            out, nothing is remembered, so no removal is planned.
        reviewed: The copies that somebody has reviewed, by package: others are left for the next run. None where there
            was no review, so that every copy is planned for.
        locked: What the lock says in this account and region.

    Returns:
        The plan. One with refusals, or that goes over a limit, is never carried out.

    Raises:
        ObservationError: AWS could not be asked.
        StateError: It is not known what the stack remembers.
    """
    observer = Observer(gateway, configuration.connection.worker_count)
    observed = observer.declared(manifests.packages, progress)
    lines = tuple(locked)
    copies = _copies(gateway, manifests, [each.floor for each in lines], configuration.connection.worker_count)
    record = read_record()
    found = (*observed, *copies.observed)
    settled = settle(lines, found)
    wide = (*manifests.wide, *settled.floors)
    floors = Floors(wide)

    def intended_for(found: Iterable[ObservedPackage]) -> Intended:
        return intend(manifests.packages, floors, found, copies.repositories, record.packages)

    intended = intended_for(found)
    left = () if reviewed is None else appeared(intended, floors, reviewed)
    if left:
        # A line out of date asks for what AWS has: of what nobody has reviewed, it asks for nothing yet.
        visible = tuple(without(found, left))
        settled = settle(lines, visible)
        wide = (*manifests.wide, *settled.floors)
        floors = Floors(wide)
        intended = intended_for(visible)
    packages, observed = intended.desired, intended.observed
    declared = {package.coordinates.resource_name: package for package in packages}
    gone = going(record.packages, declared)
    places = {each.coordinates.repository for each in record.packages}
    lost = dict.fromkeys(copies.lost(places), "repository")
    removed, missing = observer.removed(to_observe(gone, declared, lost))
    missing = {**lost, **missing}
    planned = plan(packages, observed)
    in_force = settings_in_force(configuration)
    changed = changed_settings(record.settings, in_force)
    removals = plan_removals(gone, declared, removed, missing)
    planned = replace(
        planned,
        removals=tuple(elsewhere(each, changed) for each in removals),
        unmanaged=no_longer_managed(record.packages, declared, observed, missing),
    )
    earlier = dict(record.removals or {})
    over = accepted(earlier, planned, declared, observed)
    for place in over:
        del earlier[place]
    remembered, states = unfinished(gateway, earlier, planned)
    remarks = (
        *warnings(earlier, states, declared),
        *kept_by_floors(record.packages, manifests.packages, floors),
        *near_misses(Floors(manifests.wide), manifests.packages, found),
        *out_of_date(manifests.locks, manifests.rules),
        *feeds_out_of_date(manifests.advisories, manifests.feed_locks),
        *manifests.record_faults,
        *settled.warnings,
    )
    planned = replace(planned, run_warnings=remarks)
    return Planned(
        {package.coordinates: package for package in packages},
        observed,
        planned,
        exceeded(planned, configuration.limits, _shared(packages)),
        changed,
        in_force,
        record.removals is not None,
        remembered,
        over,
        configuration.of_this_run,
        wide,
        left,
        contests(manifests.packages, floors),
        uncontained(record.packages, floors, missing),
        absent_everywhere(manifests.wide, found),
    )


def _shared(packages: Iterable[DesiredPackage]) -> frozenset[tuple[Coordinates, str]]:
    return frozenset(
        (package.coordinates, each.version) for package in packages for each in package.versions if each.is_of_several
    )


def _copies(gateway: Gateway, manifests: Manifests, locked: Iterable[WideVersion], worker_count: int) -> Copies:
    wide = (*manifests.wide, *locked)
    if not wide:
        return Copies()
    return find_copies(gateway, wide, {each.coordinates for each in manifests.packages}, worker_count)
