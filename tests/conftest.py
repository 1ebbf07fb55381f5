"""What holds for all tests: no settings of the machine, no deadline of Hypothesis, and an endpoint for who asks."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import create_loader
from hypothesis import HealthCheck, settings

from emulator import Endpoint, Switches

# Other work on the machine must not fail a law; nor must bad luck fail somebody else's change.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if "CI" in os.environ else "local")

# A shell lets what it starts in the background ignore Ctrl-C, and so would everything that the tests start. Ctrl-C is
# how the engine ends its plugins: it would wait five seconds for each.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Calls that nobody waits for are retried for some seconds.
_LONGEST_END_SECONDS = 60


def _is_setting(name: str) -> bool:
    """Whether a variable says how AWS is reached; where the certificates are is the machine's own affair."""
    return name.startswith("AWS_") and name != "AWS_CA_BUNDLE"


@pytest.fixture(autouse=True, scope="session")
def _own_environment() -> Iterator[None]:
    """Nothing of the developer's AWS settings reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in filter(_is_setting, list(os.environ)):
            patch.delenv(name)
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_REGION", "eu-west-1")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        yield


@pytest.fixture(autouse=True, scope="session")
def _models_are_read_once() -> Iterator[None]:
    """Each session of botocore reads its models anew, which is most of the time that a client takes to make."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.session.create_loader", cache(create_loader))
        yield


@pytest.fixture(autouse=True)
def _no_traceback_limit() -> Iterator[None]:
    """The plugin shortens the tracebacks of its whole process, which here is that of the tests."""
    yield
    if hasattr(sys, "tracebacklimit"):
        del sys.tracebacklimit


@pytest.fixture(autouse=True)
def _ended_threads() -> Iterator[None]:
    """No thread of a test goes on in the next one: a call that is retried there draws from the same chance, say."""
    before = set(threading.enumerate())
    yield
    for thread in {each for each in threading.enumerate() if not each.daemon} - before:
        thread.join(_LONGEST_END_SECONDS)
        assert not thread.is_alive(), f"{thread.name} goes on after the test"


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> Mapping[str, Any] | Path | None:
    """What the endpoint holds at first: the constant `SEED` of the test's module, or nothing."""
    seed: Mapping[str, Any] | Path | None = getattr(request.module, "SEED", None)
    return seed


@pytest.fixture
def endpoint(request: pytest.FixtureRequest, seed: Mapping[str, Any] | Path | None) -> Iterator[Endpoint]:
    """A local CodeArtifact of the test's own, with the `SWITCHES` of the test's module."""
    switches = getattr(request.module, "SWITCHES", Switches())
    with Endpoint.start(seed=seed, switches=switches) as endpoint:
        yield endpoint


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder of manifests with the `FILES` of the test's module, each a name and a text."""
    folder = tmp_path / "packages"
    folder.mkdir()
    for name, text in request.module.FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
