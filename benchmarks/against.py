"""Holds this tree against an earlier one: `python -m benchmarks.against COMMIT-OR-FOLDER`.

Both do the same jobs in turns, and their processor time is compared. On a machine that others use too, seconds of the
clock say what the others did; processor time does not.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

from benchmarks.stacks import PROGRAMS
from benchmarks.table import Row, compared, render
from examples.sandbox import ROOT

_JOBS: Final = (
    ("`packagestate validate` of 500 files with 60,000 versions", "validate", 500),
    ("no-op preview of 100 packages", "preview", 100),
    ("no-op preview of 1,000 packages", "preview", 1_000),
    ("dispose 1,000 versions in 1,000 packages", "apply", 1_000),
)
_QUICK_JOBS: Final = (("`packagestate validate` of 50 files", "validate", 50), ("no-op preview of 5", "preview", 5))
# The processor time of the same job differs by so much from one time to the next.
_MOST: Final = 1.05


def main(arguments: Sequence[str]) -> int:
    """Measure, and print the table.

    Args:
        arguments: The command line.

    Returns:
        The exit code: 1 where a job takes more than before.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.against", description=__doc__.split("\n", maxsplit=1)[0]
    )
    parser.add_argument("earlier", help="a commit, such as a tag, or the folder of another checkout")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it works")
    parser.add_argument(
        "--repetitions", type=int, default=7, choices=range(1, 10), help="of each job, 1 to 9 (default: %(default)s)"
    )
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    rows = []
    with _tree(options.earlier) as earlier:
        for what, job, size in _QUICK_JOBS if options.quick else _JOBS:
            rows.append(_row(what, (job, str(size)), earlier, options))
            print(" | ".join(filter(None, rows[-1].cells())), file=sys.stderr, flush=True)
    print(render(rows))
    return int(any(row.is_red for row in rows))


@contextmanager
def _tree(earlier: str) -> Iterator[Path]:
    """The folder itself, or the tree of a commit."""
    if Path(earlier).is_dir():
        yield Path(earlier).resolve()
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "earlier"
        _git("worktree", "add", "--detach", "--quiet", str(tree), earlier)
        # The engine runs programs with it; `PYTHONPATH` has them import the earlier tree all the same.
        (tree / ".venv").symlink_to(ROOT / ".venv")
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def _row(what: str, job: Sequence[str], earlier: Path, options: argparse.Namespace) -> Row:
    """Let both do a job in turns."""
    ours, theirs = [], []
    with ExitStack() as stack:
        now, then = (stack.enter_context(_worker(tree, job)) for tree in (ROOT, earlier))
        for _ in range(options.repetitions + 1):
            theirs.append(_once(then))
            ours.append(_once(now))
    # The first one fills caches.
    return compared(what, ours[1:], str(options.earlier), theirs[1:], unit="s of processors", goal=_MOST)


@contextmanager
def _worker(tree: Path, job: Sequence[str]) -> Iterator["subprocess.Popen[str]"]:
    environment = os.environ | {
        "PYTHONPATH": str(tree),
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
    }
    command = [sys.executable, str(PROGRAMS / "one_job.py"), *job]
    with subprocess.Popen(
        command, cwd=tree, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as worker:
        yield worker
        _stream(worker.stdin).close()


def _once(worker: "subprocess.Popen[str]") -> float:
    asked = _stream(worker.stdin)
    asked.write("\n")
    asked.flush()
    return float(_stream(worker.stdout).readline())


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
