"""The laws of planning, one test each."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, PackagePlan
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.transitions import is_legal
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, Restriction
from packagestate.schemas.status import Status
from tests.support.plan_repository import carry_out
from tests.support.shown import diff_of, text_of
from tests.support.strategies import REPOSITORY, repositories, said_otherwise

Declared = tuple[DesiredPackage, ...]
Observed = tuple[ObservedPackage, ...]
ItemT = TypeVar("ItemT")

CHALK = Coordinates(REPOSITORY, Format.NPM, None, "chalk")


def after(desired: Declared, observed: Observed) -> Observed:
    """The repository after the plan was carried out."""
    found = {package.coordinates: package for package in observed}
    for package in plan(desired, observed).packages:
        found[package.coordinates] = carry_out(package, found[package.coordinates])
    return tuple(found.values())


def with_plan_and_observation(
    desired: Declared, observed: Observed
) -> list[tuple[DesiredPackage, PackagePlan, ObservedPackage]]:
    """Each declared package with its plan and what was observed of it."""
    plans = {package.coordinates: package for package in plan(desired, observed).packages}
    observations = {package.coordinates: package for package in observed}
    assert len(plans) == len(desired)
    return [(package, plans[package.coordinates], observations[package.coordinates]) for package in desired]


def is_as_declared(wanted: DesiredVersion, found: ObservedVersion | None) -> bool:
    if found is None:
        return wanted.status is Status.DELETED
    return found.status is wanted.status and wanted.revision in {None, found.revision}


@given(repositories())
def test_a_plan_that_was_carried_out_leaves_nothing_to_change(state: tuple[Declared, Observed]) -> None:
    """Converged: planning again after carrying out the plan gives no change, and the same waiting and refusals."""
    desired, observed = state
    first, second = plan(desired, observed), plan(desired, after(desired, observed))
    assert not any(package.changes for package in second.packages)
    assert [package.waiting for package in second.packages] == [package.waiting for package in first.packages]
    assert second.refusals == first.refusals


@given(repositories(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_declared_and_observed_does_not_matter(
    state: tuple[Declared, Observed], random: Random
) -> None:
    """Order-free: equal inputs give plans that are equal to the byte, whatever the order that they come in."""

    def shuffled(items: Sequence[ItemT]) -> tuple[ItemT, ...]:
        return tuple(random.sample(items, len(items)))

    desired, observed = state
    mixed = plan(
        shuffled([replace(package, versions=shuffled(package.versions)) for package in desired]),
        shuffled([replace(package, versions=shuffled(package.versions)) for package in observed]),
    )
    straight = plan(desired, observed)
    assert mixed == straight
    assert repr(mixed) == repr(straight)
    assert diff_of(mixed, *desired) == diff_of(straight, *desired)
    assert text_of(mixed, *desired) == text_of(straight, *desired)


@given(repositories(), st.data())
def test_equal_demands_give_equal_plans_wherever_and_for_whatever_reason_they_are_written(
    state: tuple[Declared, Observed], data: st.DataObject
) -> None:
    """Equal: where a manifest says something, and why, is no part of what it asks for, nor of the plan."""
    desired, observed = state
    otherwise = tuple(data.draw(said_otherwise(package)) for package in desired)
    assert otherwise == desired
    assert plan(otherwise, observed) == plan(desired, observed)
    assert len({*otherwise, *desired}) == len(desired)


@given(repositories())
def test_refusals_name_the_place_and_those_who_wait_keep_their_reason(
    state: tuple[Declared, Observed],
) -> None:
    """Kept: what is not compared is not lost on the way."""
    for wanted, package, _ in with_plan_and_observation(*state):
        for refusal in package.refusals:
            assert refusal.place in {each.place for each in wanted.versions if f" {each.version} (" in refusal.detail}
        reasons = {each.version: (each.reason, each.mark) for each in wanted.versions}
        for waiting in package.waiting:
            assert (waiting.reason, waiting.mark) == reasons[waiting.version]


@given(repositories())
def test_every_declared_version_is_accounted_for_exactly_once(state: tuple[Declared, Observed]) -> None:
    """Complete: each declared version is as declared, changes, waits or is refused, and only one of these."""
    for wanted, package, observation in with_plan_and_observation(*state):
        found = {version.version: version for version in observation.versions}
        accounted = [
            *(each.version for each in wanted.versions if is_as_declared(each, found.get(each.version))),
            *(transition.version for transition in package.changes.transitions),
            *(version.version for version in package.waiting),
        ]
        refused = [version.version for version in wanted.versions if version.version not in accounted]
        assert len(accounted) == len(set(accounted))
        assert len(refused) == len(package.refusals)
        for version, refusal in zip(refused, package.refusals, strict=True):
            assert f" {version} (npm) in " in refusal.detail


@given(repositories())
def test_every_transition_is_legal_and_leads_from_what_was_observed_to_what_is_declared(
    state: tuple[Declared, Observed],
) -> None:
    """Legal: it is in the table, starts from the status and revision that AWS answered, and ends as declared."""
    for wanted, package, observation in with_plan_and_observation(*state):
        declared = {version.version: version.status for version in wanted.versions}
        for transition in package.changes.transitions:
            assert is_legal(transition.before, transition.after)
            assert ObservedVersion(transition.version, transition.before, transition.revision) in observation.versions
            assert declared[transition.version] is transition.after


@given(repositories())
def test_what_nobody_declared_is_left_alone(state: tuple[Declared, Observed]) -> None:
    """Nothing undeclared: a version or an origin configuration that no one declared is the same after the run."""
    desired, observed = state
    declared = {package.coordinates: package for package in desired}
    for before, now in zip(observed, after(desired, observed), strict=True):
        package = declared.get(before.coordinates)
        names = {version.version for version in package.versions} if package else set()
        assert {each for each in before.versions if each.version not in names} == {
            each for each in now.versions if each.version not in names
        }
        if package is None or package.origin is None:
            assert now.origin == before.origin


@given(repositories())
def test_a_pinned_version_changes_from_the_pinned_revision_only(state: tuple[Declared, Observed]) -> None:
    """Pinned: no transition of a pinned version starts from another revision."""
    for wanted, package, _ in with_plan_and_observation(*state):
        pins = {version.version: version.revision for version in wanted.versions if version.revision}
        for transition in package.changes.transitions:
            assert pins.get(transition.version, transition.revision) == transition.revision


@given(repositories())
def test_what_may_come_back_is_what_the_run_deletes_where_upstream_is_open_after_it(
    state: tuple[Declared, Observed],
) -> None:
    """Open: every deletion has a way back, or none, as the origin configuration after the run says."""
    for _, package, observation in with_plan_and_observation(*state):
        deleted = tuple(each.version for each in package.changes.transitions if each.after is Status.DELETED)
        origin = carry_out(package, observation).origin
        is_open = origin is not None and origin.upstream is Restriction.ALLOW
        assert package.may_return == (deleted if is_open else ())


@given(repositories())
def test_an_origin_that_nobody_declared_is_never_changed(state: tuple[Declared, Observed]) -> None:
    """Observed only: that the configuration is known does not make a change of it."""
    for wanted, package, _ in with_plan_and_observation(*state):
        assert wanted.origin is not None or package.changes.origin is None


@given(repositories())
def test_a_second_run_does_not_warn_again(state: tuple[Declared, Observed]) -> None:
    """Said once: what is absent already has nothing done to it, so no run of every night repeats it."""
    desired, observed = state
    assert not any(package.may_return for package in plan(desired, after(desired, observed)).packages)


@given(repositories())
def test_the_observed_versions_of_declared_packages_are_counted(state: tuple[Declared, Observed]) -> None:
    """Population: the limits look at fractions of what is declared, and not of what else AWS answered for."""
    observed_count = sum(len(observation.versions) for _, _, observation in with_plan_and_observation(*state))
    assert plan(*state).observed_version_count == observed_count


def test_a_package_that_nobody_observed_is_not_taken_for_absent() -> None:
    with pytest.raises(KeyError, match="chalk"):
        plan([DesiredPackage(CHALK, (DesiredVersion("5.6.1", Status.DISPOSED),))], [])
