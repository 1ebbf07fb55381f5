import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.conftest import WriteProgram
from tools.messages import SetUpError
from tools.run import main, run_timed, tool_variables

PROJECT = Path(__file__).parent.parent.parent


def test_the_tools_come_first_on_the_path_and_only_once() -> None:
    folders = [Path("/p/.venv/bin"), Path("/engine")]
    once = tool_variables(folders, {"PATH": "/usr/bin:/bin"})
    assert once["PATH"] == "/p/.venv/bin:/engine:/usr/bin:/bin"
    assert tool_variables(folders, once)["PATH"] == once["PATH"]


def test_the_exports_are_lines_that_a_shell_can_evaluate(capfd: pytest.CaptureFixture[str]) -> None:
    main(["--exports"])
    lines = capfd.readouterr().out
    asked = subprocess.run(
        ["sh", "-c", 'eval "$1"; command -v python', "sh", lines], capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == str(PROJECT / ".venv" / "bin" / "python")


def test_a_timed_command_keeps_its_exit_code_and_says_how_long_it_took(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_timed(["sh", "-c", "exit 3"]) == 3
    assert capfd.readouterr().err == "time: 0 s, sh -c 'exit 3'\n"


def test_without_any_engine_a_command_is_not_run_and_nobody_sees_a_traceback(environment: dict[str, str]) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "tools.run", "--engine", "echo", "run"],
        env=environment,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.startswith("error: no Pulumi engine\n")


def test_a_command_that_is_not_there_is_told_without_a_traceback() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "tools.run", "no-such-command"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 1
    assert asked.stderr.splitlines()[0] == "error: the set-up cannot use a file"


def test_an_error_of_the_set_up_reads_as_summary_details_and_hint() -> None:
    error = SetUpError("no tool", ("It is away.", "Nothing was changed."), "bring it")
    assert str(error) == "error: no tool\n  It is away.\n  Nothing was changed.\nhint: bring it"


def run_python_launcher(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", PROJECT / "tools" / "python", "one", "two words"],
        env={"PATH": f"{folder}:/usr/bin:/bin", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def pythons(path_folder: Path, write_program: WriteProgram) -> Path:
    """A PATH whose `python3` is too old, and whose `python3.13` is not."""
    found = write_program(path_folder / "found", "python", 'for word in "$@"; do echo "$PWD: $word"; done')
    for name in ("python3", "python3.14", "python3.12", "python3.11"):
        write_program(path_folder, name, "echo")
    write_program(path_folder, "python3.13", f"echo '{found}'")
    return path_folder


def test_the_first_python_that_is_new_enough_is_run_in_the_projects_folder(pythons: Path) -> None:
    assert run_python_launcher(pythons).stdout.splitlines() == [f"{PROJECT}: one", f"{PROJECT}: two words"]


def test_a_python_that_is_named_is_the_only_one_that_is_tried(pythons: Path) -> None:
    asked = run_python_launcher(pythons, PYTHON=str(pythons / "python3"))
    assert asked.returncode == 1
    assert f"`{pythons}/python3`, which `PYTHON` names, is not Python 3.11 or newer" in asked.stderr
    assert run_python_launcher(pythons, PYTHON=str(pythons / "python3.13")).returncode == 0


def test_without_a_python_that_is_new_enough_the_message_says_what_to_install(pythons: Path) -> None:
    (pythons / "python3.13").unlink()
    asked = run_python_launcher(pythons)
    if asked.returncode == 0:
        pytest.skip("this machine has a new Python in a folder that no PATH is without")
    assert asked.stderr.splitlines()[1].strip() == (
        "On the PATH there is no Python 3.11 or newer with its `venv` module. Nothing was changed."
    )


@pytest.mark.parametrize("goals", [["test"], ["check"], ["test", "check"]])
def test_the_tests_run_once_whichever_goals_are_given(goals: list[str]) -> None:
    asked = subprocess.run(
        ["make", "--dry-run", *goals], cwd=PROJECT, env=os.environ, capture_output=True, text=True, check=True
    )
    assert asked.stdout.count(" pytest ") == 1


def test_ci_runs_the_tests_and_the_gate() -> None:
    asked = subprocess.run(
        [PROJECT / ".ci" / "run"],
        env={**os.environ, "MAKEFLAGS": "n"},
        capture_output=True,
        text=True,
        check=True,
    )
    for part in (
        " pytest ",
        " ruff check ",
        " ruff format --check ",
        " mypy ",
        " coverage report",
        "schemas.export --check",
    ):
        assert asked.stdout.count(part) == 1
