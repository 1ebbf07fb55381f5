"""A plain `pulumi up` carries out what its own preview showed, or refuses: somebody else writes between the two."""

import threading
from collections.abc import Callable

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.support.asking import set_status, statuses
from tests.support.usual import MANIFEST

pytestmark = pytest.mark.engine

PACKAGE_COUNT = 3


def between(endpoint: Endpoint, change: Callable[[], None]) -> list[str]:
    """Let somebody make a change after the preview, before the program of the update has read anything.

    Returns:
        A list that is not empty once it has happened.
    """
    happened: list[str] = []
    lock = threading.Lock()

    def once() -> None:
        # The program reads the packages at the same time: all reads wait until the change is made.
        with lock:
            if not happened:
                change()
                happened.append("changed")

    # The preview lists each package once, and so does the update.
    endpoint.faults.plant(operation="ListPackageVersions", skip=PACKAGE_COUNT, times=PACKAGE_COUNT, before=once)
    return happened


def writes_to(endpoint: Endpoint, package: str) -> list[str]:
    return [call.operation for call in endpoint.calls.writes if call.parameters["package"] == package]


@pytest.mark.parametrize("is_second_run", [False, True], ids=["the first run", "a later run"])
def test_what_somebody_changed_since_the_preview_is_left_alone(
    sandbox: Sandbox, endpoint: Endpoint, *, is_second_run: bool
) -> None:
    if is_second_run:
        sandbox.declare(MANIFEST.replace("Disposed", "Published").replace("Archived", "Published"))
        assert sandbox.up().exit_code == 0
        sandbox.declare(MANIFEST)
    endpoint.calls.clear()
    happened = between(endpoint, lambda: set_status(endpoint, "chalk", "5.6.1", "Unlisted"))

    refused = sandbox.previewed_up()

    assert happened
    assert refused.exit_code != 0
    assert "violates plan" in refused.text
    # The other writer's own call.
    assert writes_to(endpoint, "chalk") == ["UpdatePackageVersionsStatus"]
    assert statuses(endpoint, "chalk")["5.6.1"] == "Unlisted"
    # What did not move is in the plan, and was done or not: the engine looks at one resource after the other.
    assert writes_to(endpoint, "debug") in ([], ["UpdatePackageVersionsStatus"])


def test_what_was_not_to_change_is_not_changed_back(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """The preview had nothing to do for a version, and somebody archives it before the update looks."""
    assert sandbox.up().exit_code == 0
    happened = between(endpoint, lambda: set_status(endpoint, "chalk", "5.6.0", "Archived"))
    endpoint.calls.clear()

    refused = sandbox.previewed_up()

    assert happened
    assert refused.exit_code != 0
    assert writes_to(endpoint, "chalk") == ["UpdatePackageVersionsStatus"]
    assert statuses(endpoint, "chalk")["5.6.0"] == "Archived"
    assert sandbox.previewed_up().exit_code == 0
    assert statuses(endpoint, "chalk")["5.6.0"] == "Published"


def test_without_the_variable_the_engine_does_what_no_preview_showed(sandbox: Sandbox, endpoint: Endpoint) -> None:
    """Why the variable is set: should this fail one day, the engine is bound by itself, and the variable can go."""
    sandbox.variables["PULUMI_OPTION_STRICT"] = "false"
    happened = between(endpoint, lambda: set_status(endpoint, "chalk", "5.6.1", "Unlisted"))
    assert sandbox.previewed_up().exit_code == 0
    assert happened
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"


def test_a_run_that_nobody_disturbs_does_what_its_preview_showed(sandbox: Sandbox, endpoint: Endpoint) -> None:
    assert sandbox.previewed_up().exit_code == 0
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"
    assert sandbox.previewed_up("--expect-no-changes").exit_code == 0


def test_the_variable_is_in_nobodys_way(sandbox: Sandbox) -> None:
    """The other commands know nothing of it; an `up` without a preview has to say that it wants to be without one."""
    stack = ("--stack", "sandbox")
    refused = sandbox.pulumi("up", *stack, "--yes", "--skip-preview")
    assert refused.exit_code != 0
    assert "--strict cannot be used with --skip-preview" in refused.text
    commands = (
        ("up", "--yes", "--skip-preview", "--strict=false"),
        ("refresh", "--yes"),
        ("config",),
        ("destroy", "--yes"),
    )
    for command in commands:
        finished = sandbox.pulumi(*command, *stack)
        assert finished.exit_code == 0, finished.text
