"""A refresh between `preview --save-plan` and `up --plan` lets the plan do nothing more."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import Sandbox
from tests.engine.removing import DEBUG, OTHERS, debug, ended, held, plan_file, unlist, writes

pytestmark = pytest.mark.engine

CHANGED = OTHERS.replace("Archived", "Unlisted")


@pytest.fixture
def declared(sandbox: Sandbox) -> Sandbox:
    sandbox.declare(debug("delete"))
    ended(sandbox.up())
    return sandbox


@pytest.mark.parametrize("on_removal", ["dispose", "delete"])
def test_where_nothing_moved_the_plan_is_carried_out(
    sandbox: Sandbox, endpoint: Endpoint, tmp_path: Path, on_removal: str
) -> None:
    sandbox.declare(debug(on_removal))
    ended(sandbox.up())
    sandbox.declare(CHANGED)
    file = plan_file(sandbox, tmp_path)
    ended(sandbox.refresh())
    ended(sandbox.up("--plan", file))
    assert set(held(endpoint).values()) == (set() if on_removal == "delete" else {"Disposed"})
    assert held(endpoint, "chalk")["5.6.1"] == "Unlisted"
    assert DEBUG not in sandbox.state()


def test_what_moved_before_the_refresh_is_refused(declared: Sandbox, endpoint: Endpoint, tmp_path: Path) -> None:
    declared.declare(debug("delete").replace('"4.4.3": Published', '"4.4.3": Archived'))
    file = plan_file(declared, tmp_path)
    unlist(endpoint, "4.4.3")
    ended(declared.refresh())
    endpoint.calls.clear()
    ended(declared.up("--plan", file), "violates plan", code=None)
    assert not writes(endpoint)
    ended(declared.preview(), "4.4.3  Unlisted -> Archived")


def test_a_fence_that_the_refresh_finds_needs_another_plan(
    declared: Sandbox, endpoint: Endpoint, tmp_path: Path
) -> None:
    declared.declare(OTHERS)
    endpoint.faults.plant(operation="DeletePackage", code="ConflictException", status=409, times=1)
    ended(declared.up(), "stays fenced meanwhile", code=None)
    back = debug("retain").replace("Unlisted", "Disposed").replace("Published", "Disposed")
    back = back.replace('"4.4.2": Archived', '"4.4.2": Disposed')
    declared.declare(back.replace('"5.6.1": Archived', '"5.6.1": Unlisted'))
    file = plan_file(declared, tmp_path)
    ended(declared.refresh())
    endpoint.calls.clear()
    # The refresh recorded what it found, which the plan does not show, so the engine wants another plan.
    ended(declared.up("--plan", file), "Interrupted deletion", "update is not allowed by the plan", code=None)
    assert not writes(endpoint)
    ended(declared.up("--plan", plan_file(declared, tmp_path)), "Interrupted deletion")
    assert not writes(endpoint)
