"""The end of a schedule: nothing goes wrong any more, people do what they are told, and it comes to rest."""

import random
from collections.abc import Iterable
from dataclasses import replace

from packagestate.provider.gateway import AbsentError
from packagestate.provider.observe import ObservationError
from packagestate.provider.plugin.handover import UnplannedRemovalError
from packagestate.provider.population import FullGateway
from packagestate.provider.removals import NAME
from packagestate.provider.state import properties
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import RefusalError
from packagestate.schemas.status import IRREVERSIBLE, Status
from tests.schedules.engine import Process, check
from tests.schedules.findings import Kind
from tests.schedules.manifests import by_hand
from tests.schedules.oracle import is_as_said, is_refused, must_have_resource, refused_removals, without
from tests.schedules.program import Program
from tests.schedules.scopes import without_idle_overs, without_unmatched
from tests.schedules.stack import Stack
from tests.schedules.statements import Declared, Manifest
from tests.schedules.update import Failure, Options
from tests.support.hooks import CheckFailedError

_MOST_ROUNDS = 10


def come_to_rest(stack: Stack, gateway: FullGateway, manifest: Manifest, chance: random.Random) -> None:
    """Run until nothing changes, and report what is not as it should be then."""
    watch, has_lost_a_place = stack.watch, bool(_in_lost_repositories(stack))
    # What needs a plan to be forgotten is not for a program by hand.
    is_by_hand = chance.random() < 0.15 and not has_lost_a_place
    failures: list[Failure] = []
    has_ended_well = False
    for _ in range(_MOST_ROUNDS):
        held = watch.world.snapshot()
        is_refreshed = bool(failures) or is_by_hand or chance.random() < 0.2
        # A refresh fails where a repository is gone; a run without one forgets what was in it.
        is_refreshed &= not _in_lost_repositories(stack)
        failures = stack.run(manifest, gateway, Options(is_by_hand=is_by_hand, refreshes=is_refreshed))
        stack.counts["rounds until rest"] += 1
        if has_ended_well and watch.world.snapshot() != held:
            watch.report(Kind.LOST, "a run ended well, and left something to the next one")
        has_ended_well = not failures
        if not failures and watch.world.snapshot() == held:
            require_converged(stack, gateway, manifest, is_by_hand=is_by_hand)
            return
        manifest = Mending(stack, manifest, chance, is_refreshed=is_refreshed, is_by_hand=is_by_hand).mended(failures)
    watch.report(Kind.LOST, f"after {_MOST_ROUNDS} rounds it has not come to rest")


def _in_lost_repositories(stack: Stack) -> list[Coordinates]:
    """The packages that the state remembers in repositories that are gone."""
    known = [*stack.state.packages.values(), *(each for _, each in stack.state.pending)]
    repositories = stack.watch.world.repositories()
    return [each.coordinates for each in known if each.coordinates.repository not in repositories]


