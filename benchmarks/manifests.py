"""Loading and validating manifests, as a function and as a command, against what PyYAML takes to load them.

The function is measured as the command and the program call it, which look for garbage rarely or never; PyYAML is
measured in the same process, so it gains by that too.
"""

import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from benchmarks.table import Row, compared
from examples.sandbox import ROOT
from packagestate.provider.runtime import prepare_command
from packagestate.schemas.load import load

_FILE_COUNT, _QUICK_FILE_COUNT = 500, 50
_PACKAGE_COUNT, _VERSION_COUNT = 12, 10
# Half a second is little, and what else the machine does is in it: a command is measured more often.
_COMMAND_FACTOR = 5
# As the script does that an installation makes.
_VALIDATE = "from packagestate.provider.cli import run; run()"


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure both in turn, in this process and in processes of their own.

    Args:
        repetition_count: How often.
        is_quick: Fewer files.
    """
    file_count = _QUICK_FILE_COUNT if is_quick else _FILE_COUNT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(file_count):
            (folder / f"store-{number}.yaml").write_text(_manifest(number), encoding="utf-8")
        ours, theirs, our_command, their_command = [], [], [], []
        with as_in_a_command():
            for _ in range(repetition_count):
                ours.append(_seconds(lambda: load(folder)))
                theirs.append(_seconds(lambda: [_loaded(file) for file in sorted(folder.iterdir())]))
        for _ in range(_COMMAND_FACTOR * repetition_count):
            our_command.append(_seconds(lambda: _run("-c", _VALIDATE, "validate", str(folder))))
            their_command.append(_seconds(lambda: _run("benchmarks/programs/load_manifests.py", str(folder))))
    what = f"{file_count} files with {file_count * _PACKAGE_COUNT * _VERSION_COUNT:,} versions"
    yield compared(f"load and validate {what}", ours, "PyYAML's C safe loader, loading only", theirs, goal=1)
    yield compared(f"`packagestate validate`, {what}", our_command, "a script with that loader", their_command, goal=1)


@contextmanager
def as_in_a_command() -> Iterator[None]:
    """Look for garbage as rarely as the command does."""
    thresholds = gc.get_threshold()
    prepare_command()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _loaded(file: Path) -> object:
    return yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _manifest(number: int) -> str:
    lines = ["domain: acme", f"repository: store-{number}", "format: npm", "packages:"]
    for package in range(_PACKAGE_COUNT):
        lines += [f"  package-{package}:", "    versions:"]
        lines += [f'      "{package}.{version}.0": {_STATUSES[version % 3]}' for version in range(_VERSION_COUNT)]
    return "\n".join([*lines, ""])


_STATUSES = ("Published", "Archived", '{status: Disposed, reason: "compromised release"}')
