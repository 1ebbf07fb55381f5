"""How much a run may change without somebody having said so."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.limits import FRACTION_KEY, IRREVERSIBLE_KEY, LOOSENING_KEY, Limits, exceeded
from packagestate.provider.plan.model import Changes, PackageDeletion, PackagePlan, Plan, Removal, Transition
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.status import Status
from tests.support.strategies import REPOSITORY, legal_transitions

TOO_MANY = "Too many transitions that cannot be undone"
TOO_LARGE_A_PART = "Too large a part of the versions would change"
UNLIMITED = Limits(irreversible_count=10_000, loosening_count=10_000, changed_fraction=1.0)

# One package: its transitions, and how many more versions it has.
Group = tuple[tuple[Transition, ...], int]


def groups(most: int = 4) -> st.SearchStrategy[list[Group]]:
    return st.lists(st.tuples(legal_transitions(), st.integers(0, 60)), min_size=1, max_size=most)


limits = st.builds(Limits, st.integers(0, 40), st.integers(0, 40), st.floats(0, 1))


def plan_of(*groups: Group) -> Plan:
    """A plan with one package for each group."""
    packages = tuple(
        PackagePlan(
            Coordinates(REPOSITORY, Format.NPM, None, f"package-{number}"),
            Changes(transitions),
            version_count=len(transitions) + spared_count,
        )
        for number, (transitions, spared_count) in enumerate(groups)
    )
    return Plan(packages)


def transitions(count: int, after: Status = Status.ARCHIVED) -> tuple[Transition, ...]:
    return tuple(Transition(f"1.{number}.0", Status.PUBLISHED, after, "revision") for number in range(count))


def changing(changed_count: int, version_count: int) -> Group:
    """A package of so many versions, of which so many are archived."""
    return transitions(changed_count), version_count - changed_count


def summaries(plan: Plan, limits: Limits) -> set[str]:
    return {fault.summary for fault in exceeded(plan, limits)}


def test_a_package_is_deleted_only_where_the_state_records_that_it_began() -> None:
    unrecorded = replace(UNLIMITED, may_delete_packages=False)
    place = Coordinates(REPOSITORY, Format.NPM, None, "package")
    changes = Changes(transitions(1, Status.DELETED), deletion=PackageDeletion(None))
    removal = Removal(place, OnRemoval.DELETE, changes, version_count=1)
    for plan in (Plan((PackagePlan(place, changes, version_count=1),)), Plan((), (removal,))):
        assert summaries(plan, unrecorded) == {"Deletion would not be recorded"}
        assert not summaries(plan, UNLIMITED)
    assert not summaries(plan_of((transitions(1, Status.DELETED), 0)), unrecorded)


@given(groups(), groups(), limits)
def test_a_larger_plan_never_passes_where_a_smaller_one_did_not(
    some: list[Group], more: list[Group], limits: Limits
) -> None:
    """Monotone: what a limit stops, it stops in a plan that changes more packages besides."""
    assert summaries(plan_of(*some), limits) <= summaries(plan_of(*some, *more), limits)


@given(groups(), st.lists(st.integers(0, 1000), max_size=5), limits)
def test_packages_that_do_not_change_change_nothing_about_the_verdict(
    some: list[Group], unrelated: list[int], limits: Limits
) -> None:
    """Undiluted: the faults are the same, with all their figures, whatever else is declared."""
    others = (changing(0, version_count) for version_count in unrelated)
    assert exceeded(plan_of(*some, *others), limits) == exceeded(plan_of(*some), limits)


@given(groups(), limits, limits)
def test_a_lower_limit_stops_whatever_a_higher_one_stops(some: list[Group], one: Limits, other: Limits) -> None:
    """Monotone: lowering a limit never lets a plan pass."""
    plan = plan_of(*some)
    lower = Limits(
        min(one.irreversible_count, other.irreversible_count),
        min(one.loosening_count, other.loosening_count),
        min(one.changed_fraction, other.changed_fraction),
    )
    assert summaries(plan, one) | summaries(plan, other) == summaries(plan, lower)


@given(groups(12), limits)
def test_the_figures_of_the_hints_suffice(some: list[Group], limits: Limits) -> None:
    """Sufficient: whoever sets what the hints say gets the same plan through."""
    plan = plan_of(*some)
    hints = " ".join(fault.hint for fault in exceeded(plan, limits))
    figures = dict(re.findall(r"pulumi config set (\S+) ([0-9.]+) --stack STACK", hints))
    raised = Limits(
        int(figures.get(IRREVERSIBLE_KEY, limits.irreversible_count)),
        int(figures.get(LOOSENING_KEY, limits.loosening_count)),
        float(figures.get(FRACTION_KEY, limits.changed_fraction)),
    )
    assert exceeded(plan, raised) == ()


@pytest.mark.parametrize("after", [Status.DISPOSED, Status.DELETED])
def test_the_eleventh_irreversible_transition_of_a_run_is_one_too_many(after: Status) -> None:
    assert summaries(plan_of((transitions(4, after), 500), (transitions(6, after), 500)), Limits()) == set()
    assert summaries(plan_of((transitions(5, after), 500), (transitions(6, after), 500)), Limits()) == {TOO_MANY}


def test_what_can_be_undone_is_not_counted_as_irreversible() -> None:
    assert summaries(plan_of(changing(200, 1000)), Limits()) == set()


def test_a_fraction_at_the_limit_passes_and_one_above_it_does_not() -> None:
    assert summaries(plan_of(changing(3, 10)), Limits()) == set()
    assert summaries(plan_of(changing(4, 10)), Limits()) == {TOO_LARGE_A_PART}


def test_eleven_of_twelve_versions_are_too_many_whatever_else_is_declared_or_changed() -> None:
    for others in ((), (changing(0, 250),), (changing(1, 250),), (changing(0, 3),) * 100):
        assert summaries(plan_of(changing(11, 12), *others), Limits()) == {TOO_LARGE_A_PART}, others


def test_a_fraction_of_fewer_than_ten_versions_says_nothing() -> None:
    assert summaries(plan_of(changing(9, 9)), Limits()) == set()
    assert summaries(plan_of(changing(9, 9), changing(3, 10), changing(0, 500)), Limits()) == set()


def test_many_small_packages_that_change_as_a_whole_are_caught_together() -> None:
    assert summaries(plan_of(*[changing(1, 1)] * 9), Limits()) == set()
    assert summaries(plan_of(*[changing(1, 1)] * 10), Limits()) == {TOO_LARGE_A_PART}
    assert summaries(plan_of(*[changing(1, 2)] * 5, changing(1, 500)), Limits()) == {TOO_LARGE_A_PART}


def test_the_fault_names_the_figures_of_the_packages_that_change_too_much() -> None:
    (fault,) = exceeded(plan_of(changing(11, 12), changing(1, 3), changing(5, 100), changing(0, 250)), Limits())
    assert (
        "In 2 packages the plan changes a larger part of the observed versions than "
        "`packagestate:changedFractionLimit` allows in one run, 0.3: 12 of 15, a fraction of 0.80. "
        "Most are in package-0 (npm) in acme/npm-store: 11 of 12, package-1 (npm) in acme/npm-store: 1 of 3."
        in fault.detail
    )
    assert fault.hint.endswith("run `pulumi config set packagestate:changedFractionLimit 0.92 --stack STACK`")


def test_the_fault_names_the_three_packages_that_weigh_most() -> None:
    weights = [(transitions(count, Status.DISPOSED), 500) for count in (1, 4, 0, 3, 4)]
    (fault,) = exceeded(plan_of(*weights), Limits())
    assert (
        "Most are in package-1 (npm) in acme/npm-store: 4, package-4 (npm) in acme/npm-store: 4, "
        "package-3 (npm) in acme/npm-store: 3." in fault.detail
    )


def test_each_limit_that_is_exceeded_is_a_fault() -> None:
    assert summaries(plan_of((transitions(20, Status.DISPOSED), 0)), Limits()) == {TOO_MANY, TOO_LARGE_A_PART}
    assert summaries(plan_of((transitions(20, Status.DISPOSED), 0)), UNLIMITED) == set()


def test_what_leaves_the_manifests_counts_with_what_is_planned() -> None:
    """Ten planned and ten removed are twenty, and a removed package changes as a whole."""
    planned = plan_of((transitions(10, Status.DISPOSED), 500))
    changes = Changes(transitions(10, Status.DELETED), deletion=PackageDeletion(None))
    gone = Coordinates(REPOSITORY, Format.NPM, None, "gone")
    both = Plan(planned.packages, (Removal(gone, OnRemoval.DELETE, changes, version_count=10),))
    assert summaries(planned, Limits()) == set()
    assert summaries(both, Limits()) == {TOO_MANY, TOO_LARGE_A_PART}
    (fault, _) = exceeded(both, Limits())
    assert "20 in all" in fault.detail


def test_a_package_that_is_declared_deleted_counts_as_irreversible_and_in_no_fraction() -> None:
    changes = Changes(transitions(10, Status.DELETED), deletion=PackageDeletion(None))
    package = PackagePlan(Coordinates(REPOSITORY, Format.NPM, None, "gone"), changes, version_count=10)
    assert summaries(Plan((package,)), Limits()) == set()
    assert summaries(Plan((package,)), Limits(irreversible_count=9)) == {TOO_MANY}


def test_what_becomes_less_restrictive_is_counted_copy_by_copy() -> None:
    def loosened(count: int) -> Group:
        return tuple(Transition(f"1.{each}.0", Status.ARCHIVED, Status.PUBLISHED, "r") for each in range(count)), 100

    limits = replace(UNLIMITED, loosening_count=10)
    assert not summaries(plan_of(loosened(5), loosened(5)), limits)
    assert not summaries(plan_of((transitions(40), 0), (transitions(40, Status.DISPOSED), 0)), limits)
    (fault,) = exceeded(plan_of(loosened(8), loosened(3)), limits)
    assert fault.summary == "Too many versions would become less restrictive"
    assert "11 versions less restrictive" in fault.detail
    assert "`packagestate:looseningLimit` allows 10" in fault.detail
    assert "packagestate:looseningLimit 11" in fault.hint
    assert not exceeded(plan_of(loosened(8), loosened(3)), replace(limits, loosening_count=11))
