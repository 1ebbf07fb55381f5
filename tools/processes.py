"""Run long commands so that one sees they are alive, and keep two runs from doing the same work at once."""

import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ALIVE_INTERVAL_SECONDS = 10.0
LOCK_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that came to its end.

    Attributes:
        exit_code: The command's own; negative where a signal ended it, as at its time limit.
        lines: All that it printed, stdout and stderr together.
        elapsed_seconds: How long it ran.
    """

    exit_code: int
    lines: tuple[str, ...]
    elapsed_seconds: float

    def last_words(self, line_count: int = 3) -> str:
        """Give the last lines that say something, which is where programs put the cause of their failure."""
        spoken = [line.strip() for line in self.lines if line.strip()]
        return " / ".join(spoken[-line_count:]) or f"no message, exit code {self.exit_code}"


def run_alive(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path,
    report: Callable[[str], None],
    describe: Callable[[Sequence[str]], str],
    limit_seconds: float = float("inf"),
    interval_seconds: float = ALIVE_INTERVAL_SECONDS,
) -> Finished:
    """Run a command, and report every few seconds how far it is.

    The command and all that it starts end with this program, and at the time limit.

    Args:
        command: Program and arguments.
        environment: The command's whole environment.
        folder: Where it runs.
        report: Gets a line such as `40 s, compiling: 523 of 1683 packages`.
        describe: Says from the lines printed so far what the command is at.
        limit_seconds: The longest it may take.
        interval_seconds: Time between two reports.

    Returns:
        What the command printed and how it ended.

    Raises:
        OSError: The program could not be started.
    """
    started = time.monotonic()
    lines: list[str] = []
    # A session of its own: installer and compilers start children, which must end with their parent.
    with subprocess.Popen(
        command,
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        # Not the thread's own `is_alive`: in Python 3.11 a signal during `join` makes it wrong.
        is_closed = threading.Event()
        try:
            threading.Thread(target=_collect, args=(process, lines, is_closed), daemon=True).start()
            while (left := started + limit_seconds - time.monotonic()) > 0:
                if is_closed.wait(min(interval_seconds, left)):
                    break
                report(f"{time.monotonic() - started:.0f} s, {describe(lines)}")
        finally:
            # Without effect after a normal end; else (time limit, Ctrl-C) the children go too.
            if not is_closed.is_set():
                os.killpg(process.pid, signal.SIGKILL)
            is_closed.wait()
    return Finished(process.returncode, tuple(lines), time.monotonic() - started)


def _collect(process: subprocess.Popen[str], lines: list[str], is_closed: threading.Event) -> None:
    """Append what a process prints to `lines`, line by line, until it closes its output."""
    while process.stdout and (line := process.stdout.readline()):
        lines.append(line.rstrip("\n"))
    is_closed.set()


@contextmanager
def locked(
    path: Path, *, report: Callable[[str], None], interval_seconds: float = ALIVE_INTERVAL_SECONDS
) -> Iterator[None]:
    """Hold the exclusive lock of a file; one who waits says so every few seconds.

    The operating system gives the lock back when its holder ends in any way.

    Args:
        path: An existing file, or one that is created.
        report: Gets the lines that say what is waited for.
        interval_seconds: Time between two such lines.
    """
    started = reported = time.monotonic()
    with path.open("a", encoding="utf-8") as file:
        while not _try_to_lock(file.fileno()):
            if reported == started or time.monotonic() - reported >= interval_seconds:
                reported = time.monotonic()
                report(f"{reported - started:.0f} s, waiting for another run that does the same (it holds `{path}`)")
            time.sleep(LOCK_POLL_SECONDS)
        yield


def _try_to_lock(descriptor: int) -> bool:
    """Take the exclusive lock of an open file if nobody else holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
