"""Whatever goes wrong with a call is an error of the gateway that says what, why, and what may have happened."""

import json
from pathlib import Path

import pytest
from botocore import exceptions as botocore_errors

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.codeartifact.errors import translated
from packagestate.provider.gateway import (
    AbsentError,
    AccessDeniedError,
    ConcurrentChangeError,
    CredentialsError,
    Gateway,
    GatewayError,
    InvalidRequestError,
    ServiceError,
    ThrottledError,
    UnreachableError,
)
from tests.codeartifact.gateway_calls import CALLS, CHALK, ORIGIN, STORE, WRITES, connected, dispose, error_of
from tests.support.stores import store

NOBODY = "http://127.0.0.1:9"  # the port of `discard`, where nobody listens

SEED = store()

# The code, the status, the error, and whether the call may have been carried out all the same.
ANSWERS = [
    ("AccessDeniedException", 403, AccessDeniedError, False),
    ("ConflictException", 409, ConcurrentChangeError, False),
    ("InternalServerException", 500, ServiceError, True),
    ("ResourceNotFoundException", 404, AbsentError, False),
    ("ServiceQuotaExceededException", 402, InvalidRequestError, False),
    ("ThrottlingException", 429, ThrottledError, False),
    ("ValidationException", 400, InvalidRequestError, False),
    ("ExpiredTokenException", 403, CredentialsError, False),
    ("ExpiredToken", 400, CredentialsError, False),
    ("UnrecognizedClientException", 403, CredentialsError, False),
    ("InvalidSignatureException", 403, CredentialsError, False),
    ("AccessDenied", 403, AccessDeniedError, False),
    ("TooManyRequestsException", 429, ThrottledError, False),
    ("SomethingNewException", 400, InvalidRequestError, False),
    ("SomethingNewException", 429, ThrottledError, False),
    ("SomethingNewException", 503, ServiceError, True),
]


@pytest.mark.parametrize(("code", "status", "kind", "uncertain"), ANSWERS)
def test_an_answer_that_is_an_error_is_an_error_of_its_kind(
    gateway: Gateway, endpoint: Endpoint, code: str, status: int, kind: type[GatewayError], *, uncertain: bool
) -> None:
    endpoint.faults.plant(code=code, status=status)
    for operation, call in CALLS.items():
        error = error_of(call, gateway)
        assert type(error) is kind
        assert error.uncertain is uncertain
        assert operation in error.fault.detail
        assert f"`{code}`" in error.fault.detail
        assert str(CHALK if operation != "ListPackages" else STORE) in error.fault.detail


@pytest.mark.parametrize("operation", CALLS)
def test_a_missing_permission_is_named_with_what_it_is_missing_on(
    gateway: Gateway, endpoint: Endpoint, operation: str
) -> None:
    endpoint.faults.plant(code="AccessDeniedException", status=403)
    hint = error_of(CALLS[operation], gateway).fault.hint
    assert f"`codeartifact:{operation}`" in hint
    assert "acme/npm-store" in hint


@pytest.mark.parametrize("operation", CALLS)
def test_only_a_write_is_said_to_have_been_carried_out_perhaps(
    gateway: Gateway, endpoint: Endpoint, operation: str
) -> None:
    endpoint.faults.plant(code="InternalServerException", status=500)
    may_have_been = "may have been carried out" in str(error_of(CALLS[operation], gateway))
    assert may_have_been is (operation in WRITES)


@pytest.mark.parametrize("kind", [{"drop": "before"}, {"drop": "after"}, {"drop": "before", "reset": True}])
def test_a_connection_that_breaks_is_no_answer(gateway: Gateway, endpoint: Endpoint, kind: dict[str, object]) -> None:
    endpoint.faults.plant(**kind)
    for call in CALLS.values():
        error = error_of(call, gateway)
        assert type(error) is UnreachableError
        assert error.uncertain
        assert endpoint.url in error.fault.detail


def test_an_endpoint_where_nobody_listens_is_no_answer() -> None:
    error = error_of(dispose, connected(NOBODY))
    assert type(error) is UnreachableError
    assert f"`{NOBODY}`" in error.fault.detail


