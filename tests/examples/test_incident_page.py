"""The page for incidents shows what its commands print, in a domain of four repositories."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT, Sandbox
from tests.engine.removing import ended
from tests.support.asking import client
from tests.support.documents import blocks
from tests.support.sandboxes import new_sandbox
from tests.support.stores import domains, repository

pytestmark = pytest.mark.engine

CHALK, DEBUG = {"chalk": ["5.6.0", "5.6.1", "5.6.2"]}, {"debug": ["4.4.1", "4.4.2"]}
SEED = domains(
    acme={
        "npm-store": repository(npm={**CHALK, **DEBUG}),
        "npm-web": repository("npm-store", npm=CHALK),
        "npm-tools": repository("npm-store", npm={**CHALK, **DEBUG}),
        "npm-forensics": repository(npm={"chalk": ["5.6.1"], "debug": ["4.4.2"]}),
    }
)
PAGE = (ROOT / "docs" / "how-to" / "respond-to-an-incident.md").read_text(encoding="utf-8")
CHANGES_FOUND = 7


@pytest.fixture
def sandbox(tmp_path: Path, endpoint: Endpoint) -> Sandbox:
    sandbox = new_sandbox(tmp_path, endpoint.url)
    (manifest,) = [each for each in blocks(PAGE, "yaml") if "repositories: all" in each]
    sandbox.declare(manifest)
    return sandbox


def holds(shown: list[str], printed: str) -> None:
    lines = [line.rstrip() for line in printed.splitlines()]
    assert [line for line in shown if line.rstrip() not in lines] == [], printed


def test_the_page_shows_what_its_commands_print(sandbox: Sandbox, endpoint: Endpoint) -> None:
    shown = [block.splitlines() for block in blocks(PAGE, "text") if block.startswith("$ pulumi")]
    clean = "$ pulumi preview --expect-no-changes"
    assert [command for command, *_ in shown] == ["$ pulumi preview", "$ pulumi up --yes", clean, clean]
    holds(shown[0][1:], ended(sandbox.preview()))
    holds(shown[1][1:], ended(sandbox.previewed_up()))
    holds(shown[2][1:], ended(sandbox.preview("--expect-no-changes")))
    client(endpoint).copy_package_versions(
        domain="acme",
        sourceRepository="npm-forensics",
        destinationRepository="npm-web",
        format="npm",
        package="debug",
        versions=["4.4.2"],
    )
    found = sandbox.preview("--expect-no-changes")
    assert found.exit_code == CHANGES_FOUND, found.text
    holds(shown[3][1:], found.text)
