"""`atMost`: how many lines of a rule there are at a time, over all packages and repositories."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.limiting import Limited, at_most
from packagestate.provider.population import Population
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.lock.making import (
    TODAY,
    A,
    D,
    P,
    U,
    before,
    days,
    exactly,
    line,
    package,
    population,
    resolve,
    rule,
    within,
)
from tests.lock.strategies import NAMES, VERSIONS, populations, rules

OLD = within("<9.0.0")
LEFT = {"9.0.0": P}


def limited(
    rules: list[Rule], *populations: Population, lock: Before | None = None
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Give the lines in short, by repository, and what was held back."""
    result = at_most([resolve(each, *rules, lock=lock) for each in populations], rules)
    shown = {
        f"{each.coordinates.repository.name}/{each.coordinates.written}": [
            f"{found.version} {found.status} {' '.join(found.via)}" for found in each.lines
        ]
        for each in result.packages
    }
    return shown, dict(result.held_back)


def some(*versions: str, written: str = "chalk", repository: str = "npm-store", status: Status = P) -> Population:
    return population(dict.fromkeys(versions, status) | LEFT, package(written, repository))


def test_the_lowest_versions_come_first() -> None:
    wanted = [rule("old", versions=OLD, at_most=2)]
    found = some("1.10.0", "1.9.0", "1.2.0")
    assert limited(wanted, found) == ({"npm-store/chalk": ["1.9.0 Archived old", "1.2.0 Archived old"]}, {"old": 1})


def test_packages_come_first_and_then_their_repositories() -> None:
    wanted = [rule("old", versions=OLD, at_most=3)]
    everything = [
        some("1.0.0", written="debug", repository="npm-a"),
        some("1.0.0", "1.1.0", repository="npm-b"),
        some("1.0.0", "1.1.0", repository="npm-a"),
    ]
    expected = {
        "npm-b/chalk": ["1.0.0 Archived old"],
        "npm-a/chalk": ["1.0.0 Archived old", "1.1.0 Archived old"],
    }
    assert limited(wanted, *everything) == (expected, {"old": 2})
    assert limited(wanted, *reversed(everything)) == (expected, {"old": 2})


def test_what_is_in_effect_takes_no_room_and_what_is_in_the_lock_comes_first() -> None:
    found = population({"1.0.0": P, "1.1.0": P, "1.2.0": A, "1.3.0": P, **LEFT})
    locked = line("1.2.0", A, "old"), line("1.3.0", A, "old")
    wanted = [rule("old", versions=OLD, at_most=2)]
    expected = ["1.0.0 Archived old", "1.2.0 Archived old", "1.3.0 Archived old"]
    for unchanged in ("old", ""):
        assert limited(wanted, found, lock=before(*locked, unchanged=unchanged)) == (
            {"npm-store/chalk": expected},
            {"old": 1},
        )


def test_a_line_that_stays_is_never_held_back_and_one_that_is_evaluated_anew_is() -> None:
    found = population({"1.0.0": P, "1.1.0": P, **LEFT})
    locked = before(line("1.0.0", A, "old"), line("1.1.0", A, "old"), unchanged="old")
    wanted = [rule("old", versions=OLD, at_most=1)]
    everything = {"npm-store/chalk": ["1.0.0 Archived old", "1.1.0 Archived old"]}
    assert limited(wanted, found, lock=locked) == (everything, {})
    assert limited(wanted, found, lock=locked._replace(unchanged=frozenset())) == (
        {"npm-store/chalk": ["1.0.0 Archived old"]},
        {"old": 1},
    )


