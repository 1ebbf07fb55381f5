"""What the real engine writes and prints holds no secret: the state, its history and copies, plan files, all output."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import STACK, Sandbox
from tests.support.sandboxes import new_sandbox
from tests.support.stores import store, without_content

pytestmark = pytest.mark.engine

CANARIES = {
    "AWS_ACCESS_KEY_ID": "canary-access-key",
    "AWS_SECRET_ACCESS_KEY": "canary-secret-key",
    "AWS_SESSION_TOKEN": "canary-session-token",
}
MANIFEST = "domain: acme\nrepository: npm-store\nformat: npm\npackages: {chalk: {versions: {1.0.0: Archived}}}\n"
BY_HAND = """\
from packagestate import Package

Package("c", domain="acme", repository="npm-store", format="npm", package="chalk", versions={"1.0.0": "Archived"})
"""
SEED = without_content(store(npm={"chalk": ["1.0.0"]}))


def with_password(endpoint: Endpoint) -> str:
    return endpoint.url.replace("://", "://canary-user:canary-password@")


def sandbox_of(folder: Path, endpoint: Endpoint, program: str | None = None) -> Sandbox:
    sandbox = new_sandbox(folder, endpoint.url, program=program)
    sandbox.variables |= {**CANARIES, "PULUMI_EXPERIMENTAL": "1"}
    sandbox.configure(changedFractionLimit="1")
    sandbox.declare(MANIFEST)
    return sandbox


def written(folder: Path) -> str:
    """All that the engine wrote: plan files, the state, its history and copies, its own folder."""
    files = [*folder.glob("*.json"), *folder.joinpath("state").rglob("*"), *folder.joinpath("home").rglob("*")]
    return "".join(file.read_text(errors="replace") for file in files if file.is_file())


def test_a_run_with_a_plan_file_leaves_no_secret_anywhere(tmp_path: Path, endpoint: Endpoint) -> None:
    sandbox = sandbox_of(tmp_path, endpoint)
    sandbox.variables["AWS_ENDPOINT_URL_CODEARTIFACT"] = with_password(endpoint)
    runs = [sandbox.preview("--save-plan", "plan.json", "--diff"), sandbox.up("--plan", "plan.json"), sandbox.refresh()]
    assert [run.exit_code for run in runs] == [0, 0, 0]
    endpoint.faults.plant(code="ExpiredTokenException", status=403, message="The token canary-session-token is old")
    runs += [sandbox.preview(), sandbox.refresh()]
    assert "Credentials are not good" in runs[-1].text
    assert tmp_path.joinpath("plan.json").stat().st_size
    assert "chalk" in written(tmp_path)
    assert "canary" not in written(tmp_path)
    assert "canary" not in "".join(run.text for run in runs)


@pytest.mark.parametrize("program", [None, BY_HAND], ids=["the program", "a program of one's own"])
def test_an_endpoint_with_a_password_is_refused_before_it_is_recorded(
    tmp_path: Path, endpoint: Endpoint, program: str | None
) -> None:
    sandbox = sandbox_of(tmp_path, endpoint, program)
    sandbox.configure(endpoint=with_password(endpoint))
    runs = [sandbox.preview("--save-plan", "plan.json"), sandbox.up()]
    assert all(run.exit_code not in {0, 7} for run in runs)
    assert all("`packagestate:endpoint` holds a user" in run.text for run in runs)
    assert "canary" not in "".join(run.text for run in runs)
    exported = sandbox.pulumi("stack", "export", "--stack", STACK)
    assert exported.exit_code == 0
    assert "canary" not in exported.text
    assert not tmp_path.joinpath("plan.json").exists()
    assert not endpoint.calls
