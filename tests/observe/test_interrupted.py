"""Which deletions of earlier runs were interrupted: those that left their package fenced, and no others."""

from dataclasses import replace

import pytest

from packagestate.provider.apply.removal import remove
from packagestate.provider.gateway import AbsentError, AccessDeniedError, UnreachableError
from packagestate.provider.observe.interrupted import find_interrupted, unfinished, warnings
from packagestate.provider.plan.model import Changes, ObservedVersion, PackageDeletion, Plan, Removal
from packagestate.provider.plan.removals import FENCE
from packagestate.provider.plugin.process import Plugin
from packagestate.provider.removals import RemovalsProvider
from packagestate.provider.state.removals_property import to_property
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from tests.support.apply_scenarios import CHALK, KilledError, gateway_of
from tests.support.model_gateway import OPEN, Failure, ModelGateway
from tests.support.removals import DELETION, DISPOSAL, UPSTREAM_ONLY, VERSIONS, attempt, deletion_of, version

FAULT = Fault("AWS did not do it", "AWS did not do it, for a reason.", "ask the account's owner")
NOTHING = Plan(())


def fenced(gateway: ModelGateway, changes: Changes = DELETION) -> bool:
    return find_interrupted(gateway, {CHALK: changes}) == ((CHALK,), {})


def killed(*, at: int = 3) -> ModelGateway:
    """A package whose deletion died at some call."""
    gateway = gateway_of(*VERSIONS, origin=OPEN)
    gateway.failures = {at: Failure(KilledError())}
    attempt(gateway, DELETION)
    gateway.failures = {}
    return gateway


def deleting(gateway: ModelGateway, coordinates: Coordinates = CHALK) -> Plan:
    """The plan of a run that deletes the package as it is."""
    observed = gateway.observe()
    changes = deletion_of(*observed.versions, origin=gateway.origin)
    return Plan((), (Removal(coordinates, OnRemoval.DELETE, changes),))


def owned(owner: str) -> Coordinates:
    return replace(CHALK, repository=Repository("acme", CHALK.repository.name, owner))


def test_a_package_that_an_interrupted_deletion_left_fenced_is_found() -> None:
    gateway = killed()
    assert fenced(gateway)
    assert fenced(gateway, deletion_of(*VERSIONS, after=FENCE))
    assert not fenced(gateway, deletion_of(*VERSIONS, origin=FENCE)), "it was blocked before"
    gateway.origin = UPSTREAM_ONLY
    assert not fenced(gateway), "somebody opened it again"
    calls = len(gateway.calls)
    assert not fenced(gateway, DISPOSAL)
    assert len(gateway.calls) == calls


@pytest.mark.parametrize("renews", [False, True])
def test_it_is_found_also_where_all_is_disposed(*, renews: bool) -> None:
    gateway = gateway_of(*VERSIONS, origin=OPEN)
    gateway.renews_revisions = renews
    gateway.failures = {6: Failure(KilledError())}
    attempt(gateway, DELETION)
    gateway.failures = {}
    assert {each.status for each in gateway.observe().versions} == {Status.DISPOSED}
    assert fenced(gateway)


def test_a_fence_is_found_also_where_each_version_was_deleted_meanwhile() -> None:
    """By somebody, or by manifests that declare each version `Deleted`: the package stays, and stays blocked."""
    gateway = killed()
    gateway.versions = {}
    assert fenced(gateway)
    gateway.delete_package(CHALK)
    assert not fenced(gateway)


def test_a_package_that_was_deleted_and_stays_blocked_as_declared_is_not_left_fenced() -> None:
    gateway = gateway_of(*VERSIONS, origin=OPEN)
    whole = deletion_of(*VERSIONS, after=FENCE)
    remove(gateway, CHALK, whole)
    assert gateway.observe().origin == FENCE
    assert not fenced(gateway, whole)


@pytest.mark.parametrize("again", [version("1.0.0", revision="another"), version("9.0.0")], ids=["same", "another"])
def test_a_package_that_was_deleted_published_again_and_blocked_by_somebody_is_not_left_fenced(
    again: ObservedVersion,
) -> None:
    gateway = gateway_of(*VERSIONS, origin=OPEN)
    remove(gateway, CHALK, DELETION)
    gateway.versions, gateway.origin = {again.version: again}, FENCE
    assert not fenced(gateway)
    assert unfinished(gateway, {CHALK: DELETION}, NOTHING) == ({}, ((), {}))
    assert unfinished(gateway, {CHALK: DELETION}, deleting(gateway)) == ({}, ((), {})), "what it was is not the old one"


