"""Runs the engine on a folder of data, with the settings that a run without a person needs."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from packagestate.provider.configuration.advice import ENGINE_VARIABLE, STACK_VARIABLE
from packagestate.provider.pipeline.workspace import WorkspaceError, workspace
from packagestate.schemas.files import FOLDER_VARIABLE

#: Whether an `up` is bound to its own preview. Source: `pulumi up --help`, `--strict`; every flag has a variable.
STRICT_VARIABLE: Final = "PULUMI_OPTION_STRICT"

# Set unless the caller has set it: a person may decide otherwise.
_DEFAULTS: Final = {STRICT_VARIABLE: "true"}
# Plan files are still an experiment of the engine's. Source: `pulumi preview --help`, `--save-plan`.
_SETTINGS: Final = {
    "PULUMI_EXPERIMENTAL": "true",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
    ENGINE_VARIABLE: "packagestate pulumi",
}

# Among arguments with a NUL before and after each.
_STACK_OPTION: Final = re.compile(r"\0(?:(?:--stack|-s)\0|--stack=|-s=?)(?P<name>[^\0-][^\0]*)(?=\0)")

Listener = Callable[[str], None]


def run_engine(
    arguments: Sequence[str],
    data: Path,
    *,
    variables: Mapping[str, str] | None = None,
    listener: Listener | None = None,
) -> int:
    """Run one command of the engine.

    Args:
        arguments: The command's arguments.
        data: The folder of manifests and stack files.
        variables: More environment variables.
        listener: Is told every line that the engine prints, besides its being printed. Without one, the engine has
            this process's own terminal, with colours and questions.

    Returns:
        Its exit code.

    Raises:
        WorkspaceError: There is no engine, or the folder cannot be used.
        ConfigurationError: A stack's settings hold what must not come from a folder of data.
    """
    program = shutil.which("pulumi")
    if program is None:
        raise WorkspaceError.of(
            "Engine is missing",
            "There is no `pulumi` on the PATH. Nothing was run.",
            "install Pulumi 3.259 or newer, and see with `packagestate doctor` what else is missing",
        )
    with workspace(data) as project, _interrupts_left_to_the_engine():
        command = [program, *arguments]
        own = {**_SETTINGS, FOLDER_VARIABLE: str(data.absolute()), **_named_stack(arguments)}
        environment = {**_DEFAULTS, **os.environ, **own, **(variables or {})}
        if listener is None:
            return subprocess.run(command, cwd=project, env=environment, check=False).returncode  # noqa: S603 - no shell
        with subprocess.Popen(  # noqa: S603 - the engine, no shell
            command,
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as listened:
            for line in listened.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                listener(line)
        return listened.returncode


def _named_stack(arguments: Sequence[str]) -> dict[str, str]:
    """The variable with the stack that the arguments name, so that hints can name it too."""
    found = _STACK_OPTION.search("\0".join(("", *arguments, "")))
    return {STACK_VARIABLE: found["name"]} if found else {}


@contextmanager
def _interrupts_left_to_the_engine() -> Iterator[None]:
    """Let Ctrl-C pass: the engine gets it too, and ends in order, and is waited for.

    A handler, since a signal that is ignored would be ignored by the engine too.
    """
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