class Mending:
    """How somebody changes the manifests who was told what is wrong, if that was right."""

    def __init__(
        self, stack: Stack, manifest: Manifest, chance: random.Random, *, is_refreshed: bool, is_by_hand: bool
    ) -> None:
        self._stack, self._chance, self._is_by_hand = stack, chance, is_by_hand
        # A program by hand says nothing of several repositories.
        self._manifest, self._said = manifest, by_hand(manifest) if is_by_hand else manifest
        # Where a refresh does not help, or fails, what cannot be removed is declared again.
        self._declares_again = is_refreshed or bool(_in_lost_repositories(stack))
        self._held, self._repositories = stack.watch.world.snapshot(), stack.watch.world.repositories()

    def mended(self, failures: Iterable[Failure]) -> Manifest:
        """The manifests without what the failures are right to name; a failure without a reason is reported."""
        manifest = self._manifest
        for failure in failures:
            if failure.is_removal and failure.place is not None:
                manifest = self._without_removal(manifest, failure.place, failure.error)
            elif isinstance(failure.error, ObservationError | AbsentError):
                manifest = self._without_lost_places(manifest, failure.error)
            else:
                manifest = self._without_impossible(manifest, failure)
        return manifest

    def _without_removal(self, manifest: Manifest, place: Coordinates, error: Exception) -> Manifest:
        stack = self._stack
        is_unknown = self._is_by_hand or any(place == each.coordinates for _, each in stack.state.pending)
        if not isinstance(error, UnplannedRemovalError) or not is_unknown:
            stack.watch.report(Kind.LOST, f"{place} is not removed, without a reason: {error}")
        if place.repository not in self._repositories:
            # Nothing can be declared there, so it is taken out of the state.
            stack.counts["pending deletions taken out of the state"] += 1
            stack.state.pending = [each for each in stack.state.pending if each[1].coordinates != place]
            return manifest
        # As the error says: declared with `retain`, it can be forgotten.
        return replace(manifest, packages={**manifest.packages, place: Declared()})

    def _without_lost_places(self, manifest: Manifest, error: Exception) -> Manifest:
        """Take out what names a repository that is not there."""
        # Of what was declared in that run: by hand each resource fails by itself, and the first has it taken out.
        lost = {place for place in self._manifest.packages if place.repository not in self._repositories}
        kept, unmatched = without_unmatched(manifest, self._repositories)
        names = {place.repository.name for place in lost} or unmatched
        if not names or not any(each in str(error) for each in names) or not (lost or self._all_in(unmatched, error)):
            self._stack.watch.report(Kind.LOST, f"the run could not look, and nothing was in its way: {error}")
        self._stack.counts["names of lost repositories taken out"] += len(names)
        packages = {place: declared for place, declared in kept.packages.items() if place not in lost}
        return without_idle_overs(replace(kept, packages=packages))

    @staticmethod
    def _all_in(names: Iterable[str], error: Exception) -> bool:
        return all(f"`{each}`" in str(error) or f"`!{each}`" in str(error) for each in names)

    def _without_impossible(self, manifest: Manifest, failure: Failure) -> Manifest:
        stack, place, error = self._stack, failure.place, failure.error
        impossible = {
            each: versions
            for each in self._manifest.packages
            if place in {None, each} and (versions := self._impossible(each, error))
        }
        removals = set() if place else refused_removals(stack.state, self._manifest, self._held, self._repositories)
        named = {version for versions in impossible.values() for version in versions}
        named |= {each.written for each in removals}
        if not named:
            stack.watch.report(Kind.LOST, f"{place or 'the run'} failed although nothing was in its way: {error}")
        elif not all(each in str(error) for each in named):
            stack.watch.report(Kind.LOST, f"the refusal does not name all of {', '.join(sorted(named))}: {error}")
        packages = dict(manifest.packages)
        packages |= {each: without(self._manifest.packages[each], versions) for each, versions in impossible.items()}
        if self._declares_again:
            # As deleted, or to be forgotten.
            in_order = sorted(removals, key=lambda each: each.resource_name)
            packages |= {each: Declared(is_deleted=self._chance.random() < 0.5) for each in in_order}
        stack.counts["removals refused"] += len(removals)
        return replace(manifest, packages=packages)

    def _impossible(self, place: Coordinates, error: Exception) -> set[str]:
        """The declared versions that an error is right to refuse."""
        declared = self._manifest.packages[place]
        match error:
            case RefusalError():
                said = self._said.said_of(place)
                return {each for each in declared.versions if is_refused(said, self._held, place, each)}
            case CheckFailedError():
                # Where the program did not plan, nobody has looked: what was declared last stands for what is there.
                recorded = self._stack.state.packages[place.resource_name]
                last = properties.unpack_versions(recorded.inputs.get("versions") or {})
                gone = {version for version, status in last.items() if status is Status.DISPOSED}
                kept = {version for version, status in declared.versions.items() if status not in IRREVERSIBLE}
                return gone & kept
            case _:
                return set()


def require_converged(stack: Stack, gateway: FullGateway, manifest: Manifest, *, is_by_hand: bool = False) -> None:
    """Everything is as it is said, and another preview says that nothing is to do."""
    watch, state = stack.watch, stack.state
    program = stack.write(manifest, gateway, state, is_by_hand=is_by_hand)
    _require_resources(stack, program)
    held, provider = watch.world.snapshot(), Process(gateway).package
    for place in watch.world.places():
        said = program.manifest.said_of(place)
        if must_have_resource(said, held, place) and place.resource_name not in state.packages:
            watch.report(Kind.LOST, f"{place} came to rest, and has no resource: {said}")
        if not is_as_said(said, held, place):
            watch.report(Kind.LOST, f"{place} came to rest, and is not as declared: {said}")
    for name, recorded in state.packages.items():
        if name not in program.packages:
            continue
        # What a program by hand sends has no changes, and would have the hooks look.
        sent = {"changes": {}, **program.packages[name].inputs}
        if provider.diff(recorded.id, recorded.outputs, check(provider, recorded.inputs, sent)).changes:
            watch.report(Kind.LOST, f"{name} is as declared, and a preview would not say so")
    _require_removals(stack, gateway, program)
    planned = program.planned
    if planned is not None and any(changes for _, changes in planned.plan.all_changes):
        watch.report(Kind.LOST, f"it came to rest, and a change is planned: {planned.plan}")


def _require_resources(stack: Stack, program: Program) -> None:
    state = stack.state
    if state.packages.keys() != program.packages.keys() or state.pending:
        stack.watch.report(
            Kind.LOST,
            f"it came to rest with {list(state.packages)} and {state.pending} in the state, and a preview has "
            f"{list(program.packages)}",
        )


def _require_removals(stack: Stack, gateway: FullGateway, program: Program) -> None:
    """The resource of the removals is as a preview has it, too."""
    recorded, sent, provider = stack.state.removals, program.removals, Process(gateway).removals
    if (recorded is None) != (sent is None):
        stack.watch.report(Kind.LOST, f"it came to rest, and a preview changes {NAME}: {recorded}, {sent}")
    if recorded is None or sent is None:
        return
    if provider.diff(recorded.id, recorded.outputs, check(provider, recorded.inputs, sent.inputs)).changes:
        stack.watch.report(Kind.LOST, f"it came to rest, and a preview changes {NAME}: {recorded}, {sent}")
