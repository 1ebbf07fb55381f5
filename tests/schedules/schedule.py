"""One schedule: a seed, what goes wrong and when, what is declared meanwhile, and how it ends when nothing does."""

import random

from packagestate.provider.population import FullGateway
from packagestate.schemas.coordinates import Coordinates
from tests.schedules.disturbances import disturb, watch_only
from tests.schedules.edits import disturb_state, options
from tests.schedules.engine import State
from tests.schedules.gateway import KilledError, ToldGateway
from tests.schedules.ground import Ground, Report, watched
from tests.schedules.locking import Locking
from tests.schedules.manifests import as_held, edited
from tests.schedules.rest import come_to_rest
from tests.schedules.stack import Stack
from tests.schedules.statements import Manifest
from tests.schedules.update import Options
from tests.schedules.world import World

# How often a stack records all that is there before anything goes wrong.
_RECORDED_CHANCE = 0.6
# How many of ten schedules are about several repositories, and statements for them.
_WIDE_COUNT = 5
# Of twenty schedules, the last ten have rules and a lock, if they are about one stack.
_LOCKED_COUNT = 10


def run_schedule(seed: int, ground: Ground, broken: FullGateway | None = None) -> Report:
    """Carry out one schedule.

    Args:
        seed: Decides everything.
        ground: Where.
        broken: A gateway that breaks its contract, to see that it is noticed.

    Returns:
        What became of it.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing is secret about a schedule
    # What happens to the lock is decided on its own.
    of_lock = random.Random(f"lock {seed}")  # noqa: S311 - nothing is secret about a schedule
    report, gateway = Report(seed), broken or ground.gateway
    has_lock = seed // _LOCKED_COUNT % 2 == 1
    report.counts["lock: schedules with one"] += has_lock
    with watched(report, ground, chance, is_wide=seed % 10 < _WIDE_COUNT) as watch:
        stack = Stack(watch, report.counts, chance)
        locking = Locking(stack, gateway, of_lock) if has_lock else None
        manifest = _disturbed(stack, gateway, chance, locking)
        watch.say("from here on nothing goes wrong")
        watch_only(watch)
        manifest = manifest if locking is None else locking.at_rest(manifest)
        come_to_rest(stack, ToldGateway(gateway, watch), manifest, chance)
    return report


def _disturbed(stack: Stack, gateway: FullGateway, chance: random.Random, locking: Locking | None) -> Manifest:
    """The manifest is edited and carried out, while everything goes wrong that can."""
    world = stack.watch.world
    manifests = [Manifest()]
    if chance.random() < _RECORDED_CHANCE:
        manifests.append(as_held(world, chance))
        watch_only(stack.watch)
        stack.run(manifests[-1], ToldGateway(gateway, stack.watch), Options())
    was_killed = False
    states = [State(), stack.state.copied()]
    for _ in range(chance.randint(1, 4)):
        # Mostly somebody edits it. After a crash it is often run again as it is, or an earlier one is put back.
        last = manifests[-1]
        match chance.choices(("edit", "put back", "run again"), (2, 3, 3) if was_killed else (8, 2, 0))[0]:
            case "edit":
                manifest = edited(last, world, chance)
            case "put back":
                manifest = chance.choice(manifests)
            case _:
                manifest = last
        if locking is not None:
            watch_only(stack.watch)
            manifest = locking.edited(manifest)
        world.targets = [target for each in (last, manifest) for target in named(each, world)]
        count = disturb(stack.watch, chance, stack.counts)
        manifest = manifest if locking is None else locking.disturbed(manifest)
        manifests.append(manifest)
        killed_at = chance.randint(1, 8) if chance.random() < (0.4 if was_killed else 0.25) else 0
        is_after, in_hooks = chance.random() < 0.5, chance.random() < 0.8
        told = ToldGateway(gateway, stack.watch, killed_at, after=is_after, in_hooks=in_hooks)
        was_killed = False
        try:
            disturb_state(stack, states, told, chance)
            stack.run(manifest, told, options(stack, manifest, states, chance))
        except KilledError:
            stack.watch.say("the process is killed")
            stack.counts["processes killed"] += 1
            was_killed = True
        count()
        states.append(stack.state.copied())
    return manifests[-1]


def named(manifest: Manifest, world: World) -> list[tuple[Coordinates, str]]:
    """The versions that a manifest names, of one repository and of several."""
    return [(place, version) for place in world.places() for version in sorted(manifest.said_of(place).versions())]
