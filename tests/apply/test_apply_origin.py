"""The origin configuration: what blocks is put first, what allows last."""

from typing import NamedTuple

import pytest

from packagestate.provider.apply.apply import apply, require_applied
from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.gateway import AccessDeniedError, GatewayError, UnreachableError
from packagestate.provider.plan.model import Call, Changes, ObservedVersion, OriginChange, Transition
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault, OutcomeError
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK, KilledError, gateway_of, planned_again
from tests.support.model_gateway import Failure, ModelGateway

FAULT = Fault("AWS did not do it", "AWS did not do it, for a reason.", "ask the account's owner")
LOST = UnreachableError(FAULT)
DENIED = AccessDeniedError(FAULT)
ALLOW, BLOCK = Restriction.ALLOW, Restriction.BLOCK
OPEN = OriginConfiguration(ALLOW, ALLOW)
CLOSED = OriginConfiguration(BLOCK, BLOCK)
PUBLISH_ONLY = OriginConfiguration(ALLOW, BLOCK)
UPSTREAM_ONLY = OriginConfiguration(BLOCK, ALLOW)
DISPOSAL = Transition("1.0.0", Status.PUBLISHED, Status.DISPOSED, "r1")
WRITES = {Call.DISPOSE, "put_origin"}


class Case(NamedTuple):
    before: OriginConfiguration
    after: OriginConfiguration
    writes: list[str]


TIGHTEN = Case(OPEN, PUBLISH_ONLY, ["put_origin", Call.DISPOSE])
LOOSEN = Case(CLOSED, PUBLISH_ONLY, [Call.DISPOSE, "put_origin"])
SWAP = Case(UPSTREAM_ONLY, PUBLISH_ONLY, ["put_origin", Call.DISPOSE, "put_origin"])
CASES = pytest.mark.parametrize("case", [TIGHTEN, LOOSEN, SWAP], ids=["tighten", "loosen", "swap"])


def gateway(origin: OriginConfiguration) -> ModelGateway:
    return gateway_of(ObservedVersion("1.0.0", Status.PUBLISHED, "r1"), origin=origin)


def changes(case: Case, *transitions: Transition) -> Changes:
    return Changes(transitions, OriginChange(case.before, case.after))


