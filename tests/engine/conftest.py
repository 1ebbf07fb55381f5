"""Fixtures of the tests that run the real engine."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import debug, ended
from tests.support.sandboxes import new_sandbox
from tests.support.usual import HELD, LIMITS, MANIFEST


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> object:
    """What most modules of this folder need; one that needs something else has a `SEED` of its own."""
    return getattr(request.module, "SEED", HELD)


@pytest.fixture
def sandbox(request: pytest.FixtureRequest, tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    """A stack that has not been up yet, with the `FILES` of the test's module, or the usual manifest."""
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.configure(**LIMITS)
    for name, text in getattr(request.module, "FILES", {"manifest.yaml": MANIFEST}).items():
        sandbox.declare(text, name)
    return sandbox


@pytest.fixture
def declared(sandbox: Sandbox, endpoint: Endpoint) -> Sandbox:
    """A stack whose `debug` is to be deleted when it is removed, and is declared."""
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    endpoint.calls.clear()
    return sandbox
