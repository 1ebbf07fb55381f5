"""Disposing n of m versions in p packages: against the least that is possible, and against what people use today."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

from benchmarks.ground import LISTS_PER_SECOND, WRITES_PER_SECOND, Estate, ground
from benchmarks.rivals import one_resource_per_version, rivals
from benchmarks.stacks import stack, up
from benchmarks.table import Row, compared

# Source: AWS CodeArtifact API reference: `maxResults` of ListPackageVersions, `versions` of DisposePackageVersions.
_LISTED_COUNT: Final = 1_000
_BATCH_COUNT: Final = 100

# From so many packages on, the goals hold: below, the start of the engine is most of the time.
_LARGE_COUNT: Final = 1_000
_MOST_OF_BOUND: Final = 1.2


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be disposed.

    Attributes:
        estate: The packages.
        changed_count: How many versions of each are disposed.
    """

    estate: Estate
    changed_count: int

    @property
    def list_count(self) -> int:
        """The fewest list calls."""
        return self.estate.package_count * ceil(self.estate.version_count / _LISTED_COUNT)

    @property
    def write_count(self) -> int:
        """The fewest writes."""
        return self.estate.package_count * ceil(self.changed_count / _BATCH_COUNT)

    @property
    def bound_seconds(self) -> float:
        """The least time that AWS's quotas allow; lists and writes do not overlap, since limits see the whole plan."""
        return self.list_count / LISTS_PER_SECOND + self.write_count / WRITES_PER_SECOND

    @property
    def is_large(self) -> bool:
        """Whether the goals hold for it."""
        return self.estate.package_count >= _LARGE_COUNT

    def __str__(self) -> str:
        """The job with its sizes."""
        package_count, changed_count = self.estate.package_count, self.changed_count * self.estate.package_count
        total_count = package_count * self.estate.version_count
        return f"dispose {changed_count:,} of {total_count:,} versions in {package_count:,} packages"


JOBS: Final = (
    Job(Estate(1, 30), 1),
    Job(Estate(20, 10), 1),
    Job(Estate(1_000, 10), 1),
    Job(Estate(1_000, 110), 20),
    Job(Estate(2_000, 10), 1),
)
QUICK_JOBS: Final = (Job(Estate(2, 10), 1),)


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure every job.

    Args:
        repetition_count: How often ours is measured.
        is_quick: Only a small job.
    """
    for job in QUICK_JOBS if is_quick else JOBS:
        with tempfile.TemporaryDirectory() as folder:
            yield from _rows_of(job, Path(folder), repetition_count)


def _rows_of(job: Job, folder: Path, repetition_count: int) -> Iterator[Row]:
    seconds, calls = _ours(job, folder, repetition_count)
    yield compared(
        str(job),
        seconds,
        "the least time by AWS's quotas",
        [job.bound_seconds],
        goal=_MOST_OF_BOUND if job.is_large else None,
    )
    yield compared(str(job), calls, "the least calls", [job.list_count + job.write_count], unit="calls", goal=1)
    for name, rival_seconds in _rivals(job, folder):
        yield compared(str(job), seconds, name, [rival_seconds], goal=1 if job.is_large else None)


def _ours(job: Job, folder: Path, repetition_count: int) -> tuple[list[float], list[int]]:
    """Dispose other versions in each round, and say how long each took and how many calls it made."""
    seconds, calls = [], []
    with ground(job.estate.seed(), folder) as place:
        sandbox = stack(folder / "ours", place.url)
        sandbox.declare(job.estate.manifest())
        up(sandbox)
        place.calls()
        for number in range(1, repetition_count + 1):
            sandbox.declare(job.estate.manifest("Disposed", number * job.changed_count))
            seconds.append(up(sandbox).seconds)
            calls.append(place.calls().total())
    return seconds, calls


def _rivals(job: Job, folder: Path) -> Iterator[tuple[str, float]]:
    """Let each rival do the job once, on an endpoint of its own."""
    chosen = dict.fromkeys(job.estate.names, job.estate.versions[: job.changed_count])
    for number, (name, run) in enumerate(rivals(is_small=not job.is_large).items()):
        if job.is_large and job.changed_count > 1 and "one call" in name:
            continue  # It would take a quarter of an hour, and the rows above it say how much worse it is.
        own = folder / f"rival-{number}"
        own.mkdir()
        with ground(job.estate.seed(), own) as place:
            yield name, run(chosen, place.url, own)
    if job.estate.package_count * job.estate.version_count <= 10 * _LARGE_COUNT:
        own = folder / "rival-versions"
        own.mkdir()
        yield "Pulumi, one resource per version", one_resource_per_version(job.estate, job.changed_count, own)
