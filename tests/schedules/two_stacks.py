"""Two stacks that speak of the same repositories, in any interleaving of their runs.

A floor never undoes anything: whichever stack runs, and between whichever calls of the other one, a version only
becomes more restrictive, up to the most restrictive floor. What one stack says exactly and another one more strictly is
contested: no run can know what another stack says, and each puts back what it was told. See
docs/how-to/split-a-stack.md.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from packagestate.provider.plan.model import ObservedVersion
from packagestate.provider.population import FullGateway
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.status import Status
from tests.schedules.disturbances import disturb, watch_only
from tests.schedules.findings import Kind, observed
from tests.schedules.gateway import KilledError, ToldGateway
from tests.schedules.ground import Ground, Report, watched
from tests.schedules.manifests import edited
from tests.schedules.ranks import rank
from tests.schedules.rest import Mending, require_converged
from tests.schedules.schedule import named
from tests.schedules.scopes import edited_statements, without_idle_overs
from tests.schedules.stack import Stack
from tests.schedules.statements import Demand, Manifest
from tests.schedules.update import Options
from tests.schedules.watch import Watch
from tests.schedules.world import Snapshot, World

_MOST_ROUNDS = 10
# Rounds in which nothing failed, after which only what is contested may change.
_SETTLED_COUNT = 2
_LITERALS_CHANCE = 0.5


@dataclass
class Side:
    """One of the stacks.

    Attributes:
        stack: The stack.
        manifest: What it says.
        has_literals: Whether it says anything of one repository.
    """

    stack: Stack
    manifest: Manifest = field(default_factory=Manifest)
    has_literals: bool = False

    def edit(self, world: World, chance: random.Random) -> None:
        """Change what it says."""
        if self.has_literals and chance.random() < 0.6:
            self.manifest = plain(edited(self.manifest, world, chance))
        else:
            statements = edited_statements(self.manifest.statements, world, chance)
            self.manifest = without_idle_overs(replace(self.manifest, statements=statements))


def run_two_stacks(seed: int, ground: Ground, broken: FullGateway | None = None) -> Report:
    """Carry out one schedule with two stacks; as `run_schedule`."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret about a schedule
    report, gateway = Report(seed), broken or ground.gateway
    report.counts["schedules of two stacks"] += 1
    with watched(report, ground, chance, is_wide=True) as watch:
        sides = [Side(Stack(watch, report.counts, chance), has_literals=chance.random() < _LITERALS_CHANCE)]
        sides.append(Side(Stack(watch, report.counts, chance), has_literals=chance.random() < _LITERALS_CHANCE / 2))
        _Race(watch, sides, gateway, chance, report.counts).run()
        watch_only(watch)
        watch.say("from here on nothing goes wrong")
        settle(watch, sides, gateway, chance)
    return report


@dataclass
class _Race:
    """The part of a schedule in which everything goes wrong that can, and the stacks run at the same time."""

    watch: Watch
    sides: list[Side]
    gateway: FullGateway
    chance: random.Random
    counts: Counter[str]

    def run(self) -> None:
        for side in self.sides * 2:
            side.edit(self.watch.world, self.chance)
        for _ in range(self.chance.randint(2, 5)):
            first, second = self.chance.sample(self.sides, 2)
            if self.chance.random() < 0.4:
                first.edit(self.watch.world, self.chance)
            self.watch.world.targets = [each for side in self.sides for each in named(side.manifest, self.watch.world)]
            count = disturb(self.watch, self.chance, self.counts)
            killed_at = self.chance.randint(1, 8) if self.chance.random() < 0.2 else 0
            between = self._between(second) if self.chance.random() < 0.2 else None
            told = ToldGateway(self.gateway, self.watch, killed_at, meanwhile=self._meanwhile(second))
            try:
                first.stack.run(first.manifest, told, Options(between=between))
            except KilledError:
                self.watch.say("the process is killed")
                self.counts["processes killed"] += 1
            count()

    def _meanwhile(self, other: Side) -> Callable[[], None] | None:
        """The other stack runs before some of the calls."""
        if self.chance.random() < 0.3:
            return None
        moments = iter(sorted(self.chance.sample(range(20), self.chance.randint(1, 3))))
        call_count, moment = 0, next(moments)

        def run_other() -> None:
            nonlocal call_count, moment
            if call_count == moment:
                moment = next(moments, -1)
                self._run_aside(other, "between two calls of the other")
            call_count += 1

        return run_other

    def _between(self, other: Side) -> Callable[[], None]:
        """The other stack runs between the preview and the update that it binds."""
        return lambda: self._run_aside(other, "between preview and update of the other")

    def _run_aside(self, other: Side, when: str) -> None:
        self.counts[f"runs of a stack {when}"] += 1
        self.watch.say("the other stack begins")
        with self.watch.aside():
            other.stack.run(other.manifest, ToldGateway(self.gateway, self.watch), Options())
            self.watch.expect(None)
        self.watch.say("the other stack ends")


