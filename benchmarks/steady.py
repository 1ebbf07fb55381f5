"""Runs that find nothing to do, or one drifted version; and what the state and the processes weigh."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import boto3

from benchmarks.ground import Estate, ground
from benchmarks.reading import listing_seconds
from benchmarks.stacks import preview, run, stack, up
from benchmarks.table import Row, compared
from benchmarks.watch import Watched
from examples.sandbox import STACK, Sandbox

_ESTATES = (Estate(100, 10), Estate(1_000, 10), Estate(5_000, 30))
_QUICK_ESTATES = (Estate(5, 10),)
_MOST_OF_FLOOR = 1.15
_MOST_STATE_BYTES = 1_800
_MOST_MEMORY_MIB = 1.2 * 1024
_STATE_VERSION_COUNT = 10
# From so many packages on, the time is that of the packages and not that of the start of the processes.
_MEASURED_COUNT = 100
# The goal of the memory is that of a stack with more packages than these.
_LARGE_COUNT = 1_000


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure every size.

    Args:
        repetition_count: How often.
        is_quick: A small size only.
    """
    for estate in _QUICK_ESTATES if is_quick else _ESTATES:
        with tempfile.TemporaryDirectory() as folder:
            yield from _rows_of(estate, Path(folder), repetition_count)


def _rows_of(estate: Estate, folder: Path, repetition_count: int) -> Iterator[Row]:
    sizes = f"{estate.package_count:,} packages of {estate.version_count} versions"
    with ground(estate.seed(), folder) as place:
        ours, floor = stack(folder / "ours", place.url), stack(folder / "floor", place.url, "trivial")
        floor.variables["RESOURCE_COUNT"] = str(estate.package_count)
        ours.declare(estate.manifest())
        up(ours)
        up(floor)
        place.calls()
        series: list[tuple[Watched, Watched, float]] = []
        calls: list[int] = []
        for _ in range(repetition_count):
            own = preview(ours)
            calls.append(place.calls().total())
            series.append((own, preview(floor), listing_seconds(estate, place.url)))
            place.calls()
        seconds = [own.seconds for own, _, _ in series]
        least = [trivial.seconds + listing for _, trivial, listing in series]
        goal = _MOST_OF_FLOOR if estate.package_count >= _MEASURED_COUNT else None
        yield compared(f"no-op preview, {sizes}", seconds, "trivial resources and bare listing", least, goal=goal)
        yield compared(
            f"no-op preview, {sizes}", calls, "the least calls", [estate.package_count], unit="calls", goal=1
        )
        yield _drift(estate, ours, place.url, sizes, median(seconds))
        yield from _weights(estate, ours, floor, series, sizes)


def _drift(estate: Estate, ours: Sandbox, url: str, sizes: str, steady_seconds: float) -> Row:
    """A preview after somebody else changed one version."""
    client = boto3.client("codeartifact", endpoint_url=url, region_name="eu-west-1")
    client.update_package_versions_status(
        domain="acme",
        repository="npm-store",
        format="npm",
        package=estate.names[0],
        versions=[estate.versions[0]],
        targetStatus="Archived",
    )
    found = run(ours, "preview")
    assert "Archived -> Published" in found.text
    return compared(f"preview of one drifted version, {sizes}", [found.seconds], "the no-op preview", [steady_seconds])


def _weights(
    estate: Estate, ours: Sandbox, floor: Sandbox, series: list[tuple[Watched, Watched, float]], sizes: str
) -> Iterator[Row]:
    """The sizes of the state and of each process."""
    if estate.version_count == _STATE_VERSION_COUNT:
        beyond_bytes = (_state_bytes(ours) - _state_bytes(floor)) / estate.package_count
        yield Row(
            f"state of a package of {_STATE_VERSION_COUNT} versions beyond a trivial resource",
            beyond_bytes,
            "the most it may be",
            _MOST_STATE_BYTES,
            "B",
            goal=1,
        )
    for role in ("engine", "program", "plugin"):
        own = [each.usages[role].memory_bytes / 2**20 for each, _, _ in series]
        trivial = [each.usages[role].memory_bytes / 2**20 for _, each, _ in series]
        yield compared(f"memory of the {role}, {sizes}", own, "trivial resources", trivial, unit="MiB")
    total = [own.memory_bytes / 2**20 for own, _, _ in series]
    goal = 1 if estate.package_count > _LARGE_COUNT else None
    yield compared(
        f"memory of all processes, {sizes}", total, "the most it may be", [_MOST_MEMORY_MIB], unit="MiB", goal=goal
    )


def _state_bytes(sandbox: Sandbox) -> int:
    return next((sandbox.folder / "state").rglob(f"stacks/**/{STACK}.json")).stat().st_size
