"""Run a command with this repository's own tools first on the PATH, getting them before where they are missing.

`python -m tools.run [--demo] [--engine] [--timed] COMMAND...` runs a command; `--exports` prints lines for `eval`.
"""

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tools.environment import DEMO, DEVELOPMENT, prepare_environment
from tools.messages import run_as_program, say

PROJECT = Path(__file__).parent.parent


def tool_variables(folders: list[Path], environment: Mapping[str, str]) -> dict[str, str]:
    """Give the variables that make a shell use the tools.

    Among them is the one that binds a plain `pulumi up` to the preview that it shows first. Who has set it otherwise
    keeps what they have set.

    Args:
        folders: Of programs, the first to search first. The Python environment has to come before all: a language
            host that knows nothing of Pulumi.yaml's `virtualenv` option runs the first `python3` of the PATH.
        environment: Its PATH is kept behind; what it has of the folders already is not repeated.

    Source: `pulumi up --help`, `--strict`; every flag of the engine has a variable, `PULUMI_OPTION_` and its name.
    """
    own = [str(folder) for folder in folders]
    others = [folder for folder in environment.get("PATH", "").split(os.pathsep) if folder not in own]
    return {
        "PATH": os.pathsep.join((*own, *others)),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_OPTION_STRICT": environment.get("PULUMI_OPTION_STRICT", "true"),
    }


def obtain_tools(pins: str) -> list[Path]:
    """Get the Python packages, and the engine beside them: so both take no longer than the slower one.

    Args:
        pins: The name of the file that pins the packages.

    Returns:
        The folders of their programs.

    Raises:
        SetUpError: The packages cannot be had. Where the engine cannot, the process that looks for it has said why.
    """
    # The real interpreter: the one that runs this may be the `.venv` that is about to be cleared.
    command = [os.path.realpath(sys.executable), "-m", "tools.engine"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as engine:
        try:
            environment = prepare_environment(PROJECT, os.environ, pins)
            answer, _ = engine.communicate()
        except BaseException:
            engine.terminate()
            raise
    if engine.returncode != 0:
        sys.exit(engine.returncode)
    return [environment, Path(answer.rstrip("\n"))]


def run_timed(command: list[str]) -> int:
    """Run a command and say how long it took.

    Args:
        command: Program and arguments.

    Returns:
        Its exit code.
    """
    started = time.monotonic()
    exit_code = subprocess.run(command, check=False).returncode
    say("time", f"{time.monotonic() - started:.0f} s, {shlex.join(command)}")
    return exit_code


def main(arguments: list[str]) -> None:
    """Get the tools, then print the exports or become the command.

    Args:
        arguments: Without the program's name.

    Raises:
        SetUpError: A tool cannot be had.
    """
    parser = argparse.ArgumentParser(prog="python -m tools.run", description=__doc__.splitlines()[0])
    parser.add_argument("--engine", action="store_true", help="with the Pulumi engine, not only Python packages")
    parser.add_argument("--demo", action="store_true", help="with the packages that the demo needs, and no others")
    parser.add_argument("--timed", action="store_true", help="say in the end how long the command took")
    parser.add_argument("--exports", action="store_true", help="print `export` lines instead of running a command")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command and its arguments")
    options = parser.parse_args(arguments)
    pins = DEMO if options.demo else DEVELOPMENT
    folders = obtain_tools(pins) if options.engine else [prepare_environment(PROJECT, os.environ, pins)]
    variables = tool_variables(folders, os.environ)
    if options.exports:
        for name, value in variables.items():
            print(f"export {name}={shlex.quote(value)}")
    if options.command:
        os.environ.update(variables)
        # Images of containers set it. Every process would compile all modules again: half of the time of the tests.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        if options.timed:
            sys.exit(run_timed(options.command))
        os.execvp(options.command[0], options.command)


if __name__ == "__main__":
    run_as_program(lambda: main(sys.argv[1:]))
