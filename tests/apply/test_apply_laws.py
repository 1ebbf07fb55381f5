"""What holds of every application of every plan, whatever goes wrong and whoever else writes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.apply.apply import apply
from packagestate.provider.apply.outcome import Result
from packagestate.provider.plan.batches import delete_batches, guarded_batches
from packagestate.provider.plan.model import (
    Call,
    Changes,
    ObservedPackage,
    ObservedVersion,
    OriginChange,
    Transition,
)
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import (
    CHALK,
    UNCERTAIN,
    KilledError,
    Run,
    is_as_planned,
    planned_again,
    runs,
    watched,
)
from tests.support.model_gateway import Failure, ModelGateway
from tests.support.plan_repository import carry_out
from tests.support.strategies import large_transitions

ANYTHING = runs(with_failures=True, with_writers=True, with_refusals=True)
LOOSENING = ANYTHING.filter(
    lambda run: run.changes.origin is not None and run.changes.origin.after != tightest(run.changes.origin)
)


@given(runs())
def test_converged(run: Run) -> None:
    """With nothing in the way, everything is applied, and the package is what the plan makes of it."""
    outcomes = apply(run.gateway, CHALK, run.changes)
    assert all(outcome.result is Result.APPLIED for outcome in outcomes)
    assert run.gateway.observe() == carry_out(run.plan, run.observed)
    assert not planned_again(run.gateway, run.changes)


@given(large_transitions())
def test_frugal(transitions: tuple[Transition, ...]) -> None:
    """With nothing in the way, each batch is one call, and there is no other call."""
    in_order = tuple(sorted(transitions))
    versions = {each.version: ObservedVersion(each.version, each.before, each.revision) for each in in_order}
    gateway = ModelGateway(CHALK, versions)
    apply(gateway, CHALK, Changes(in_order))
    expected = (*guarded_batches(in_order), *delete_batches(in_order))
    assert [batch.call for batch in gateway.batches] == [batch.call for batch in expected]
    assert len(gateway.calls) == len(expected)


@given(ANYTHING)
def test_one_outcome_for_each_change(run: Run) -> None:
    """Whatever happens, there is exactly one outcome for each change, in the plan's order."""
    outcomes = apply(run.gateway, CHALK, run.changes)
    changes = (*run.changes.transitions, *([run.changes.origin] if run.changes.origin else []))
    assert tuple(outcome.change for outcome in outcomes) == changes
    assert all(bool(outcome.detail) is (outcome.result is not Result.APPLIED) for outcome in outcomes)


@given(ANYTHING)
def test_no_lost_update(run: Run) -> None:
    """No write changes a version that is not what the plan was made from; a deletion, none that is not Disposed."""
    apply(run.gateway, CHALK, run.changes)
    for change in run.gateway.changes:
        planned = run.planned[change.before.version]
        if change.call is Call.DELETE:
            assert change.before.status is Status.DISPOSED
        else:
            assert change.before == ObservedVersion(planned.version, planned.before, planned.revision)


@given(ANYTHING)
def test_nothing_irreversible_undeclared(run: Run) -> None:
    """Only what the plan disposes or deletes is disposed, and only what it deletes is deleted."""
    apply(run.gateway, CHALK, run.changes)
    for change in run.gateway.changes:
        planned = run.planned[change.before.version]
        assert change.after is planned.after or (change.after is Status.DISPOSED and planned.after is Status.DELETED)


@given(runs(with_failures=True, with_refusals=True))
def test_true(run: Run) -> None:
    """While nobody else writes, Applied is said of exactly what is as planned, unless the outcome is unknown."""
    for outcome in apply(run.gateway, CHALK, run.changes):
        if outcome.result is Result.UNKNOWN:
            continue
        if isinstance(outcome.change, Transition):
            as_desired = is_as_planned(run.gateway.versions or {}, outcome.change)
        else:
            as_desired = run.gateway.origin == outcome.change.after
        assert as_desired is (outcome.result is Result.APPLIED), outcome


@given(ANYTHING)
def test_applied_is_said_only_of_what_was_as_planned_at_some_moment(run: Run) -> None:
    """True, whoever else writes: what never was as planned is not called Applied."""
    moments = watched(run.gateway)
    for outcome in apply(run.gateway, CHALK, run.changes):
        if isinstance(outcome.change, Transition) and outcome.result is Result.APPLIED:
            now = run.gateway.versions or {}
            assert any(is_as_planned(moment, outcome.change) for moment in (*moments, now)), outcome


