"""The last Published version of a package."""

import pytest

from packagestate.provider.lock.outcome import Why
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.lock.making import PLACE, A, D, P, U, before, exactly, keep, line, population, resolve, rule, spared, within

TWO = population({"1.9.0": P, "1.10.0": P, "2.0.0": U, "3.0.0": A})
ALL = rule("all", versions=within("*"))
FIRST, SECOND = rule("first", versions=exactly("1.9.0")), rule("second", D, versions=exactly("1.10.0"))


@pytest.mark.parametrize("rules", [(ALL,), (rule("all", U, versions=within("*")),)])
def test_the_highest_published_version_is_left_out(rules: tuple[Rule, ...]) -> None:
    found = resolve(TWO, *rules)
    assert "1.9.0" in {each.version for each in found.lines}
    assert spared(found) == {("1.10.0", Why.LAST_PUBLISHED, ("all",))}
    (fault,) = found.faults
    assert fault.place == PLACE
    assert str(fault) == (
        "rules.yaml:3:5: Rule would empty a package\n"
        "  The rule `all` restricts `1.10.0`, and no other version of chalk (npm) in acme/npm-store would be left "
        "Published, so nobody could install the package without naming a version. No file was "
        "written.\n"
        "  hint: add a rule with `keep: {latest: 1}` for the package, or `allowEmpty: true` to this rule"
    )


@pytest.mark.parametrize(
    "rules",
    [
        (FIRST,),
        (ALL, keep("k", versions=exactly("1.9.0"))),
        (rule("all", versions=within("*"), may_empty=True),),
        (ALL, rule("may", versions=within("*"), may_empty=True)),
    ],
)
def test_nothing_is_wrong_where_one_is_left_or_the_rules_may(rules: tuple[Rule, ...]) -> None:
    found = resolve(TWO, *rules)
    assert not found.faults
    assert Why.LAST_PUBLISHED not in {each.why for each in found.spared}


@pytest.mark.parametrize("status", [U, A, D, Status.UNFINISHED])
def test_nothing_is_wrong_where_none_was_published(status: Status) -> None:
    assert not resolve(population({"1.0.0": status}), rule("all", D, versions=within("*"))).faults


def test_the_default_version_is_what_is_left() -> None:
    assert not resolve(population({"1.0.0": P, "2.0.0": P}, default="1.0.0"), ALL).faults


def test_rules_that_empty_a_package_together_leave_the_highest() -> None:
    found = resolve(TWO, FIRST, SECOND)
    assert [each.version for each in found.lines] == ["1.9.0"]
    assert [each.detail.partition("`")[2].partition("`")[0] for each in found.faults] == ["second"]


def test_each_rule_that_restricts_it_is_named_once() -> None:
    found = resolve(TWO, ALL, rule("again", versions=within(">=1.0.0")))
    assert spared(found) == {("1.10.0", Why.LAST_PUBLISHED, ("again", "all"))}
    assert len(found.faults) == 2


def test_a_rule_that_may_does_not_speak_for_another_one() -> None:
    may = rule("second", versions=exactly("1.10.0"), may_empty=True)
    found = resolve(TWO, FIRST, may)
    assert [each.version for each in found.lines] == ["1.10.0"]
    assert spared(found) == {("1.9.0", Why.LAST_PUBLISHED, ("first",))}


def test_a_new_line_gives_way_to_one_of_the_lock() -> None:
    locked = line("1.10.0", D, "second")
    found = resolve(TWO, FIRST, SECOND, lock=before(locked, unchanged="second"))
    assert found.lines == (locked,)
    assert spared(found) == {("1.9.0", Why.LAST_PUBLISHED, ("first",))}


def test_a_line_of_the_lock_goes_where_there_are_only_such() -> None:
    """As when somebody has unlisted the version that was left."""
    locked = line("1.9.0", A, "first"), line("1.10.0", D, "second")
    found = resolve(TWO, FIRST, SECOND, lock=before(*locked, unchanged="first second"))
    assert found.lines == locked[:1]
    assert len(found.faults) == 1
