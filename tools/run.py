"""Run a command with this repository's own tools first on the PATH, getting them before where they are missing.

`python -m tools.run [--engine] [--timed] COMMAND...` runs a command; `--exports` prints lines for `eval`.
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tools.engine.obtain import obtain_engine
from tools.environment import prepare_environment
from tools.messages import SetUpError, say

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
    parser.add_argument("--timed", action="store_true", help="say in the end how long the command took")
    parser.add_argument("--exports", action="store_true", help="print `export` lines instead of running a command")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the command and its arguments")
    options = parser.parse_args(arguments)
    folders = [prepare_environment(PROJECT, os.environ)]
    if options.engine:
        folders.append(obtain_engine(os.environ))
    variables = tool_variables(folders, os.environ)
    if options.exports:
        for name, value in variables.items():
            print(f"export {name}={shlex.quote(value)}")
    if options.command:
        os.environ.update(variables)
        if options.timed:
            sys.exit(run_timed(options.command))
        os.execvp(options.command[0], options.command)


if __name__ == "__main__":
    # A run that is asked to end takes the compilers that it started along, as at Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main(sys.argv[1:])
    except SetUpError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(
            str(
                SetUpError(
                    "the set-up cannot use a file", (f"{error}.",), "mend what it names, and run the command again"
                )
            )
        )
    except KeyboardInterrupt:
        sys.exit(130)
