"""What the lock asks of a run, whatever AWS has and whatever has become of its rules."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from packagestate.provider.lock.in_force import Settled, locked_versions, settle
from packagestate.provider.plan.floors import combine
from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.lock.locking import CHALK, STORE, A, D, P, U, has, keep, line, lock, rule


def settled(made: Lock, rules: Iterable[Rule], observed: list[ObservedPackage]) -> Settled:
    return settle(locked_versions(made, {each.name: each for each in rules}, None), observed)


def test_a_line_is_a_floor_in_its_repository_alone_and_says_why() -> None:
    old = rule("old", "a", "too old")
    (floor,) = settled(lock(line("old"), old="a"), [old], has(P)).floors
    assert (floor.package, floor.namespace, floor.version, floor.status) == ("chalk", "acme", "1.0.0", A)
    assert floor.is_about("npm-store")
    assert not floor.is_about("npm-store-2")
    assert floor.reason == "rule old: too old"
    (silent,) = settled(lock(line("old"), old="a"), [rule("old", "a")], has(P)).floors
    assert silent.reason == "rule old"


def test_the_owner_of_the_domain_is_the_one_that_manifests_name() -> None:
    (found,) = locked_versions(lock(line("old"), old="a"), {}, "123456789012")
    assert found.coordinates == replace(CHALK, repository=replace(STORE, domain_owner="123456789012"))
    assert not found.is_in_force


def test_a_line_is_in_force_for_as_long_as_one_of_its_rules_says_what_it_said() -> None:
    both = lock(line("new", "old"), new="b", old="a")
    (floor,) = settled(both, [rule("old", "a"), rule("new", "changed")], has(P)).floors
    # An `over` of the one does not override what the other one may hold, whatever became of it.
    assert floor.rules == ("new", "old")
    for rules in ([rule("old", "changed")], []):
        assert not settled(both, rules, has(P)).floors


@pytest.mark.parametrize("observed", [U, A, D])
@pytest.mark.parametrize("rules", [[], [rule("old", "changed")]])
def test_a_line_out_of_force_changes_nothing_and_lets_nothing_be_loosened(rules: list[Rule], observed: Status) -> None:
    found = settled(lock(line("old"), old="a"), rules, has(observed))
    said = DesiredPackage(CHALK, (DesiredVersion("1.0.0", P, None, None, None),))
    wanted = combine(said, found.floors, has(observed)[0], is_recorded=True)
    assert wanted is not None
    assert [each.status for each in wanted.versions] == [observed]
    assert "the lock is out of date" in (found.floors[0].reason or "")
    assert not found.warnings


@pytest.mark.parametrize("observed", [P, U, A])
def test_a_version_that_moved_since_it_was_locked_stays_and_needs_review(observed: Status) -> None:
    found = settled(lock(line("old", status=D), old="a"), [rule("old", "a", status=D)], has(observed, "r2"))
    assert not any(observed.is_looser_than(each.status) for each in found.floors)
    (warning,) = found.warnings
    assert warning.summary == "Line of the lock needs review"
    assert "`r1`" in warning.detail
    assert "`r2`" in warning.detail


@pytest.mark.parametrize("observed", [P, U, A])
def test_a_version_at_the_revision_that_was_locked_is_disposed_of(observed: Status) -> None:
    found = settled(lock(line("old", status=D), old="a"), [rule("old", "a", status=D)], has(observed, "r1"))
    assert [each.status for each in found.floors] == [D]
    assert not found.warnings


@pytest.mark.parametrize("observed", [P, U])
def test_a_version_that_somebody_brought_back_since_it_was_locked_is_not_disposed_of(observed: Status) -> None:
    purged = line("purge", status=D)._replace(was=A)
    found = settled(lock(purged, purge="a"), [rule("purge", "a", status=D)], has(observed))
    assert not any(observed.is_looser_than(each.status) for each in found.floors)
    (warning,) = found.warnings
    assert (warning.summary, "somebody brought it back" in warning.detail) == ("Line of the lock needs review", True)
    assert [
        each.status for each in settled(lock(purged, purge="a"), [rule("purge", "a", status=D)], has(A)).floors
    ] == [D]


def test_a_disposal_may_change_the_revision_and_is_not_looked_at_again() -> None:
    found = settled(lock(line("old", status=D), old="a"), [rule("old", "a", status=D)], has(D, "r2"))
    assert [each.status for each in found.floors] == [D]
    assert not found.warnings


def test_a_version_that_is_gone_needs_no_review() -> None:
    gone = settled(lock(line("old", status=D), old="a"), [rule("old", "a", status=D)], [])
    assert not gone.warnings
    assert not settled(lock(line("old")), [], []).floors


OLD = rule("old", "a")


@pytest.mark.parametrize(
    "rules",
    [
        # Branches that were merged as text: the digest of the rule as it is now, and a line of the rule as it was.
        [rule("old", "a", status=U)],
        [rule("old", "a", versions=("0.9.0",))],
        [replace(OLD, packages=("@other/*",))],
        [replace(OLD, match=None, status=None)],
        # What protects is looked at first, whichever branch it came from.
        [OLD, keep("recent", "b", "1.0.0")],
        [OLD, keep("recent", "changed", "0.1.0")],
        [OLD, keep("recent", "changed")],
    ],
)
def test_a_line_that_no_rule_says_now_or_that_one_protects_asks_for_nothing(rules: list[Rule]) -> None:
    made = lock(line("old"), old="a", recent="b")
    assert not settled(made, rules, has(P)).floors
    (floor,) = settled(made, rules, has(A)).floors
    assert floor.status is A


@pytest.mark.parametrize(
    "rules", [[OLD, keep("recent", "changed", packages=("@other/*",))], [OLD, keep("recent", "b", "2.0.0")], [OLD]]
)
def test_what_protects_other_versions_or_packages_makes_no_difference(rules: list[Rule]) -> None:
    (floor,) = settled(lock(line("old"), old="a", recent="b"), rules, has(P)).floors
    assert floor.status is A