def test_an_error_is_tried_again_and_says_how_often(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(code="ThrottlingException", status=429)
    once = error_of(dispose, gateway)
    twice = error_of(dispose, connected(endpoint.url, attempt_count=2))
    assert "tried" not in once.fault.detail
    assert "It was tried 2 times." in twice.fault.detail
    assert len(endpoint.calls) == 3


@pytest.mark.parametrize(
    ("first", "uncertain"),
    [
        ({"code": "InternalServerException", "status": 500}, True),
        ({"drop": "after"}, True),
        ({"code": "ThrottlingException", "status": 429}, False),
    ],
)
def test_a_refusal_after_a_lost_answer_is_uncertain_and_after_a_refusal_is_not(
    gateway: Gateway, endpoint: Endpoint, first: dict[str, object], *, uncertain: bool
) -> None:
    assert gateway is not None
    endpoint.faults.plant(**first, times=1)
    endpoint.faults.plant(code="AccessDeniedException", status=403, skip=1)
    error = error_of(dispose, connected(endpoint.url, attempt_count=2))
    assert type(error) is AccessDeniedError
    assert error.uncertain is uncertain
    assert ("may have been carried out" in error.fault.detail) is uncertain
    assert len(endpoint.calls) == 2


def test_an_absence_after_a_lost_answer_is_uncertain(gateway: Gateway, endpoint: Endpoint) -> None:
    assert gateway is not None
    endpoint.faults.plant(code="InternalServerException", status=500, times=1)
    error = error_of(WRITES["DeletePackageVersions"], connected(endpoint.url, attempt_count=2))
    assert isinstance(error, AbsentError)
    assert error.resource_type == "package"
    assert error.uncertain


@pytest.mark.parametrize("operation", ["DeletePackage", "PutPackageOriginConfiguration"])
@pytest.mark.parametrize("fault", [{"drop": "after"}, {"code": "InternalServerException", "status": 500}])
def test_a_write_without_a_guard_is_not_sent_again_after_a_lost_answer(
    gateway: Gateway, endpoint: Endpoint, operation: str, fault: dict[str, object]
) -> None:
    """What somebody did in between would be lost: a version published after the deletion, a block put after ours."""
    gateway.put_origin(CHALK, ORIGIN)
    sent: list[str] = []
    endpoint.faults.plant(**fault, before=lambda: sent.append(operation))
    error = error_of(WRITES[operation], connected(endpoint.url, attempt_count=3))
    assert error.uncertain
    assert sent == [operation]


@pytest.mark.parametrize("operation", ["DeletePackage", "PutPackageOriginConfiguration"])
def test_a_write_without_a_guard_that_was_refused_is_sent_again(
    gateway: Gateway, endpoint: Endpoint, operation: str
) -> None:
    gateway.put_origin(CHALK, ORIGIN)
    endpoint.calls.clear()
    endpoint.faults.plant(code="ThrottlingException", status=429, times=1)
    WRITES[operation](connected(endpoint.url, attempt_count=3))
    assert [call.operation for call in endpoint.calls] == [operation] * 2


def test_without_credentials_nothing_is_sent(
    gateway: Gateway, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gateway is not None
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    error = error_of(dispose, connected(endpoint.url))
    assert type(error) is CredentialsError
    assert not error.uncertain
    assert "packagestate:profile" in error.fault.hint
    assert len(endpoint.calls) == 0


def test_a_helper_that_gives_no_credentials_is_named_without_its_words(
    tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "config"
    file.write_text("[profile helped]\ncredential_process = sh -c 'echo a-secret >&2; exit 1'\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    with pytest.raises(CredentialsError) as caught:
        dispose(connect(ConnectionSettings("eu-west-1", "helped", endpoint.url, attempt_count=1)))
    assert "CredentialRetrievalError" in str(caught.value)
    assert "a-secret" not in str(caught.value)


def test_a_helper_that_gives_expired_credentials_gives_none(
    tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "b", "Expiration": "2020-01-01T00:00:00Z"}
    (tmp_path / "given").write_text(json.dumps(given))
    (tmp_path / "config").write_text(f"[profile helped]\ncredential_process = cat {tmp_path / 'given'}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    error = error_of(dispose, connect(ConnectionSettings("eu-west-1", "helped", endpoint.url, attempt_count=1)))
    assert type(error) is CredentialsError
    assert not error.uncertain


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (botocore_errors.ConnectTimeoutError(endpoint_url=NOBODY), UnreachableError),
        (botocore_errors.ReadTimeoutError(endpoint_url=NOBODY), UnreachableError),
        (botocore_errors.SSLError(endpoint_url=NOBODY, error="no"), UnreachableError),
        (botocore_errors.ProxyConnectionError(proxy_url=NOBODY, error="no"), UnreachableError),
        (botocore_errors.UnauthorizedSSOTokenError(), CredentialsError),
        (botocore_errors.PartialCredentialsError(provider="env", cred_var="x"), CredentialsError),
        (botocore_errors.MetadataRetrievalError(error_msg="no"), CredentialsError),
        (botocore_errors.RefreshWithMFAUnsupportedError(), CredentialsError),
        (botocore_errors.PaginationError(message="the same token twice"), ServiceError),
        (RecursionError(), ServiceError),
    ],
)
def test_what_botocore_raises_is_an_error_of_its_kind(raised: Exception, kind: type[GatewayError]) -> None:
    with pytest.raises(GatewayError) as caught, translated("DisposePackageVersions", CHALK, NOBODY):
        raise raised
    assert type(caught.value) is kind


def test_who_may_not_take_a_role_is_not_told_to_mend_the_permissions_of_codeartifact() -> None:
    answer = {"Error": {"Code": "AccessDenied", "Message": "It is not allowed."}}
    with pytest.raises(CredentialsError) as caught, translated("DisposePackageVersions", CHALK, NOBODY):
        raise botocore_errors.ClientError(answer, "AssumeRole")
    assert "`AssumeRole: AccessDenied`" in str(caught.value)
    assert "codeartifact:" not in caught.value.fault.hint


@pytest.mark.parametrize("mistake", [ZeroDivisionError(), RuntimeError("a thread cannot be started")])
def test_a_mistake_of_ours_is_not_taken_for_an_answer(mistake: Exception) -> None:
    with pytest.raises(type(mistake)) as caught, translated("DisposePackageVersions", CHALK, NOBODY):
        raise mistake
    assert caught.value is mistake
