"""The writes of the gateway, over HTTP: exactly one guarded batch a call, and what AWS said of each version."""

import json
from dataclasses import replace

import pytest

from emulator import Endpoint
from emulator.calls import Call as Received
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import (
    AbsentError,
    BatchAnswer,
    ConcurrentChangeError,
    FailedVersion,
    Gateway,
    InvalidRequestError,
    ServiceError,
    UnreachableError,
)
from packagestate.provider.plan.model import Batch, Call, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.stores import store, without_content

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")
SESSION = Coordinates(replace(STORE, domain_owner="123456789012"), Format.NPM, "acme", "session")
SHARED = {"domain": "acme", "repository": "npm-store", "format": "npm"}
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
AFTER = {Call.UPDATE: Status.ARCHIVED, Call.DISPOSE: Status.DISPOSED, Call.DELETE: Status.DELETED}
METHODS = list(AFTER)
SEED = without_content(
    store(
        npm={"chalk": {"1.0.0": "Published", "1.1.0": "Published", "2.0.0": "Archived"}, "@acme/session": ["1.0.0"]},
    )
)


def batch(gateway: Gateway, call: Call, *versions: str, coordinates: Coordinates = CHALK) -> Batch:
    listed = {version.version: version.revision for version in gateway.list_versions(coordinates) or ()}
    revisions = tuple((version, listed.get(version, "none")) for version in versions)
    return Batch(call, Status.PUBLISHED, AFTER[call], revisions)


def only_write(endpoint: Endpoint) -> Received:
    (call,) = endpoint.calls.writes
    return call


def answered(endpoint: Endpoint, **answer: object) -> None:
    endpoint.faults.plant(body=json.dumps(answer))


ONE = Batch(Call.DISPOSE, Status.PUBLISHED, Status.DISPOSED, (("1.0.0", "r"),))


@pytest.mark.parametrize("call", METHODS)
def test_a_write_sends_its_batch_with_its_expectations_and_nothing_else(
    gateway: Gateway, endpoint: Endpoint, call: Call
) -> None:
    sent = batch(gateway, call, "1.0.0", "1.1.0")
    gateway.write(CHALK, sent)
    arguments: dict[str, object] = {
        **SHARED,
        "package": "chalk",
        "versions": ["1.0.0", "1.1.0"],
        "expectedStatus": "Published",
    }
    if call is not Call.DELETE:
        arguments["versionRevisions"] = dict(sent.revisions)
    if call is Call.UPDATE:
        arguments["targetStatus"] = "Archived"
    assert only_write(endpoint) == Received(call, arguments, 200)


@pytest.mark.parametrize("call", METHODS)
def test_a_write_names_namespace_and_owner_where_there_are_some(
    gateway: Gateway, endpoint: Endpoint, call: Call
) -> None:
    gateway.write(SESSION, batch(gateway, call, "1.0.0", coordinates=SESSION))
    assert only_write(endpoint).parameters.items() >= {"namespace": "acme", "domainOwner": "123456789012"}.items()


@pytest.mark.parametrize("call", [Call.UPDATE, Call.DISPOSE])
def test_a_success_tells_the_status_and_the_revision(gateway: Gateway, call: Call) -> None:
    answer = gateway.write(CHALK, batch(gateway, call, "1.1.0", "1.0.0"))
    now = [version for version in gateway.list_versions(CHALK) or () if version.version != "2.0.0"]
    assert answer == BatchAnswer(tuple(now), ())
    assert {version.status for version in now} == {AFTER[call]}


def test_deleted_versions_are_told_and_gone(gateway: Gateway) -> None:
    answer = gateway.write(CHALK, batch(gateway, Call.DELETE, "1.0.0", "1.1.0"))
    assert [version.version for version in answer.succeeded] == ["1.0.0", "1.1.0"]
    assert [version.version for version in gateway.list_versions(CHALK) or ()] == ["2.0.0"]


def test_a_refusal_of_single_versions_is_an_answer(gateway: Gateway) -> None:
    answer = gateway.write(CHALK, batch(gateway, Call.DISPOSE, "1.0.0", "2.0.0"))
    assert answer.succeeded == ()
    assert [(failed.version, failed.code) for failed in answer.failed] == [
        ("1.0.0", "SKIPPED"),
        ("2.0.0", "MISMATCHED_STATUS"),
    ]
    assert all(failed.message for failed in answer.failed)


def test_another_revision_is_a_refusal(gateway: Gateway) -> None:
    (failed,) = gateway.write(CHALK, ONE).failed
    assert (failed.version, failed.code) == ("1.0.0", "MISMATCHED_REVISION")


