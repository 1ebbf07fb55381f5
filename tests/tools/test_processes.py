import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tools.processes import Finished, locked, run_alive

PROJECT = Path(__file__).parent.parent.parent
INTERVAL_SECONDS = 0.05


def count_lines(lines: Sequence[str]) -> str:
    return f"{len(lines)} lines"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Finished]:
    def run_script(script: str, report: Callable[[str], None], limit_seconds: float = 30) -> Finished:
        return run_alive(
            ("sh", "-c", script),
            environment=os.environ,
            folder=tmp_path,
            report=report,
            describe=count_lines,
            limit_seconds=limit_seconds,
            interval_seconds=INTERVAL_SECONDS,
        )

    return run_script


def test_a_long_command_reports_how_far_it_is_until_it_ends(run: Callable[..., Finished], tmp_path: Path) -> None:
    reports: list[str] = []

    def note(line: str) -> None:
        reports.append(line)
        if len(reports) == 3:
            (tmp_path / "enough").touch()

    finished = run("echo started; until [ -e enough ]; do sleep 0.02; done; echo ended", note)
    assert finished.exit_code == 0
    assert finished.lines == ("started", "ended")
    assert len(reports) >= 3
    assert all(re.fullmatch(r"0 s, [01] lines", line) for line in reports[:3])


def test_a_short_command_reports_nothing(tmp_path: Path) -> None:
    reports: list[str] = []
    finished = run_alive(
        ("true",), environment=os.environ, folder=tmp_path, report=reports.append, describe=count_lines
    )
    assert (finished.exit_code, reports) == (0, [])


def test_a_command_over_its_limit_ends_with_all_that_it_started(run: Callable[..., Finished]) -> None:
    finished = run("sleep 100 & echo $!; wait", lambda _line: None, limit_seconds=0.5)
    assert finished.exit_code < 0
    # Its output was closed by its end: otherwise this line would not be reached for 100 seconds.
    assert finished.elapsed_seconds < 10


def test_when_the_run_is_interrupted_the_command_ends_too(tmp_path: Path) -> None:
    # The command interrupts the run that started it, as Ctrl-C does, once that waits.
    command = "echo $$ >process; until [ -e waiting ]; do sleep 0.02; done; kill -INT $PPID; exec sleep 100"
    program = (
        # Whoever runs the tests in the background has them ignore the signal, and their children too.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import os, sys; from pathlib import Path; from tools.processes import run_alive\n"
        "folder = Path(sys.argv[1])\n"
        "run_alive(('sh', '-c', sys.argv[2]), environment=os.environ, folder=folder, interval_seconds=0.05,\n"
        "    report=lambda line: (folder / 'waiting').touch(), describe=lambda lines: '')"
    )
    interrupted = subprocess.run(
        [sys.executable, "-c", program, tmp_path, command],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert interrupted.returncode == -signal.SIGINT
    assert "Exception in thread" not in interrupted.stderr
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "process").read_text(encoding="utf-8")), 0)


def test_the_last_words_are_where_programs_put_the_cause() -> None:
    assert Finished(1, ("a", "b", "", "c ", "d", ""), 0).last_words() == "b / c / d"
    assert Finished(7, (), 0).last_words() == "no message, exit code 7"


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_alive(("no-such",), environment={"PATH": ""}, folder=tmp_path, report=print, describe=count_lines)


def test_one_who_waits_for_a_lock_says_so_and_gets_it(tmp_path: Path) -> None:
    path, reports = tmp_path / "lock", []
    is_waiting = threading.Event()

    def note(line: str) -> None:
        reports.append(line)
        is_waiting.set()

    def wait() -> None:
        with locked(path, report=note):
            reports.append("in")

    with locked(path, report=print):
        waiter = threading.Thread(target=wait)
        waiter.start()
        assert is_waiting.wait(10)
        assert "in" not in reports
    waiter.join()
    assert reports[-1] == "in"
    assert f"it holds `{path}`" in reports[0]


def test_a_lock_is_free_again_when_its_holder_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = (
        "import os, signal, sys; from pathlib import Path; from tools.processes import locked\n"
        "with locked(Path(sys.argv[1]), report=print): os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = run_alive(
        (sys.executable, "-c", holder, str(path)),
        environment=os.environ,
        folder=PROJECT,
        report=print,
        describe=count_lines,
    )
    reports: list[str] = []
    with locked(path, report=reports.append):
        assert (killed.exit_code, reports) == (-9, [])
