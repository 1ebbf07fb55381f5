"""The engine's project for a folder of data."""

from pathlib import Path

import pytest

from examples.sandbox import ROOT
from provider.pipeline.engine import run_engine
from provider.pipeline.workspace import WorkspaceError, workspace


def test_a_folder_of_data_gets_the_program_for_as_long_as_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "provider").write_text("a name that the program has too", encoding="utf-8")
    with workspace(tmp_path) as project:
        assert (project / "__main__.py").read_text() == (ROOT / "__main__.py").read_text()
        assert (project / "packages").samefile(tmp_path / "packages")
        assert (project / "provider" / "resource.py").exists()
        assert not (project / ".git").exists()
        (project / "Pulumi.new.yaml").write_text("config: {}\n", encoding="utf-8")
    assert not project.exists()
    assert (tmp_path / "Pulumi.new.yaml").read_text() == "config: {}\n"


def test_a_project_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: own\nruntime: python\n", encoding="utf-8")
    with workspace(tmp_path) as project:
        assert project == tmp_path


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="Folder is missing"), workspace(tmp_path / "lost"):
        pass


def test_a_program_that_is_not_complete_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(WorkspaceError, match=r"`Pulumi.yaml`"), workspace(tmp_path / "data", program=tmp_path):
        pass


def test_the_engine_is_waited_for_also_after_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine gets Ctrl-C by itself; here something that has it sent, and ends in order, stands in its place."""
    program = tmp_path / "pulumi"
    program.write_text('#!/bin/sh\nkill -INT "$PPID"\nread -r line <"$0"\necho "$line"\nexit 3\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    lines: list[str] = []
    assert run_engine(["up"], tmp_path / "data", listener=lines.append) == 3
    assert lines == ["#!/bin/sh\n"]
    assert run_engine(["up"], tmp_path / "data") == 3


def test_an_engine_that_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WorkspaceError, match="Engine is missing"):
        run_engine(["version"], tmp_path)
