"""Advisories against merely listing what they are held against, and the memory that a large export takes."""

import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.listed_place import WORKER_COUNT, ListedPlace, listed_place
from benchmarks.lock_files import Shape
from benchmarks.manifests import as_in_a_command
from benchmarks.table import Row, compared
from benchmarks.watch import watch_command
from packagestate.provider.advisories.resolving import resolve_feeds
from packagestate.provider.codeartifact import connect
from packagestate.schemas.load import load

_SHAPE, _QUICK_SHAPE = Shape(1, 5_000, 30), Shape(1, 20, 6)
_RECORD_COUNT, _QUICK_RECORD_COUNT = 10_000, 40
_EXPORT_COUNT, _QUICK_EXPORT_COUNT = 200_000, 400
_SECONDS_BEYOND: Final = 2.0
_MOST_MEMORY_MIB: Final = 300 * 1_000**2 / 2**20
_FEED: Final = """\
domain: acme
repositories: all
format: npm
advisories:
  malware: {from: records, kinds: [malware], status: Archived, origin: [INTERNAL]}
"""


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure all of it.

    Args:
        repetition_count: How often ours is measured.
        is_quick: Small sizes.
    """
    shape, count = (_QUICK_SHAPE, _QUICK_RECORD_COUNT) if is_quick else (_SHAPE, _RECORD_COUNT)
    with listed_place(shape) as place, as_in_a_command():
        (place.folder / "malware.yaml").write_text(_FEED, encoding="utf-8")
        yield from _resolving_rows(place, count, repetition_count)
        yield from _adding_rows(place, _QUICK_EXPORT_COUNT if is_quick else _EXPORT_COUNT)


def _resolving_rows(place: ListedPlace, record_count: int, repetition_count: int) -> Iterator[Row]:
    folder = place.folder / "records"
    folder.mkdir()
    packages = place.shape.packages
    for number in range(record_count):
        package = packages[number % len(packages)]
        (folder / f"MAL-1-{number}.json").write_bytes(_record(f"MAL-1-{number}", package))
    ours, theirs, calls = [], [], []
    for _ in range(repetition_count):
        theirs.append(place.bare_listing_seconds() + _SECONDS_BEYOND)
        ours.append(_resolving_seconds(place))
        calls.append(place.ground.calls().total())
    what = f"resolve {record_count:,} advisories, {place.shape}"
    yield compared(what, ours, "boto3, merely listing, and 2 s", theirs, goal=1)
    yield compared(what, calls, "the least calls", [place.least_calls], unit="calls", goal=1)
    shutil.rmtree(folder)


def _resolving_seconds(place: ListedPlace) -> float:
    """How long it takes to load the advisories, and to find out what they mean."""
    place.settle()
    began = time.perf_counter()
    stated = load(place.folder)
    found = resolve_feeds(connect(place.settings), stated.advisories, stated.feed_locks, WORKER_COUNT)
    assert sum(len(package.lines) for lock in found.locks for package in lock.packages) > 0
    return time.perf_counter() - began


def _adding_rows(place: ListedPlace, record_count: int) -> Iterator[Row]:
    """The memory of the command, over an export of which the domain holds a little."""
    file = place.folder.parent / "all.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(record_count):
            archive.writestr(f"npm/MAL-2-{number}.json", _record(f"MAL-2-{number}", f"elsewhere-{number}"))
        archive.writestr("npm/MAL-3-1.json", _record("MAL-3-1", place.shape.packages[1]))
    place.settle()
    options = ("--region", "eu-west-1", "--endpoint", place.ground.url, "--manifests", str(place.folder))
    watched = watch_command(("advisories", "add", str(file), *options), Path(place.folder.parent))
    assert watched.exit_code == 0, watched.text
    assert f"{record_count + 1:,} records: 1 new" in watched.text, watched.text
    memory = [watched.memory_bytes / 2**20]
    what = f"memory of `packagestate advisories add`, {record_count:,} records"
    yield compared(what, memory, "the most it may be", [_MOST_MEMORY_MIB], unit="MiB", goal=1)


def _record(advisory: str, package: str) -> bytes:
    ranges = [{"type": "SEMVER", "events": [{"introduced": "1.1.0"}, {"fixed": "1.2.0"}]}]
    affected = {"package": {"ecosystem": "npm", "name": package}, "versions": ["9.9.9"], "ranges": ranges}
    prose = {"summary": f"Malicious code in {package}", "details": "x" * 800}
    return json.dumps({"id": advisory, "modified": "2025-09-08T13:00:00Z", "affected": [affected], **prose}).encode()
