"""The workflow for advisories of the example repository: what it takes in, and which commits it carries out."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from examples.sandbox import ROOT

FOLDER = ROOT / "examples" / "gitops-repository" / ".github" / "workflows"
WORKFLOW = yaml.safe_load((FOLDER / "advisories.yml").read_text(encoding="utf-8"))
MERGES = yaml.safe_load((FOLDER / "packagestate.yml").read_text(encoding="utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
SCRIPT = (ROOT / "tools" / "pipeline").read_text(encoding="utf-8")
JOBS: dict[str, Any] = WORKFLOW["jobs"]
HOLDS = "packages/packagestate.lock/123456789012.eu-west-1/acme/_holds.malware.yaml"
RECORD = "packages/advisories/MAL-2025-46969.json"


def ours(job: str) -> list[dict[str, Any]]:
    """What a job asks of the action."""
    steps = JOBS[job]["steps"]
    return [step["with"] for step in steps if step.get("uses", "").startswith("packagestate/packagestate@")]


@pytest.mark.parametrize("job", JOBS)
def test_the_workflow_gives_the_action_what_it_takes(job: str) -> None:
    for inputs in ours(job):
        assert set(inputs) <= set(ACTION["inputs"])
        assert f"\n{inputs['mode']})\n" in SCRIPT


def test_each_job_does_its_own_part() -> None:
    modes = {job: [inputs["mode"] for inputs in ours(job)] for job in JOBS}
    assert modes == {
        "propose": ["advisories", "lock", "validate", "preview"],
        "hold": ["advisories", "lock"],
        "apply-holds": ["preview", "up"],
    }
    assert ours("hold")[1] == {"mode": "lock", "stack": "prod", "holds": True, "push": "main"}
    assert ours("apply-holds")[1] == {"mode": "up", "stack": "prod", "unattended": True}


def test_nothing_runs_before_somebody_switches_it_on() -> None:
    conditions = [JOBS[job]["if"] for job in ("propose", "hold")]
    assert [re.findall(r"vars\.(\w+) == 'true'", each) for each in conditions] == [["ADVISORIES"], ["HOLDS"]]
    assert JOBS["apply-holds"]["needs"] == "hold"
    # YAML reads `on` as true.
    asked = {found for each in conditions for found in re.findall(r"schedule == '([^']+)'", each)}
    assert asked == {each["cron"] for each in WORKFLOW[True]["schedule"]}


def test_one_pull_request_has_all_that_is_to_be_locked() -> None:
    weekly = MERGES["jobs"]["lock"]
    (lock,) = [inputs for inputs in ours("propose") if inputs["mode"] == "lock"]
    assert lock["recreate"] == "packagestate-lock" == weekly["concurrency"] == JOBS["propose"]["concurrency"]
    assert "vars.ADVISORIES != 'true'" in weekly["if"]


def test_who_may_write_the_repository_may_not_change_aws_and_the_other_way_round() -> None:
    for name, job in JOBS.items():
        roles = {step["with"]["role-to-assume"] for step in job["steps"] if "configure-aws" in step.get("uses", "")}
        is_up = name == "apply-holds"
        assert roles == {"${{ vars.HOLDS_ROLE }}" if is_up else "${{ vars.PREVIEW_ROLE }}"}
        assert job["permissions"]["contents"] == ("read" if is_up else "write")
        assert job.get("environment") == ("holds" if is_up else None)
    assert JOBS["apply-holds"]["concurrency"] == MERGES["jobs"]["merge"]["concurrency"]


def test_no_checkout_keeps_a_token_and_no_step_puts_what_others_wrote_into_a_command() -> None:
    steps = [step for job in JOBS.values() for step in job["steps"]]
    checkouts = [step["with"] for step in steps if "checkout@" in step.get("uses", "")]
    assert [each["persist-credentials"] for each in checkouts] == [False] * len(checkouts)
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_what_it_commits_starts_no_merge() -> None:
    ignored = MERGES[True]["push"]["paths-ignore"]
    # GitHub's `*` does not stand for a slash.
    patterns = [re.compile(re.escape(each).replace(r"\*", "[^/]*")) for each in ignored]
    fitting = [path for path in (HOLDS, RECORD) if any(each.fullmatch(path) for each in patterns)]
    assert fitting == [HOLDS, RECORD]
    reviewed = HOLDS.replace("_holds", "_domain")
    assert not any(each.fullmatch(path) for each in patterns for path in (reviewed, "packages/npm.yaml"))


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"MODE": "advisories", "SOURCE": "data base/osv"}, "[advisories][add][--stack][prod][--][data base/osv]"),
        ({"MODE": "lock", "HOLDS": "true", "PUSH": "main"}, "[pipeline][lock][--push][main][--holds]"),
        ({"MODE": "lock", "PUSH": "b"}, "[pipeline][lock][--push][b][--if-out-of-date]"),
        ({"MODE": "lock", "RECREATE": "b", "PULL_REQUEST": "true"}, "[pipeline][lock][--recreate][b][--pull-request]"),
        ({"MODE": "up", "UNATTENDED": "true"}, "[pipeline][up][--plan][packagestate-plan.json][--unattended]"),
        ({"MODE": "up"}, "[pipeline][up][--plan][packagestate-plan.json]"),
    ],
)
def test_the_script_says_it_to_the_command(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    assert script(tmp_path, variables) == (0, words)


def test_without_a_source_nothing_is_run(tmp_path: Path) -> None:
    code, said = script(tmp_path, {"MODE": "advisories"})
    assert code == 2
    assert "SOURCE is empty" in said


def script(folder: Path, variables: dict[str, str]) -> tuple[int, str]:
    """Run the script beside a command that prints its arguments."""
    (folder / "pipeline").write_text(SCRIPT, encoding="utf-8")
    (folder / "packagestate").write_text("#!/bin/sh\nprintf '[%s]' \"$@\"\n", encoding="utf-8")
    (folder / "packagestate").chmod(0o755)
    given = {"PATH": "/usr/bin:/bin", "PACKAGESTATE_STACK": "prod", **variables}
    finished = subprocess.run(
        ["sh", folder / "pipeline"], env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return finished.returncode, finished.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "packages/npm.yaml", "packages/advisories/old.json")
    return folder


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Job", "-c", "user.email=job@example.com"]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(folder: Path, *paths: str, without: str | None = None) -> str:
    """Commit files, or that one is gone; the commit."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"{len(git(folder, 'log', '--all', '--oneline'))}\n", encoding="utf-8")
    if without is not None:
        (folder / without).unlink()
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "holds")
    return git(folder, "rev-parse", "HEAD")


