"""What holds for all rules and packages, and that the implementation is what the design says."""

from dataclasses import replace
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.outcome import Evaluated, Why
from packagestate.provider.population import Population
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.lock import brute_force
from tests.lock.making import TODAY, days
from tests.lock.strategies import Case, cases, in_effect, locks, rules


def names(case: Case) -> frozenset[str]:
    return frozenset(each.name for each in case.rules)


def again(case: Case, first: Evaluated) -> Evaluated:
    return evaluate(case.rules, first.population, Before(first.lines, names(case)), TODAY)


def carried_out(data: st.DataObject, first: Evaluated) -> Population:
    """Some of the lines are in effect, as after a run that was stopped."""
    some = data.draw(st.sets(st.sampled_from(first.lines))) if first.lines else set()
    return in_effect(first.population, {each.version: each.status for each in some})


@given(st.data())
def test_it_is_what_the_design_says(data: st.DataObject) -> None:
    case = data.draw(cases(may_empty=True))
    lock = data.draw(locks(case))
    found = evaluate(case.rules, case.population, lock, TODAY)
    expected = brute_force.resolve(case.rules, case.population, lock.lines, lock.unchanged, TODAY)
    assert {each.version: each for each in found.lines} == expected
    assert found.undecided == ()
    assert found.faults == ()


@given(st.data())
def test_the_order_of_rules_and_versions_does_not_matter(data: st.DataObject) -> None:
    case = data.draw(cases())
    lock = data.draw(locks(case))
    shuffled = replace(case.population, versions=tuple(data.draw(st.permutations(case.population.versions))))
    one = evaluate(case.rules, case.population, lock, TODAY)
    other = evaluate(data.draw(st.permutations(case.rules)), shuffled, lock, TODAY)
    assert sorted(one.lines) == sorted(other.lines)
    assert sorted(one.spared) == sorted(other.spared)
    assert one.faults == other.faults
    positions = [each.version for each in shuffled.versions]
    assert [each.version for each in other.lines] == sorted((each.version for each in one.lines), key=positions.index)


@given(st.data())
def test_evaluating_twice_gives_the_same(data: st.DataObject) -> None:
    """Also where rules would empty a package, unless the lock says so already: it loses a line then."""
    case = data.draw(cases())
    for lock in (Before(), data.draw(locks(case))):
        first = evaluate(case.rules, case.population, lock, TODAY)
        second = again(case, first)
        assert second == again(case, second) or first.faults
        assert second.lines == first.lines or (first.faults and lock.lines)


@given(st.data())
def test_it_stays_the_same_once_it_is_in_effect(data: st.DataObject) -> None:
    case = data.draw(cases())
    first = evaluate(case.rules, case.population, Before(), TODAY)
    assume(not first.faults)
    done = replace(first, population=carried_out(data, first))
    found = again(case, done)
    # What is no longer Published or Unlisted frees a place among the latest.
    protected = {each.version for each in found.spared if each.why is Why.KEPT}
    now = {each.version: each for each in found.lines}
    for each in first.lines:
        if each.version not in protected:
            # A rule about Unlisted versions speaks of the version from now on.
            assert now[each.version] == each or each.status.is_looser_than(now[each.version].status)


@given(st.data())
def test_what_is_kept_is_never_removed(data: st.DataObject) -> None:
    case = data.draw(cases())
    found = evaluate(case.rules, case.population, data.draw(locks(case)), TODAY)
    coordinates = case.population.coordinates
    about = [each for each in case.rules if each.keep and each.is_about(coordinates.repository, coordinates)]
    kept = {
        each.version
        for each in case.population.versions
        if any(brute_force.is_kept(rule, case.population, each) for rule in about)
    }
    assert kept.isdisjoint(each.version for each in found.lines)
    told = {each.version: each.rules for each in found.spared if each.why is Why.KEPT}
    assert told.keys() <= kept
    assert {name for each in told.values() for name in each} <= {each.name for each in about}


@given(st.data())
def test_a_line_is_new_only_where_it_restricts_or_holds_and_none_is_looser_than_the_one_before(
    data: st.DataObject,
) -> None:
    case = data.draw(cases())
    lock = data.draw(locks(case))
    locked = {each.version: each for each in lock.lines}
    status = {each.version: each.status for each in case.population.versions}
    for each in evaluate(case.rules, case.population, lock, TODAY).lines:
        earlier = locked.get(each.version)
        is_same = earlier is not None and earlier.status is each.status
        is_held = status[each.version] is each.status is not Status.DISPOSED
        assert is_same or is_held or status[each.version].is_looser_than(each.status)
        if earlier is not None and is_same:
            assert each == earlier._replace(via=each.via)
        else:
            assert (each.since, each.was) == (TODAY.date(), status[each.version])
            assert each.revision == (f"r-{each.version}" if each.status is Status.DISPOSED else None)


@given(st.data())
def test_every_line_has_a_living_cause_and_its_version_is_listed(data: st.DataObject) -> None:
    case = data.draw(cases())
    found = evaluate(case.rules, case.population, data.draw(locks(case)), TODAY)
    coordinates = case.population.coordinates
    living = {each.name: each for each in case.rules if each.is_about(coordinates.repository, coordinates)}
    for each in found.lines:
        assert each.via
        assert list(each.via) == sorted(set(each.via))
        assert {living[name].status for name in each.via} == {each.status}
    texts = [each.version for each in found.lines]
    assert texts == [each.version for each in case.population.versions if each.version in texts]


