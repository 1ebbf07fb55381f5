"""What holds where two stacks speak of one version, and what does not: the facts of docs/how-to/split-a-stack.md."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from emulator.store import EntryPoint, OriginType, VersionRecord
from emulator.store import Status as Held
from packagestate.schemas.errors import RefusalError
from packagestate.schemas.status import Status
from tests.schedules.disturbances import watch_only
from tests.schedules.engine import PlanViolatedError
from tests.schedules.gateway import ToldGateway
from tests.schedules.ground import Ground, new_ground
from tests.schedules.places import STORE, key_of, place_of, repository_of
from tests.schedules.stack import Stack
from tests.schedules.statements import Declared, Manifest, Statement
from tests.schedules.two_stacks import Side, settle
from tests.schedules.update import Failure, Options
from tests.schedules.watch import Watch
from tests.schedules.world import new_world

CHALK = place_of("acme", STORE, "chalk")
VERSION = "9.9.9"
PUBLISHED = datetime(2025, 1, 1, tzinfo=UTC)


class Pair:
    """Two stacks, and one version that both speak of: Published in the beginning."""

    def __init__(self, watch: Watch, ground: Ground) -> None:
        self.watch, self.ground, self.chance = watch, ground, random.Random(1)  # noqa: S311 - nothing is secret about it
        self.first, self.second = (Side(Stack(watch, Counter(), self.chance)) for _ in range(2))
        record = VersionRecord(
            VERSION, Held.PUBLISHED, "revision", PUBLISHED, OriginType.INTERNAL, EntryPoint(repository=STORE)
        )
        ground.endpoint.store.registry.load(repository_of(CHALK), key_of(CHALK), (record,))

    @property
    def status(self) -> Status:
        return Status(self.watch.world.snapshot()[CHALK].versions[VERSION].status)

    def run(self, side: Side, options: Options | None = None) -> list[Failure]:
        return side.stack.run(side.manifest, ToldGateway(self.ground.gateway, self.watch), options or Options())

    def runs(self) -> list[Status]:
        """What the version is after each run, where both stacks run three times in turn, and nothing fails."""
        found = []
        for side in (self.first, self.second) * 3:
            assert self.run(side) == []
            found.append(self.status)
        assert self.watch.findings == []
        return found

    def settle(self) -> None:
        """Both run until nothing changes, and a preview of each says so."""
        settle(self.watch, [self.first, self.second], self.ground.gateway, self.chance)
        assert self.watch.findings == []


@pytest.fixture
def pair() -> Iterator[Pair]:
    chance = random.Random(1)  # noqa: S311 - nothing is secret about it
    with new_ground() as ground, new_world(ground.endpoint, "acme", chance, is_wide=True) as world:
        watch = Watch(world)
        world.note = watch.say
        watch_only(watch)
        yield Pair(watch, ground)


def exactly(status: Status) -> Manifest:
    return Manifest({CHALK: Declared({VERSION: status})})


def at_least(status: Status, *excepted: str, file: str = "wide.yaml") -> Manifest:
    return Manifest(statements=(Statement(file, "acme", (), "chalk", VERSION, status, excepted),))


def test_two_floors_come_to_rest_at_the_more_restrictive_one(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = at_least(Status.ARCHIVED), at_least(Status.DISPOSED)
    assert pair.runs() == [Status.ARCHIVED, *[Status.DISPOSED] * 5]
    pair.settle()


def test_a_floor_leaves_what_another_stack_made_more_restrictive(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = at_least(Status.ARCHIVED), at_least(Status.UNLISTED)
    assert pair.runs() == [Status.ARCHIVED] * 6
    pair.second.manifest = Manifest()
    assert pair.runs() == [Status.ARCHIVED] * 6
    pair.settle()


def test_a_literal_that_is_as_restrictive_as_the_floor_of_another_stack_is_not_undone(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = exactly(Status.ARCHIVED), at_least(Status.UNLISTED)
    assert pair.runs() == [Status.ARCHIVED] * 6
    pair.settle()


def test_a_literal_below_the_floor_of_another_stack_and_the_floor_undo_each_other(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = exactly(Status.PUBLISHED), at_least(Status.ARCHIVED)
    assert pair.runs() == [Status.PUBLISHED, Status.ARCHIVED] * 3
    assert pair.run(pair.first) == []
    planned = pair.first.stack.program.planned
    assert planned is not None
    moves = [(move.before, move.after) for each in planned.plan.packages for move in each.changes.transitions]
    assert moves == [(Status.ARCHIVED, Status.PUBLISHED)]


def test_two_literals_undo_each_other(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = exactly(Status.UNLISTED), exactly(Status.ARCHIVED)
    assert pair.runs() == [Status.UNLISTED, Status.ARCHIVED] * 3


def test_what_another_stack_made_more_restrictive_is_no_difference(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = at_least(Status.UNLISTED), at_least(Status.ARCHIVED)
    assert pair.run(pair.first) == pair.run(pair.second) == []
    recorded, written = pair.first.stack.state.packages[CHALK.resource_name], pair.watch.change_count
    assert pair.run(pair.first) == []
    again = pair.first.stack.state.packages[CHALK.resource_name]
    assert (recorded.outputs["versions"], again.outputs["versions"]) == ({"Unlisted": VERSION}, {"Unlisted": VERSION})
    assert pair.watch.change_count == written


def test_an_update_that_its_preview_binds_does_not_undo_what_another_stack_did_since(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = exactly(Status.PUBLISHED), at_least(Status.ARCHIVED)

    def run_second() -> None:
        with pair.watch.aside():
            pair.run(pair.second)

    (failure,) = pair.run(pair.first, Options(between=run_second))
    assert isinstance(failure.error, PlanViolatedError)
    assert pair.status is Status.ARCHIVED


def test_a_stack_whose_literal_another_one_disposed_is_refused(pair: Pair) -> None:
    pair.first.manifest, pair.second.manifest = exactly(Status.PUBLISHED), at_least(Status.DISPOSED)
    assert pair.run(pair.first) == pair.run(pair.second) == []
    (failure,) = pair.run(pair.first)
    assert isinstance(failure.error, RefusalError)
    assert VERSION in str(failure.error)
    assert pair.status is Status.DISPOSED
    assert pair.watch.findings == []


@pytest.mark.parametrize(
    ("first", "second", "ends"),
    [
        (exactly(Status.PUBLISHED), at_least(Status.ARCHIVED, STORE), Status.PUBLISHED),
        (
            Manifest(exactly(Status.PUBLISHED).packages, at_least(Status.ARCHIVED).statements),
            at_least(Status.ARCHIVED),
            Status.ARCHIVED,
        ),
        (exactly(Status.ARCHIVED), at_least(Status.ARCHIVED), Status.ARCHIVED),
    ],
    ids=["the repository is excepted", "the statement is in both stacks", "the literal says it too"],
)
def test_what_ends_it(pair: Pair, first: Manifest, second: Manifest, ends: Status) -> None:
    pair.first.manifest, pair.second.manifest = first, second
    assert pair.runs() == [ends] * 6
    pair.settle()