def is_refused(folder: Path, before: str, after: str) -> bool:
    """What the step of the job says, in the shell of the job."""
    (script,) = [step["run"] for step in JOBS["apply-holds"]["steps"] if "run" in step]
    finished = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "BEFORE": before, "COMMIT": after},
        check=False,
        capture_output=True,
        text=True,
    )
    assert finished.returncode in {0, 1, 128}
    return finished.returncode != 0


@pytest.mark.parametrize("paths", [[], [HOLDS], [RECORD], [HOLDS, RECORD]], ids=["nothing", "hold", "record", "both"])
def test_holds_and_records_are_carried_out(repository: Path, paths: list[str]) -> None:
    before = git(repository, "rev-parse", "HEAD")
    assert not is_refused(repository, before, commit(repository, *paths))


@pytest.mark.parametrize(
    "path",
    [
        "packages/npm.yaml",
        "packages/advisories.yaml",
        "packages/advisories/manifest.yaml",
        "packages/advisories/deeper/record.json",
        "packages/advisories/a.json\nb",
        "packages/advisories/ä.json",
        HOLDS.replace("_holds", "_domain"),
        HOLDS.replace("_holds.malware", "npm-store.npm"),
        HOLDS.replace("acme/", ""),
        f"other/{HOLDS}",
        f"{HOLDS}.yaml",
        "Pulumi.prod.yaml",
        ".github/workflows/packagestate.yml",
    ],
)
def test_a_commit_that_touches_anything_else_is_refused(repository: Path, path: str) -> None:
    before = git(repository, "rev-parse", "HEAD")
    assert is_refused(repository, before, commit(repository, HOLDS, RECORD, path))


def test_so_is_one_that_takes_a_manifest_away_and_one_that_cannot_be_compared(repository: Path) -> None:
    before = git(repository, "rev-parse", "HEAD")
    after = commit(repository, HOLDS, without="packages/npm.yaml")
    assert is_refused(repository, before, after)
    assert is_refused(repository, "0" * 40, after)
