"""Application and removal with the real client, over HTTP, against the endpoint."""

from collections import Counter
from dataclasses import replace

import pytest

from emulator import Endpoint
from packagestate.provider.apply.apply import apply
from packagestate.provider.apply.outcome import Result
from packagestate.provider.apply.removal import remove
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import Gateway
from packagestate.provider.observe import observe_package
from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, OriginChange, Transition
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion
from packagestate.provider.plan.removals import plan_removals
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.errors import OutcomeError
from packagestate.schemas.status import DECLARABLE, Status
from tests.support.apply_scenarios import CHALK
from tests.support.stores import store, without_content

OF_EACH_KIND = {f"1.0.{number}": status for number, status in enumerate(["Published", "Unlisted", "Archived"] * 5)}
MANY = {f"2.0.{number}": "Published" for number in range(150)}
UPSTREAM_ONLY = OriginConfiguration(Restriction.BLOCK, Restriction.ALLOW)
SEED = without_content(store(npm={"chalk": OF_EACH_KIND | MANY}))


@pytest.fixture
def gateway(endpoint: Endpoint) -> Gateway:
    return connect(ConnectionSettings(region="eu-west-1", endpoint=endpoint.url, writes_per_second=1000))


def operations(endpoint: Endpoint) -> Counter[str]:
    return Counter(call.operation for call in endpoint.calls)


def observed(gateway: Gateway, endpoint: Endpoint) -> ObservedPackage:
    package = observe_package(gateway, CHALK, with_origin=True)
    endpoint.calls.clear()
    return package


def planned(package: ObservedPackage) -> Changes:
    """A third of the versions to each of several ends, and the way for new ones the other way round."""
    statuses = (*DECLARABLE, *DECLARABLE)
    wanted = tuple(
        DesiredVersion(version.version, statuses[index % len(statuses)])
        for index, version in enumerate(package.versions)
    )
    return plan_package(DesiredPackage(CHALK, wanted, UPSTREAM_ONLY), package).changes


@pytest.mark.parametrize("partial_success", [False, True])
@pytest.mark.parametrize("drop", ["", "before", "after"])
def test_a_plan_with_every_kind_of_change_is_carried_out_though_answers_are_lost(
    gateway: Gateway, endpoint: Endpoint, drop: str, *, partial_success: bool
) -> None:
    endpoint.store.settings.partial_success = partial_success
    changes = planned(observed(gateway, endpoint))
    for operation in ("DisposePackageVersions", "PutPackageOriginConfiguration"):
        endpoint.faults.plant(operation=operation, drop=drop, times=1 if drop else 0)
    outcomes = apply(gateway, CHALK, changes)
    assert [outcome for outcome in outcomes if outcome.result is not Result.APPLIED] == []
    after = observed(gateway, endpoint)
    assert after.origin == UPSTREAM_ONLY
    statuses = {version.version: version.status for version in after.versions}
    assert all(statuses.get(each.version, Status.DELETED) is each.after for each in changes.transitions)


@pytest.mark.parametrize("partial_success", [False, True])
def test_somebody_elses_change_in_the_middle_is_a_conflict_and_the_rest_is_applied(
    gateway: Gateway, endpoint: Endpoint, *, partial_success: bool
) -> None:
    endpoint.store.settings.partial_success = partial_success
    transitions = tuple(
        Transition(version.version, version.status, Status.DISPOSED, version.revision)
        for version in observed(gateway, endpoint).versions
        if version.version in MANY
    )
    parameters = {
        "domain": "acme",
        "repository": "npm-store",
        "format": "npm",
        "package": "chalk",
        "versions": ["2.0.7"],
        "targetStatus": "Unlisted",
    }
    theirs = {"operation": "UpdatePackageVersionsStatus", "parameters": parameters}
    endpoint.faults.plant(operation="DisposePackageVersions", before=theirs, times=1)
    outcomes = apply(gateway, CHALK, Changes(transitions))
    lost = [outcome for outcome in outcomes if outcome.result is not Result.APPLIED]
    assert [(outcome.change.version, outcome.result) for outcome in lost if isinstance(outcome.change, Transition)] == [
        ("2.0.7", Result.CONFLICT)
    ]
    sent_count = 2 if partial_success else 3
    assert operations(endpoint)["DisposePackageVersions"] == sent_count
    assert operations(endpoint)["ListPackageVersions"] == 1