def test_some_may_succeed_where_others_fail(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.store.settings.partial_success = True
    answer = gateway.write(CHALK, batch(gateway, Call.DISPOSE, "1.0.0", "2.0.0"))
    assert [version.version for version in answer.succeeded] == ["1.0.0"]
    assert [failed.version for failed in answer.failed] == ["2.0.0"]


def test_a_version_in_neither_map_is_in_neither_tuple(gateway: Gateway, endpoint: Endpoint) -> None:
    answered(endpoint, successfulVersions={}, failedVersions={})
    assert gateway.write(CHALK, ONE) == BatchAnswer((), ())


def test_what_was_not_asked_about_is_not_taken_from_the_answer(gateway: Gateway, endpoint: Endpoint) -> None:
    now = {"status": "Disposed", "revision": "r"}
    failure = {"errorCode": "SKIPPED", "errorMessage": "It was skipped."}
    answered(endpoint, successfulVersions={"1.0.0": now, "9": now}, failedVersions={"8": failure})
    assert gateway.write(CHALK, ONE) == BatchAnswer((ObservedVersion("1.0.0", Status.DISPOSED, "r"),), ())


@pytest.mark.parametrize("entry", [{}, {"status": "Disposed"}, {"revision": "r"}])
def test_a_success_that_does_not_say_what_the_version_is_now_counts_as_not_said(
    gateway: Gateway, endpoint: Endpoint, entry: object
) -> None:
    answered(endpoint, successfulVersions={"1.0.0": entry}, failedVersions={})
    assert gateway.write(CHALK, ONE) == BatchAnswer((), ())


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ({"errorCode": "BRAND_NEW", "errorMessage": "Of tomorrow."}, "BRAND_NEW", "Of tomorrow."),
        ({"errorCode": "NOT_ALLOWED"}, "NOT_ALLOWED", ""),
        ({}, "", ""),
    ],
)
def test_a_failure_is_told_in_the_words_of_aws_whatever_they_are(
    gateway: Gateway, endpoint: Endpoint, entry: object, code: str, message: str
) -> None:
    answered(endpoint, successfulVersions={}, failedVersions={"1.0.0": entry})
    assert gateway.write(CHALK, ONE).failed == (FailedVersion("1.0.0", code, message),)


@pytest.mark.parametrize("call", METHODS)
def test_a_write_to_an_absent_package_says_what_is_absent(gateway: Gateway, call: Call) -> None:
    absent = replace(CHALK, package="nothing")
    with pytest.raises(AbsentError) as caught:
        gateway.write(absent, Batch(call, Status.PUBLISHED, AFTER[call], (("1.0.0", "r"),)))
    assert (caught.value.resource_type, caught.value.uncertain) == ("package", False)


def test_too_many_versions_are_refused_as_a_whole(gateway: Gateway) -> None:
    revisions = tuple((f"1.0.{number}", "r") for number in range(101))
    with pytest.raises(InvalidRequestError):
        gateway.write(CHALK, replace(ONE, revisions=revisions))


def test_an_empty_namespace_is_refused_before_it_is_sent(gateway: Gateway, endpoint: Endpoint) -> None:
    with pytest.raises(InvalidRequestError, match="was not sent") as caught:
        gateway.write(replace(CHALK, namespace=""), ONE)
    assert not caught.value.uncertain
    assert len(endpoint.calls) == 0


@pytest.mark.parametrize("coordinates", [CHALK, SESSION, replace(CHALK, package="not-yet-there")])
def test_an_origin_configuration_is_set_with_one_call(
    gateway: Gateway, endpoint: Endpoint, coordinates: Coordinates
) -> None:
    gateway.put_origin(coordinates, CLOSED)
    sent = only_write(endpoint).parameters
    assert sent["restrictions"] == {"publish": "BLOCK", "upstream": "BLOCK"}
    assert sent.get("namespace") == coordinates.namespace
    assert gateway.read_origin(coordinates) == CLOSED


def test_a_package_is_deleted_once(gateway: Gateway, endpoint: Endpoint) -> None:
    gateway.delete_package(CHALK)
    assert only_write(endpoint) == Received("DeletePackage", {**SHARED, "package": "chalk"}, 200)
    assert gateway.list_versions(CHALK) is None
    with pytest.raises(AbsentError) as caught:
        gateway.delete_package(CHALK)
    assert caught.value.resource_type == "package"


def test_somebody_elses_change_at_the_same_moment_is_certainly_not_ours(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(code="ConflictException", status=409)
    with pytest.raises(ConcurrentChangeError) as caught:
        gateway.write(CHALK, ONE)
    assert not caught.value.uncertain


@pytest.mark.parametrize(("drop", "status"), [("before", Status.PUBLISHED), ("after", Status.DISPOSED)])
@pytest.mark.parametrize("reset", [False, True])
def test_a_write_whose_answer_was_lost_may_have_been_carried_out(
    gateway: Gateway, endpoint: Endpoint, drop: str, status: Status, *, reset: bool
) -> None:
    lost = batch(gateway, Call.DISPOSE, "1.0.0")
    endpoint.faults.plant(operation=Call.DISPOSE, drop=drop, reset=reset)
    with pytest.raises(UnreachableError) as caught:
        gateway.write(CHALK, lost)
    assert caught.value.uncertain
    assert (gateway.list_versions(CHALK) or ())[0].status is status


def test_a_write_that_is_sent_again_carries_the_same_expectations(endpoint: Endpoint) -> None:
    gateway = connect(ConnectionSettings(region="eu-west-1", endpoint=endpoint.url, attempt_count=2))
    lost = batch(gateway, Call.DISPOSE, "1.0.0")
    endpoint.faults.plant(operation=Call.DISPOSE, drop="after", times=1)
    (failed,) = gateway.write(CHALK, lost).failed
    assert failed.code == "MISMATCHED_STATUS"
    first, second = endpoint.calls.writes
    assert first.parameters == second.parameters


@pytest.mark.parametrize(
    "body", ["", "<html>", "{}", '{"originConfiguration": {}}', '{"deletedPackage": {"package": "another"}}']
)
def test_an_origin_or_a_deletion_that_nobody_confirmed_counts_as_uncertain(
    gateway: Gateway, endpoint: Endpoint, body: str
) -> None:
    endpoint.faults.plant(body=body)
    with pytest.raises(ServiceError) as put:
        gateway.put_origin(CHALK, CLOSED)
    with pytest.raises(ServiceError) as deleted:
        gateway.delete_package(CHALK)
    assert put.value.uncertain
    assert deleted.value.uncertain
