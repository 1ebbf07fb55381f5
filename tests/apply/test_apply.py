"""What becomes of a plan's changes, case by case."""

import pytest

from packagestate.provider.apply.apply import apply
from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.gateway import (
    AccessDeniedError,
    ConcurrentChangeError,
    CredentialsError,
    GatewayError,
    InvalidRequestError,
    ServiceError,
    ThrottledError,
)
from packagestate.provider.plan.model import Call, Changes, Transition
from packagestate.schemas.status import Status
from tests.support.apply_cases import FAULT, LOST, many_of_two_kinds, published, to, version
from tests.support.apply_scenarios import CHALK, gateway_of
from tests.support.model_gateway import Failure, ModelGateway


def results(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [str(outcome.result) for outcome in outcomes]


def test_nothing_planned_is_no_call() -> None:
    gateway = published("1.0.0")
    assert apply(gateway, CHALK, Changes()) == ()
    assert not gateway.calls


def test_a_deletion_is_a_guarded_disposal_and_then_a_deletion_of_what_is_disposed() -> None:
    gateway = published("1.0.0", "2.0.0")
    outcomes = apply(gateway, CHALK, to(Status.DELETED, "1.0.0"))
    assert outcomes == (Outcome(Transition("1.0.0", Status.PUBLISHED, Status.DELETED, "r1"), Result.APPLIED),)
    assert gateway.calls == [Call.DISPOSE, Call.DELETE]
    assert [version.version for version in gateway.observe().versions] == ["2.0.0"]


def test_a_disposal_that_gives_another_revision_does_not_stop_the_deletion() -> None:
    gateway = published("1.0.0")
    gateway.renews_revisions = True
    gateway.failures = {2: Failure(LOST)}
    assert results(apply(gateway, CHALK, to(Status.DELETED, "1.0.0"))) == ["Applied"]


def test_what_was_applied_says_what_aws_answered() -> None:
    (outcome,) = apply(published("1.0.0"), CHALK, to(Status.ARCHIVED, "1.0.0"))
    assert outcome.observed == version("1.0.0", Status.ARCHIVED)


def test_one_lost_race_is_left_alone_and_the_others_are_sent_again_without_it() -> None:
    gateway = gateway_of(version("1.0.0"), version("2.0.0", Status.UNLISTED), version("3.0.0", revision="r2"))
    outcomes = apply(gateway, CHALK, to(Status.DISPOSED, "1.0.0", "2.0.0", "3.0.0"))
    assert results(outcomes) == ["Applied", "Conflict", "Conflict"]
    assert gateway.calls == [Call.DISPOSE, "list_versions", Call.DISPOSE]
    assert (
        "It is `Unlisted` (revision `r1`), but the plan was made for `Published` (revision `r1`)" in outcomes[1].detail
    )
    assert outcomes[2].observed == version("3.0.0", revision="r2")


def test_the_desired_status_at_another_revision_is_a_conflict() -> None:
    gateway = gateway_of(version("1.0.0", Status.ARCHIVED, "r2"), version("2.0.0", Status.ARCHIVED))
    assert results(apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0", "2.0.0"))) == ["Conflict", "Applied"]
    assert not gateway.changes


def test_a_version_that_is_gone_is_a_conflict_unless_it_was_to_be_deleted() -> None:
    gateway = published("1.0.0")
    changes = Changes((*to(Status.ARCHIVED, "2.0.0").transitions, *to(Status.DELETED, "3.0.0").transitions))
    outcomes = apply(gateway, CHALK, changes)
    assert results(outcomes) == ["Conflict", "Applied"]
    assert "It is absent" in outcomes[0].detail
    assert gateway.calls == [Call.DISPOSE, Call.UPDATE, "list_versions"]


def test_a_package_that_is_gone_is_looked_at_once() -> None:
    gateway = ModelGateway(CHALK, None)
    changes = Changes((*to(Status.ARCHIVED, "2.0.0").transitions, *to(Status.DELETED, "3.0.0").transitions))
    assert results(apply(gateway, CHALK, changes)) == ["Conflict", "Applied"]
    assert gateway.calls == [Call.DISPOSE, "list_versions"]


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("error", [LOST, ServiceError(FAULT), ConcurrentChangeError(FAULT)], ids=type)
def test_one_answer_that_is_lost_is_made_good_in_the_same_run(
    error: GatewayError, number: int, *, committed: bool
) -> None:
    gateway = published("1.0.0", "2.0.0")
    gateway.failures = {number: Failure(error, committed and error.uncertain)}
    outcomes = apply(gateway, CHALK, to(Status.DELETED, "1.0.0", "2.0.0"))
    assert results(outcomes) == ["Applied", "Applied"]


def test_a_service_that_keeps_failing_is_asked_twice_and_then_left() -> None:
    gateway = published("1.0.0")
    gateway.failures = {number: Failure(ServiceError(FAULT)) for number in (1, 3)}
    (outcome,) = apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0"))
    assert outcome.result is Result.REFUSED
    assert gateway.calls == [Call.UPDATE, "list_versions", Call.UPDATE, "list_versions"]
    assert outcome.detail.endswith("It still is `Published` (revision `r1`).")


def test_an_error_that_may_pass_holds_back_what_comes_after_until_the_truth_was_read() -> None:
    gateway = published("1.0.0", "2.0.0")
    gateway.failures = {1: Failure(LOST)}
    changes = Changes((*to(Status.DISPOSED, "1.0.0").transitions, *to(Status.ARCHIVED, "2.0.0").transitions))
    assert results(apply(gateway, CHALK, changes)) == ["Applied", "Applied"]
    assert gateway.calls == [Call.DISPOSE, "list_versions", Call.DISPOSE, Call.UPDATE]


def test_each_batch_is_sent_again_once_for_an_answer_of_its_own_that_was_lost() -> None:
    gateway = published("1.0.0", "2.0.0")
    gateway.failures = {1: Failure(LOST), 4: Failure(LOST)}
    changes = Changes((*to(Status.DISPOSED, "1.0.0").transitions, *to(Status.ARCHIVED, "2.0.0").transitions))
    assert results(apply(gateway, CHALK, changes)) == ["Applied", "Applied"]
    assert gateway.calls[4:] == ["list_versions", Call.UPDATE]


def test_a_lost_answer_and_a_truth_that_cannot_be_read_is_unknown_and_the_rest_is_not_attempted() -> None:
    gateway = published("1.0.0", "2.0.0")
    gateway.failures = {1: Failure(LOST, committed=True), 2: Failure(LOST)}
    changes = Changes((*to(Status.DISPOSED, "1.0.0").transitions, *to(Status.ARCHIVED, "2.0.0").transitions))
    assert results(apply(gateway, CHALK, changes)) == ["Unknown", "NotAttempted"]


@pytest.mark.parametrize("fails", [ConcurrentChangeError(FAULT), None], ids=["whole call", "each version"])
def test_a_no_of_aws_is_a_refusal_also_where_the_truth_cannot_be_read(fails: GatewayError | None) -> None:
    gateway = published("1.0.0")
    gateway.failures = {2: Failure(LOST)} | ({1: Failure(fails)} if fails else {})
    gateway.refusals = {"1.0.0": "NOT_ALLOWED"}
    assert results(apply(gateway, CHALK, to(Status.DISPOSED, "1.0.0"))) == ["Refused"]


def test_a_refusal_of_one_version_says_what_aws_said_and_the_others_are_applied() -> None:
    gateway = published("1.0.0", "2.0.0")
    gateway.refusals = {"1.0.0": "NOT_ALLOWED"}
    outcomes = apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0", "2.0.0"))
    assert results(outcomes) == ["Refused", "Applied"]
    assert outcomes[0].detail == ("AWS answered `NOT_ALLOWED`: `not allowed`. It still is `Published` (revision `r1`).")


def test_what_is_skipped_for_no_reason_is_sent_twice_and_then_refused() -> None:
    gateway = published("1.0.0")
    gateway.refusals = {"1.0.0": "SKIPPED"}
    assert results(apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0"))) == ["Refused"]
    assert gateway.calls.count(Call.UPDATE) == 2


def test_a_version_in_neither_map_is_looked_up() -> None:
    gateway = published("1.0.0", "2.0.0")
    gateway.unmentioned = frozenset({"1.0.0"})
    assert results(apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0", "2.0.0"))) == ["Applied", "Applied"]
    assert gateway.calls == [Call.UPDATE, "list_versions"]


def test_a_call_that_never_says_anything_and_does_nothing_is_given_up() -> None:
    gateway = published("1.0.0")
    gateway.ignores_writes = True
    (outcome,) = apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0"))
    assert outcome.result is Result.REFUSED
    assert "without a word" in outcome.detail


def test_success_with_another_status_than_asked_for_is_not_believed() -> None:
    gateway = published("1.0.0")
    gateway.claims = Status.PUBLISHED
    assert results(apply(gateway, CHALK, to(Status.ARCHIVED, "1.0.0"))) == ["Applied"]
    assert gateway.calls == [Call.UPDATE, "list_versions"]


def test_what_may_not_be_called_is_not_called_again_and_other_calls_go_on() -> None:
    gateway, changes = many_of_two_kinds()
    gateway.failures = {1: Failure(AccessDeniedError(FAULT))}
    outcomes = apply(gateway, CHALK, changes)
    assert gateway.calls == [Call.DISPOSE, Call.UPDATE]
    assert results(outcomes) == ["Refused"] * 100 + ["NotAttempted"] * 50 + ["Applied"]
    assert "AWS did not do it, for a reason. To go on, ask the account's owner." in outcomes[0].detail


def test_a_malformed_call_stands_alone() -> None:
    gateway, changes = many_of_two_kinds()
    gateway.failures = {1: Failure(InvalidRequestError(FAULT))}
    assert results(apply(gateway, CHALK, changes)) == ["Refused"] * 100 + ["Applied"] * 51


@pytest.mark.parametrize("error", [ThrottledError(FAULT), CredentialsError(FAULT)], ids=type)
def test_after_throttling_or_without_credentials_nothing_more_is_sent(error: GatewayError) -> None:
    gateway, changes = many_of_two_kinds()
    gateway.failures = {1: Failure(error)}
    assert results(apply(gateway, CHALK, changes)) == ["Refused"] * 100 + ["NotAttempted"] * 51
    assert gateway.calls == [Call.DISPOSE]


def test_an_error_that_stands_for_itself_is_doubted_where_an_earlier_answer_was_lost() -> None:
    gateway = published("1.0.0")
    gateway.failures = {1: Failure(AccessDeniedError(FAULT, answer_lost=True), committed=True)}
    assert results(apply(gateway, CHALK, to(Status.DISPOSED, "1.0.0"))) == ["Applied"]
    gateway = published("1.0.0")
    gateway.failures = {1: Failure(AccessDeniedError(FAULT, answer_lost=True))}
    assert results(apply(gateway, CHALK, to(Status.DISPOSED, "1.0.0"))) == ["Refused"]


def test_a_deletion_that_ends_half_way_says_that_the_version_was_disposed() -> None:
    gateway = published("1.0.0")
    gateway.failures = {2: Failure(AccessDeniedError(FAULT))}
    (outcome,) = apply(gateway, CHALK, to(Status.DELETED, "1.0.0"))
    assert outcome.result is Result.REFUSED
    assert outcome.detail.startswith("It was disposed, to be deleted next.")
    assert outcome.observed == version("1.0.0", Status.DISPOSED)
    assert outcome.change == Transition("1.0.0", Status.PUBLISHED, Status.DELETED, "r1")


def test_a_deletion_whose_disposal_is_refused_is_not_sent() -> None:
    gateway = published("1.0.0")
    gateway.failures = {1: Failure(AccessDeniedError(FAULT))}
    assert results(apply(gateway, CHALK, to(Status.DELETED, "1.0.0"))) == ["Refused"]
    assert gateway.calls == [Call.DISPOSE]


def test_a_disposed_version_that_was_published_anew_is_seen_where_the_truth_is_read_anyway() -> None:
    gateway = gateway_of(version("1.0.0", Status.DISPOSED, "r2"), version("2.0.0"))
    outcomes = apply(gateway, CHALK, to(Status.DELETED, "1.0.0", "2.0.0", before=Status.DISPOSED))
    assert results(outcomes) == ["Conflict", "Conflict"]
    assert not gateway.changes
