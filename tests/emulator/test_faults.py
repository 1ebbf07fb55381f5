"""Faults that are planted, over HTTP."""

import time
from collections.abc import Callable
from typing import Any

import boto3
import pytest
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError
from mypy_boto3_codeartifact import CodeArtifactClient
from mypy_boto3_codeartifact.type_defs import DisposePackageVersionsResultTypeDef
from werkzeug.test import Client

from emulator import Endpoint
from emulator.api import Api
from emulator.codeartifact.models import CodeArtifactBackend
from emulator.faults import Fault, Faults
from emulator.quotas import CALLS_PER_SECOND, Quotas
from tests.support.stores import store

CHALK: dict[str, Any] = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": "chalk"}
UNLISTING = {
    "operation": "UpdatePackageVersionsStatus",
    "parameters": {**CHALK, "versions": ["1.0.0"], "targetStatus": "Unlisted"},
}
SEED = store(npm={"chalk": ["1.0.0", "1.0.1"]})


@pytest.fixture
def plain(endpoint: Endpoint) -> CodeArtifactClient:
    """A client that calls once, and takes what it is answered."""
    settings = Config(retries={"total_max_attempts": 1})
    made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=endpoint.url, config=settings)
    return made


@pytest.fixture
def patient(endpoint: Endpoint) -> CodeArtifactClient:
    """A client as people use it: it tries again."""
    made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=endpoint.url)
    return made


def statuses(client: CodeArtifactClient) -> dict[str, str]:
    return {each["version"]: each["status"] for each in client.list_package_versions(**CHALK)["versions"]}


def dispose(client: CodeArtifactClient) -> DisposePackageVersionsResultTypeDef:
    return client.dispose_package_versions(**CHALK, versions=["1.0.0"], expectedStatus="Published")


def test_an_error_is_answered_as_often_as_it_was_planted(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="DescribePackage", code="ConflictException", times=2, message="Not now.")
    for _ in range(2):
        with pytest.raises(plain.exceptions.ConflictException, match="Not now"):
            plain.describe_package(**CHALK)
    assert plain.describe_package(**CHALK)["package"]["name"] == "chalk"
    assert [call.status for call in endpoint.calls] == [409, 409, 200]


def test_calls_can_be_spared_first(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="DescribePackage", code="AccessDeniedException", skip=1)
    plain.describe_package(**CHALK)
    with pytest.raises(plain.exceptions.AccessDeniedException):
        plain.describe_package(**CHALK)


def test_other_operations_are_left_alone(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="DeletePackage", code="AccessDeniedException")
    assert statuses(plain) == {"1.0.0": "Published", "1.0.1": "Published"}


