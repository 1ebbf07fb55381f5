"""What is said of the changes that were not applied."""

import pytest

from packagestate.provider.apply.apply import apply, require_applied
from packagestate.provider.gateway import (
    ThrottledError,
)
from packagestate.provider.plan.model import Changes
from packagestate.schemas.errors import OutcomeError
from packagestate.schemas.status import Status
from tests.support.apply_cases import FAULT, LOST, many_of_two_kinds, published, to, version
from tests.support.apply_scenarios import CHALK, gateway_of
from tests.support.model_gateway import Failure, ModelGateway


def test_everything_applied_is_no_error() -> None:
    require_applied(CHALK, apply(published("1.0.0"), CHALK, to(Status.ARCHIVED, "1.0.0")))


def error_of(gateway: ModelGateway, changes: Changes) -> OutcomeError:
    outcomes = apply(gateway, CHALK, changes)
    with pytest.raises(OutcomeError) as raised:
        require_applied(CHALK, outcomes)
    return raised.value


def test_the_error_lists_every_change_that_was_not_applied_and_counts_the_others() -> None:
    gateway = gateway_of(version("1.0.0"), version("2.0.0", revision="r2"), version("3.0.0"))
    gateway.refusals = {"3.0.0": "NOT_ALLOWED"}
    error = error_of(gateway, to(Status.DISPOSED, "1.0.0", "2.0.0", "3.0.0"))
    assert str(error) == (
        "AWS refused\n"
        "  `chalk` 3.0.0 (npm) in `acme/npm-store`, to become `Disposed`: AWS answered `NOT_ALLOWED`: `not allowed`. "
        "It still is `Published` (revision `r1`).\n"
        "  Applied and kept: 1 of 3 planned changes of this package.\n"
        "  hint: fix what AWS reported, then run it again: finished changes are not repeated\n"
        "\n"
        "Plan is stale\n"
        "  `chalk` 2.0.0 (npm) in `acme/npm-store`, to become `Disposed`: It is `Published` (revision `r2`), but the "
        "plan was made for `Published` (revision `r1`). Somebody changed it since, so it was left untouched.\n"
        "  Applied and kept: 1 of 3 planned changes of this package.\n"
        "  hint: preview again and review the new plan"
    )


@pytest.mark.parametrize(
    ("failures", "summaries"),
    [
        ({1: Failure(ThrottledError(FAULT))}, ["AWS refused", "Not attempted"]),
        ({1: Failure(LOST), 2: Failure(LOST)}, ["Not attempted", "Outcome is unknown"]),
    ],
    ids=["throttled", "lost"],
)
def test_changes_with_the_same_reason_share_a_line(failures: dict[int, Failure], summaries: list[str]) -> None:
    gateway, changes = many_of_two_kinds()
    gateway.failures = failures
    error = error_of(gateway, changes)
    assert [fault.summary for fault in error.faults] == summaries
    assert all(len(fault.detail.split("\n")) <= 3 for fault in error.faults)
    assert all("`chalk`" in fault.detail and "Applied and kept: 0 of" in fault.detail for fault in error.faults)


def test_what_aws_says_cannot_act_on_the_terminal() -> None:
    gateway = published("1.0.0")
    gateway.refusals = {"1.0.0": "\x1b[2J"}
    assert "\x1b" not in str(error_of(gateway, to(Status.ARCHIVED, "1.0.0")))