def results(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [str(outcome.result) for outcome in outcomes]


@CASES
def test_what_blocks_is_put_before_the_versions_change_and_what_allows_after(case: Case) -> None:
    model = gateway(case.before)
    assert results(apply(model, CHALK, changes(case, DISPOSAL))) == ["Applied", "Applied"]
    assert [call for call in model.calls if call in WRITES] == case.writes
    assert model.origin == case.after


@pytest.mark.parametrize(
    ("case", "calls"),
    [
        (TIGHTEN, ["read_origin", "put_origin"]),
        (LOOSEN, ["read_origin", "put_origin"]),
        (SWAP, ["read_origin", "put_origin", "read_origin", "put_origin"]),
    ],
    ids=["tighten", "loosen", "swap"],
)
def test_without_versions_it_is_read_right_before_it_is_put(case: Case, calls: list[str]) -> None:
    model = gateway(case.before)
    assert results(apply(model, CHALK, changes(case))) == ["Applied"]
    assert model.calls == calls


def test_what_is_as_desired_already_is_not_put() -> None:
    model = gateway(PUBLISH_ONLY)
    assert results(apply(model, CHALK, changes(SWAP))) == ["Applied"]
    assert not model.origins


def test_a_package_that_is_absent_gets_all_of_it_at_once() -> None:
    model = ModelGateway(CHALK, None)
    assert results(apply(model, CHALK, Changes((), OriginChange(None, OPEN)))) == ["Applied"]
    assert model.calls == ["read_origin", "put_origin"]
    assert model.observe().origin == OPEN


def test_a_change_by_somebody_else_is_a_conflict_and_nothing_is_attempted() -> None:
    model = gateway(UPSTREAM_ONLY)
    outcomes = apply(model, CHALK, changes(TIGHTEN, DISPOSAL))
    assert results(outcomes) == ["NotAttempted", "Conflict"]
    assert model.calls == ["read_origin"]
    assert outcomes[1].detail == (
        "It is `publish BLOCK, upstream ALLOW`, but the plan was made for `publish ALLOW, upstream ALLOW`. Somebody "
        "changed it since, so it was left untouched."
    )
    with pytest.raises(OutcomeError, match=r"origin configuration .* to become `publish ALLOW, upstream BLOCK`"):
        require_applied(CHALK, outcomes)


def test_a_package_that_vanished_is_a_conflict_and_is_not_created_anew() -> None:
    model = ModelGateway(CHALK, None)
    outcomes = apply(model, CHALK, changes(TIGHTEN, DISPOSAL))
    assert results(outcomes) == ["NotAttempted", "Conflict"]
    assert "It is `absent`" in outcomes[1].detail
    assert model.versions is None


def test_what_a_run_that_died_had_tightened_is_no_conflict() -> None:
    model = gateway(CLOSED)
    assert results(apply(model, CHALK, changes(SWAP, DISPOSAL))) == ["Applied", "Applied"]
    assert model.origins == [PUBLISH_ONLY]


def test_somebody_elses_change_between_tightening_and_loosening_is_not_overwritten() -> None:
    model = gateway(UPSTREAM_ONLY)

    def open_it(number: int) -> None:
        if number == 3:
            model.origin = OPEN

    model.before_call = open_it
    assert results(apply(model, CHALK, changes(SWAP, DISPOSAL))) == ["Applied", "Conflict"]
    assert model.origin == OPEN


@CASES
def test_nothing_is_loosened_unless_every_version_became_what_was_planned(case: Case) -> None:
    model = gateway(case.before)
    model.refusals = {"1.0.0": "NOT_ALLOWED"}
    outcomes = apply(model, CHALK, changes(case, DISPOSAL))
    assert results(outcomes) == ["Refused", "Applied" if case is TIGHTEN else "NotAttempted"]
    assert model.origin == (PUBLISH_ONLY if case is TIGHTEN else CLOSED)


def test_where_it_cannot_be_read_nothing_is_attempted() -> None:
    model = gateway(OPEN)
    model.failures = {1: Failure(LOST)}
    assert results(apply(model, CHALK, changes(TIGHTEN, DISPOSAL))) == ["NotAttempted", "NotAttempted"]


def test_where_it_may_not_be_put_nothing_else_is_attempted() -> None:
    model = gateway(OPEN)
    model.failures = {2: Failure(DENIED)}
    outcomes = apply(model, CHALK, changes(TIGHTEN, DISPOSAL))
    assert results(outcomes) == ["NotAttempted", "Refused"]
    assert "could not be tightened" in outcomes[0].detail
    assert not model.changes


@pytest.mark.parametrize(
    ("committed", "found", "result"),
    [(True, None, "Applied"), (False, None, "Applied"), (False, UPSTREAM_ONLY, "Conflict")],
    ids=["carried out", "not carried out", "somebody else"],
)
def test_a_lost_answer_is_read_back(found: OriginConfiguration | None, result: str, *, committed: bool) -> None:
    model = gateway(OPEN)
    model.failures = {2: Failure(LOST, committed)}

    def write(number: int) -> None:
        if number == 3 and found is not None:
            model.origin = found

    model.before_call = write
    assert results(apply(model, CHALK, changes(TIGHTEN))) == [result]


@pytest.mark.parametrize(
    ("committed", "found", "result"),
    [(True, None, "Applied"), (False, None, "Refused"), (False, UPSTREAM_ONLY, "Conflict")],
    ids=["carried out", "not carried out", "somebody else"],
)
def test_where_every_answer_is_lost_it_is_put_three_times_and_read_back(
    found: OriginConfiguration | None, result: str, *, committed: bool
) -> None:
    model = gateway(OPEN)
    model.failures = {2: Failure(LOST), 4: Failure(LOST), 6: Failure(LOST, committed)}

    def write(number: int) -> None:
        if number == 7 and found is not None:
            model.origin = found

    model.before_call = write
    assert results(apply(model, CHALK, changes(TIGHTEN))) == [result]


def test_a_last_lost_answer_that_cannot_be_read_back_is_unknown() -> None:
    model = gateway(OPEN)
    model.failures = {number: Failure(LOST) for number in (2, 4, 6, 7)}
    assert results(apply(model, CHALK, changes(TIGHTEN))) == ["Unknown"]


def test_a_lost_answer_to_the_first_half_does_not_stop_the_second() -> None:
    model = gateway(UPSTREAM_ONLY)
    model.failures = {2: Failure(LOST, committed=True)}
    assert results(apply(model, CHALK, changes(SWAP, DISPOSAL))) == ["Applied", "Applied"]


def test_a_lost_answer_that_cannot_be_read_back_is_unknown() -> None:
    model = gateway(OPEN)
    model.failures = {2: Failure(LOST, committed=True), 3: Failure(LOST)}
    assert results(apply(model, CHALK, changes(TIGHTEN))) == ["Unknown"]


@CASES
@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("error", [KilledError(), LOST, DENIED], ids=["killed", "lost", "denied"])
@pytest.mark.parametrize("number", range(1, 6))
def test_a_fault_at_any_call_is_repaired_by_the_next_run(
    case: Case, error: Exception, number: int, *, committed: bool
) -> None:
    model = gateway(case.before)
    uncertain = not isinstance(error, GatewayError) or error.uncertain
    model.failures = {number: Failure(error, committed and uncertain)}
    planned = changes(case, DISPOSAL)
    try:
        outcomes = apply(model, CHALK, planned)
    except KilledError:
        outcomes = ()
    for outcome in outcomes:
        if isinstance(outcome.change, OriginChange) and outcome.result is Result.APPLIED:
            assert model.origin == case.after
    model.failures = {}
    again = planned_again(model, planned)
    assert all(outcome.result is Result.APPLIED for outcome in apply(model, CHALK, again))
    assert model.origin == case.after
    assert model.versions == {"1.0.0": ObservedVersion("1.0.0", Status.DISPOSED, "r1")}