def test_a_fault_of_every_operation_ends_when_all_are_taken_away(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(code="AccessDeniedException")
    with pytest.raises(plain.exceptions.AccessDeniedException):
        plain.list_domains()
    endpoint.faults.clear()
    assert [each["name"] for each in plain.list_domains()["domains"]] == ["acme"]


def test_throttling_says_when_to_come_back(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(code="ThrottlingException", headers={"Retry-After": "7"})
    with pytest.raises(plain.exceptions.ThrottlingException) as raised:
        plain.describe_package(**CHALK)
    assert raised.value.response["retryAfterSeconds"] == 7
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429


def test_a_fault_with_a_rate_happens_alike_with_equal_seeds() -> None:
    def happened(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.plant(rate=0.3)
        return [bool(faults.that_happen("ListDomains")) for _ in range(1000)]

    assert happened(1) == happened(1) != happened(2)
    assert 250 < sum(happened(1)) < 350


def test_an_answer_is_held_back_by_all_the_latency_there_is() -> None:
    waited: list[float] = []
    api = Api(CodeArtifactBackend("eu-west-1", "123456789012"), latency_seconds=0.5, sleep=waited.append)
    api.faults.plant(latency_seconds=2)
    Client(api).post("/v1/domains")
    assert waited == [2.5]


@pytest.mark.parametrize("reset", [False, True])
def test_a_call_that_is_lost_on_its_way_there_changes_nothing(
    endpoint: Endpoint, plain: CodeArtifactClient, *, reset: bool
) -> None:
    endpoint.faults.plant(operation="DisposePackageVersions", drop="before", times=1, reset=reset)
    with pytest.raises(ConnectionClosedError):
        dispose(plain)
    assert statuses(plain)["1.0.0"] == "Published"
    assert [(call.status, call.succeeded) for call in endpoint.calls.writes] == [(0, False)]


@pytest.mark.parametrize("reset", [False, True])
def test_a_call_whose_answer_is_lost_has_changed_what_it_changes(
    endpoint: Endpoint, plain: CodeArtifactClient, *, reset: bool
) -> None:
    endpoint.faults.plant(operation="DisposePackageVersions", drop="after", times=1, reset=reset)
    with pytest.raises(ConnectionClosedError):
        dispose(plain)
    assert statuses(plain)["1.0.0"] == "Disposed"


def test_the_retry_of_a_call_whose_answer_was_lost_finds_another_status(
    endpoint: Endpoint, patient: CodeArtifactClient
) -> None:
    endpoint.faults.plant(operation="DisposePackageVersions", drop="after", times=1)
    failures = dispose(patient)["failedVersions"]
    assert failures["1.0.0"]["errorCode"] == "MISMATCHED_STATUS"
    assert endpoint.calls.count("DisposePackageVersions") == 2


@pytest.mark.parametrize("body", [b"<html>proxy</html>", b"[]", b'{"versions": ['])
def test_a_hostile_answer_is_sent_as_it_is(endpoint: Endpoint, web: urllib3.PoolManager, body: bytes) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", body=body, headers={"Content-Type": "text/html"})
    # As botocore signs; what clients make of such answers is theirs.
    scope = {"Authorization": "AWS4-HMAC-SHA256 Credential=testing/20250101/eu-west-1/codeartifact/aws4_request"}
    answer = web.request("POST", f"{endpoint.url}/v1/package/versions", headers=scope)
    assert (answer.status, answer.headers["Content-Type"], answer.data) == (200, "text/html", body)


def test_a_body_may_come_with_a_status(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(body="<html>Bad Gateway</html>", status=502)
    with pytest.raises(ClientError, match="502"):
        plain.list_domains()


@pytest.mark.parametrize("as_function", [False, True])
def test_somebody_else_changes_a_version_between_a_read_and_a_write(
    endpoint: Endpoint, plain: CodeArtifactClient, *, as_function: bool
) -> None:
    happened = []
    change: Any = (lambda: happened.append(statuses(plain))) if as_function else UNLISTING
    endpoint.faults.plant(operation="DisposePackageVersions", before=change, times=1)
    answer = dispose(plain)
    if as_function:
        assert happened == [{"1.0.0": "Published", "1.0.1": "Published"}]
    else:
        assert (
            answer["failedVersions"]["1.0.0"]["errorMessage"] == "current status: Unlisted, expected status: Published"
        )
    assert [call.operation for call in endpoint.calls.writes] == ["DisposePackageVersions"]


def test_somebody_else_changes_a_version_after_it_was_read(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", after=UNLISTING, times=1)
    assert statuses(plain)["1.0.0"] == "Published"
    assert statuses(plain)["1.0.0"] == "Unlisted"


def test_a_change_that_nobody_can_make_is_told(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    elsewhere = {"operation": "DeletePackage", "parameters": CHALK | {"package": "nobody"}}
    endpoint.faults.plant(operation="ListDomains", before=elsewhere)
    with pytest.raises(plain.exceptions.InternalServerException, match="A planted change could not be carried out"):
        plain.list_domains()


def test_several_faults_can_happen_to_one_call(endpoint: Endpoint, plain: CodeArtifactClient) -> None:
    endpoint.faults.plant(operation="DisposePackageVersions", before=UNLISTING)
    endpoint.faults.plant(operation="DisposePackageVersions", drop="before")
    with pytest.raises(ConnectionClosedError):
        dispose(plain)
    endpoint.faults.clear()
    assert statuses(plain)["1.0.0"] == "Published"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"operation": "Dispose"}, "operation: there is no operation 'Dispose'"),
        ({"drop": "sometimes"}, "'sometimes' is not a valid Drop"),
        ({"rate": 2}, "rate: 2 is not a number from 0 to 1"),
        ({"times": "3"}, "times: '3' is not a number"),
        ({"latency_seconds": -1}, "latency_seconds: -1 is not"),
        ({"before": "DeletePackage"}, "before: a change is"),
        ({"before": {"operation": "DeletePackage"}}, "before: a change is"),
        ({"before": {"operation": "Delete", "parameters": {}}}, "before: there is no operation 'Delete'"),
        ({"after": {"operation": "DeletePackage", "parameters": {}}}, "after: 4 validation errors detected"),
    ],
)
def test_a_fault_that_cannot_happen_is_refused(members: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Fault(**members)


@pytest.fixture
def moment() -> list[float]:
    return [0.0]


@pytest.fixture
def quotas(moment: list[float]) -> Quotas:
    return Quotas(lambda: moment[0])


def allowed(ask: Callable[[str], bool], operation: str) -> int:
    """How often an operation may be called at once."""
    return next(count for count in range(2000) if not ask(operation))


@pytest.mark.parametrize(
    ("operation", "figure"), [("DeletePackage", 100), ("DescribePackage", 800), ("ListPackageVersions", 200)]
)
def test_a_quota_is_a_second_s_worth_of_calls_and_fills_again(
    quotas: Quotas, moment: list[float], operation: str, figure: int
) -> None:
    assert allowed(quotas.allow, operation) == figure
    moment[0] = 0.5
    assert allowed(quotas.allow, operation) == figure / 2
    moment[0] = 3600
    assert allowed(quotas.allow, operation) == figure


def test_a_list_counts_as_a_read_too(quotas: Quotas) -> None:
    assert allowed(quotas.allow, "ListPackages") == 200
    assert allowed(quotas.allow, "DescribePackage") == CALLS_PER_SECOND["reads"] - 200


def test_beyond_the_quotas_calls_are_throttled() -> None:
    started = time.monotonic()
    api = Api(CodeArtifactBackend("eu-west-1", "123456789012"), quotas=Quotas(lambda: started))
    client = Client(api)
    for _ in range(101):
        client.delete("/v1/package")
    assert [call.status for call in api.calls][-2:] == [400, 429]
