"""The action and the workflow that names it fit each other, and both fit the script that they stand on."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from examples.sandbox import ROOT
from packagestate.schemas.load import load

EXAMPLE = ROOT / "examples" / "gitops-repository"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
WORKFLOW = yaml.safe_load((EXAMPLE / ".github" / "workflows" / "packagestate.yml").read_text(encoding="utf-8"))
SCRIPT = (ROOT / "tools" / "pipeline").read_text(encoding="utf-8")
STEPS = [(name, step) for name, job in WORKFLOW["jobs"].items() for step in job["steps"]]
OURS = [step["with"] for _, step in STEPS if step.get("uses", "").startswith("packagestate/packagestate@")]


def test_every_variable_of_the_script_is_an_input_of_the_action() -> None:
    environment: dict[str, str] = ACTION["runs"]["steps"][-1]["env"]
    assert {*re.findall(r"\$\{([A-Z_]+)\b", SCRIPT), "PACKAGESTATE_STACK", "GITHUB_TOKEN"} == set(environment)
    used = {match for value in environment.values() for match in re.findall(r"inputs\.([\w-]+)", value)}
    assert used | {"folder"} == set(ACTION["inputs"])


@pytest.mark.parametrize("inputs", OURS, ids=lambda inputs: inputs["mode"])
def test_the_workflow_gives_the_action_what_it_takes(inputs: dict[str, Any]) -> None:
    assert set(inputs) <= set(ACTION["inputs"])
    assert f"\n{inputs['mode']})\n" in SCRIPT
    assert inputs["mode"] == "validate" or inputs["stack"] == "prod"


def test_the_workflow_goes_through_every_mode() -> None:
    assert {inputs["mode"] for inputs in OURS} == {"validate", "lock", "preview", "up", "drift"}


@pytest.mark.parametrize("name", ["proposal", "lock"])
def test_a_job_that_locks_previews_what_it_has_locked(name: str) -> None:
    """In this order and in one job: a commit by the workflow's own token starts no workflow."""
    job = WORKFLOW["jobs"][name]
    modes = [step["with"]["mode"] for step in job["steps"] if "packagestate@" in step.get("uses", "")]
    assert modes == ["lock", "validate", "preview"]
    assert job["steps"][-1]["with"]["name"] == "plan-${{ steps.lock.outputs.commit }}"
    assert job["permissions"] == {"contents": "write", "id-token": "write", "pull-requests": "write"}
    assert {"commit", "pull-request"} == set(ACTION["outputs"])


def test_a_proposal_is_locked_on_its_own_branch_and_the_schedule_has_one_of_its_own() -> None:
    branch = "${{ github.event.pull_request.head.ref }}"
    checkout, lock = (WORKFLOW["jobs"]["proposal"]["steps"][number]["with"] for number in (0, 2))
    assert (checkout["ref"], lock["push"]) == (branch, branch)
    assert "recreate" not in lock
    weekly = WORKFLOW["jobs"]["lock"]["steps"][2]["with"]
    assert (weekly["recreate"], weekly["pull-request"]) == ("packagestate-lock", True)


def test_only_a_job_that_locks_may_write_the_repository_and_no_checkout_keeps_a_token() -> None:
    writing = {name for name, job in WORKFLOW["jobs"].items() if job["permissions"]["contents"] == "write"}
    assert writing == {"proposal", "lock"}
    kept = [step["with"]["persist-credentials"] for _, step in STEPS if "checkout@" in step.get("uses", "")]
    assert kept == [False] * len(WORKFLOW["jobs"])


def test_every_schedule_has_its_job() -> None:
    # YAML reads `on` as true.
    schedules = {each["cron"] for each in WORKFLOW[True]["schedule"]}
    asked = {
        found for job in WORKFLOW["jobs"].values() for found in re.findall(r"schedule == '([^']+)'", job.get("if", ""))
    }
    assert asked == schedules


def test_only_what_is_approved_may_change_anything() -> None:
    for name, job in WORKFLOW["jobs"].items():
        roles = {step["with"]["role-to-assume"] for step in job["steps"] if "configure-aws" in step.get("uses", "")}
        modes = {step["with"]["mode"] for step in job["steps"] if "packagestate@" in step.get("uses", "")}
        assert roles == {"${{ vars.UP_ROLE }}" if "up" in modes else "${{ vars.PREVIEW_ROLE }}"}, name
        assert ("up" in modes) == (job.get("environment") == "prod")
        assert ("up" in modes) == ("cancel-in-progress" in str(job.get("concurrency")))


def test_no_step_puts_what_others_wrote_into_a_command() -> None:
    scripts = [step["run"] for _, step in STEPS if "run" in step]
    scripts += [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


def test_the_manifests_of_the_example_are_good() -> None:
    manifests = load(EXAMPLE / "packages")
    assert (len(manifests.packages), len(manifests.wide), len(manifests.feeds)) == (2, 2, 1)


def test_the_example_holds_data_and_no_program() -> None:
    listed = subprocess.run(["git", "ls-files", str(EXAMPLE)], cwd=ROOT, check=True, capture_output=True, text=True)
    assert {Path(name).suffix for name in listed.stdout.split()} <= {".md", ".yaml", ".yml", ""}