def test_who_may_not_dispose_can_still_archive(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="DisposePackageVersions", code="AccessDeniedException", status=403)
    package = observed(gateway, endpoint)
    changes = Changes(
        tuple(
            Transition(version.version, version.status, Status.DISPOSED if index else Status.ARCHIVED, version.revision)
            for index, version in enumerate(version for version in package.versions if version.status == "Published")
        )
    )
    results = Counter(outcome.result for outcome in apply(gateway, CHALK, changes))
    assert results == {Result.APPLIED: 1, Result.REFUSED: 100, Result.NOT_ATTEMPTED: len(changes.transitions) - 101}
    assert operations(endpoint) == {"DisposePackageVersions": 1, "UpdatePackageVersionsStatus": 1}


def test_a_package_that_is_gone_is_a_conflict(gateway: Gateway, endpoint: Endpoint) -> None:
    package = observed(gateway, endpoint)
    gateway.delete_package(CHALK)
    change = OriginChange(package.origin, UPSTREAM_ONLY)
    assert [outcome.result for outcome in apply(gateway, CHALK, Changes((), change))] == [Result.CONFLICT]
    outcomes = apply(gateway, CHALK, Changes(planned(package).transitions))
    deletions = [outcome.result is Result.APPLIED for outcome in outcomes]
    assert deletions == [each.after is Status.DELETED for each in planned(package).transitions]


def removal(package: ObservedPackage, on_removal: OnRemoval, *versions: ObservedVersion) -> Changes:
    """What a run plans that has recorded some versions and sees the package as it is."""
    record = RecordedPackage(CHALK.resource_name, CHALK, tuple(map(RecordedVersion.of, versions)), on_removal)
    (planned,) = plan_removals((record,), {}, (package,), {})
    assert not planned.refusals
    return planned.changes


def test_a_removal_disposes_what_is_recorded_and_nothing_is_left_to_do(gateway: Gateway, endpoint: Endpoint) -> None:
    package = observed(gateway, endpoint)
    recorded = tuple(each for each in package.versions if each.version in MANY)
    remove(gateway, CHALK, removal(package, OnRemoval.DISPOSE, *recorded))
    assert operations(endpoint) == {"DisposePackageVersions": 2}
    again = observed(gateway, endpoint)
    assert not removal(again, OnRemoval.DISPOSE, *recorded)
    statuses = {each.version: each.status for each in again.versions}
    assert {status for version, status in statuses.items() if version in MANY} == {Status.DISPOSED}
    assert {version: status for version, status in statuses.items() if version in OF_EACH_KIND} == OF_EACH_KIND


def test_a_removal_deletes_the_package_behind_its_fence(gateway: Gateway, endpoint: Endpoint) -> None:
    package = observed(gateway, endpoint)
    changes = removal(package, OnRemoval.DELETE, *package.versions)
    endpoint.faults.plant(operation="DeletePackage", drop="after", times=1)
    remove(gateway, CHALK, changes)
    assert gateway.list_versions(CHALK) is None
    assert operations(endpoint)["PutPackageOriginConfiguration"] == 1


def test_a_removal_stops_before_what_the_plan_does_not_name(gateway: Gateway, endpoint: Endpoint) -> None:
    package = observed(gateway, endpoint)
    known = replace(package, versions=package.versions[:-1])
    changes = removal(known, OnRemoval.DELETE, *known.versions)
    with pytest.raises(OutcomeError, match=r"holds 2\.0\.99 "):
        remove(gateway, CHALK, changes)
    assert observed(gateway, endpoint) == package