def settle(watch: Watch, sides: list[Side], gateway: FullGateway, chance: random.Random) -> None:
    """Run both in turn until nothing changes but what is contested, and report what is not as it should be then."""
    clean_count = 0
    for _ in range(_MOST_ROUNDS):
        held, has_failed = watch.world.snapshot(), False
        for side in sides:
            failures = side.stack.run(side.manifest, ToldGateway(gateway, watch), Options())
            has_failed |= bool(failures)
            mending = Mending(side.stack, side.manifest, chance, is_refreshed=False, is_by_hand=False)
            side.manifest = mending.mended(failures)
        fought_over, changed = contested(sides, watch.world), changes(held, watch.world.snapshot())
        clean_count = 0 if has_failed else clean_count + 1
        if clean_count > _SETTLED_COUNT:
            if undone := changed - fought_over:
                watch.report(Kind.LOST, f"two stacks undo each other: {sorted(map(str, undone))}")
            _require_end(watch, sides, gateway, fought_over)
            return
    watch.report(Kind.LOST, f"after {_MOST_ROUNDS} rounds two stacks have not come to rest")


def _require_end(
    watch: Watch, sides: list[Side], gateway: FullGateway, fought_over: set[tuple[Coordinates, str]]
) -> None:
    last = sides[-1]
    last.stack.counts["schedules of two stacks in which something is contested"] += bool(fought_over)
    if not fought_over:
        for side in sides:
            require_converged(side.stack, ToldGateway(gateway, watch), side.manifest)
        return
    for place, held in watch.world.snapshot().items():
        for version, record in held.versions.items():
            demands = demands_of(sides, place, observed(record))
            if (place, version) in fought_over:
                demands = demands[-1:]
            if any(demand.target(Status(record.status)) is not None for demand in demands):
                watch.report(Kind.LOST, f"{place} {version} came to rest as {record.status}, demanded is {demands}")


def demands_of(sides: list[Side], place: Coordinates, found: ObservedVersion) -> list[Demand]:
    """What the stacks demand of a version, in their order."""
    demands = (side.manifest.said_of(place).demand(found.version, found) for side in sides)
    return [demand for demand in demands if demand is not None]


def contested(sides: list[Side], world: World) -> set[tuple[Coordinates, str]]:
    """The versions that one stack says exactly, and that another one wants otherwise: more restrictive, or exactly."""
    return {
        (place, version)
        for place, held in world.snapshot().items()
        for version, record in held.versions.items()
        if _is_contested(demands_of(sides, place, observed(record)))
    }


def _is_contested(demands: list[Demand]) -> bool:
    exact = {demand.status for demand in demands if not demand.is_floor}
    highest = max((rank(demand.status) for demand in demands), default=0)
    return len(exact) > 1 or any(rank(status) < highest for status in exact)


def changes(before: Snapshot, after: Snapshot) -> set[tuple[Coordinates, str]]:
    """The versions that changed."""
    versions = [
        {(place, version, record) for place, held in each.items() for version, record in held.versions.items()}
        for each in (before, after)
    ]
    return {(place, version) for place, version, _ in versions[0] ^ versions[1]}


def plain(manifest: Manifest) -> Manifest:
    """The manifest without what deletes or opens packages: two stacks share versions, and no more."""
    packages = {
        place: replace(declared, origin=None, on_removal=OnRemoval.RETAIN, pins={})
        for place, declared in manifest.packages.items()
        if not declared.is_deleted
    }
    return replace(manifest, packages=packages)
