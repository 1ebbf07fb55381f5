"""The command as a whole: its help, its exit codes, and what it imports."""

import gc
import os
import pty
import runpy
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from emulator import Endpoint
from packagestate.provider.cli import PLACES, VERSION
from packagestate.provider.cli import packagestate as group
from packagestate.provider.cli import run as run_program
from packagestate.provider.cli.exit_codes import ExitCode
from tests.cli.conftest import Run
from tests.cli.place import AS_IT_IS, DISPOSES, ROOT, on_terminal, packagestate
from tests.support.manifests import declared

COMMANDS = sorted(group.list_commands(click.Context(group)))


def test_the_version_is_that_of_the_distribution(run: Run) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    assert run("--version") == (0, f"packagestate, version {VERSION}\n", "")


def test_the_script_of_the_distribution_is_the_command() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"packagestate": "packagestate.provider.cli:run"}


@pytest.mark.parametrize("option", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str, option: str) -> None:
    code, text, errors = run(command, option)
    assert (code, errors) == (0, "")
    assert f"Usage: packagestate {command}" in text
    assert f"packagestate {command}" in text.split("Usage:", 1)[1].split("\n", 1)[1]


def test_the_help_names_every_command_and_every_exit_code(run: Run) -> None:
    code, text, _ = run("--help")
    assert code == 0
    assert all(f"\n  {command} " in text for command in COMMANDS)
    assert all(f"\n    {code.value}  " in text for code in ExitCode)


@pytest.mark.parametrize("arguments", [("nothing",), ("plan", "--nothing"), ("explain",), ("plan", "--format", "xml")])
def test_a_misspelt_command_exits_with_two(run: Run, arguments: tuple[str, ...]) -> None:
    code, text, errors = run(*arguments)
    assert (code, text) == (ExitCode.USAGE, "")
    assert "Usage: packagestate" in errors


def test_the_help_needs_neither_pydantic_nor_boto3_nor_pulumi(tmp_path: Path) -> None:
    assert _imported(tmp_path, "--help").isdisjoint({"boto3", "botocore", "pulumi", "pydantic", "yaml", "rich"})


def test_validate_imports_neither_boto3_nor_pulumi_nor_threads_nor_plans(tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS)
    imported = _imported(tmp_path, "validate")
    assert "packagestate.schemas.load" in imported
    assert imported.isdisjoint({"boto3", "botocore", "pulumi", "rich", "concurrent.futures"})
    assert not [name for name in imported if name.startswith("packagestate.provider.plan.model")]


def test_plan_does_not_import_pulumi(tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, AS_IT_IS)
    imported = _imported(tmp_path, "plan", "--region", "eu-west-1", "--endpoint", endpoint.url)
    assert "boto3" in imported
    assert "pulumi" not in imported


def _imported(folder: Path, *arguments: str) -> set[str]:
    program = "import sys\nfrom provider.cli import main\ncode = main(sys.argv[1:])\nprint(*sys.modules, sep='\\n')"
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\nsys.exit(code)", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.splitlines())


def test_a_pipe_gets_no_colour_and_a_terminal_does(tmp_path: Path, endpoint: Endpoint) -> None:
    declared(tmp_path, DISPOSES)
    options = ("plan", "--region", "eu-west-1", "--endpoint", endpoint.url)
    assert "\x1b" not in packagestate(tmp_path, *options).stdout
    seen = on_terminal(tmp_path, *options)
    assert "\x1b[31mPublished -> Disposed" in seen


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_a_terminal_that_wants_no_colour_gets_none(tmp_path: Path, variables: dict[str, str]) -> None:
    declared(tmp_path, "nonsense: 1\n")
    seen = on_terminal(tmp_path, "validate", **variables)
    assert "manifest.yaml:1:1" in seen
    assert "\x1b" not in seen


def test_faults_are_red_on_a_terminal(tmp_path: Path) -> None:
    assert "\x1b[31m\x1b[1mNo manifests" in on_terminal(tmp_path, "plan")


def test_control_c_exits_with_eight(tmp_path: Path) -> None:
    declared(tmp_path, AS_IT_IS)
    # It takes the connection and never answers.

    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-m", "packagestate.provider.cli", "plan", "--region", "eu-west-1", "--endpoint"]
        process = subprocess.Popen(
            [*command, f"http://127.0.0.1:{server.getsockname()[1]}"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        connection, _ = server.accept()
        process.send_signal(signal.SIGINT)
        connection.close()
        text, errors = process.communicate(timeout=60)
    assert (process.returncode, text) == (ExitCode.CANCELLED, "")
    assert errors.strip() == "cancelled"


@pytest.fixture
def _interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLACES, "interrupted", "tests.cli.interrupted:interrupted")


@pytest.mark.usefixtures("_interrupted")
def test_a_cancelled_run_says_so(run: Run) -> None:
    code, text, errors = run("interrupted")
    assert (code, text, errors.strip()) == (ExitCode.CANCELLED, "", "cancelled")


class LeftError(Exception):
    """The process is gone."""


@pytest.fixture
def _leaving(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def leave(code: int) -> None:
        raise LeftError(code)

    monkeypatch.setattr(os, "_exit", leave)
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("_interrupted", "_leaving")
@pytest.mark.parametrize(("command", "code"), [("interrupted", ExitCode.CANCELLED), ("schema", ExitCode.SUCCESS)])
def test_the_command_leaves_at_once(monkeypatch: pytest.MonkeyPatch, command: str, code: ExitCode) -> None:
    monkeypatch.setattr(sys, "argv", ["packagestate", command])
    with pytest.raises(LeftError) as left:
        run_program()
    assert left.value.args == (code,)


@pytest.mark.usefixtures("_leaving")
def test_the_module_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["packagestate", "--version"])
    with pytest.raises(LeftError) as left:
        runpy.run_module("packagestate.provider.cli", run_name="__main__")
    assert left.value.args == (0,)
    assert VERSION in capsys.readouterr().out


def test_a_terminal_sees_how_far_it_is(ask: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared(tmp_path, AS_IT_IS)
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        assert ask("plan")[0] == 0
        terminal.write("the end")
        terminal.flush()
        seen = b""
        # What was written at once may still arrive in several pieces.
        while b"the end" not in seen:
            seen += os.read(ours, 65536)
    os.close(ours)
    # Rich draws the last state once more when it ends, before it takes the line away.
    assert b"read 1 of 1 packages" in seen


def test_whoever_reads_only_the_beginning_is_not_told_of_an_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m packagestate.provider.cli schema | head -c 1"
    ran = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ran.stdout, ran.stderr) == ("{", "")
