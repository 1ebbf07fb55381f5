"""`packagestate lock` as people run it."""

from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli import main
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.load import load
from tests.lock.domain import RULES, SEED

__all__ = ("SEED",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


def run(endpoint: Endpoint, folder: Path, *arguments: str) -> int:
    return main(["lock", str(folder), "--region", "eu-west-1", "--endpoint", endpoint.url, *arguments])


def test_it_writes_the_lock_once_and_checks_it(
    endpoint: Endpoint, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(endpoint, folder, "--check") == ExitCode.CHANGES_FOUND
    assert not (folder / "packagestate.lock").exists()
    assert run(endpoint, folder) == 0
    said = capsys.readouterr().out
    assert "old-releases: 4 lines Archived" in said
    assert "4 lines changed, 4 lines in 2 files" in said
    assert said.count("wrote ") == 2
    assert run(endpoint, folder, "--check") == 0
    assert run(endpoint, folder) == 0
    assert "wrote" not in capsys.readouterr().out
    assert len(load(folder).locks) == 2
    assert not endpoint.calls.writes


def test_a_place_without_rules_loses_its_file(endpoint: Endpoint, folder: Path) -> None:
    assert run(endpoint, folder) == 0
    (folder / "rules.yaml").write_text(RULES.replace(', "npm-release-*"', ""), encoding="utf-8")
    assert run(endpoint, folder) == 0
    assert [each.repository.name for each in load(folder).locks] == ["npm-internal"]
