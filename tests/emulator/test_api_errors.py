"""What the API refuses, and how it says so, over HTTP."""

import base64
import json
from http import HTTPStatus
from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from emulator.conformance import UnfaithfulAnswerError
from tests.emulator.raw_requests import send
from tests.support.stores import store

STORE: dict[str, Any] = {"domain": "acme", "repository": "npm-store"}
CHALK = STORE | {"format": "npm", "package": "chalk"}
SEED = store(npm={"chalk": [f"1.0.{number}" for number in range(101)]})


def refused(client: CodeArtifactClient, operation: str, **parameters: object) -> dict[str, Any]:
    with pytest.raises(client.exceptions.ValidationException) as refusal:
        getattr(client, operation)(**parameters)
    response: dict[str, Any] = dict(refusal.value.response)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.BAD_REQUEST
    return response


@pytest.mark.parametrize("operation", ["dispose_package_versions", "delete_package_versions"])
def test_a_call_takes_a_hundred_versions_and_no_more(client: CodeArtifactClient, operation: str) -> None:
    versions = [f"1.0.{number}" for number in range(101)]
    response = refused(client, operation, **CHALK, versions=versions)
    assert response["reason"] == "FIELD_VALIDATION_FAILED"
    assert "less than or equal to 100" in response["Error"]["Message"]
    assert len(getattr(client, operation)(**CHALK, versions=versions[:100])["successfulVersions"]) == 100


@pytest.mark.parametrize(
    "revisions", [{"1.0.0": "r"}, {"1.0.0": "r", "1.0.1": "r", "1.0.2": "r"}, {"1.0.0": "r", "1.0.2": "r"}]
)
def test_revisions_are_given_of_the_versions_and_of_no_others(
    client: CodeArtifactClient, revisions: dict[str, str]
) -> None:
    refused(client, "dispose_package_versions", **CHALK, versions=["1.0.0", "1.0.1"], versionRevisions=revisions)
    listed = client.list_package_versions(**CHALK, status="Disposed")
    assert listed["versions"] == []


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("list_package_versions", {"status": "published"}),
        ("list_package_versions", {"sortBy": "VERSION"}),
        ("list_package_versions", {"originType": "internal"}),
        ("list_package_versions", {"format": "NPM"}),
        ("list_package_versions", {"domain": "A"}),
        ("list_package_versions", {"domainOwner": "12345678901"}),
        ("list_package_versions", {"package": "a b"}),
        ("list_package_versions", {"package": ""}),
        ("list_package_versions", {"maxResults": 0}),
        ("list_package_versions", {"maxResults": 1001}),
        ("describe_package_version", {"packageVersion": "1.0\n"}),
        ("dispose_package_versions", {}),
        ("dispose_package_versions", {"versions": []}),
        ("dispose_package_versions", {"versions": ["1.0.0"], "versionRevisions": {"1.0.0": "two words"}}),
        ("dispose_package_versions", {"versions": ["1.0.0"], "versionRevisions": {"1.0.0": "r" * 51}}),
        ("dispose_package_versions", {"versions": ["1.0.0"], "expectedStatus": "Gone"}),
        ("update_package_versions_status", {"versions": ["1.0.0"]}),
        ("put_package_origin_configuration", {"restrictions": {"publish": "BLOCK"}}),
        ("put_package_origin_configuration", {"restrictions": {"publish": "MAYBE", "upstream": "ALLOW"}}),
    ],
)
def test_what_does_not_fit_the_model_is_refused(
    client: CodeArtifactClient, operation: str, parameters: dict[str, object]
) -> None:
    refused(client, operation, **(CHALK | parameters))


def test_all_that_is_wrong_is_said_at_once(client: CodeArtifactClient) -> None:
    message = refused(client, "list_package_versions", format="NPM", domain="A")["Error"]["Message"]
    assert message.startswith("5 validation errors detected: ")
    assert "Value null at 'repository' failed to satisfy constraint: Member must not be null" in message