@given(ANYTHING)
def test_only_what_was_disposed_at_the_planned_revision_is_asked_to_be_deleted(run: Run) -> None:
    """Fenced: AWS does not guard a deletion by revision, so the disposal before it has to have been seen."""
    moments = watched(run.gateway)
    apply(run.gateway, CHALK, run.changes)
    for version in (
        version for batch in run.gateway.batches if batch.call is Call.DELETE for version in dict(batch.revisions)
    ):
        disposed = ObservedVersion(version, Status.DISPOSED, run.planned[version].revision)
        assert any(moment.get(version) == disposed for moment in moments), version


@given(ANYTHING)
def test_bounded(run: Run) -> None:
    """The number of calls is bounded by the number of versions, even if every answer is a failure."""
    run.gateway.failures = {number: Failure(UNCERTAIN[0]) for number in range(1, 100, 2)} | dict(run.gateway.failures)
    apply(run.gateway, CHALK, run.changes)
    assert len(run.gateway.calls) <= 8 + 6 * len(run.changes.transitions)


def tightest(change: OriginChange) -> OriginConfiguration:
    """What blocks all that is blocked before or after the change."""
    found = change.before
    assert found is not None
    both = {"publish": {found.publish, change.after.publish}, "upstream": {found.upstream, change.after.upstream}}
    return OriginConfiguration(
        **{way: Restriction.BLOCK if Restriction.BLOCK in each else Restriction.ALLOW for way, each in both.items()}
    )


@given(ANYTHING.filter(lambda run: run.changes.origin is not None))
def test_tightened_first(run: Run) -> None:
    """While a version changes, all is blocked that is blocked before or after the plan."""
    apply(run.gateway, CHALK, run.changes)
    assert run.changes.origin is not None
    assert {change.origin for change in run.gateway.changes} <= {tightest(run.changes.origin)}


@given(LOOSENING)
def test_loosened_last(run: Run) -> None:
    """What the plan allows is put only once every version has become what was planned."""
    outcomes = apply(run.gateway, CHALK, run.changes)
    assert run.changes.origin is not None
    as_planned = all(each.result is Result.APPLIED for each in outcomes if isinstance(each.change, Transition))
    assert run.changes.origin.after not in run.gateway.origins or as_planned


@given(runs(with_refusals=True), st.sampled_from(["UNLISTED", "absent", "other revision", "as it was"]), st.data())
def test_the_same_end_with_partial_success_and_without(run: Run, drift: str, data: st.DataObject) -> None:
    """Whether a call is carried out as a whole or not, what becomes of each version is the same."""
    observed = _drifted(run, drift, data)
    ends = []
    for partial_success in (False, True):
        gateway = ModelGateway.of(observed)
        gateway.refusals = dict.fromkeys(run.gateway.refusals, "NOT_ALLOWED")
        gateway.partial_success = partial_success
        outcomes = apply(gateway, CHALK, run.changes)
        ends.append((gateway.observe(), [(outcome.change, outcome.result) for outcome in outcomes]))
    assert ends[0] == ends[1]


def _drifted(run: Run, drift: str, data: st.DataObject) -> ObservedPackage:
    """The package after somebody changed some of its versions."""
    versions = {version.version: version for version in run.observed.versions}
    for version in data.draw(st.sets(st.sampled_from(sorted(versions)))) if versions else ():
        match drift:
            case "UNLISTED":
                versions[version] = replace(versions[version], status=Status.UNLISTED)
            case "absent":
                del versions[version]
            # What is disposed holds nothing that could become another, and AWS does not guard its deletion by revision.
            case "other revision" if versions[version].status is not Status.DISPOSED:
                versions[version] = replace(versions[version], revision="other")
    return replace(run.observed, versions=tuple(sorted(versions.values())))


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("error", [KilledError(), UNCERTAIN[0]], ids=["killed", "no answer"])
@given(run=runs())
def test_level_triggered(run: Run, error: Exception, *, committed: bool) -> None:
    """A run that ends at any call, carried out or not, is completed by the next one."""
    apply(run.gateway, CHALK, run.changes)
    for number in range(1, len(run.gateway.calls) + 1):
        gateway = ModelGateway.of(run.observed)
        gateway.failures = {number: Failure(error, committed)}
        _killed_or_not(gateway, run.changes)
        gateway.failures = {}
        again = apply(gateway, CHALK, planned_again(gateway, run.changes))
        assert all(outcome.result is Result.APPLIED for outcome in again)
        assert gateway.observe() == carry_out(run.plan, run.observed)


def _killed_or_not(gateway: ModelGateway, changes: Changes) -> None:
    try:
        apply(gateway, CHALK, changes)
    except KilledError:
        assert len(gateway.calls) in gateway.failures
