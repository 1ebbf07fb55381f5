"""Who is let into a registry, and what is said to those who are not."""

import base64
import time

import pytest
from werkzeug.test import Client

from emulator import tokens
from emulator.registry.application import registry_application
from emulator.store import RepositoryKey, Store

PING = "/-/acme/npm/store/-/ping"


@pytest.fixture
def client() -> Client:
    store = Store()
    store.administration.create_domain("acme", "")
    store.administration.create_repository(RepositoryKey("acme", "store"))
    return Client(registry_application(store))


def bearer(domain: str = "acme", now: float | None = None) -> dict[str, str]:
    token, _ = tokens.issue(domain, 900, now)
    return {"Authorization": f"Bearer {token}"}


def test_a_token_opens_its_domain(client: Client) -> None:
    assert client.get(PING, headers=bearer()).status_code == 200


def test_the_token_is_the_password_of_a_user_as_well(client: Client) -> None:
    token, _ = tokens.issue("acme", 900)
    basic = base64.b64encode(f"aws:{token}".encode()).decode()
    assert client.get(PING, headers={"Authorization": f"Basic {basic}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer none-of-ours"},
        {"Authorization": "Basic none-of-ours"},
        {"Authorization": "Bearer !.!"},
        bearer("globex"),
        bearer(now=time.time() - 901),
    ],
    ids=["none", "empty", "unknown", "malformed", "strange", "of another domain", "too old"],
)
def test_whoever_has_no_good_token_is_asked_for_one(client: Client, headers: dict[str, str]) -> None:
    answer = client.get(PING, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Basic realm="acme"'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/-/acme", 404),
        ("/-/acme/npm/store", 404),
        ("/-/acme/floppy/store/", 404),
        ("/-/acme/maven/store/", 501),
        ("/-/acme/npm/nowhere/left-pad", 404),
        ("/-/acme/pypi/nowhere/simple/left-pad/", 404),
    ],
)
def test_a_registry_that_is_not_there_is_told_as_json(client: Client, path: str, status: int) -> None:
    answer = client.get(path, headers=bearer())
    assert answer.status_code == status
    assert answer.get_json()["error"]
