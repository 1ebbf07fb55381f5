"""The engine's project for a folder of data."""

from pathlib import Path

import pytest

from examples.sandbox import ROOT
from packagestate.provider.cli import main
from packagestate.provider.configuration.advice import STACK_VARIABLE
from packagestate.provider.pipeline.engine import run_engine
from packagestate.provider.pipeline.workspace import WorkspaceError, ignored_project_file, workspace


def test_a_folder_of_data_gets_the_program_for_as_long_as_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").write_text("config: {}\n", encoding="utf-8")
    with workspace(tmp_path) as project:
        assert (project / "__main__.py").read_text() == (ROOT / "__main__.py").read_text()
        assert (project / "packagestate" / "provider" / "resource.py").exists()
        (project / "Pulumi.prod.yaml").write_text("config:\n  packagestate:manifests: m\n", encoding="utf-8")
        (project / "Pulumi.new.yaml").write_text("config: {}\n", encoding="utf-8")
    assert not project.exists()
    assert (tmp_path / "Pulumi.new.yaml").read_text() == "config: {}\n"
    assert (tmp_path / "Pulumi.prod.yaml").read_text() == "config:\n  packagestate:manifests: m\n"


def test_nothing_of_the_folder_is_in_the_project_but_the_settings_of_its_stacks(tmp_path: Path) -> None:
    for name in ("yaml.py", "Pulumi.yaml", "__main__.py", ".env", "requirements.txt", "Pulumi.prod.yml"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for name in ("packages", "packagestate", "provider", "boto3", ".venv", ".git"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "json").symlink_to(tmp_path / "boto3")
    (tmp_path / "Pulumi.prod.yaml").touch()
    with workspace(tmp_path) as project:
        names = {path.name: path for path in project.iterdir()}
        assert names.keys() == {"Pulumi.yaml", "__main__.py", "packagestate", "provider", ".venv", "Pulumi.prod.yaml"}
        assert names["Pulumi.yaml"].samefile(ROOT / "Pulumi.yaml")
        assert names["packagestate"].samefile(ROOT / "packagestate")


def test_what_the_engine_wrote_is_kept_also_when_the_run_breaks_off(tmp_path: Path) -> None:
    def break_off() -> None:
        with workspace(tmp_path) as project:
            (project / "Pulumi.new.yaml").write_text("encryptionsalt: v1\n", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert (tmp_path / "Pulumi.new.yaml").read_text() == "encryptionsalt: v1\n"


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])
def test_a_project_file_in_the_folder_is_ignored_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for command in (["pipeline", "drift", "--stack", "prod", "--report", str(tmp_path / "r.md")], ["pulumi"]):
        assert main([*command, "--folder", str(tmp_path), *(["stack", "ls"] if command == ["pulumi"] else [])]) == 1
        assert "are ignored" not in capsys.readouterr().err
        (tmp_path / name).touch()
        main([*command, "--folder", str(tmp_path)])
        assert f"{name}` and its program are ignored" in capsys.readouterr().err
        (tmp_path / name).unlink()
    assert ignored_project_file(ROOT) is None


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="Folder is missing"), workspace(tmp_path / "lost"):
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


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["up", "--stack", "prod"], "prod"),
        (["destroy", "-s", "acme/registry/prod", "--yes"], "acme/registry/prod"),
        (["up", "--stack=prod"], "prod"),
        (["up", "-sprod"], "prod"),
        (["up"], ""),
        (["up", "--stack"], ""),
        (["up", "--stack", "--yes"], ""),
    ],
)
def test_the_program_learns_which_stack_the_command_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], name: str
) -> None:
    (tmp_path / "bin").mkdir()
    engine = tmp_path / "bin" / "pulumi"
    engine.write_text(f'#!/bin/sh\necho "${STACK_VARIABLE}"\n')
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv(STACK_VARIABLE, raising=False)
    lines: list[str] = []
    assert run_engine(arguments, tmp_path, listener=lines.append) == 0
    assert lines == [f"{name}\n"]
