"""A statement for several repositories, from its review to its merge, while copies come and go."""

import json
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.pipeline.team import STACK, Team
from tests.support.asking import client
from tests.support.publishing import publish
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

HELD = {"ns/tool": ["1.0", "1.1"]}
SEED = domains(acme={"store": repository(generic=HELD), "live": repository(generic=HELD), "empty": repository()})
WIDE = """\
domain: acme
repositories: all
format: generic
packages:
  ns/tool: {versions: {"1.1": {status: Disposed, reason: "compromised"}}}
"""
NONE = "config:\n  packagestate:irreversibleLimit: 0\n"


@pytest.fixture
def team(new_stack: Path, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    team = Team.copy_of(new_stack, tmp_path, endpoint)
    team.sit_down(monkeypatch)
    file = team.folder / f"Pulumi.{STACK}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("config:\n", NONE), encoding="utf-8")
    team.commit(WIDE, "one statement for the domain")
    return team


def tool(name: str) -> Coordinates:
    return Coordinates(Repository("acme", name), Format.GENERIC, "ns", "tool")


def status(endpoint: Endpoint, name: str, version: str = "1.1") -> str:
    listed = client(endpoint).list_package_versions(
        domain="acme", repository=name, format="generic", namespace="ns", package="tool"
    )
    return {each["version"]: str(each["status"]) for each in listed["versions"]}[version]


def step(mode: str, *arguments: str) -> int:
    kept = {"preview": ["--plan", "../plan.json", "--report", "../report.md"], "up": ["--plan", "../plan.json"]}
    return main(["pipeline", mode, "--stack", STACK, *kept.get(mode, ["--report", "../report.md"]), *arguments])


def test_what_was_reviewed_is_carried_out_and_what_appeared_since_is_left(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert step("preview") == ExitCode.ERROR
    assert "PACKAGESTATE_IRREVERSIBLE_LIMIT=1`" in capsys.readouterr().out
    # A limit is raised for one run. Both copies are one version, so 1 suffices.
    assert step("preview", "--irreversible-limit", "1") == 0
    raised = "in this run alone, packagestate:irreversibleLimit is 1 instead of 0"
    assert raised in (team.folder.parent / "report.md").read_text(encoding="utf-8").replace("&#58;", ":")
    assert json.loads((team.folder.parent / "plan.json").read_text(encoding="utf-8"))["packagestate"][
        "limitsOfThisRun"
    ] == {"irreversibleLimit": "1"}
    client(endpoint).create_repository(domain="acme", repository="later")
    for name in ("empty", "later"):
        publish(endpoint, tool(name), "1.1")
    capsys.readouterr()
    assert step("up") == 0
    said = capsys.readouterr().out
    assert raised in said
    assert (
        "2 more copies appeared since the review, left for the next run: ns/tool 1.1 (generic) in acme/empty, "
        "ns/tool 1.1 (generic) in acme/later" in said
    )
    assert [status(endpoint, name) for name in ("store", "live", "empty", "later")] == [
        "Disposed",
        "Disposed",
        "Published",
        "Published",
    ]
    # The next run finds them, and nothing stayed raised.
    assert step("drift") == ExitCode.ERROR
    assert step("preview", "--irreversible-limit", "1") == 0
    said = capsys.readouterr().out
    assert "since the last run" not in said
    assert step("up") == 0
    assert [status(endpoint, name) for name in ("empty", "later")] == ["Disposed", "Disposed"]
    assert step("drift") == 0
    # What only the record does not know yet is no drift: a repository that is gone.
    client(endpoint).delete_repository(domain="acme", repository="later")
    assert step("drift") == 0
    report = (team.folder.parent / "report.md").read_text(encoding="utf-8")
    assert "its repository is gone" in report


@pytest.mark.usefixtures("team")
def test_a_copy_that_was_reviewed_and_moved_refuses_the_whole_run(
    endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert step("preview", "--irreversible-limit", "1") == 0
    client(endpoint).delete_package_versions(
        domain="acme", repository="live", format="generic", namespace="ns", package="tool", versions=["1.1"]
    )
    endpoint.calls.clear()
    capsys.readouterr()
    assert step("up") == ExitCode.ERROR
    said = capsys.readouterr().out
    assert "in AWS: ns/tool (generic) in acme/live was reviewed with 1.1, and has none of that now." in said
    assert "Nothing was changed." in said
    assert not endpoint.calls.writes


@pytest.mark.usefixtures("team")
def test_a_limit_that_somebody_wrote_into_the_plan_file_is_not_obeyed_unless_it_is_reviewed_as_it_stands(
    tmp_path: Path, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert step("preview", "--irreversible-limit", "1") == 0
    plan = tmp_path / "plan.json"
    content = json.loads(plan.read_text(encoding="utf-8"))
    content["packagestate"]["limitsOfThisRun"] = {"irreversibleLimit": "\ud800", "looseningLimit": "9" * 1_000_000}
    plan.write_text(json.dumps(content), encoding="utf-8")
    endpoint.calls.clear()
    assert step("up") == ExitCode.ERROR
    printed = capsys.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert "in the settings: packagestate:irreversibleLimit in this run alone: reviewed as" in printed.out
    assert not endpoint.calls.writes
