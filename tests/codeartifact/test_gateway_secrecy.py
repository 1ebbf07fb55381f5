"""What no message of the gateway repeats: passwords, tokens, and whatever could confuse a terminal."""

import traceback

import pytest

from emulator import Endpoint
from packagestate.provider.gateway import Gateway
from tests.codeartifact.gateway_calls import CALLS, connected, dispose, error_of
from tests.support.stores import store

SEED = store()
NOBODY = "http://127.0.0.1:9"  # the port of `discard`, where nobody listens
SESSION_TOKEN = "a-session-token-that-nobody-may-read"


def test_a_huge_message_is_cut(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(code="ValidationException", status=400, message="x" * 1_000_000)
    assert len(str(error_of(dispose, gateway))) < 2000


def test_a_message_cannot_move_the_cursor(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(code="ValidationException", status=400, message="\x1b[2J\u202e\r")
    assert str(error_of(dispose, gateway)).replace("\n", "").isprintable()


def everything(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize("code", ["InvalidSignatureException", "SignatureDoesNotMatch"])
def test_no_message_repeats_what_aws_says_of_a_signature(gateway: Gateway, endpoint: Endpoint, code: str) -> None:
    words = f"The Canonical String should have been 'POST x-amz-security-token:{SESSION_TOKEN}'"
    endpoint.faults.plant(code=code, status=403, message=words)
    assert SESSION_TOKEN not in everything(error_of(dispose, gateway))


@pytest.mark.parametrize(
    "fault", [{"drop": "before"}, {"code": "InternalServerException", "status": 500}, {"body": "<"}]
)
def test_no_message_repeats_the_user_and_password_of_an_endpoint(endpoint: Endpoint, fault: dict[str, object]) -> None:
    endpoint.faults.clear()
    endpoint.faults.plant(**fault)
    secret = connected(endpoint.url.replace("//", "//someone:secret@"))
    for call in CALLS.values():
        error = error_of(call, secret)
        assert "secret" not in str(error)
        assert "someone" not in str(error)


def test_no_message_repeats_the_user_and_password_where_nobody_listens() -> None:
    error = error_of(dispose, connected(NOBODY.replace("//", "//someone:secret@")))
    assert f"`{NOBODY}`" in error.fault.detail
    assert "secret" not in everything(error)


def test_no_message_repeats_a_credential(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-key")
    monkeypatch.setenv("AWS_SESSION_TOKEN", SESSION_TOKEN)
    endpoint.faults.clear()
    endpoint.faults.plant(code="ExpiredTokenException", status=403)
    printed = everything(error_of(dispose, connected(endpoint.url)))
    assert SESSION_TOKEN not in printed
    assert "a-secret-key" not in printed
