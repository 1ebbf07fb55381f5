"""The random schedules with a lock notice a run that takes the lock for more, or for less, than it says."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from packagestate.provider.lock.in_force import LockedVersion, Settled
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import Place
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Match, Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS, Status
from tests.schedules.ground import Ground, new_ground
from tests.schedules.locked import ACCOUNT, REGION, lines_of, outdated
from tests.schedules.places import STORE, place_of
from tests.schedules.ranks import rank
from tests.schedules.rules import with_digest
from tests.schedules.seeds import run_seed
from tests.schedules.statements import Declared, Said

MOST_UNTIL_FOUND = 200
CHALK = place_of("acme", STORE, "chalk")
P, U, A, D = Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED


@pytest.fixture
def ground() -> Iterator[Ground]:
    with new_ground() as ground:
        yield ground


def everything(locked: Iterable[LockedVersion], _observed: Iterable[ObservedPackage]) -> Settled:
    """Take every line for one in force."""
    return Settled(tuple(each.floor for each in locked))


def test_a_run_that_carries_out_what_the_lock_does_not_say_is_noticed(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packagestate.provider.program.planning.settle", everything)
    locked = (seed for seed in range(MOST_UNTIL_FOUND) if seed // 10 % 2)
    assert any("is planned: " in finding.text for seed in locked for finding in run_seed(seed, ground).findings)


def rule(name: str, versions: tuple[str, ...] = (), reason: str | None = None) -> Rule:
    scope = Scope.of("acme", None, "all", Place("rules.yaml", 1, 1))
    match = Match(statuses=frozenset({P}))
    return with_digest(Rule(name, scope, Format.NPM, ("*", *versions), "", match=match, status=A, reason=reason))


def lock(*lines: Line, account: str = ACCOUNT, **rules: str) -> Lock:
    return Lock(account, REGION, CHALK.repository, Format.NPM, rules, (LockedPackage(CHALK, lines),))


def line(status: Status, *via: str) -> Line:
    return Line("1.0.0", status, via, date(2026, 1, 1), P, "r1" if status is D else None)


def demanded(said: Said, found: ObservedVersion | None) -> Status | None:
    demand = said.demand("1.0.0", found)
    return None if demand is None else demand.status


@pytest.mark.parametrize("status", FLOORS)
@pytest.mark.parametrize("now", [P, U, A, D])
def test_a_line_is_a_floor_and_one_out_of_date_asks_for_what_is(status: Status, now: Status) -> None:
    old, found = rule("old"), ObservedVersion("1.0.0", now, "r1")
    made = lock(line(status, "old"), old=old.digest)
    for rules, expected in (((old,), status), ((rule("old", ("!x",)),), min(now, status, key=rank)), ((), None)):
        said = Said(Declared(), (), tuple(lines_of(CHALK, [made], rules)))
        wanted = min(now, status, key=rank) if expected is None else expected
        assert demanded(said, found) is (None if wanted is P else wanted)
        assert demanded(said, None) is (status if rules == (old,) else None)


@pytest.mark.parametrize(("now", "revision", "expected"), [(P, "r1", D), (P, "r2", None), (A, "r2", A), (D, "r2", D)])
def test_another_artefact_than_was_reviewed_stays(now: Status, revision: str, expected: Status | None) -> None:
    old = rule("old")
    said = Said(lines=tuple(lines_of(CHALK, [lock(line(D, "old"), old=old.digest)], [old])))
    assert demanded(said, ObservedVersion("1.0.0", now, revision)) is expected


def test_one_rule_that_says_what_it_said_is_enough_and_is_what_an_over_names() -> None:
    old, other = rule("old"), rule("other")
    (both,) = lines_of(CHALK, [lock(line(A, "old", "other"), old=old.digest, other="0")], [old, other])
    assert (both.is_stale, both.is_set_aside("old"), both.is_set_aside("other")) == (False, True, False)
    (neither,) = lines_of(CHALK, [lock(line(A, "old", "other"), old="1", other="0")], [old, other])
    assert (neither.is_stale, neither.is_set_aside("old")) == (True, False)


def test_a_lock_of_another_account_says_nothing_and_is_out_of_date_all_the_same() -> None:
    old = rule("old")
    assert not [*lines_of(CHALK, [lock(line(A, "old"), account="210987654321", old=old.digest)], [old])]
    assert outdated([lock(old=old.digest), lock(account="210987654321", old="0")], [old]) == {"old"}
    assert outdated([lock(old=old.digest, gone="0")], [old, rule("new")]) == {"gone", "new"}
    assert outdated([lock(old=old.digest)], [rule("old", reason="another one")]) == set()
