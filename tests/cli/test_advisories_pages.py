"""The page about false positives shows what its commands print, from the advisory to the way back."""

from pathlib import Path

import pytest

from emulator import Endpoint
from examples.sandbox import ROOT
from tests.cli.conftest import Run
from tests.support.asking import set_status
from tests.support.documents import blocks, shown
from tests.support.osv_files import UNBOUNDED, external, put, record
from tests.support.stores import domains, repository

FASTAPI = external("0.136.2", "0.136.3")
SEED = domains(
    acme={
        "pypi-store": repository(pypi={"fastapi": FASTAPI, "httpx": external("0.28.0", "0.28.1")}),
        "pypi-web": repository("pypi-store", pypi={"fastapi": FASTAPI}),
    }
)
PAGE = (ROOT / "docs" / "how-to" / "false-positives.md").read_text(encoding="utf-8")
WRONG = record("MAL-2026-4750", "fastapi", ["0.136.3"], ecosystem="PyPI")
TOO_MUCH = record(
    "MAL-2026-999999", "httpx", ecosystem="PyPI", ranges=[{"type": "ECOSYSTEM", "events": UNBOUNDED["events"]}]
)


def archive(endpoint: Endpoint) -> None:
    """What the run after the first lock did."""
    for name in ("pypi-store", "pypi-web"):
        set_status(endpoint, "fastapi", "0.136.3", "Archived", repository=name, package_format="pypi")


@pytest.fixture
def answers(ask: Run, run: Run, endpoint: Endpoint) -> list[tuple[str, list[str]]]:
    """What the commands of the page print, in its order."""
    (manifest,) = blocks(PAGE, "yaml")
    feed, ignored = Path("packages") / "advisories.yaml", manifest
    put(Path("packages") / "advisories", TOO_MUCH)
    feed.write_text(ignored.partition("    ignore:")[0], encoding="utf-8")
    printed: list[tuple[str, list[str]]] = []

    def asked(command: str) -> None:
        _, *arguments = command.split()
        code, said, errors = ask(*arguments)
        assert (code, errors) == (0, ""), said
        printed.append((command, said.splitlines()))

    asked("packagestate lock")
    (Path("packages") / "advisories" / "MAL-2026-999999.json").unlink()
    put(Path("packages") / "advisories", WRONG)
    assert ask("lock")[0] == 0
    archive(endpoint)
    feed.write_text(ignored, encoding="utf-8")
    asked("packagestate lock")
    asked("packagestate revert --advisory MAL-2026-4750")
    asked("packagestate plan")
    # The same, but nobody has ignored anything: the database withdraws the record.
    for name in ("pypi-store", "pypi-web"):
        (Path("packages") / name / "pypi.yaml").unlink()
    feed.write_text(ignored.partition("    ignore:")[0], encoding="utf-8")
    assert ask("lock")[0] == 0
    put(Path("database"), {**WRONG, "withdrawn": "2026-05-26T13:04:03Z"})
    asked("packagestate advisories add database")
    assert run("validate")[0] == 1, "the lock is to be made again"
    return printed


def test_the_page_shows_what_its_commands_print(answers: list[tuple[str, list[str]]]) -> None:
    assert shown(PAGE) == answers
