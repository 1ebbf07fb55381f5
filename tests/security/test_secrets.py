"""Canaries for secrets: whatever happens, none is found in what is recorded or said."""

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.observe import Observer
from packagestate.provider.plan.changes import to_lines
from packagestate.provider.plan.planner import plan
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import PackageStateError
from packagestate.schemas.status import Status
from tests.support.hooks import Hooks, package
from tests.support.shown import diff_of, text_of
from tests.support.stores import store, without_content

CANARIES = {
    "AWS_ACCESS_KEY_ID": "canary-access-key",
    "AWS_SECRET_ACCESS_KEY": "canary-secret-key",
    "AWS_SESSION_TOKEN": "canary-session-token",
}
CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
DESIRED = DesiredPackage(CHALK, (DesiredVersion("1.0.0", Status.ARCHIVED),), None)

REPEATING = "The canonical headers were x-amz-security-token:canary-session-token, Credential=canary-access-key/2026"
FAULTS: dict[str, dict[str, Any]] = {
    "a signature that does not match": {"code": "SignatureDoesNotMatch", "status": 403, "message": REPEATING},
    "a signature that is not valid": {"code": "InvalidSignatureException", "status": 403, "message": REPEATING},
    "a signature that is not complete": {"code": "IncompleteSignature", "status": 400, "message": REPEATING},
    "a token that has expired": {"code": "ExpiredTokenException", "status": 403, "message": REPEATING},
    "a key that nobody knows": {"code": "UnrecognizedClientException", "status": 403, "message": REPEATING},
    "no permission": {"code": "AccessDeniedException", "status": 403},
    "an answer that is none": {"body": "<html>"},
    "no answer": {"drop": "before"},
    "an answer that is lost": {"drop": "after"},
    "a redirection": {"status": 301, "body": "", "headers": {"Location": "http://127.0.0.1:9/"}},
}

# The plugin tries ten times where no answer comes, which takes as many seconds.
QUICK = [fault for fault, planted in FAULTS.items() if "drop" not in planted]
SEED = without_content(store(npm={"chalk": ["1.0.0", "1.0.1"]}))


@pytest.fixture(autouse=True)
def _canaries(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, canary in CANARIES.items():
        monkeypatch.setenv(name, canary)
    with_password = endpoint.url.replace("://", "://canary-user:canary-password@")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", with_password)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Gives all that was printed and logged so far, together with what it is given."""
    caplog.set_level(logging.INFO)

    def everything(*others: object) -> str:
        printed = capfd.readouterr()
        return "\n".join([printed.out, printed.err, caplog.text, *map(str, others)])

    yield everything
    assert "canary" not in everything()


def program() -> str:
    """The program's side of a run; all that it passes to the plugin and prints."""
    gateway = connect(ConnectionSettings("eu-west-1", attempt_count=2))
    planned = plan([DESIRED], Observer(gateway, 1).declared([DESIRED], lambda _done, _all: None))
    return f"{to_lines(planned.packages[0].changes)} {text_of(planned, DESIRED)} {diff_of(planned, DESIRED)}"


def hooks() -> str:
    """The plugin's side; all that the state would hold."""
    made = Hooks("", {"packagestate:writesPerSecond": "1000"})
    made.up(package({"1.0.0": "Archived", "1.0.1": "Disposed"}))
    made.refresh()
    state = json.dumps([made.resource_id, made.inputs, made.outputs])
    made.delete()
    return state


def all_words(error: BaseException) -> str:
    """What a traceback prints."""
    return "".join(traceback.TracebackException.from_exception(error).format())


@pytest.mark.parametrize("side", [program, hooks])
def test_nothing_that_is_recorded_or_said_holds_a_secret(side: Callable[[], str], said: Callable[..., str]) -> None:
    text = said(side())
    assert "1.0.0" in text
    assert "canary" not in text


@pytest.mark.parametrize(
    ("side", "fault"), [*((program, fault) for fault in FAULTS), *((hooks, fault) for fault in QUICK)]
)
def test_no_error_holds_a_secret(
    endpoint: Endpoint, side: Callable[[], str], said: Callable[..., str], fault: str
) -> None:
    endpoint.faults.plant(**FAULTS[fault])
    with pytest.raises(PackageStateError) as caught:
        side()
    text = said(caught.value, repr(caught.value), all_words(caught.value))
    assert "hint: " in text
    assert "canary" not in text