def test_a_line_that_is_not_raised_for_lack_of_room_stays() -> None:
    locked = [line(each, A, "old", since=(TODAY - days(400)).date()) for each in ("1.0.0", "1.1.0")]
    found = some("1.0.0", "1.1.0", status=A)
    wanted = [rule("old", versions=OLD), rule("purge", D, archived_for=days(365), at_most=1)]
    lock = before(*locked, unchanged="old purge")
    assert limited(wanted, found, lock=lock) == (
        {"npm-store/chalk": ["1.0.0 Disposed purge", "1.1.0 Archived old"]},
        {"purge": 1},
    )
    result = at_most([resolve(found, *wanted, lock=lock)], wanted)
    assert result.packages[0].lines[1] == locked[1]


def test_what_is_held_back_gets_what_a_less_restrictive_rule_asks_for() -> None:
    wanted = [
        rule("d", D, versions=OLD, at_most=1),
        rule("a", A, versions=OLD, at_most=1),
        rule("u", U, versions=exactly("1.0.0", "1.1.0", "1.2.0")),
    ]
    assert limited(wanted, some("1.0.0", "1.1.0", "1.2.0", "1.3.0")) == (
        {"npm-store/chalk": ["1.0.0 Disposed d", "1.1.0 Archived a", "1.2.0 Unlisted u"]},
        {"d": 3, "a": 2},
    )


def test_a_rule_that_is_full_is_no_cause_and_takes_nothing_from_another_one() -> None:
    wanted = [
        rule("a", versions=OLD, at_most=1),
        rule("b", versions=OLD, at_most=2),
        rule("c", versions=exactly("5.0.0")),
    ]
    found = some("1.0.0", "2.0.0", "3.0.0", "5.0.0")
    assert limited(wanted, found) == (
        {"npm-store/chalk": ["1.0.0 Archived a b", "2.0.0 Archived b", "5.0.0 Archived c"]},
        {"a": 1, "b": 1},
    )


@pytest.mark.parametrize("limit", [None, 5])
def test_without_a_limit_nothing_is_held_back(limit: int | None) -> None:
    wanted = [rule("old", versions=OLD, at_most=limit)]
    assert limited(wanted, some("1.0.0"), some("9.1.0", repository="npm-a")) == (
        {"npm-store/chalk": ["1.0.0 Archived old"]},
        {},
    )


@st.composite
def several(draw: st.DrawFn) -> tuple[list[Rule], list[Population]]:
    package_format = draw(st.sampled_from(list(VERSIONS)))
    wanted = [
        replace(draw(rules(package_format, name, may_empty=True)), at_most=draw(st.sampled_from([None, 1, 2])))
        for name in NAMES[:3]
    ]
    return wanted, [draw(populations(package_format, repository=each)) for each in ("npm-store", "npm-other")]


def pending(result: Limited, everything: list[Population]) -> Counter[str]:
    status = {(each.coordinates, found.version): found.status for each in everything for found in each.versions}
    return Counter(
        name
        for each in result.packages
        for found in each.lines
        if status[each.coordinates, found.version].is_looser_than(found.status)
        for name in found.via
    )


def locked_again(wanted: list[Rule], everything: list[Population], result: Limited) -> Limited:
    locked = {each.coordinates: each.lines for each in result.packages}
    names = frozenset(each.name for each in wanted)
    return at_most(
        [evaluate(wanted, each, Before(locked.get(each.coordinates, ()), names), TODAY) for each in everything],
        wanted,
    )


@given(several())
def test_no_limit_is_gone_over_and_locking_twice_gives_the_same(
    case: tuple[list[Rule], list[Population]],
) -> None:
    wanted, everything = case
    result = at_most([resolve(each, *wanted) for each in everything], wanted)
    used = pending(result, everything)
    for each in wanted:
        if each.at_most is not None:
            assert used[each.name] <= each.at_most
            assert used[each.name] == each.at_most or each.name not in result.held_back
    assert all(each.lines for each in result.packages)
    assert locked_again(wanted, everything, result) == result
    other = at_most([resolve(each, *reversed(wanted)) for each in reversed(everything)], reversed(wanted))
    assert (tuple(reversed(other.packages)), other.held_back) == (result.packages, result.held_back)
