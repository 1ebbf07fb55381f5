"""Making the lock against merely listing the same, a preview with a large lock, and both against a script.

What is listed is the least: the packages of each repository by ListPackages, then the versions of each of them.
"""

import shutil
import time
from collections.abc import Iterator
from typing import Final

from benchmarks.listed_place import WORKER_COUNT, ListedPlace, listed_place
from benchmarks.lock_files import SHAPE_OF_100_000, Shape, loading_rows, write_lock
from benchmarks.manifests import as_in_a_command
from benchmarks.retention import retention_rows
from benchmarks.table import Row, compared
from benchmarks.watch import watch_command
from packagestate.provider.choices.reading import read_locked
from packagestate.provider.choices.telling import Report
from packagestate.provider.choices.writing import write
from packagestate.provider.codeartifact import connect
from packagestate.provider.configuration.stack import StackConfiguration
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.resolving import resolve
from packagestate.provider.plan.limits import Limits
from packagestate.provider.program.planning import plan_manifests
from packagestate.schemas.load import load
from packagestate.schemas.locked import LOCK_FOLDER

_MOST_OF_LISTING: Final = 1.15
_MOST_MEMORY_MIB: Final = 500 * 1_000**2 / 2**20
_LOCKED: Final = Shape(1, 5_000, 30)
_QUICK_LOCKED, _QUICK_LOADED = Shape(1, 20, 6), Shape(3, 4, 5)
# The lower half of the versions is Archived. What `aged` matches is so already, or kept: nobody has to ask for its age.
_RULES: Final = """\
domain: acme
repositories: all
format: npm
rules:
  recent:
    packages: ["*"]
    keep: {{latest: {kept_count}}}
  low:
    packages: ["*"]
    match: {{versions: "<1.{low_count}.0"}}
    status: Archived
  aged:
    packages: ["*"]
    match: {{olderThan: 180d, versions: "<1.{low_count}.0"}}
    status: Archived
"""


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure all of it.

    Args:
        repetition_count: How often ours is measured.
        is_quick: Small sizes.
    """
    loaded = _QUICK_LOADED if is_quick else SHAPE_OF_100_000
    yield from loading_rows(loaded, repetition_count)
    with listed_place(_QUICK_LOCKED if is_quick else _LOCKED) as place, as_in_a_command():
        yield from _locking_rows(place, repetition_count, is_quick=is_quick)
    with listed_place(loaded) as place, as_in_a_command():
        yield from _preview_rows(place, repetition_count)
    yield from retention_rows(is_quick=is_quick)


def _locking_rows(place: ListedPlace, repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    shape = place.shape
    low_count = shape.version_count // 2
    rules = _RULES.format(kept_count=shape.version_count - low_count, low_count=low_count)
    (place.folder / "rules.yaml").write_text(rules, encoding="utf-8")
    ours, theirs, calls, ages = [], [], [], []
    for _ in range(repetition_count):
        theirs.append(place.bare_listing_seconds())
        ours.append(_locking_seconds(place))
        counted = place.ground.calls()
        calls.append(counted.total())
        ages.append(counted["DescribePackageVersion"])
    stated = load(place.folder)
    assert sum(len(each.lines) for lock in stated.locks for each in lock.packages) == shape.package_count * low_count
    what = f"lock, {shape}"
    yield compared(what, ours, "boto3, merely listing", theirs, goal=None if is_quick else _MOST_OF_LISTING)
    yield compared(what, calls, "the least calls", [place.least_calls], unit="calls", goal=1)
    yield compared(what, ages, "ages that nothing else decides", [0], unit="calls", goal=1)
    place.settle()
    options = ("--region", "eu-west-1", "--endpoint", place.ground.url)
    watched = watch_command(("lock", "--check", str(place.folder), *options), place.folder.parent)
    assert watched.exit_code == 0, watched.text
    memory = [watched.memory_bytes / 2**20]
    yield compared(
        f"memory of `packagestate lock`, {shape}", memory, "the most it may be", [_MOST_MEMORY_MIB], unit="MiB", goal=1
    )


def _locking_seconds(place: ListedPlace) -> float:
    """How long it takes to load the rules, to resolve them, and to write the lock anew."""
    shutil.rmtree(place.folder / LOCK_FOLDER, ignore_errors=True)
    place.settle()
    began = time.perf_counter()
    stated = load(place.folder)
    question = Question(stated.rules, stated.locks, owner_of=stated.owner_of)
    resolved = resolve(connect(place.settings), question, WORKER_COUNT)
    report = Report(resolved)
    assert tuple(write(place.folder, report.before, report.after))
    return time.perf_counter() - began


def _preview_rows(place: ListedPlace, repetition_count: int) -> Iterator[Row]:
    write_lock(place.folder, place.shape)
    ours, theirs, calls = [], [], []
    for _ in range(repetition_count):
        theirs.append(place.bare_listing_seconds())
        ours.append(_planning_seconds(place))
        calls.append(place.ground.calls().total())
    what = f"load and plan {place.shape.held_count:,} lines of the lock, {place.shape}"
    yield compared(what, ours, "boto3, merely listing", theirs)
    yield compared(what, calls, "a sweep, and a list of each package", [place.least_calls], unit="calls")


def _planning_seconds(place: ListedPlace) -> float:
    place.settle()
    began = time.perf_counter()
    stated, gateway = load(place.folder), connect(place.settings)
    locked = read_locked(gateway, stated.choices, stated.owner_of)
    configuration = StackConfiguration(place.folder, place.settings, Limits())
    planned = plan_manifests(gateway, stated, configuration, lambda _done, _total: None, locked=locked)
    assert len(list(planned.plan.all_changes)) == place.shape.repository_count * place.shape.package_count
    return time.perf_counter() - began
