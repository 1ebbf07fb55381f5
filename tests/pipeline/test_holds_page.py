"""The page about unattended holds shows what its commands print: a night, what it refuses, and the way back."""

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT
from packagestate.provider.cli import main
from tests.pipeline.registry import changed
from tests.pipeline.team import STACK, Team
from tests.support.asking import client
from tests.support.documents import shown
from tests.support.osv_files import FEED, external, put, record
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

SEED = domains(
    acme={
        "npm-store": repository(npm={"chalk": external("5.6.0", "5.6.1"), "debug": external("4.4.1", "4.4.2")}),
        "npm-web": repository("npm-store", npm={"chalk": external("5.6.0", "5.6.1")}),
    }
)
PAGE = (ROOT / "docs" / "how-to" / "unattended-holds.md").read_text(encoding="utf-8")
RECORDS = (record("MAL-2025-46969", "chalk", ["5.6.1"]), record("MAL-2025-46974", "debug", ["4.4.2"]))
OTHER = """\
domain: acme
repository: npm-store
format: npm
packages:
  debug:
    versions:
      "4.4.1": Unlisted
"""
PLAN, NIGHT = "packagestate-plan.json", "night.json"
Ask = Callable[[str], tuple[int, list[str]]]


@pytest.fixture
def team(new_stack: Path, tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    team = Team.copy_of(new_stack, tmp_path, endpoint)
    team.sit_down(monkeypatch)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    put(tmp_path / "records", *RECORDS)
    team.commit(FEED, "a feed")
    team.git("init", "--quiet", "--bare", "--initial-branch=main", "../origin.git")
    team.git("remote", "add", "origin", "../origin.git")
    team.git("push", "--quiet", "origin", "main")
    return team


@pytest.fixture
def ask(team: Team, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Asks a command of the page: its exit code, and the lines that it prints, those of the engine too."""

    def asked(command: str) -> tuple[int, list[str]]:
        program, *arguments = command.split()
        capfd.readouterr()
        if program == "git":
            return 0, team.git(*arguments).splitlines()
        code = main(arguments)
        captured = capfd.readouterr()
        return code, [line.rstrip() for line in f"{captured.out}{captured.err}".splitlines()]

    return asked


def statuses(endpoint: Endpoint) -> set[tuple[str, str, str]]:
    """The copies of what the records name, with their statuses."""
    found = set()
    for name, package, version in (
        ("npm-store", "chalk", "5.6.1"),
        ("npm-web", "chalk", "5.6.1"),
        ("npm-store", "debug", "4.4.2"),
    ):
        listed = client(endpoint).list_package_versions(domain="acme", repository=name, format="npm", package=package)
        (status,) = [each["status"] for each in listed["versions"] if each["version"] == version]
        found.add((name, package, str(status)))
    return found


def without_commits(lines: Iterable[str]) -> list[str]:
    return [re.sub(r"\b[0-9a-f]{7,40}\b", "COMMIT", line) for line in lines]


def test_the_page_shows_what_its_commands_print(team: Team, ask: Ask, endpoint: Endpoint) -> None:
    pages = iter(shown(PAGE))

    def follows(expected_code: int = 0, *, whole: bool = False) -> None:
        command, lines = next(pages)
        code, printed = ask(command)
        assert code == expected_code, printed
        if whole:
            assert without_commits(printed) == without_commits(lines)
        there = without_commits(printed)
        assert [line for line in without_commits(lines) if line not in there] == [], printed

    follows(whole=True)
    follows(whole=True)
    records = {f"packages/advisories/{each['id']}.json" for each in RECORDS}
    assert {*changed(team)} == records | {"packages/packagestate.lock/123456789012.eu-west-1/acme/_holds.malware.yaml"}
    follows()
    shutil.copy(PLAN, NIGHT)
    assert ask(f"packagestate pipeline up --stack {STACK} --unattended")[0] == 0
    assert {status for _, _, status in statuses(endpoint)} == {"Archived"}
    other = Path("packages") / "other.yaml"
    other.write_text(OTHER, encoding="utf-8")
    assert ask(f"packagestate pipeline preview --stack {STACK}")[0] == 0
    writes = len(endpoint.calls.writes)
    follows(1)
    assert len(endpoint.calls.writes) == writes
    other.unlink()
    follows()
    assert ask(f"packagestate pipeline preview --stack {STACK}")[0] == 0
    assert ask(f"packagestate pipeline up --stack {STACK} --unattended")[0] == 1
    follows(whole=True)
    assert ask(f"packagestate pipeline preview --stack {STACK}")[0] == 0
    assert ask(f"packagestate pipeline up --stack {STACK} --unattended")[0] == 1
    assert ask(f"packagestate pipeline up --stack {STACK}")[0] == 0
    assert {status for _, _, status in statuses(endpoint)} == {"Published"}
    assert [*pages] == []
