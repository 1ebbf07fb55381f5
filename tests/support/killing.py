"""Finds the processes of a stack's run, and kills them in the middle of a call."""

from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import psutil

from emulator import Endpoint
from emulator.faults import EVERY_OPERATION
from examples.sandbox import Sandbox

# How the process is started in which the hooks of a dynamic provider run.
PLUGIN = "pulumi.dynamic"


class Moment(StrEnum):
    """When somebody dies: before the call is carried out, or after it was, and before its answer is there."""

    BEFORE = "before"
    AFTER = "after"


def processes(sandbox: Sandbox, part: str = "") -> Iterator[psutil.Process]:
    """The processes of a sandbox whose command line has a part that says what they are."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            is_ours = process.environ().get("PULUMI_HOME") == str(sandbox.folder / "home")
            if is_ours and any(part in argument for argument in process.cmdline()):
                yield process


def kill(sandbox: Sandbox, part: str = "") -> None:
    """Kill such processes without a warning."""
    for process in list(processes(sandbox, part)):
        with suppress(psutil.NoSuchProcess):
            process.kill()


def plant_kill(
    endpoint: Endpoint,
    sandbox: Sandbox,
    number: int,
    moment: Moment,
    *,
    part: str = PLUGIN,
    operation: str = EVERY_OPERATION,
) -> list[int]:
    """Let such processes die at one call.

    Args:
        endpoint: Where the call arrives.
        sandbox: Whose processes they are.
        number: Which call it is, from 1.
        moment: Whether the call is carried out.
        part: What the command lines of the processes have.
        operation: Of which operation the calls are counted.

    Returns:
        A list that holds the number once it has happened.
    """
    happened: list[int] = []

    def die() -> None:
        kill(sandbox, part)
        happened.append(number)

    match moment:
        case Moment.BEFORE:
            # The error is answered to nobody: it only keeps the call from being carried out.
            endpoint.faults.plant(
                operation=operation, skip=number - 1, times=1, before=die, code="InternalServerException"
            )
        case Moment.AFTER:
            endpoint.faults.plant(operation=operation, skip=number - 1, times=1, after=die)
    return happened


def lock_files(sandbox: Sandbox) -> list[Path]:
    """The locks that are left in the sandbox's backend."""
    return [path for path in (sandbox.folder / "state").rglob("*") if "locks" in path.parts and path.is_file()]
