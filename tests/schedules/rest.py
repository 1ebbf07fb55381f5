"""The end of a schedule: nothing goes wrong any more, people do what they are told, and it comes to rest."""

import random
from collections.abc import Iterable

from packagestate.provider.gateway import Gateway
from packagestate.provider.plugin.handover import UnplannedRemovalError
from packagestate.provider.state import properties
from packagestate.schemas.errors import RefusalError
from packagestate.schemas.status import IRREVERSIBLE, Status
from tests.schedules.engine import Process, check
from tests.schedules.findings import Kind
from tests.schedules.manifests import Declared, Manifest, by_hand, coordinates
from tests.schedules.oracle import is_as_declared, is_refused, refused_removals, without
from tests.schedules.stack import Stack
from tests.schedules.update import Failure, Options
from tests.support.hooks import CheckFailedError

_MOST_ROUNDS = 10


def come_to_rest(stack: Stack, gateway: Gateway, manifest: Manifest, chance: random.Random) -> None:
    """Run until nothing changes, and report what is not as it should be then."""
    watch, is_by_hand = stack.watch, chance.random() < 0.15
    failures: list[Failure] = []
    for _ in range(_MOST_ROUNDS):
        held = watch.world.snapshot()
        was_refreshed = bool(failures) or is_by_hand or chance.random() < 0.2
        failures = stack.run(manifest, gateway, Options(is_by_hand=is_by_hand, refreshes=was_refreshed))
        stack.counts["rounds until rest"] += 1
        if not failures and watch.world.snapshot() == held:
            _require_converged(stack, gateway, by_hand(manifest) if is_by_hand else manifest)
            return
        manifest = _mended(stack, manifest, failures, chance, was_refreshed=was_refreshed, is_by_hand=is_by_hand)
    watch.report(Kind.LOST, f"after {_MOST_ROUNDS} rounds it has not come to rest")


def _mended(
    stack: Stack,
    manifest: Manifest,
    failures: Iterable[Failure],
    chance: random.Random,
    *,
    was_refreshed: bool,
    is_by_hand: bool,
) -> Manifest:
    """The manifest as somebody changes it who was told what is wrong, if that was right."""
    mended = dict(manifest)
    for failure in failures:
        if failure.is_removal:
            is_unknown = is_by_hand or any(failure.name == each.coordinates.written for _, each in stack.state.pending)
            if not isinstance(failure.error, UnplannedRemovalError) or not is_unknown:
                stack.watch.report(Kind.LOST, f"{failure.name} is not removed, without a reason: {failure.error}")
            # As the error says: declared with `retain`, it can be forgotten.
            mended[failure.name] = Declared()
            continue
        impossible = {
            name: versions
            for name, declared in manifest.items()
            if failure.name in {"", name} and (versions := _impossible(stack, name, declared, failure.error))
        }
        held = stack.watch.world.snapshot()
        removals = set() if failure.name else refused_removals(stack.state, manifest.keys(), held)
        named = {version for versions in impossible.values() for version in versions} | removals
        if not named:
            stack.watch.report(
                Kind.LOST, f"{failure.name or 'the run'} failed although nothing was in its way: {failure.error}"
            )
        elif not all(each in str(failure.error) for each in named):
            stack.watch.report(
                Kind.LOST, f"the refusal does not name all of {', '.join(sorted(named))}: {failure.error}"
            )
        mended |= {name: without(manifest[name], versions) for name, versions in impossible.items()}
        # Where a refresh does not help, it is declared: as deleted, or to be forgotten.
        mended |= {name: Declared(is_deleted=chance.random() < 0.5) for name in sorted(removals) if was_refreshed}
        stack.counts["removals refused"] += len(removals)
    return mended


def _impossible(stack: Stack, name: str, declared: Declared, error: Exception) -> set[str]:
    """The declared versions that an error is right to refuse."""
    match error:
        case RefusalError():
            held = stack.watch.world.snapshot()
            return {version for version in declared.versions if is_refused(declared, held, name, version)}
        case CheckFailedError():
            # Where the program did not plan, nobody has looked: what was declared last stands for what is there.
            recorded = stack.state.packages[coordinates(stack.domain, name).resource_name]
            last = properties.unpack_versions(recorded.inputs.get("versions") or {})
            gone = {version for version, status in last.items() if status is Status.DISPOSED}
            kept = {version for version, status in declared.versions.items() if status not in IRREVERSIBLE}
            return gone & kept
        case _:
            return set()


def _require_converged(stack: Stack, gateway: Gateway, manifest: Manifest) -> None:
    watch, state = stack.watch, stack.state
    held, provider = watch.world.snapshot(), Process(gateway).package
    names = {coordinates(stack.domain, name).resource_name: name for name in manifest}
    if state.packages.keys() != names.keys() or state.pending:
        watch.report(Kind.LOST, f"it came to rest with {list(state.packages)} and {state.pending} in the state")
        return
    for resource_name, name in names.items():
        declared, recorded = manifest[name], state.packages[resource_name]
        if not is_as_declared(declared, held, name):
            watch.report(Kind.LOST, f"{name} came to rest, and is not as declared: {declared}")
        inputs = check(provider, recorded.inputs, declared.inputs(stack.domain, name, {}))
        if provider.diff(recorded.id, recorded.outputs, inputs).changes:
            watch.report(Kind.LOST, f"{name} is as declared, and a preview would not say so")
    planned = stack.program.planned
    if planned is not None and any(changes for _, changes in planned.plan.all_changes):
        watch.report(Kind.LOST, f"it came to rest, and a change is planned: {planned.plan}")