class Change(NamedTuple):
    """One rule that is new, changed or gone."""

    name: str
    rules: tuple[Rule, ...]
    gone: bool


@st.composite
def changes(draw: st.DrawFn, case: Case) -> Change:
    name = draw(st.sampled_from([*sorted(names(case)), "new"]))
    new = draw(st.none() | rules(case.population.coordinates.format, name))
    others = tuple(each for each in case.rules if each.name != name)
    gone = any(each.name == name and each.keep is not None for each in case.rules) and new is None
    return Change(name, others if new is None else (*others, new), gone)


@given(st.data())
def test_a_rule_that_changes_alone_changes_its_own_lines_only(data: st.DataObject) -> None:
    case = data.draw(cases())
    first = evaluate(case.rules, case.population, Before(), TODAY)
    first = again(case, replace(first, population=carried_out(data, first)))
    change = data.draw(changes(case))
    second = after(change, case, first)
    assume(not first.faults and not second.faults)
    assert of_others(first.lines, change.name, first, second) == of_others(second.lines, change.name, first, second)


@given(st.data())
def test_a_rule_that_changes_alone_moves_no_date_of_another_rule(data: st.DataObject) -> None:
    """After some weeks more rules may have become causes of a line. Evaluated anew it names them, and stays else."""
    case = data.draw(cases())
    locked = evaluate(case.rules, case.population, Before(), TODAY - days(20))
    locked = again(case, replace(locked, population=carried_out(data, locked)))
    locked = replace(locked, population=carried_out(data, locked))
    change = data.draw(changes(case))
    first, second = again(case, locked), after(change, case, locked)
    assume(not first.faults and not second.faults)
    before, now = (of_others(each.lines, change.name, locked, first, second) for each in (first, second))
    assert {each._replace(via=()) for each in before} == {each._replace(via=()) for each in now}


def after(change: Change, case: Case, first: Evaluated) -> Evaluated:
    lock = Before(first.lines, names(case) - {change.name}, keeps_unchanged=not change.gone)
    return evaluate(change.rules, first.population, lock, TODAY)


def of_others(lines: tuple[Line, ...], name: str, *evaluated: Evaluated) -> set[Line]:
    """Give the lines of versions that a rule is no cause of, and does not protect, before or after."""
    own = {line.version for each in evaluated for line in each.lines if name in line.via}
    own |= {spared.version for each in evaluated for spared in each.spared if name in spared.rules}
    return {each for each in lines if each.version not in own}


@given(st.data())
def test_times_in_two_steps_are_as_good_as_all_at_once(data: st.DataObject) -> None:
    case = data.draw(cases())
    lock = data.draw(locks(case))
    known = case.population.published
    some = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    partly = replace(case.population, published={each: known[each] for each in some})
    first = evaluate(case.rules, partly, lock, TODAY)
    assert some.isdisjoint(first.undecided)
    read = replace(partly, published={**partly.published, **{each: known[each] for each in first.undecided}})
    second = evaluate(case.rules, read, lock, TODAY)
    whole = evaluate(case.rules, case.population, lock, TODAY)
    assert second.undecided == ()
    assert (second.lines, second.spared, second.faults) == (whole.lines, whole.spared, whole.faults)


@given(st.data())
def test_a_time_is_asked_for_exactly_where_it_makes_a_difference(data: st.DataObject) -> None:
    case = data.draw(cases(may_empty=True))
    lock = data.draw(locks(case))
    unread = replace(case.population, published={})
    undecided = set(evaluate(case.rules, unread, lock, TODAY).undecided)
    for each in case.population.versions:
        outcomes = []
        for age in (days(0), days(9999)):
            aged = replace(unread, published={each.version: TODAY - age})
            outcomes.append(evaluate(case.rules, aged, lock, TODAY).lines)
        assert (outcomes[0] != outcomes[1]) is (each.version in undecided)


@given(st.data())
def test_a_package_is_emptied_only_by_rules_that_may(data: st.DataObject) -> None:
    case = data.draw(cases())
    lock = data.draw(locks(case))
    may = {each.name for each in case.rules if each.may_empty}
    found = evaluate(case.rules, case.population, lock, TODAY)
    asked = case.population.asked
    published = {
        each.version
        for each in case.population.versions
        if each.status is Status.PUBLISHED and asked.get(each.version, Status.PUBLISHED) is Status.PUBLISHED
    }
    taken = {each.version: each for each in found.lines if each.version in published}
    if published and taken.keys() == published:
        assert all(may & set(each.via) for each in taken.values())
    assert bool(found.faults) is any(each.why is Why.LAST_PUBLISHED for each in found.spared)
    allowed = tuple(replace(each, may_empty=True) for each in case.rules)
    free = {each.version: each for each in evaluate(allowed, case.population, lock, TODAY).lines}
    assert free.keys() - taken.keys() - {each.version for each in found.lines} == {
        each.version for each in found.spared if each.why is Why.LAST_PUBLISHED
    }
    if found.faults:
        assert published
        assert free.keys() >= published
