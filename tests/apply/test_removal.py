"""A package that is deleted as a whole, or disposed because it is no longer declared, as the plan says."""

import pytest

from packagestate.provider.apply.removal import remove
from packagestate.provider.plan.model import Call, ObservedVersion
from packagestate.provider.plan.removals import FENCE
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import OutcomeError
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK, KilledError, gateway_of
from tests.support.model_gateway import OPEN, Failure, ModelGateway
from tests.support.removals import (
    DELETION,
    DISPOSAL,
    HAPPY,
    LOST,
    UPSTREAM_ONLY,
    VERSIONS,
    as_recorded,
    attempt,
    deletion_of,
    run_again,
    statuses,
    stopped,
    version,
)


def test_disposal_is_one_guarded_call_for_what_was_planned_and_leaves_the_rest() -> None:
    gateway = gateway_of(*VERSIONS, version("9.0.0"))
    remove(gateway, CHALK, DISPOSAL)
    assert gateway.calls == [Call.DISPOSE]
    assert statuses(gateway) == {"1.0.0": "Disposed", "2.0.0": "Disposed", "9.0.0": "Published"}


@pytest.mark.parametrize("versions", [None, {}, {"1.0.0": version("1.0.0")}], ids=["package", "all", "one"])
def test_disposal_of_what_is_gone_needs_nothing(versions: dict[str, ObservedVersion] | None) -> None:
    gateway = ModelGateway(CHALK, versions)
    remove(gateway, CHALK, DISPOSAL)
    assert set(statuses(gateway).values()) <= {Status.DISPOSED}


