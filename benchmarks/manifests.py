"""Loading and validating manifests, against PyYAML's C safe loader, which only loads."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from benchmarks.table import Row, compared
from schemas.load import load

_FILE_COUNT, _QUICK_FILE_COUNT = 500, 50
_PACKAGE_COUNT, _VERSION_COUNT = 12, 10


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure both in turn.

    Args:
        repetition_count: How often.
        is_quick: Fewer files.
    """
    file_count = _QUICK_FILE_COUNT if is_quick else _FILE_COUNT
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(file_count):
            (folder / f"store-{number}.yaml").write_text(_manifest(number), encoding="utf-8")
        ours, theirs = [], []
        for _ in range(repetition_count):
            ours.append(_seconds(lambda: load(folder)))
            theirs.append(_seconds(lambda: [_loaded(file) for file in sorted(folder.iterdir())]))
    version_count = file_count * _PACKAGE_COUNT * _VERSION_COUNT
    what = f"load and validate {file_count} files with {version_count:,} versions"
    yield compared(what, ours, "PyYAML's C safe loader, loading only", theirs, goal=1)


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
