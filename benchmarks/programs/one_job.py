"""Does one job of the tree in whose folder it runs, once for each line that it reads, and says what that took.

It is told the job and its size: `validate`, `preview` or `apply`, and how many files or packages. It answers with the
processor time of all processes of the job, in seconds. What is made beforehand does not count, nor does the endpoint.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from benchmarks import manifests
from benchmarks.ground import Estate, ground
from benchmarks.stacks import preview, stack, up
from examples.sandbox import ROOT, Sandbox

# Of each package one version more is disposed each time.
_VERSION_COUNT = 11
_VALIDATE = "from packagestate.provider.cli import run; run()"


@contextmanager
def validate(file_count: int) -> Iterator[Callable[[], object]]:
    """Check manifests."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(file_count):
            (Path(folder) / f"store-{number}.yaml").write_text(manifests._manifest(number), encoding="utf-8")  # noqa: SLF001 - it has this name in every tree
        command = [sys.executable, "-c", _VALIDATE, "validate", folder]
        yield lambda: subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _up_to_date(estate: Estate) -> Iterator[Sandbox]:
    """A stack where nothing is to be done."""
    with tempfile.TemporaryDirectory() as folder, ground(estate.seed(), Path(folder)) as place:
        ours = stack(Path(folder) / "ours", place.url)
        ours.declare(estate.manifest())
        up(ours)
        yield ours


@contextmanager
def no_change(package_count: int) -> Iterator[Callable[[], object]]:
    """Preview a stack where nothing is to be done."""
    with _up_to_date(Estate(package_count, _VERSION_COUNT)) as ours:
        yield lambda: preview(ours)


@contextmanager
def apply(package_count: int) -> Iterator[Callable[[], object]]:
    """Dispose another version of each package."""
    estate, counts = Estate(package_count, _VERSION_COUNT), iter(range(1, _VERSION_COUNT))
    with _up_to_date(estate) as ours:

        def dispose() -> None:
            ours.declare(estate.manifest("Disposed", next(counts)))
            up(ours)

        yield dispose


def main(job: str, size: int, asked: TextIO) -> None:
    """Answer each line.

    Args:
        job: The name of the job.
        size: How large it is.
        asked: Where a line stands for each time.
    """
    with {"validate": validate, "preview": no_change, "apply": apply}[job](size) as run:
        for _ in asked:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run()
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.stdin)
