"""`packagestate pipeline`, `pulumi` and `init`, and the two scripts around them."""

import os
import subprocess
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate.provider.cli import main
from packagestate.schemas.load import load
from tests.pipeline.github_server import TOKEN, Server, github_server
from tests.pipeline.team import STACK, Team
from tests.support.asking import set_status, statuses
from tests.support.usual import HELD, MANIFEST

CHANGES_FOUND = 7
SEED = HELD


def step(team: Team, mode: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one step of a pipeline as the action does."""
    environment = team.environment | {
        "PATH": os.environ["PATH"],
        "PACKAGESTATE_STACK": STACK,
        "MODE": mode,
        **variables,
    }
    command = ["sh", str(ROOT / "tools" / "pipeline")]
    return subprocess.run(command, cwd=team.folder, env=environment, capture_output=True, text=True, check=False)


def packagestate(team: Team, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do who have a clone of this project somewhere."""
    command = ["sh", str(ROOT / "tools" / "packagestate"), *arguments]
    environment = team.environment | {"PATH": os.environ["PATH"]}
    return subprocess.run(command, cwd=team.folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.engine
def test_the_action_runs_each_step_of_a_pipeline(tmp_path: Path, endpoint: Endpoint) -> None:
    """Each mode once, with its variables and its exit code; `test_flow.py` tells the story."""
    team = Team.begin(tmp_path, endpoint)
    assert main(["init", str(team.folder), "--domain", "acme", "--repository", "npm-store"]) == 0
    with github_server() as server:
        github = {"GITHUB_API_URL": server.url, "GITHUB_REPOSITORY": "acme/registry", "GITHUB_TOKEN": TOKEN}
        for arguments in (
            ["stack", "init", STACK],
            ["config", "set", "packagestate:changedFractionLimit", "1", "--stack", STACK],
        ):
            assert packagestate(team, "pulumi", *arguments).returncode == 0
        (team.folder / "packages" / "npm-store.yaml").unlink()
        team.commit(MANIFEST, "dispose and archive")
        _propose_and_merge(team, endpoint, server, github)
        _watch(team, endpoint, server, github)


def _propose_and_merge(team: Team, endpoint: Endpoint, server: Server, github: dict[str, str]) -> None:
    assert step(team, "validate").returncode == 0
    proposed = step(team, "preview", COMMENT="12", **github)
    assert proposed.returncode == 0, proposed.stderr
    (comment,) = server.comments[12]
    assert "5.6.1" in comment["body"]
    assert "cannot be undone" in comment["body"]
    assert not endpoint.calls.writes
    merged = step(team, "up")
    assert merged.returncode == 0, merged.stdout + merged.stderr
    assert statuses(endpoint, "chalk")["5.6.1"] == "Disposed"


def _watch(team: Team, endpoint: Endpoint, server: Server, github: dict[str, str]) -> None:
    set_status(endpoint, "debug", "4.4.2", "Unlisted")
    drifted = step(team, "drift", ISSUE="true", **github)
    assert drifted.returncode == CHANGES_FOUND, drifted.stdout + drifted.stderr
    (issue,) = server.issues
    assert issue["state"] == "open"
    assert "4.4.2" in issue["body"]


def test_a_mode_that_there_is_not_is_said(tmp_path: Path, endpoint: Endpoint) -> None:
    finished = step(Team.begin(tmp_path, endpoint), "apply")
    assert finished.returncode == 2
    assert "`apply`" in finished.stderr


@pytest.mark.parametrize("arguments", [["preview", "--comment", "12"], ["drift", "--issue"]])
def test_who_wants_to_write_to_github_says_where_it_is(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    assert main(["pipeline", *arguments, "--stack", STACK]) == 1
    assert "GitHub is not known" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["preview", "--plan"], ["preview", "--report"], ["drift", "--report"]])
def test_files_that_cannot_be_written_are_said_before_anything_is_run(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pipeline", *arguments, "missing/file", "--stack", STACK]) == 1
    assert "File cannot be written" in capsys.readouterr().err


def test_a_repository_to_begin_with_is_in_the_teams_own_words(tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    words = ["--domain", "acme-prod", "--repository", "prod-store", "--format", "pypi", "--stack", "live"]
    assert main(["init", str(folder), *words]) == 0
    manifest = (folder / "packages" / "prod-store.yaml").read_text(encoding="utf-8")
    assert "domain: acme-prod\nrepository: prod-store\nformat: pypi\n" in manifest
    manifests = load(folder / "packages")
    assert (manifests.packages, manifests.wide, manifests.file_count) == ((), (), 1)
    assert (folder / "Pulumi.live.yaml").exists()
    assert "stack: live" in (folder / ".github" / "workflows" / "packagestate.yml").read_text(encoding="utf-8")


def test_each_repository_gets_a_manifest(tmp_path: Path) -> None:
    names = ("npm-store", "npm-team", "store-npm-store")
    words = [word for name in names for word in ("--repository", name)]
    assert main(["init", str(tmp_path / "registry"), "--domain", "acme", *words]) == 0
    for name in names:
        text = (tmp_path / "registry" / "packages" / f"{name}.yaml").read_text(encoding="utf-8")
        assert f"\nrepository: {name}\n" in text


@pytest.mark.parametrize(
    ("named", "patterns"), [(["all"], ()), (["prod-*", "!prod-scratch"], ("prod-*", "!prod-scratch"))]
)
def test_a_folder_can_begin_with_a_manifest_for_several_repositories(
    tmp_path: Path, named: list[str], patterns: tuple[str, ...]
) -> None:
    words = ["--domain", "acme", "--format", "pypi", "--stack", "live", "--repository", "py-store"]
    words += [word for each in named for word in ("--repositories", each)]
    assert main(["init", str(tmp_path / "registry"), *words]) == 0
    packages = tmp_path / "registry" / "packages"
    assert load(packages).file_count == 2
    manifest = packages / "several-repositories" / "pypi.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("packages: {}", 'packages: {urllib3: {versions: {"2.0": Archived}}}'))
    (said,) = load(packages).wide
    assert (said.scope.domain, said.scope.patterns, said.package_format) == ("acme", patterns, "pypi")


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ([], "Name a repository with --repository, or several with --repositories."),
        (["all", "npm-*"], "`all` stands alone"),
        (["npm store"], "'npm store' is no name and no glob of repositories."),
    ],
)
def test_a_folder_begins_with_repositories_that_can_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], named: list[str], message: str
) -> None:
    words = [word for each in named for word in ("--repositories", each)]
    assert main(["init", str(tmp_path / "registry"), "--domain", "acme", *words]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "registry").exists()


def test_no_file_of_somebody_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    assert main(["init", str(tmp_path), "--domain", "acme", "--repository", "npm-store"]) == 1
    assert "File is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.parametrize("number", ["1_2", "-1", "\uff11\uff12", "1.0", "9" * 5000])
def test_the_number_of_a_pull_request_is_digits(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pipeline", "preview", "--stack", "prod", "--comment", number]) == 2
    assert "Write it with the digits 0 to 9." in capsys.readouterr().err
