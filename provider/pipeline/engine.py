"""Runs the engine on a folder of data, with the settings that a run without a person needs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from provider.pipeline.workspace import WorkspaceError, workspace

# Plan files are still an experiment of the engine's. Source: `pulumi preview --help`, `--save-plan`.
_SETTINGS: Final = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_UPDATE_CHECK": "true"}

Listener = Callable[[str], None]
ValueT = TypeVar("ValueT")


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
    """
    program = shutil.which("pulumi")
    if program is None:
        raise WorkspaceError.of(
            "Engine is missing",
            "There is no `pulumi` on the PATH. Nothing was run.",
            'run `eval "$(make -s env)"` in the clone of packagestate, or install Pulumi',
        )
    with workspace(data) as project:
        command, environment = [program, *arguments], {**os.environ, **_SETTINGS, **(variables or {})}
        if listener is None:
            with subprocess.Popen(command, cwd=project, env=environment) as process:  # noqa: S603 - the engine, no shell
                return _to_the_end(process.wait)
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
            _to_the_end(partial(_tell, listened.stdout or (), listener))
            return _to_the_end(listened.wait)


def _tell(lines: Iterable[str], listener: Listener) -> None:
    for line in lines:
        sys.stdout.write(line)
        sys.stdout.flush()
        listener(line)


def _to_the_end(action: Callable[[], ValueT]) -> ValueT:
    """Do it again after Ctrl-C: the engine gets that too, and ends in order."""
    while True:
        try:
            return action()
        except KeyboardInterrupt:
            continue