def test_disposal_leaves_what_somebody_changed_and_says_what_to_do() -> None:
    gateway = gateway_of(version("1.0.0"), version("2.0.0", revision="r2"))
    with pytest.raises(OutcomeError, match="Plan is stale") as raised:
        remove(gateway, CHALK, DISPOSAL)
    assert statuses(gateway) == {"1.0.0": "Disposed", "2.0.0": "Published"}
    assert raised.value.faults[0].hint.startswith("preview again")


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("error", [KilledError(), LOST], ids=["killed", "lost"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_fault_at_any_call_of_a_disposal_is_repaired_by_the_next(
    error: Exception, number: int, *, committed: bool
) -> None:
    gateway = as_recorded()
    gateway.failures = {number: Failure(error, committed)}
    attempt(gateway, DISPOSAL)
    run_again(gateway, OnRemoval.DISPOSE)
    assert set(statuses(gateway).values()) == {Status.DISPOSED}


def test_deletion_is_fenced() -> None:
    gateway = as_recorded()
    remove(gateway, CHALK, DELETION)
    assert gateway.versions is None
    assert gateway.calls == HAPPY
    assert gateway.origins == [FENCE]


def test_a_disposal_that_gives_another_revision_does_not_stop_a_deletion() -> None:
    gateway = as_recorded()
    gateway.renews_revisions = True
    remove(gateway, CHALK, DELETION)
    assert gateway.versions is None


def test_deletion_of_a_package_that_is_gone_writes_nothing() -> None:
    gateway = ModelGateway(CHALK, None)
    remove(gateway, CHALK, DELETION)
    assert gateway.calls == ["read_origin", "list_versions"]


def test_the_origin_configuration_that_is_declared_is_put_again_after_the_deletion() -> None:
    gateway = as_recorded()
    remove(gateway, CHALK, deletion_of(*VERSIONS, after=UPSTREAM_ONLY))
    assert gateway.calls == [*HAPPY, "put_origin"]
    assert gateway.origin == UPSTREAM_ONLY
    assert gateway.versions == {}


def test_an_origin_configuration_that_cannot_be_put_again_is_said_and_put_by_the_next_run() -> None:
    gateway = as_recorded()
    gateway.failures = {len(HAPPY) + 1: Failure(LOST)}
    with pytest.raises(OutcomeError, match="Origin configuration is not put again"):
        remove(gateway, CHALK, deletion_of(*VERSIONS, after=UPSTREAM_ONLY))
    assert gateway.versions is None


def test_a_package_that_is_gone_already_still_gets_the_origin_configuration_that_is_declared() -> None:
    gateway = ModelGateway(CHALK, None)
    remove(gateway, CHALK, deletion_of(*VERSIONS, after=UPSTREAM_ONLY))
    assert gateway.origin == UPSTREAM_ONLY


def test_an_origin_configuration_that_somebody_changed_since_the_plan_stops_a_deletion_untouched() -> None:
    gateway = as_recorded(UPSTREAM_ONLY)
    text = stopped(gateway)
    assert "Plan is stale" in text
    assert "is `publish BLOCK, upstream ALLOW`, but the plan was made for `publish ALLOW, upstream ALLOW`" in text
    assert not gateway.origins
    assert not gateway.changes


def test_deletion_of_what_holds_nothing_to_dispose_lists_once() -> None:
    disposed = version("1.0.0", Status.DISPOSED)
    gateway = gateway_of(disposed)
    remove(gateway, CHALK, deletion_of(disposed))
    assert gateway.versions is None
    assert gateway.calls == ["read_origin", "put_origin", "list_versions", "delete_package"]


def test_a_status_that_somebody_changed_since_the_plan_stops_a_deletion() -> None:
    gateway = gateway_of(version("1.0.0", Status.ARCHIVED), version("2.0.0"), origin=OPEN)
    text = stopped(gateway)
    assert "Plan is stale" in text
    assert statuses(gateway)["1.0.0"] is Status.ARCHIVED
    assert gateway.origin == OPEN


@pytest.mark.parametrize(
    "stranger",
    [version("9.0.0"), version("9.0.0", Status.DISPOSED), version("2.0.0", revision="r2"), version("3.0.0")],
    ids=["version", "disposed version", "revision", "recorded as absent"],
)
def test_a_version_or_revision_that_the_plan_does_not_name_stops_a_deletion(stranger: ObservedVersion) -> None:
    gateway = as_recorded(UPSTREAM_ONLY)
    gateway.set(stranger.version, stranger.status, stranger.revision)
    text = stopped(gateway, deletion_of(*VERSIONS, origin=UPSTREAM_ONLY))
    assert f"holds {stranger.version} (`{stranger.status}`, revision `{stranger.revision}`)" in text
    assert "Its origin configuration was put back to `publish BLOCK, upstream ALLOW`." in text
    assert gateway.origin == UPSTREAM_ONLY
    assert not gateway.changes


def test_a_version_that_appears_before_the_fence_has_fallen_stops_a_deletion_before_anything_is_disposed() -> None:
    gateway = as_recorded()
    gateway.before_call = lambda number: gateway.set("9.0.0", Status.PUBLISHED) if number == 2 else None
    assert "holds 9.0.0" in stopped(gateway)
    assert not gateway.changes


def test_a_version_that_appears_while_the_others_are_disposed_stops_a_deletion() -> None:
    gateway = as_recorded()
    gateway.before_call = lambda number: gateway.set("9.0.0", Status.PUBLISHED) if number == 4 else None
    assert "holds 9.0.0 (`Published`, revision `r1`)" in stopped(gateway)
    assert statuses(gateway) == {"1.0.0": "Disposed", "2.0.0": "Disposed", "9.0.0": "Published"}
    assert gateway.origin == OPEN


def test_a_version_that_is_published_anew_after_it_was_disposed_stops_a_deletion() -> None:
    gateway = as_recorded()
    gateway.before_call = lambda number: gateway.set("2.0.0", Status.PUBLISHED) if number == 5 else None
    assert "holds 2.0.0 (`Published`, revision `r1`)" in stopped(gateway)


def test_a_lost_race_for_one_version_stops_a_deletion() -> None:
    gateway = as_recorded()
    gateway.before_call = lambda number: gateway.set("2.0.0", Status.PUBLISHED, "r2") if number == 4 else None
    text = stopped(gateway)
    assert "Plan is stale" in text
    assert "was put back" in text
    assert statuses(gateway) == {"1.0.0": "Disposed", "2.0.0": "Published"}


def test_a_version_that_somebody_deletes_meanwhile_does_not_stop_a_deletion() -> None:
    gateway = as_recorded()

    def take_away(number: int) -> None:
        if number == 4 and gateway.versions is not None:
            del gateway.versions["2.0.0"]

    gateway.before_call = take_away
    remove(gateway, CHALK, DELETION)
    assert gateway.versions is None


@pytest.mark.parametrize("number", range(2, 7))
def test_a_package_that_somebody_else_deletes_meanwhile_is_removed_and_not_created_anew(number: int) -> None:
    gateway = as_recorded()

    def take_away(now: int) -> None:
        if now == number:
            gateway.versions = None

    gateway.before_call = take_away
    remove(gateway, CHALK, DELETION)
    assert gateway.versions is None
