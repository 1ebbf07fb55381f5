"""What happens to a stack's state between two runs, and in which ways people call `pulumi up`."""

import random
from collections.abc import Callable, Sequence

from packagestate.provider.population import FullGateway
from packagestate.provider.removals import NAME
from tests.schedules.engine import State
from tests.schedules.stack import Stack
from tests.schedules.statements import Manifest, Said
from tests.schedules.update import Options


def disturb_state(stack: Stack, earlier: Sequence[State], gateway: FullGateway, chance: random.Random) -> None:
    """Now and then somebody renames a resource, restores an earlier state, or destroys the stack.

    Args:
        stack: The stack.
        earlier: The states that it had.
        gateway: Where the calls of a destroy are made.
        chance: What decides.
    """
    match chance.choices(("nothing", "rename", "restore", "destroy"), (16, 3, 1, 1))[0]:
        case "rename" if stack.state.packages:
            _rename(stack, chance)
        case "restore":
            _restore(stack, earlier, chance)
        case "destroy":
            stack.watch.say("destroy")
            stack.destroy(gateway)
        case _:
            pass


def options(stack: Stack, manifest: Manifest, earlier: Sequence[State], chance: random.Random) -> Options:
    """How `pulumi up` is called the next time."""
    said = {each: manifest.said_of(each) for each in stack.watch.world.places()}
    named = {place.resource_name for place, each in said.items() if each != Said()}
    names = sorted({*named, *stack.state.packages, *(name for name, _ in stack.state.pending), NAME})
    is_targeted, is_replaced = chance.random() < 0.15, chance.random() < 0.2
    refreshes = chance.random() < 0.2
    return Options(
        is_by_hand=chance.random() < 0.1,
        refreshes=refreshes,
        tells_old_record=refreshes and chance.random() < 0.5,
        targets=frozenset(name for name in names if chance.random() < 0.6) if is_targeted else None,
        replaced=frozenset(name for name in names if chance.random() < 0.6) if is_replaced else frozenset(),
        goes_on=chance.random() < 0.7,
        between=_meanwhile(stack, earlier, chance) if chance.random() < 0.15 else None,
    )


def _meanwhile(stack: Stack, earlier: Sequence[State], chance: random.Random) -> Callable[[], None]:
    """What happens after the preview and before the update."""

    def happen() -> None:
        stack.counts["updates that a preview binds"] += 1
        for _ in range(chance.choice((0, 0, 1, 3))):
            stack.counts[f"between preview and update: {stack.watch.world.interfere()}"] += 1
        if chance.random() < 0.1:
            _restore(stack, earlier, chance)

    return happen


def _rename(stack: Stack, chance: random.Random) -> None:
    packages = stack.state.packages
    old = chance.choice(sorted(packages))
    others = {each.resource_name for each in stack.watch.world.places()} - packages.keys()
    new = chance.choice([*sorted(others), f"renamed {stack.counts['renamed resources']}"])
    stack.watch.say(f"somebody renames {old} to {new}")
    stack.counts["renamed resources"] += 1
    packages[new] = packages.pop(old)


def _restore(stack: Stack, earlier: Sequence[State], chance: random.Random) -> None:
    stack.watch.say("somebody restores an earlier state")
    stack.counts["restored states"] += 1
    # Whether it knows of an interrupted deletion is chance.
    stack.counts["fences that nobody can remember"] += len(stack.watch.fences)
    stack.watch.fences.clear()
    stack.state = chance.choice(earlier).copied()
