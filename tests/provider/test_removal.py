"""What becomes of a package that nobody declares any more."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from provider.gateway import AccessDeniedError, GatewayError, UnreachableError
from provider.plan.model import Call, ObservedVersion
from provider.removal import delete, dispose
from schemas.coordinates import Coordinates
from schemas.desired import OriginConfiguration, Restriction
from schemas.errors import Fault, OutcomeError, PackageStateError
from schemas.status import Status
from tests.model_gateway import OPEN, Failure, ModelGateway
from tests.provider.scenarios import CHALK, KilledError, gateway_of

FAULT = Fault("AWS did not do it", "AWS did not do it, for a reason.", "ask the account's owner")
LOST = UnreachableError(FAULT)
DENIED = AccessDeniedError(FAULT)
FENCE = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
UPSTREAM_ONLY = OriginConfiguration(Restriction.BLOCK, Restriction.ALLOW)
Remove = Callable[[ModelGateway, Coordinates, tuple[ObservedVersion, ...]], None]
HAPPY = ["read_origin", "put_origin", "list_versions", Call.DISPOSE, "list_versions", "delete_package"]


def version(name: str, status: Status = Status.PUBLISHED, revision: str = "r1") -> ObservedVersion:
    return ObservedVersion(name, status, revision)


RECORDED = (version("1.0.0"), version("2.0.0"), ObservedVersion("3.0.0", Status.DELETED, ""))


def as_recorded(origin: OriginConfiguration = OPEN) -> ModelGateway:
    return gateway_of(version("1.0.0"), version("2.0.0"), origin=origin)


def statuses(gateway: ModelGateway) -> dict[str, Status]:
    return {version.version: version.status for version in gateway.observe().versions}


def stopped(gateway: ModelGateway) -> str:
    with pytest.raises(OutcomeError) as raised:
        delete(gateway, CHALK, RECORDED)
    assert gateway.versions is not None
    return str(raised.value)


def test_disposal_is_one_guarded_call_for_what_is_recorded_and_leaves_what_is_not() -> None:
    gateway = gateway_of(version("1.0.0"), version("2.0.0", Status.DISPOSED), version("9.0.0"))
    recorded = (version("1.0.0"), version("2.0.0", Status.DISPOSED), ObservedVersion("9.0.0", Status.DELETED, ""))
    dispose(gateway, CHALK, recorded)
    assert gateway.calls == [Call.DISPOSE]
    assert statuses(gateway) == {"1.0.0": "Disposed", "2.0.0": "Disposed", "9.0.0": "Published"}


@pytest.mark.parametrize("versions", [None, {}, {"1.0.0": version("1.0.0")}], ids=["package", "all", "one"])
def test_disposal_of_what_is_gone_needs_nothing(versions: dict[str, ObservedVersion] | None) -> None:
    gateway = ModelGateway(CHALK, versions)
    dispose(gateway, CHALK, RECORDED)
    assert set(statuses(gateway).values()) <= {Status.DISPOSED}


def test_disposal_leaves_what_somebody_changed_and_says_what_to_do() -> None:
    gateway = gateway_of(version("1.0.0"), version("2.0.0", revision="r2"))
    with pytest.raises(OutcomeError, match="Plan is stale") as raised:
        dispose(gateway, CHALK, RECORDED)
    assert statuses(gateway) == {"1.0.0": "Disposed", "2.0.0": "Published"}
    assert raised.value.faults[0].hint.startswith("run `pulumi refresh`")


def test_disposal_that_ended_half_way_goes_on() -> None:
    gateway = gateway_of(version("1.0.0", Status.DISPOSED), version("2.0.0"))
    dispose(gateway, CHALK, RECORDED)
    assert set(statuses(gateway).values()) == {Status.DISPOSED}


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("error", [KilledError(), LOST], ids=["killed", "lost"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_fault_at_any_call_of_a_disposal_is_repaired_by_the_next(
    error: Exception, number: int, *, committed: bool
) -> None:
    gateway = as_recorded()
    gateway.failures = {number: Failure(error, committed)}
    attempt(dispose, gateway)
    gateway.failures = {}
    dispose(gateway, CHALK, RECORDED)
    assert set(statuses(gateway).values()) == {Status.DISPOSED}


def attempt(remove: Remove, gateway: ModelGateway) -> None:
    with suppress(KilledError, PackageStateError):
        remove(gateway, CHALK, RECORDED)


def test_deletion_is_fenced() -> None:
    gateway = as_recorded()
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None
    assert gateway.calls == HAPPY
    assert gateway.origins == [FENCE]


def test_a_disposal_that_gives_another_revision_does_not_stop_a_deletion() -> None:
    gateway = as_recorded()
    gateway.renews_revisions = True
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None


def test_deletion_of_a_package_that_is_gone_is_one_read() -> None:
    gateway = ModelGateway(CHALK, None)
    delete(gateway, CHALK, RECORDED)
    assert gateway.calls == ["read_origin"]


@pytest.mark.parametrize("versions", [(), (version("1.0.0", Status.DISPOSED),)], ids=["empty", "disposed"])
def test_deletion_of_what_holds_nothing_to_dispose_lists_once(versions: tuple[ObservedVersion, ...]) -> None:
    gateway = gateway_of(*versions)
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None
    assert gateway.calls == ["read_origin", "put_origin", "list_versions", "delete_package"]


def test_a_status_that_somebody_changed_does_not_stop_a_deletion() -> None:
    gateway = gateway_of(version("1.0.0", Status.ARCHIVED), version("2.0.0"))
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None


@pytest.mark.parametrize(
    "stranger",
    [version("9.0.0"), version("9.0.0", Status.DISPOSED), version("2.0.0", revision="r2"), version("3.0.0")],
    ids=["version", "disposed version", "revision", "recorded as absent"],
)
def test_a_version_or_revision_that_the_state_does_not_know_stops_a_deletion(stranger: ObservedVersion) -> None:
    gateway = as_recorded(UPSTREAM_ONLY)
    gateway.set(stranger.version, stranger.status, stranger.revision)
    text = stopped(gateway)
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
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None


@pytest.mark.parametrize("number", range(2, 7))
def test_a_package_that_somebody_else_deletes_meanwhile_is_removed_and_not_created_anew(number: int) -> None:
    gateway = as_recorded()

    def take_away(now: int) -> None:
        if now == number:
            gateway.versions = None

    gateway.before_call = take_away
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None


def test_a_package_that_was_fenced_when_the_removal_began_is_left_so_and_that_is_said() -> None:
    gateway = as_recorded(FENCE)
    gateway.set("9.0.0", Status.PUBLISHED)
    text = stopped(gateway)
    assert "was `publish BLOCK, upstream BLOCK` when the removal began, and was left so." in text
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
    assert "it was `publish ALLOW, upstream ALLOW`. Run it again" in text
    assert gateway.origin == FENCE


def test_a_package_that_is_gone_when_its_deletion_was_refused_is_removed() -> None:
    gateway = as_recorded()
    gateway.failures = {len(HAPPY): Failure(DENIED)}

    def take_away(call_number: int) -> None:
        if call_number > len(HAPPY):
            gateway.versions = None

    gateway.before_call = take_away
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None


def test_where_the_package_cannot_be_read_nothing_is_changed() -> None:
    gateway = as_recorded()
    gateway.failures = {1: Failure(LOST)}
    with pytest.raises(GatewayError):
        delete(gateway, CHALK, RECORDED)
    assert gateway.calls == ["read_origin"]


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("error", [KilledError(), LOST, DENIED], ids=["killed", "lost", "denied"])
@pytest.mark.parametrize("number", range(1, len(HAPPY) + 1))
def test_a_fault_at_any_call_of_a_deletion_is_repaired_by_the_next(
    error: Exception, number: int, *, committed: bool
) -> None:
    gateway = as_recorded()
    gateway.failures = {number: Failure(error, committed and error is not DENIED)}
    attempt(delete, gateway)
    if gateway.versions is not None and error is DENIED:
        assert gateway.origin == OPEN, "what was refused is put back"
    if gateway.versions is not None and error is LOST and FENCE in gateway.origins:
        assert gateway.origin == FENCE, "what a failure ended stays fenced"
    gateway.failures = {}
    delete(gateway, CHALK, RECORDED)
    assert gateway.versions is None
    assert not any(change.before.status is Status.DISPOSED for change in gateway.changes)


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("error", [KilledError(), LOST], ids=["killed", "lost"])
def test_a_stranger_survives_whatever_call_of_a_deletion_fails(error: Exception, number: int) -> None:
    gateway = as_recorded()
    gateway.set("9.0.0", Status.PUBLISHED)
    gateway.failures = {number: Failure(error, committed=True)}
    for _ in range(2):
        attempt(delete, gateway)
    assert "9.0.0" in statuses(gateway)
    assert "delete_package" not in gateway.calls
