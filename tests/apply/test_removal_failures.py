"""What a deletion leaves behind that is refused, fails or dies: the fence, and what the next run does about it."""

import pytest

from packagestate.provider.apply.removal import remove
from packagestate.provider.gateway import GatewayError
from packagestate.provider.plan.model import ObservedVersion
from packagestate.provider.plan.removals import FENCE
from packagestate.schemas.desired import OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK, KilledError
from tests.support.model_gateway import OPEN, Failure
from tests.support.removals import (
    DELETION,
    DENIED,
    HAPPY,
    LOST,
    VERSIONS,
    as_recorded,
    attempt,
    deletion_of,
    run_again,
    statuses,
    stopped,
)


def test_a_package_that_was_fenced_when_the_deletion_began_is_left_so_and_that_is_said() -> None:
    gateway = as_recorded(FENCE)
    gateway.set("9.0.0", Status.PUBLISHED)
    text = stopped(gateway, deletion_of(*VERSIONS, origin=FENCE))
    assert "was `publish BLOCK, upstream BLOCK` when the deletion began, and was left so." in text
    assert gateway.origin == FENCE
    assert not gateway.origins


def test_a_fence_that_may_not_be_put_stops_a_deletion_with_nothing_changed() -> None:
    gateway = as_recorded()
    gateway.failures = {2: Failure(DENIED)}
    text = stopped(gateway)
    assert "AWS did not do it, for a reason." in text
    assert "Its origin configuration is `publish ALLOW, upstream ALLOW`." in text
    assert gateway.calls == ["read_origin", "put_origin", "read_origin"]


@pytest.mark.parametrize("number", [7, 8], ids=["read", "put back"])
def test_a_fence_that_cannot_be_taken_away_is_said_to_be_there(number: int) -> None:
    gateway = as_recorded()
    gateway.failures = {6: Failure(DENIED), number: Failure(LOST)}
    text = stopped(gateway)
    assert "may still be `publish BLOCK, upstream BLOCK`, and could not be put back to" in text
    assert gateway.origin == FENCE


@pytest.mark.parametrize("number", range(3, 7))
def test_a_deletion_that_a_failure_ends_says_that_the_package_stays_fenced(number: int) -> None:
    gateway = as_recorded()
    gateway.failures = {number: Failure(LOST), number + 1: Failure(LOST)}
    text = stopped(gateway)
    assert "stays fenced meanwhile" in text
    assert "it was `publish ALLOW, upstream ALLOW`. Run `pulumi up` again" in text
    assert gateway.origin == FENCE


def test_a_fence_that_is_lost_while_somebody_changes_the_configuration_is_not_said_to_be_there() -> None:
    gateway = as_recorded()
    gateway.failures = {2: Failure(LOST)}
    theirs = OriginConfiguration(Restriction.ALLOW, Restriction.BLOCK)

    def change(number: int) -> None:
        if number == 3:
            gateway.origin = theirs

    gateway.before_call = change
    text = stopped(gateway)
    assert f"Somebody else has changed its origin configuration meanwhile: it is `{theirs}` now" in text
    assert gateway.origin == theirs


def test_what_is_published_after_a_deletion_whose_answer_was_lost_is_left_and_said() -> None:
    gateway = as_recorded()
    gateway.failures = {len(HAPPY): Failure(LOST, committed=True)}
    published = ObservedVersion("9.9", Status.PUBLISHED, "r9")

    def publish(number: int) -> None:
        if number == len(HAPPY) + 1:
            gateway.versions, gateway.origin = {"9.9": published}, OPEN

    gateway.before_call = publish
    text = stopped(gateway)
    assert "it holds 1 version, and its origin configuration is `publish ALLOW, upstream ALLOW`" in text
    assert gateway.versions == {"9.9": published}


def test_a_package_that_is_gone_when_its_deletion_was_refused_is_removed() -> None:
    gateway = as_recorded()
    gateway.failures = {len(HAPPY): Failure(DENIED)}

    def take_away(call_number: int) -> None:
        if call_number > len(HAPPY):
            gateway.versions = None

    gateway.before_call = take_away
    remove(gateway, CHALK, DELETION)
    assert gateway.versions is None


def test_where_the_package_cannot_be_read_nothing_is_changed() -> None:
    gateway = as_recorded()
    gateway.failures = {1: Failure(LOST)}
    with pytest.raises(GatewayError):
        remove(gateway, CHALK, DELETION)
    assert gateway.calls == ["read_origin"]


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("error", [KilledError(), LOST, DENIED], ids=["killed", "lost", "denied"])
@pytest.mark.parametrize("number", range(1, len(HAPPY) + 1))
def test_a_fault_at_any_call_of_a_deletion_is_repaired_by_the_next(
    error: Exception, number: int, *, committed: bool
) -> None:
    gateway = as_recorded()
    gateway.failures = {number: Failure(error, committed and error is not DENIED)}
    attempt(gateway, DELETION)
    if gateway.versions is not None and error is DENIED:
        assert gateway.origin == OPEN, "what was refused is put back"
    if gateway.versions is not None and error is LOST and FENCE in gateway.origins:
        assert gateway.origin == FENCE, "what a failure ended stays fenced"
    run_again(gateway, OnRemoval.DELETE)
    assert gateway.versions is None
    assert not any(change.before.status is Status.DISPOSED for change in gateway.changes)


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("error", [KilledError(), LOST], ids=["killed", "lost"])
def test_a_stranger_survives_whatever_call_of_a_deletion_fails(error: Exception, number: int) -> None:
    gateway = as_recorded()
    gateway.set("9.0.0", Status.PUBLISHED)
    gateway.failures = {number: Failure(error, committed=True)}
    for _ in range(2):
        attempt(gateway, DELETION)
    assert "9.0.0" in statuses(gateway)
    assert "delete_package" not in gateway.calls
