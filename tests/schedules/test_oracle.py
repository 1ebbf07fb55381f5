"""What the random schedules come to once in thousands, told on purpose: what is allowed then, and what is noticed."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from packagestate.provider.plan.model import Changes
from packagestate.provider.plugin.handover import Handover
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval
from tests.schedules.disturbances import watch_only
from tests.schedules.expectation import FENCE, Expectation
from tests.schedules.findings import configuration
from tests.schedules.gateway import KilledError, ToldGateway
from tests.schedules.ground import Ground, new_ground
from tests.schedules.manifests import as_held
from tests.schedules.places import STORE, key_of, place_of, repository_of
from tests.schedules.stack import Stack
from tests.schedules.statements import Declared, Manifest
from tests.schedules.update import Options
from tests.schedules.watch import Watch
from tests.schedules.world import new_world

CHALK = place_of("acme", STORE, "chalk")
DELETED = Manifest({CHALK: Declared(is_deleted=True)})


class Unshuffled(random.Random):
    """What an interrupted replacement has left is deleted first."""

    def shuffle(self, x: object) -> None:
        pass


@pytest.fixture
def ground() -> Iterator[Ground]:
    with new_ground() as ground:
        yield ground


@pytest.fixture
def stack(ground: Ground) -> Iterator[Stack]:
    chance = Unshuffled(1)
    with new_world(ground.endpoint, "acme", chance) as world:
        watch = Watch(world)
        world.note = watch.say
        watch_only(watch)
        yield Stack(watch, Counter(), chance)


def remove_after_an_interrupted_replacement(stack: Stack, ground: Ground) -> None:
    """The state holds `chalk` as it is declared now, and as it was declared before."""
    told = ToldGateway(ground.gateway, stack.watch)
    held = as_held(stack.watch.world, stack.chance).packages[CHALK]
    assert not stack.run(Manifest({CHALK: replace(held, on_removal=OnRemoval.RETAIN)}), told, Options())
    left = (CHALK.resource_name, stack.state.packages[CHALK.resource_name])
    assert not stack.run(Manifest({CHALK: replace(held, on_removal=OnRemoval.DELETE)}), told, Options())
    stack.state.pending.append(left)
    stack.run(Manifest(), told, Options())


def test_what_is_retained_leaves_the_plan_to_another_resource_of_its_package(stack: Stack, ground: Ground) -> None:
    remove_after_an_interrupted_replacement(stack, ground)
    assert stack.watch.findings == []
    assert CHALK not in stack.watch.world.snapshot()


def test_what_is_retained_and_changed_is_noticed(stack: Stack, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    take = Handover.take

    def take_all(self: Handover, place: Coordinates, _on_removal: OnRemoval) -> Changes:
        return take(self, place, OnRemoval.DELETE)

    monkeypatch.setattr(Handover, "take", take_all)
    remove_after_an_interrupted_replacement(stack, ground)
    assert any("was deleted as a whole" in finding.text for finding in stack.watch.findings)


def delete_what_somebody_changes(stack: Stack, ground: Ground) -> str:
    """A declared deletion that is refused, and what it says."""
    watch, endpoint = stack.watch, stack.watch.world.endpoint
    record = next(iter(watch.world.snapshot()[CHALK].versions.values()))

    def revise() -> None:
        revised = replace(record, revision="another")
        endpoint.store.registry.load(repository_of(CHALK), key_of(CHALK), (revised,))

    endpoint.faults.clear()
    endpoint.faults.plant(operation="ListPackageVersions", skip=1, before=revise)
    endpoint.faults.plant(before=watch.before_call, after=watch.after_call)
    told = ToldGateway(ground.gateway, watch)
    (failure,) = stack.run(DELETED, told, Options())
    return str(failure.error)


def test_a_fence_of_an_earlier_run_that_stays_after_a_refusal_is_told_of(stack: Stack, ground: Ground) -> None:
    killed = ToldGateway(ground.gateway, stack.watch, killed_at=2, after=True, in_hooks=True)
    with pytest.raises(KilledError):
        stack.run(DELETED, killed, Options())
    assert configuration(stack.watch.world.snapshot()[CHALK].origin) == FENCE
    assert "and was left so" in delete_what_somebody_changes(stack, ground)
    stack.run(Manifest(), ToldGateway(ground.gateway, stack.watch), Options())
    assert stack.watch.findings == []
    assert stack.counts["fences told of"] == 1


def test_a_fence_that_is_put_is_taken_away_after_a_refusal(stack: Stack, ground: Ground) -> None:
    assert "was put back to" in delete_what_somebody_changes(stack, ground)
    assert stack.watch.findings == []


def test_a_fence_that_is_put_and_stays_after_a_refusal_is_noticed(
    stack: Stack, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packagestate.provider.apply.removal._unfence", lambda *_arguments: "It is what it is.")
    delete_what_somebody_changes(stack, ground)
    assert any("stays fenced after a refusal" in finding.text for finding in stack.watch.findings)


def test_what_a_killed_process_still_asks_of_another_package_says_nothing_of_this_one(
    stack: Stack, ground: Ground
) -> None:
    told = ToldGateway(ground.gateway, stack.watch)
    expectation = Expectation(CHALK, is_planned=False)
    stack.watch.expect(expectation)
    told.list_versions(place_of("acme", STORE, "debug"))
    assert expectation.listed is None
    told.list_versions(CHALK)
    assert expectation.listed is not None
