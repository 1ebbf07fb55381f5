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
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    """A stack with the usual manifest, which has not been up yet."""
    sandbox = new_sandbox(tmp_path, endpoint.url)
    sandbox.configure(**LIMITS)
    sandbox.declare(MANIFEST)
    return sandbox


@pytest.fixture
def declared(sandbox: Sandbox, endpoint: Endpoint) -> Sandbox:
    """A stack whose `debug` is to be deleted when it is removed, and is declared."""
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    endpoint.calls.clear()
    return sandbox
