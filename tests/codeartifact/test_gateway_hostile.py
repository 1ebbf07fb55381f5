"""Whoever answers in place of CodeArtifact: only errors of the gateway come of it, and no further write."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import Gateway, GatewayError, ServiceError
from tests.codeartifact.gateway_calls import CALLS

_CONFIGURATION = {"restrictions": {"publish": "ALLOW", "upstream": "BLOCK"}}
_VERSION = {"version": "1.0.0", "status": "Published", "revision": "r"}
_NAMES = {"format": "npm", "package": "chalk", "originConfiguration": _CONFIGURATION}
_BATCH = {
    "successfulVersions": {"1.0.0": {"status": "Archived", "revision": "r"}},
    "failedVersions": {"1.0.0": {"errorCode": "SKIPPED", "errorMessage": "It was skipped."}},
}
GOOD: dict[str, dict[str, Any]] = {
    "ListPackages": {"packages": [_NAMES]},
    "ListPackageVersions": {"versions": [_VERSION], "format": "npm", "package": "chalk"},
    "DescribePackage": {"package": {"name": "chalk", **_NAMES}},
    "UpdatePackageVersionsStatus": _BATCH,
    "DisposePackageVersions": _BATCH,
    "DeletePackageVersions": _BATCH,
    "PutPackageOriginConfiguration": {"originConfiguration": _CONFIGURATION},
    "DeletePackage": {"deletedPackage": _NAMES},
}
WRONG = [None, True, 7, -1.5, "", "wrong", "\x1b[2J\ud800", [], ["wrong"], [None], {}, {"wrong": "wrong"}]
GONE = object()


def places(value: object) -> Iterator[tuple[str | int, ...]]:
    """The way to each member of an answer, at any depth, and to the answer itself."""
    yield ()
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from ((key, *rest) for rest in places(member))


def changed(value: Any, place: tuple[str | int, ...], other: object) -> Any:  # noqa: ANN401 - any JSON
    """An answer with another value in one place, or with nothing there."""
    if not place:
        return other
    copy = value.copy()
    if other is GONE and len(place) == 1:
        del copy[place[0]]
    else:
        copy[place[0]] = changed(value[place[0]], place[1:], other)
    return copy


PLACES = [(operation, place) for operation, answer in GOOD.items() for place in places(answer)]
BODIES = {
    "nothing": b"",
    "page": b"<html><title>Sign in to the network</title></html>",
    "cut": b'{"versions": [{"version": "1.0.0", "sta',
    "bytes": b"\xff\xfe\x00\x81",
    "number": b"7",
    "text": b'"text"',
    "null": b"null",
    "list": b"[]",
    "deep": b'{"packages":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "infinity": b'{"packages": Infinity, "versions": NaN, "successfulVersions": NaN}',
    "huge number": b'{"packages": ' + b"9" * 5000 + b"}",
    "huge message": b'{"message": "' + b"x" * 1_000_000 + b'"}',
    "codes of a strange kind": b'{"__type": ["a"], "code": {"b": 1}, "message": 7}',
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Endpoint]:
    with Endpoint.start() as endpoint:
        yield endpoint


@pytest.fixture
def endpoint(shared: Endpoint) -> Endpoint:
    shared.faults.clear()
    shared.calls.clear()
    return shared


@pytest.fixture(scope="module")
def gateway(shared: Endpoint) -> Gateway:
    settings = ConnectionSettings(
        region="eu-west-1",
        endpoint=shared.url,
        attempt_count=1,
        writes_per_second=10_000,
        reads_per_second=10_000,
        lists_per_second=10_000,
    )
    return connect(settings)


def error_of(operation: str, gateway: Gateway) -> GatewayError | None:
    """The error of the gateway that a call ends with; None where it took the answer. Another error is the test's."""
    error = None
    try:
        CALLS[operation](gateway)
    except GatewayError as caught:
        error = caught
    assert len(str(error)) < 2000
    assert str(error).replace("\n", "").isprintable()
    return error


