"""Runs a command and watches its processes: how long, how much processor time, how much memory each of them takes."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from examples.sandbox import ROOT

_INTERVAL_SECONDS = 0.2
_ROLES = {"pulumi.dynamic": "plugin", "pulumi-language-python-exec": "program", "pulumi-language-python": "host"}


@dataclass(slots=True)
class Usage:
    """What one process took.

    Attributes:
        processor_seconds: Processor time, of the user and of the system.
        memory_bytes: The most resident memory that was seen.
    """

    processor_seconds: float = 0.0
    memory_bytes: int = 0


@dataclass(slots=True)
class Watched:
    """A command that has ended.

    Attributes:
        seconds: How long it took.
        exit_code: The command's own.
        text: What it printed.
        usages: What each of its processes took, by its role: `engine`, `program`, `plugin`, `host`, or its name.
        memory_bytes: The most resident memory that all of them had at one moment.
    """

    seconds: float = 0.0
    exit_code: int = 0
    text: str = ""
    usages: dict[str, Usage] = field(default_factory=dict)
    memory_bytes: int = 0


def watch(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Watched:
    """Run a command and watch it.

    Args:
        command: Program and arguments.
        folder: Where it runs.
        environment: Its environment variables.

    Returns:
        What was seen.
    """
    watched = Watched()
    output = folder / "watched-output"
    began = time.perf_counter()
    with output.open("wb") as file:
        process = psutil.Popen(
            list(command), cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
        while process.poll() is None:
            _look(process, watched)
            with suppress(psutil.TimeoutExpired):
                process.wait(_INTERVAL_SECONDS)
    watched.seconds = time.perf_counter() - began
    watched.exit_code = process.returncode
    watched.text = output.read_text(encoding="utf-8", errors="replace")
    return watched


def watch_command(arguments: Sequence[str], folder: Path) -> Watched:
    """Run the command `packagestate` and watch it.

    Args:
        arguments: The command's.
        folder: Where it runs.
    """
    # As the script does that an installation makes.
    program = [sys.executable, "-c", "from packagestate.provider.cli import run; run()", *arguments]
    return watch(program, folder, {**os.environ, "PYTHONPATH": str(ROOT)})


def _look(process: psutil.Popen, watched: Watched) -> None:
    """Note what the process and its children take at this moment."""
    total = 0
    with suppress(psutil.Error):
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                times, memory = each.cpu_times(), each.memory_info().rss
                usage = watched.usages.setdefault(_role(each, process), Usage())
                usage.processor_seconds = max(usage.processor_seconds, times.user + times.system)
                usage.memory_bytes = max(usage.memory_bytes, memory)
                total += memory
    watched.memory_bytes = max(watched.memory_bytes, total)


def _role(process: psutil.Process, first: psutil.Process) -> str:
    if process.pid == first.pid:
        return "engine"
    line = " ".join(process.cmdline())
    return next((role for part, role in _ROLES.items() if part in line), process.name())
