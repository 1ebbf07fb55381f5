import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools.conftest import WriteProgram
from tools.messages import SetUpError
from tools.run import tool_variables

PROJECT = Path(__file__).parent.parent.parent


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)


def test_the_tools_come_first_on_the_path_and_only_once() -> None:
    folders = [Path("/p/.venv/bin"), Path("/engine")]
    once = tool_variables(folders, {"PATH": "/usr/bin:/bin"})
    assert once["PATH"] == "/p/.venv/bin:/engine:/usr/bin:/bin"
    assert tool_variables(folders, once)["PATH"] == once["PATH"]


def test_a_plain_up_is_bound_to_its_preview_unless_somebody_has_said_otherwise() -> None:
    assert tool_variables([], {})["PULUMI_OPTION_STRICT"] == "true"
    assert tool_variables([], {"PULUMI_OPTION_STRICT": "false"})["PULUMI_OPTION_STRICT"] == "false"


def test_the_exports_are_lines_that_a_shell_can_evaluate(prepared_project: Path) -> None:
    exported = run(prepared_project / "tools" / "python", "-m", "tools.run", "--exports")
    asked = run("sh", "-c", 'eval "$1"; command -v python', "sh", exported.stdout)
    assert asked.stdout.strip() == str(prepared_project / ".venv" / "bin" / "python")
    assert exported.stderr == ""


def test_the_exports_name_the_engine_too(
    prepared_project: Path, tmp_path: Path, write_engine: WriteProgram, environment: dict[str, str]
) -> None:
    engine = write_engine(tmp_path / "an engine")
    path = f"{engine}:{os.environ['PATH']}"
    command = (prepared_project / "tools" / "python", "-m", "tools.run", "--engine", "--exports")
    exported = run(*command, **{**environment, "PATH": path})
    first = f"export PATH='{prepared_project}/.venv/bin:{engine}:"
    assert exported.stdout.startswith(first)
    assert exported.stderr == f"engine: pulumi 3.259.0 on the PATH, in {engine}\n"


def test_a_command_runs_with_the_tools_and_keeps_its_exit_code(prepared_project: Path) -> None:
    asked = run(prepared_project / "tools" / "python", "-m", "tools.run", "python")
    assert (asked.returncode, asked.stdout, asked.stderr) == (1, "it is used\n", "")


def test_a_command_keeps_what_it_compiles(prepared_project: Path) -> None:
    ask = ("sh", "-c", "echo ${PYTHONDONTWRITEBYTECODE-unset}")
    asked = run(prepared_project / "tools" / "python", "-m", "tools.run", *ask, PYTHONDONTWRITEBYTECODE="1")
    assert asked.stdout == "unset\n"


def test_a_timed_command_says_how_long_it_took(prepared_project: Path) -> None:
    asked = run(prepared_project / "tools" / "python", "-m", "tools.run", "--timed", "sh", "-c", "exit 3")
    assert asked.returncode == 3
    assert re.fullmatch(r"time: \d+ s, sh -c 'exit 3'\n", asked.stderr)


def test_without_any_engine_a_command_is_not_run(prepared_project: Path) -> None:
    asked = run(
        prepared_project / "tools" / "python",
        *("-m", "tools.run", "--engine", "echo", "run"),
        PACKAGESTATE_ENGINE="path",
        PACKAGESTATE_CACHE=str(prepared_project / "cache"),
        PATH=path_without("pulumi"),
    )
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr.startswith("error: no Pulumi engine\n")


def test_a_command_that_is_not_there_is_told_without_a_traceback(prepared_project: Path) -> None:
    asked = run(prepared_project / "tools" / "python", "-m", "tools.run", "no-such-command")
    assert asked.returncode == 1
    assert asked.stderr.splitlines()[0] == "error: the set-up cannot use a file"


def test_an_error_of_the_set_up_reads_as_summary_details_and_hint() -> None:
    error = SetUpError("no tool", ("It is away.", "Nothing was changed."), "bring it")
    assert str(error) == "error: no tool\n  It is away.\n  Nothing was changed.\nhint: bring it"


def path_without(program: str) -> str:
    """Give the PATH without the folders that have a program."""
    folders = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if shutil.which(program, path=folder) is None)


@pytest.fixture
def pythons(path_folder: Path, write_program: WriteProgram) -> Path:
    """A PATH whose `python3` is too old, and whose `python3.13` is not."""
    found = write_program(path_folder / "found", "python", 'for word in "$@"; do echo "$PWD: $word"; done')
    for name in ("python3", "python3.14", "python3.12", "python3.11"):
        write_program(path_folder, name, "echo")
    write_program(path_folder, "python3.13", f"echo '{found}'")
    return path_folder


def run_launcher(project: Path, folder: Path, named: str = "") -> subprocess.CompletedProcess[str]:
    return run(project / "tools" / "python", "one", "two words", PATH=f"{folder}:/usr/bin:/bin", PYTHON=named)


def test_the_first_python_that_is_new_enough_is_run_in_the_projects_folder(project: Path, pythons: Path) -> None:
    assert run_launcher(project, pythons).stdout.splitlines() == [f"{project}: one", f"{project}: two words"]


def test_a_python_that_is_named_is_the_only_one_that_is_tried(project: Path, pythons: Path) -> None:
    assert run_launcher(project, pythons, str(pythons / "python3.13")).returncode == 0
    asked = run_launcher(project, pythons, str(pythons / "python3"))
    assert asked.returncode == 1
    assert f"`{pythons}/python3`, which `PYTHON` names, is not Python 3.11 or newer" in asked.stderr


def test_without_a_python_that_is_new_enough_the_message_says_so(project: Path, pythons: Path) -> None:
    (pythons / "python3.13").write_text("#!/bin/sh\n", encoding="utf-8")
    asked = run_launcher(project, pythons)
    assert asked.returncode == 1
    assert asked.stderr.splitlines()[1].strip() == (
        "On the PATH there is no Python 3.11 or newer with its `venv` module. Nothing was changed."
    )


@pytest.mark.parametrize(
    ("goals", "halves"),
    [
        (["test"], ['"not engine"']),
        (["check"], ['"not engine"', "engine"]),
        (["test", "check"], ['"not engine"', "engine"]),
    ],
)
def test_each_half_of_the_tests_runs_once_whichever_goals_are_given(goals: list[str], halves: list[str]) -> None:
    planned = run("make", "--directory", PROJECT, "--dry-run", *goals, MAKEFLAGS="").stdout
    assert re.findall(r' pytest .* -m ("not engine"|engine)', planned) == halves


def test_ci_runs_the_tests_and_the_gate_and_times_each_part() -> None:
    planned = run(PROJECT / ".ci" / "run", MAKEFLAGS="n", MAKELEVEL="0").stdout
    assert planned.count(" --timed ") == len(planned.splitlines())
    schema = "packagestate.schemas.export --check"
    linters = ("ruff check", "ruff format --check", "mypy", "zizmor", "go -C tools/actionlint tool actionlint")
    assert planned.count(" pytest ") == 2
    for part in (*linters, "coverage report", f"python -m {schema}"):
        assert planned.count(f" {part} ") + planned.count(f" {part}\n") == 1
