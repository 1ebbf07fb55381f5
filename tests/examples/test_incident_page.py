"""The page for incidents shows what its commands print, in a domain of four repositories."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from packagestate.provider.cli import main
from tests.engine.removing import ended
from tests.support.asking import copy_version
from tests.support.documents import blocks, shown
from tests.support.osv_files import external, put, record
from tests.support.sandboxes import new_sandbox
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

CHALK, DEBUG = {"chalk": external("5.6.0", "5.6.1", "5.6.2")}, {"debug": external("4.4.1", "4.4.2")}
SEED = domains(
    acme={
        "npm-store": repository(npm={**CHALK, **DEBUG}),
        "npm-web": repository("npm-store", npm=CHALK),
        "npm-tools": repository("npm-store", npm={**CHALK, **DEBUG}),
        "npm-forensics": repository(npm={"chalk": external("5.6.1"), "debug": external("4.4.2")}),
    }
)
PAGE = (ROOT / "docs" / "how-to" / "respond-to-an-incident.md").read_text(encoding="utf-8")
FEED, BLOCK, DISPOSAL, *OTHERS = blocks(PAGE, "yaml")
RECORDS = (
    record("MAL-2025-46969", "chalk", ["5.6.1"]),
    record("MAL-2025-46974", "debug", ["4.4.2"]),
    record("MAL-2026-4750", "fastapi", ["0.136.3"], ecosystem="PyPI"),
)
CHANGES_FOUND = 7
Ask = Callable[[str], str]


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    put(tmp_path / "records", *RECORDS)
    return sandbox


@pytest.fixture
def ask(
    sandbox: Sandbox, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ask:
    """Asks the command `packagestate`, in the folder of the sandbox."""
    monkeypatch.chdir(sandbox.folder)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CODEARTIFACT", endpoint.url)

    def asked(command: str) -> str:
        assert main(command.replace("~/Downloads/", "").split()[1:]) == 0
        return capsys.readouterr().out

    return asked


def without_revision(line: str) -> str:
    """A revision is opaque, and another one when the endpoint's packages are."""
    return re.sub(r"revision \S+", "revision", line)


def holds(lines: list[str], printed: str) -> None:
    there = [line.rstrip() for line in printed.splitlines()]
    assert [line for line in lines if line.rstrip() not in there] == [], printed


def test_the_page_shows_what_its_commands_print(sandbox: Sandbox, ask: Ask, endpoint: Endpoint) -> None:
    sandbox.declare(FEED)
    before = iter(shown(PAGE))
    preview, up, clean = "pulumi preview", "pulumi up --yes", "pulumi preview --expect-no-changes"

    def next_one(expected: str) -> list[str]:
        command, lines = next(before)
        assert command == expected
        return lines

    for command in ("packagestate advisories add ~/Downloads/records", "packagestate lock"):
        assert ask(command).splitlines() == next_one(command)
    holds(next_one(preview), ended(sandbox.preview()))
    holds(next_one(up), ended(sandbox.previewed_up()))
    where = "packagestate where acme/npm//chalk@5.6.1"
    assert [*map(without_revision, ask(where).splitlines())] == [*map(without_revision, next_one(where))]
    assert [block for block in blocks(PAGE, "text") if block == statement(ask)] != []
    (sandbox.folder / "packages" / "incident.yaml").write_text(DISPOSAL, encoding="utf-8")
    holds(next_one(preview), ended(sandbox.preview()))
    holds(next_one(up), ended(sandbox.previewed_up()))
    holds(next_one(clean), ended(sandbox.preview("--expect-no-changes")))
    copy_version(endpoint, "debug", "4.4.2", "npm-forensics", "npm-web")
    found = sandbox.preview("--expect-no-changes")
    assert found.exit_code == CHANGES_FOUND, found.text
    holds(next_one(clean), found.text)
    assert [*before] == []


def statement(ask: Ask) -> str:
    """What the commands for a statement print: `jq` says it of the same JSON."""
    lines = []
    for version in ("chalk@5.6.1", "debug@4.4.2"):
        found = json.loads(ask(f"packagestate where acme/npm//{version} --json"))
        serving = [each["repository"] for each in found["copies"] if each["status"] in {"Published", "Unlisted"}]
        what = f"{found['written']} {found['version']}, of {found['repositoryCount']} repositories"
        others = len(found["absent"])
        unproved = f"; {others} without a copy serve what their upstreams serve" if others else ""
        lines.append(f"{what}: served by the copies of {', '.join(serving)}{unproved}\n")
    return "".join(lines)