@pytest.mark.parametrize("operation", CALLS)
def test_the_answers_that_are_made_wrong_are_good(gateway: Gateway, endpoint: Endpoint, operation: str) -> None:
    endpoint.faults.plant(body=json.dumps(GOOD[operation]))
    assert error_of(operation, gateway) is None


@pytest.mark.parametrize(("operation", "place"), PLACES, ids=lambda value: str(value).replace(" ", ""))
def test_a_member_of_any_wrong_kind_is_an_error_of_the_gateway_or_no_matter(
    gateway: Gateway, endpoint: Endpoint, operation: str, place: tuple[str | int, ...]
) -> None:
    for wrong in [*WRONG, *([GONE] if place else [])]:
        endpoint.faults.clear()
        endpoint.calls.clear()
        endpoint.faults.plant(body=json.dumps(changed(GOOD[operation], place, wrong)))
        error = error_of(operation, gateway)
        assert error is None or (type(error) is ServiceError and error.uncertain)
        assert [call.operation for call in endpoint.calls] == [operation]


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_no_answer_at_all_is_an_error_of_the_service(
    gateway: Gateway, endpoint: Endpoint, operation: str, body: bytes
) -> None:
    for content_type in ("application/json", "text/html; charset=nothing", ""):
        endpoint.faults.clear()
        endpoint.faults.plant(body=body, headers={"Content-Type": content_type})
        assert type(error_of(operation, gateway)) is ServiceError
    assert len(endpoint.calls) == 3


@pytest.mark.parametrize("status", [201, 204, 300, 302, 304, 403, 404, 413, 500, 502, 511])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_an_error_of_somebody_else_is_an_error_of_the_service(
    gateway: Gateway, endpoint: Endpoint, status: int, body: bytes
) -> None:
    endpoint.faults.plant(body=body, status=status, headers={"Location": "http://127.0.0.1:9/"})
    for operation in ("ListPackageVersions", "DisposePackageVersions"):
        error = error_of(operation, gateway)
        assert type(error) is ServiceError
        assert error.uncertain
    assert len(endpoint.calls) == 2


@pytest.mark.parametrize("headers", [{"Retry-After": "soon"}, {"x-amzn-ErrorType": ""}, {"x-amzn-ErrorType": ":#:"}])
def test_strange_headers_of_an_error_are_an_error_of_the_gateway(
    gateway: Gateway, endpoint: Endpoint, headers: dict[str, str]
) -> None:
    endpoint.faults.plant(status=400, body='{"message": 7}', headers=headers)
    for operation in CALLS:
        assert error_of(operation, gateway) is not None
    assert len(endpoint.calls) == len(CALLS)


@pytest.mark.parametrize("token", [7, True, ["t"], {"t": "t"}, "t" * 100_000, "\x00"])
def test_a_page_token_of_a_strange_kind_is_an_error_of_the_service(
    gateway: Gateway, endpoint: Endpoint, token: object
) -> None:
    for operation in ("ListPackages", "ListPackageVersions"):
        endpoint.faults.clear()
        endpoint.faults.plant(body=json.dumps({**GOOD[operation], "nextToken": token}))
        assert type(error_of(operation, gateway)) is ServiceError
    assert len(endpoint.calls) <= 4


@pytest.mark.parametrize("revision", ["<{%x%}>", "a b", "a\u00adb", "a\nb", "\U000e0041"])
@pytest.mark.parametrize("operation", ["ListPackageVersions", "DisposePackageVersions"])
def test_a_revision_that_the_engine_would_obey_or_nobody_sees_is_none(
    gateway: Gateway, endpoint: Endpoint, operation: str, revision: str
) -> None:
    """The engine prints revisions as they are, in the inputs and outputs of a package."""
    text = json.dumps(GOOD[operation]).replace('"r"', json.dumps(revision))
    endpoint.faults.plant(operation=operation, status=200, body=text.encode())
    assert isinstance(error_of(operation, gateway), ServiceError)