@pytest.mark.parametrize(
    "token",
    [
        "50",
        "****",
        "bm90IGpzb24=",
        base64.b64encode(b"{}").decode(),
        base64.b64encode(b"[[]]").decode(),
        base64.b64encode(b"[5]").decode(),
        base64.b64encode(b"[" * 1400).decode(),
    ],
)
@pytest.mark.parametrize("operation", ["list_packages", "list_package_versions", "list_repositories_in_domain"])
def test_a_token_that_the_list_did_not_give_is_refused(client: CodeArtifactClient, operation: str, token: str) -> None:
    parameters = {"list_packages": STORE, "list_package_versions": CHALK}.get(operation, {"domain": "acme"})
    refused(client, operation, **parameters, nextToken=token)


@pytest.mark.parametrize(
    ("changed", "kind", "name"),
    [
        ({"domain": "absent"}, "domain", "absent"),
        ({"repository": "absent"}, "repository", "absent"),
        ({"packageVersion": "9.9.9"}, "package-version", "9.9.9"),
    ],
)
def test_what_is_absent_is_named(client: CodeArtifactClient, changed: dict[str, str], kind: str, name: str) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException) as refusal:
        client.describe_package_version(**(CHALK | {"packageVersion": "1.0.0"} | changed))
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND
    assert (refusal.value.response["resourceType"], refusal.value.response["resourceId"]) == (kind, name)


def test_a_batch_on_a_package_that_is_absent_changes_nothing_and_says_so(client: CodeArtifactClient) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.dispose_package_versions(**(CHALK | {"package": "absent"}), versions=["1.0.0"])


def test_a_quota_that_is_exceeded_is_said_with_the_time_to_wait(client: CodeArtifactClient, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListDomains", code="ThrottlingException", status=429, headers={"Retry-After": "7"})
    with pytest.raises(client.exceptions.ThrottlingException) as refusal:
        client.list_domains()
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.TOO_MANY_REQUESTS
    assert refusal.value.response["retryAfterSeconds"] == 7


@pytest.mark.parametrize(
    "body", [b"[]", b"1", b"{", b"\xff", b'{"versions": "1.0.0"}', b'{"versions": [1]}', b"[" * 5000]
)
def test_a_body_that_cannot_be_read_is_refused(endpoint: Endpoint, body: bytes) -> None:
    query = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
    answer = send(endpoint.url, "POST", "/v1/package/versions/dispose", query, body)
    assert answer.status == HTTPStatus.BAD_REQUEST
    assert answer.error_type == "ValidationException"


@pytest.mark.parametrize("number", ["", "ten", "1_0", "\N{ARABIC-INDIC DIGIT FIVE}", " 5", "1e1", "9" * 5000])
def test_a_number_is_written_in_digits(endpoint: Endpoint, number: str) -> None:
    answer = send(endpoint.url, "POST", "/v1/packages", STORE | {"max-results": number})
    assert (answer.status, answer.error_type) == (HTTPStatus.BAD_REQUEST, "ValidationException")


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/package-group"), ("GET", "/v1/absent"), ("PATCH", "/")])
def test_an_operation_that_there_is_not_is_said_to_be_unknown(endpoint: Endpoint, method: str, path: str) -> None:
    answer = send(endpoint.url, method, path, {})
    assert answer.status == HTTPStatus.BAD_REQUEST
    assert answer.error_type == "ValidationException"
    assert json.loads(answer.body)["reason"] == "UNKNOWN_OPERATION"


@pytest.mark.parametrize(
    "body",
    [
        {"domains": [{"name": "A b"}]},
        {"domains": [{"status": "Asleep"}]},
        {"domains": [{"name": 5}]},
        {"nextToken": ""},
    ],
)
def test_an_answer_that_is_not_as_the_model_says_is_found_out(
    client: CodeArtifactClient, endpoint: Endpoint, body: object
) -> None:
    endpoint.faults.plant(operation="ListDomains", body=json.dumps(body))
    with pytest.raises(UnfaithfulAnswerError):
        client.list_domains()


def test_an_error_that_the_operation_has_not_is_found_out(client: CodeArtifactClient, endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListDomains", code="ConflictException", status=409)
    with pytest.raises(UnfaithfulAnswerError, match="no error of this operation"):
        client.list_domains()
    with pytest.raises(ClientError):
        client.describe_domain(domain="absent")
