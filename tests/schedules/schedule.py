"""One schedule: a seed, what goes wrong and when, what is declared meanwhile, and how it ends when nothing does."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from emulator import Endpoint
from provider import properties
from provider.codeartifact.client import ClientGateway
from provider.gateway import Gateway
from schemas.desired import OnRemoval
from schemas.errors import RefusalError
from schemas.status import IRREVERSIBLE, Status
from tests.provider.hooks import CheckFailedError
from tests.schedules.disturbances import disturb, watch_only
from tests.schedules.gateway import KilledError, ToldGateway, gateway_without_waiting, retry_at_once
from tests.schedules.manifests import Declared, Manifest, edited, is_as_declared, is_refused, without
from tests.schedules.stack import Stack
from tests.schedules.watch import Finding, Kind, Watch
from tests.schedules.world import new_world

_MOST_ROUNDS = 8


@dataclass
class Report:
    """What became of one schedule."""

    seed: int
    findings: Sequence[Finding] = ()
    trace: Sequence[object] = ()
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class Ground:
    """What schedules share that run one after the other."""

    endpoint: Endpoint
    gateway: ClientGateway


@contextmanager
def new_ground() -> Iterator[Ground]:
    with Endpoint.start() as endpoint:
        yield Ground(endpoint, gateway_without_waiting(endpoint.url))


def run_schedule(seed: int, ground: Ground, broken: Gateway | None = None) -> Report:
    """Carry out one schedule.

    Args:
        seed: Decides everything.
        ground: Where.
        broken: A gateway that breaks its contract, to see that it is noticed.

    Returns:
        What became of it.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is secret about a schedule
    report = Report(seed)
    ground.endpoint.calls.clear()
    retry_at_once(ground.gateway)
    with new_world(ground.endpoint, f"schedule-{seed}", chance) as world:
        watch = Watch(world)
        world.note = watch.say
        stack = Stack(watch, report.counts)
        try:
            manifest = _disturbed(stack, broken or ground.gateway, chance)
            _undisturbed(stack, broken or ground.gateway, manifest, chance)
        except Exception as error:  # noqa: BLE001 - a hook that ends like this is a finding, whatever it is
            watch.report(Kind.LOST, f"{type(error).__name__}: {error}")
        watch.say("the end")
        report.findings, report.trace = watch.findings, watch.trace
        report.counts.update({f"unguarded: {what}": count for what, count in watch.unguarded.items()})
    report.counts["calls"] = len(ground.endpoint.calls)
    report.counts["changes by us"] = watch.change_count
    return report


def _disturbed(stack: Stack, gateway: Gateway, chance: random.Random) -> Manifest:
    """The manifest is edited and carried out, while everything goes wrong that can."""
    manifest: Manifest = {}
    for _ in range(chance.randint(1, 4)):
        world = stack.watch.world
        world.targets = [(name, version) for name, declared in manifest.items() for version in declared.versions]
        manifest = edited(manifest, world.snapshot(), chance)
        world.targets += [(name, version) for name, declared in manifest.items() for version in declared.versions]
        count = disturb(stack.watch, chance, stack.counts)
        killed_at = chance.randint(1, 8) if chance.random() < 0.1 else 0
        told = ToldGateway(gateway, stack.watch, killed_at, after=chance.random() < 0.5)
        try:
            stack.run(manifest, told, is_planned=chance.random() < 0.7, refreshes=chance.random() < 0.2)
        except KilledError:
            stack.watch.say("the process is killed")
            stack.counts["processes killed"] += 1
        count()
    return manifest


def _undisturbed(stack: Stack, gateway: Gateway, manifest: Manifest, chance: random.Random) -> None:
    """Nothing goes wrong any more, and it runs until nothing changes."""
    watch = stack.watch
    watch.say("from here on nothing goes wrong")
    watch_only(watch)
    told, is_planned = ToldGateway(gateway, watch), chance.random() < 0.7
    for round_number in range(_MOST_ROUNDS):
        held = watch.world.snapshot()
        errors = stack.run(manifest, told, is_planned=is_planned, refreshes=round_number > 0 or not is_planned)
        manifest = _mended(stack, manifest, errors)
        for name in [name for name in errors if name and name not in manifest]:
            if _is_explained(stack, name):
                stack.counts["removals that stay refused"] += round_number > 0
                continue
            watch.report(Kind.LOST, f"{name} is not removed, without a reason: {errors[name]}")
        if watch.world.snapshot() == held and errors.keys().isdisjoint({"", *manifest}):
            _require_converged(stack, manifest)
            return
    watch.report(Kind.LOST, f"after {_MOST_ROUNDS} rounds it has not come to rest")


def _mended(stack: Stack, manifest: Manifest, errors: Mapping[str, Exception]) -> Manifest:
    """The manifest without what was refused, if that was right."""
    mended = dict(manifest)
    for name, error in errors.items():
        if name and name not in manifest:
            continue
        impossible = {
            package: _impossible(stack, package, declared, error)
            for package, declared in manifest.items()
            if name in {"", package}
        }
        versions = {version for versions in impossible.values() for version in versions}
        if not versions:
            stack.watch.report(Kind.LOST, f"{name or 'the run'} failed although nothing was in its way: {error}")
        elif not all(version in str(error) for version in versions):
            stack.watch.report(Kind.LOST, f"the refusal does not name all of {', '.join(sorted(versions))}: {error}")
        mended |= {package: without(manifest[package], refused) for package, refused in impossible.items()}
    return mended


def _impossible(stack: Stack, name: str, declared: Declared, error: Exception) -> set[str]:
    """The declared versions that an error is right to refuse."""
    match error:
        case RefusalError():
            held = stack.watch.world.snapshot()
            return {version for version in declared.versions if is_refused(declared, held, name, version)}
        case CheckFailedError():
            # Where the program did not plan, nobody has looked: what was declared last stands for what is there.
            last = properties.unpack_versions(stack.resources[name].inputs.get("versions") or {})
            gone = {version for version, status in last.items() if status is Status.DISPOSED}
            kept = {version for version, status in declared.versions.items() if status not in IRREVERSIBLE}
            return gone & kept
        case _:
            return set()


def _is_explained(stack: Stack, name: str) -> bool:
    """Whether a package holds something that a removal must not touch."""
    recorded = properties.recorded(stack.resources[name].outputs)
    held = stack.watch.world.snapshot().get(name)
    present = {(each.version, each.revision): Status(each.status) for each in held.versions.values()} if held else {}
    if properties.on_removal(stack.resources[name].outputs) is OnRemoval.DELETE:
        return not present.keys() <= {(each.version, each.revision) for each in recorded}
    return any(present.get((each.version, each.revision)) not in {each.status, Status.DISPOSED} for each in recorded)


def _require_converged(stack: Stack, manifest: Manifest) -> None:
    watch = stack.watch
    held = watch.world.snapshot()
    for name, declared in manifest.items():
        if not is_as_declared(declared, held, name):
            watch.report(Kind.LOST, f"{name} came to rest, and is not as declared: {declared}")
        if stack.resources[name].differs(declared.inputs(stack.domain, name, {})):
            watch.report(Kind.LOST, f"{name} is as declared, and a preview would not say so")
