"""How much a run may change without somebody having said so."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider.plan.limits import FRACTION_KEY, IRREVERSIBLE_KEY, Limits, exceeded
from provider.plan.model import Changes, PackagePlan, Plan, Transition
from schemas.coordinates import Coordinates, Format
from schemas.status import Status
from tests.strategies import REPOSITORY, legal_transitions

TOO_MANY = "Too many transitions that cannot be undone"
TOO_LARGE_A_PART = "Too large a part of the versions would change"
UNLIMITED = Limits(irreversible_count=10_000, changed_fraction=1.0)

groups_of_transitions = st.lists(legal_transitions(), min_size=1, max_size=4)
limits = st.builds(Limits, st.integers(0, 40), st.floats(0, 1))


def plan_of(groups: list[tuple[Transition, ...]], observed_version_count: int) -> Plan:
    """A plan with one package for each group of transitions."""
    packages = tuple(
        PackagePlan(Coordinates(REPOSITORY, Format.NPM, None, f"package-{number}"), Changes(transitions))
        for number, transitions in enumerate(groups)
    )
    return Plan(packages, observed_version_count)


def transitions(count: int, after: Status) -> tuple[Transition, ...]:
    return tuple(Transition(f"1.{number}.0", Status.PUBLISHED, after, "revision") for number in range(count))


def summaries(plan: Plan, limits: Limits) -> set[str]:
    return {fault.summary for fault in exceeded(plan, limits)}


@given(groups_of_transitions, st.integers(0, 200), limits)
def test_a_larger_plan_never_passes_where_a_smaller_one_did_not(
    groups: list[tuple[Transition, ...]], unchanged_count: int, limits: Limits
) -> None:
    """Monotone: what a limit stops, it stops in a larger plan of the same versions too."""
    observed_count = sum(map(len, groups)) + unchanged_count
    smaller, larger = plan_of(groups[1:], observed_count), plan_of(groups, observed_count)
    assert summaries(smaller, limits) <= summaries(larger, limits)


@given(groups_of_transitions, st.integers(0, 200), limits, limits)
def test_a_lower_limit_stops_whatever_a_higher_one_stops(
    groups: list[tuple[Transition, ...]], unchanged_count: int, one: Limits, other: Limits
) -> None:
    """Monotone: lowering a limit never lets a plan pass."""
    plan = plan_of(groups, sum(map(len, groups)) + unchanged_count)
    lower = Limits(
        min(one.irreversible_count, other.irreversible_count), min(one.changed_fraction, other.changed_fraction)
    )
    assert summaries(plan, one) | summaries(plan, other) == summaries(plan, lower)


@given(groups_of_transitions, st.integers(0, 200), limits)
def test_the_figures_of_the_hints_suffice(
    groups: list[tuple[Transition, ...]], unchanged_count: int, limits: Limits
) -> None:
    """Sufficient: whoever sets what the hints say gets the same plan through."""
    plan = plan_of(groups, sum(map(len, groups)) + unchanged_count)
    hints = " ".join(fault.hint for fault in exceeded(plan, limits))
    figures = dict(re.findall(r"pulumi config set (\S+) ([0-9.]+)", hints))
    raised = Limits(
        int(figures.get(IRREVERSIBLE_KEY, limits.irreversible_count)),
        float(figures.get(FRACTION_KEY, limits.changed_fraction)),
    )
    assert exceeded(plan, raised) == ()


@pytest.mark.parametrize("after", [Status.DISPOSED, Status.DELETED])
def test_the_eleventh_irreversible_transition_of_a_run_is_one_too_many(after: Status) -> None:
    assert summaries(plan_of([transitions(4, after), transitions(6, after)], 1000), Limits()) == set()
    assert summaries(plan_of([transitions(5, after), transitions(6, after)], 1000), Limits()) == {TOO_MANY}


def test_what_can_be_undone_is_not_counted_as_irreversible() -> None:
    assert summaries(plan_of([transitions(200, Status.ARCHIVED)], 1000), Limits()) == set()


def test_a_fraction_at_the_limit_passes_and_one_above_it_does_not() -> None:
    assert summaries(plan_of([transitions(3, Status.ARCHIVED)], 10), Limits()) == set()
    assert summaries(plan_of([transitions(4, Status.ARCHIVED)], 10), Limits()) == {TOO_LARGE_A_PART}


def test_a_fraction_of_fewer_than_ten_versions_says_nothing() -> None:
    assert summaries(plan_of([transitions(9, Status.ARCHIVED)], 9), Limits()) == set()


def test_the_fault_names_the_three_packages_that_weigh_most() -> None:
    groups = [transitions(count, Status.DISPOSED) for count in (1, 4, 0, 3, 4)]
    (fault,) = exceeded(plan_of(groups, 1000), Limits())
    assert (
        "Most are in package-1 (npm) in acme/npm-store: 4, package-4 (npm) in acme/npm-store: 4, "
        "package-3 (npm) in acme/npm-store: 3." in fault.detail
    )


def test_each_limit_that_is_exceeded_is_a_fault() -> None:
    assert summaries(plan_of([transitions(20, Status.DISPOSED)], 20), Limits()) == {TOO_MANY, TOO_LARGE_A_PART}
    assert summaries(plan_of([transitions(20, Status.DISPOSED)], 20), UNLIMITED) == set()