def test_a_package_whose_repository_is_gone_is_not_fenced_and_stops_no_run() -> None:
    gateway = killed()
    gateway.failures_of = {"read_origin": Failure(AbsentError(FAULT, "repository"))}
    assert unfinished(gateway, {CHALK: DELETION}, NOTHING) == ({}, ((), {}))


@pytest.mark.parametrize("call", ["read_origin", "list_versions"])
@pytest.mark.parametrize("error", [AccessDeniedError(FAULT), UnreachableError(FAULT)], ids=["denied", "lost"])
def test_what_cannot_be_asked_for_is_a_warning_and_stays_remembered(call: str, error: Exception) -> None:
    gateway = killed()
    gateway.failures_of = {call: Failure(error)}
    remembered, found = unfinished(gateway, {CHALK: DELETION}, NOTHING)
    assert remembered == {CHALK: DELETION}
    (warning,) = warnings({CHALK: DELETION}, found, {})
    assert warning.summary == "Interrupted deletion cannot be looked for"
    assert FAULT.detail in warning.detail
    assert warning.hint == FAULT.hint


def test_a_deletion_that_goes_on_remembers_what_the_first_one_found() -> None:
    gateway = killed()
    assert unfinished(gateway, {CHALK: DELETION}, deleting(gateway)) == ({CHALK: DELETION}, ((), {}))
    assert unfinished(gateway, {CHALK: DISPOSAL}, deleting(gateway)) == ({}, ((), {}))
    disposing = Plan((), (Removal(CHALK, OnRemoval.DISPOSE, DISPOSAL),))
    assert unfinished(gateway, {CHALK: DELETION}, disposing) == ({CHALK: DELETION}, ((CHALK,), {}))
    blocked = deletion_of(*VERSIONS, origin=FENCE)
    assert unfinished(gateway, {CHALK: blocked}, deleting(gateway)) == ({}, ((), {}))


def test_a_deletion_of_another_owner_is_another_one() -> None:
    ours, theirs = owned("111122223333"), owned("444455556666")
    gateway = replace(killed(), coordinates=ours)
    assert unfinished(gateway, {ours: DELETION}, deleting(gateway, theirs)) == ({ours: DELETION}, ((ours,), {}))
    assert unfinished(gateway, {ours: DELETION}, deleting(gateway, CHALK)) == ({ours: DELETION}, ((), {}))


def test_a_refresh_finds_the_fence_and_keeps_what_it_knows_where_it_cannot_ask() -> None:
    gateway, provider = killed(), RemovalsProvider()
    provider._plugin = Plugin(lambda _key: None, gateway)  # noqa: SLF001 - as `configure` sets it
    props = {"planned": to_property({CHALK: DELETION}), "generation": 1}
    found = provider.read("removals", props).outs
    assert found == {**props, "fenced": [CHALK.resource_name]}
    gateway.failures_of = {"read_origin": Failure(AccessDeniedError(FAULT))}
    assert provider.read("removals", found).outs == found
    assert provider.read("removals", props).outs == props
    gateway.failures_of, gateway.origin = {}, OPEN
    assert provider.read("removals", found).outs == props


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (UPSTREAM_ONLY, "before that run it was `publish BLOCK, upstream ALLOW`"),
        (None, "before that run what it was is not known"),
    ],
)
def test_the_warning_says_what_was_before_unless_the_origin_configuration_is_declared(
    before: OriginConfiguration | None, said: str
) -> None:
    gateway, recorded = killed(), {CHALK: Changes(DELETION.transitions, deletion=PackageDeletion(before))}
    found = find_interrupted(gateway, recorded)
    (warning,) = warnings(recorded, found, {CHALK.resource_name: DesiredPackage(CHALK, ())})
    assert said in warning.detail
    open_again = OriginConfiguration(Restriction.ALLOW, Restriction.BLOCK)
    assert not list(warnings(recorded, found, {CHALK.resource_name: DesiredPackage(CHALK, (), open_again)}))
