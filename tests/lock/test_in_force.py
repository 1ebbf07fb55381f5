"""What the lock adds to a run, and what is said of one that does not fit the rules."""

from datetime import date

from packagestate.provider.lock.in_force import floors_of, out_of_date
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Place
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, "acme", "chalk")
PLACE = Place("packages/packagestate.lock/1.eu/acme/npm-store.npm.yaml", 2, 1)


def rule(name: str, digest: str, reason: str | None = None) -> Rule:
    scope = Scope.of("acme", None, "all", Place("rules.yaml", 2, 1))
    return Rule(name, scope, Format.NPM, ("*",), digest, reason=reason, place=Place("rules.yaml", 5, 3))


def lock(*lines: Line, account: str = "123456789012", region: str = "eu-west-1", **rules: str) -> Lock:
    return Lock(account, region, STORE, Format.NPM, rules, (LockedPackage(CHALK, lines),), PLACE)


def line(*via: str) -> Line:
    return Line("1.0.0", Status.ARCHIVED, via, date(2026, 11, 28), Status.PUBLISHED)


def test_a_line_is_a_floor_in_its_repository_alone_and_says_why() -> None:
    old = rule("old", "a", "too old")
    (floor,) = floors_of([lock(line("old"), old="a")], [old], "123456789012", "eu-west-1")
    assert (floor.package, floor.namespace, floor.version, floor.status) == ("chalk", "acme", "1.0.0", Status.ARCHIVED)
    assert floor.is_about("npm-store")
    assert not floor.is_about("npm-store-2")
    assert floor.reason == "rule old: too old"
    assert floor.place == PLACE
    (silent,) = floors_of([lock(line("old"), old="a")], [rule("old", "a")], "123456789012", "eu-west-1")
    assert silent.reason == "rule old"


def test_another_account_or_region_asks_for_nothing_here() -> None:
    old = [rule("old", "a")]
    assert not floors_of([lock(line("old"), old="a")], old, "210987654321", "eu-west-1")
    assert not floors_of([lock(line("old"), old="a")], old, "123456789012", "us-east-1")


def test_a_line_is_in_force_for_as_long_as_one_of_its_rules_says_what_it_said() -> None:
    both = lock(line("new", "old"), new="b", old="a")
    (floor,) = floors_of([both], [rule("old", "a"), rule("new", "changed")], "123456789012", "eu-west-1")
    assert floor.reason == "rule old"
    assert not floors_of([both], [rule("old", "changed")], "123456789012", "eu-west-1")
    assert not floors_of([both], [], "123456789012", "eu-west-1")


def test_a_lock_that_does_not_fit_the_rules_is_out_of_date() -> None:
    made = lock(line("old"), old="a")
    assert not list(out_of_date([made], [rule("old", "a")]))
    (changed,) = out_of_date([made], [rule("old", "b")])
    assert "has changed since the lock was made" in changed.detail
    (new,) = out_of_date([], [rule("old", "a")])
    assert "is new" in new.detail
    (gone,) = out_of_date([made], [])
    assert (gone.place, "no manifest has any more" in gone.detail) == (PLACE, True)
