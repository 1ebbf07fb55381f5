"""A wave of compromised releases in a whole domain: one manifest, against scripts, by seconds and by calls.

Every round disposes other versions of the same packages, so that the endpoint is filled once.
"""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.config import Config

from benchmarks.ground import FULL_QUOTA_SECONDS, LISTS_PER_SECOND, WRITES_PER_SECOND, Ground, ground
from benchmarks.rivals import script
from benchmarks.stacks import stack, up
from benchmarks.table import Row, compared
from examples.sandbox import Sandbox
from packagestate.provider.codeartifact import ConnectionSettings

# Source: AWS CodeArtifact API reference, `maxResults` of ListPackages.
_PAGE_SIZE: Final = 1_000
_MOST_OF_BOUND: Final = 1.2
_WORKER_COUNT: Final = ConnectionSettings().worker_count
_RIVALS: Final = {
    "sweep": "boto3, the least calls, without guards",
    "each": "boto3, a call for each package and for each version",
}


@dataclass(frozen=True, slots=True)
class Wave:
    """What there is, and what of it is compromised.

    Attributes:
        repository_count: The repositories of the domain.
        other_count: How many packages each of them holds that the wave did not touch.
        package_count: How many packages were compromised.
        release_count: How many releases of these packages.
    """

    repository_count: int
    other_count: int
    package_count: int
    release_count: int

    @property
    def repositories(self) -> list[str]:
        """The repositories."""
        return [f"team-{number:03d}" for number in range(self.repository_count)]

    def releases(self, number: int) -> dict[str, list[str]]:
        """The compromised releases of one round, by package; of some packages one more than of others.

        Args:
            number: The round.
        """
        least_count, more_count = divmod(self.release_count, self.package_count)
        return {
            f"compromised-{index:04d}": [
                f"{number}.{release}.0" for release in range(least_count + (index < more_count))
            ]
            for index in range(self.package_count)
        }

    def holders(self, index: int) -> set[int]:
        """The repositories that hold a package: one package is everywhere, and the others are in one to five.

        Args:
            index: The number of the package.
        """
        count = self.repository_count if index == 0 else 1 + index % 5
        return {(7 * index + 11 * each) % self.repository_count for each in range(min(count, self.repository_count))}

    @property
    def copy_count(self) -> int:
        """In how many places there is one of the packages."""
        return sum(len(self.holders(index)) for index in range(self.package_count))

    @property
    def held_count(self) -> int:
        """How many packages the repositories hold together."""
        return self.repository_count * self.other_count + self.copy_count

    @property
    def sweep_count(self) -> int:
        """The fewest calls that tell which packages the repositories hold."""
        held = [self.other_count] * self.repository_count
        for index in range(self.package_count):
            for place in self.holders(index):
                held[place] += 1
        return sum(ceil(count / _PAGE_SIZE) for count in held)

    @property
    def least_call_count(self) -> int:
        """The repositories, a sweep of each, the versions of what it holds, and a write for each of these."""
        return ceil(self.repository_count / _PAGE_SIZE) + self.sweep_count + 2 * self.copy_count

    @property
    def sweep_seconds(self) -> float:
        """The least time of the sweeps by AWS's quotas."""
        return self.sweep_count / LISTS_PER_SECOND

    @property
    def remaining_seconds(self) -> float:
        """That of the lists and the writes, which do not overlap, since limits see the whole plan."""
        return self.copy_count / LISTS_PER_SECOND + self.copy_count / WRITES_PER_SECOND

    def seed(self, round_count: int) -> dict[str, Any]:
        """What an endpoint holds at first.

        Args:
            round_count: How many rounds there will be.
        """
        packages: list[dict[str, Any]] = [
            {f"package-{number:05d}": {"versions": ["1.0.0"]} for number in range(self.other_count)}
            for _ in self.repositories
        ]
        rounds = [self.releases(number) for number in range(round_count)]
        for index, name in enumerate(rounds[0]):
            versions = [version for each in rounds for version in each[name]]
            for place in self.holders(index):
                packages[place][name] = {"versions": versions}
        held = zip(self.repositories, packages, strict=True)
        repositories = {name: {"packages": {"npm": each}} for name, each in held}
        return {"content": False, "domains": {"acme": {"repositories": repositories}}}

    def manifest(self, number: int) -> str:
        """Dispose the releases of one round in the whole domain.

        Args:
            number: The round.
        """
        body = "".join(
            f"  {name}:\n    versions:\n" + "".join(f'      "{version}": Disposed\n' for version in versions)
            for name, versions in self.releases(number).items()
        )
        return f"domain: acme\nrepositories: all\nformat: npm\npackages:\n{body}"

    def __str__(self) -> str:
        """The wave with its sizes."""
        sizes = (
            f"{self.package_count:,} packages, {self.release_count:,} versions, {self.repository_count} repositories"
        )
        return f"incident: {sizes} of {self.other_count:,} packages"


WAVE: Final = Wave(60, 4_500, 434, 1_782)
QUICK_WAVE: Final = Wave(4, 20, 6, 9)


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure the incident.

    Args:
        repetition_count: How often ours is measured.
        is_quick: Only a small one.
    """
    wave = QUICK_WAVE if is_quick else WAVE
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ground(wave.seed(repetition_count + 1 + len(_RIVALS)), folder) as place:
            yield from _rows_of(wave, place, folder, repetition_count, is_quick=is_quick)


def _rows_of(wave: Wave, place: Ground, folder: Path, repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    seconds, bounds, calls = [], [], []
    for number in range(repetition_count):
        # Nothing is recorded of a wave that has just begun.
        sandbox = stack(folder / f"ours-{number}", place.url)
        sandbox.declare(wave.manifest(number))
        time.sleep(FULL_QUOTA_SECONDS)
        bounds.append(_bare_sweep_seconds(wave, place.url) + wave.remaining_seconds)
        seconds.append(_up_seconds(sandbox, place))
        calls.append(place.calls().total())
    sandbox.declare(wave.manifest(repetition_count))
    again_seconds = _up_seconds(sandbox, place)
    least_seconds = wave.sweep_seconds + wave.remaining_seconds
    goal = None if is_quick else _MOST_OF_BOUND
    yield compared(str(wave), seconds, "the least time by AWS's quotas", [least_seconds])
    # The endpoint takes longer for a page of 1,000 packages than the quotas do.
    yield compared(str(wave), seconds, "a bare sweep, and the rest by AWS's quotas", bounds, goal=goal)
    yield compared(str(wave), calls, "the least calls", [wave.least_call_count], unit="calls", goal=1)
    # The engine and the plugin compare each resource of the first wave with what is declared now.
    again = f"{wave}, after a wave of the same packages"
    yield compared(again, [again_seconds], "a bare sweep, and the rest by AWS's quotas", bounds)
    for number, (kind, name) in enumerate(_RIVALS.items(), repetition_count + 1):
        time.sleep(FULL_QUOTA_SECONDS)
        rival_seconds = script(kind, "domain_scripts")(wave.releases(number), place.url, folder)
        rival_calls = place.calls()
        assert rival_calls["DisposePackageVersions"] >= wave.copy_count
        # The one with the least calls writes without having seen what it will do as a whole, and guards nothing.
        is_compared = kind == "each" and not is_quick
        yield compared(str(wave), seconds, name, [rival_seconds], goal=1 if is_compared else None)
        yield compared(str(wave), calls, name, [rival_calls.total()], unit="calls", goal=1)


def _up_seconds(sandbox: Sandbox, place: Ground) -> float:
    """How long a run takes that begins with a full quota; the endpoint has counted its calls alone."""
    time.sleep(FULL_QUOTA_SECONDS)
    place.calls()
    return up(sandbox).seconds


def _bare_sweep_seconds(wave: Wave, url: str) -> float:
    """How long boto3 takes to list the packages of every repository, with as many threads as ours."""
    configuration = Config(max_pool_connections=_WORKER_COUNT, retries={"mode": "standard", "total_max_attempts": 10})
    client = boto3.client("codeartifact", endpoint_url=url, region_name="eu-west-1", config=configuration)
    pages = client.get_paginator("list_packages")

    def count(repository: str) -> int:
        found = pages.paginate(
            domain="acme", repository=repository, format="npm", PaginationConfig={"PageSize": _PAGE_SIZE}
        )
        return sum(len(page["packages"]) for page in found)

    began = time.perf_counter()
    with ThreadPoolExecutor(_WORKER_COUNT) as executor:
        assert sum(executor.map(count, wave.repositories)) == wave.held_count
    return time.perf_counter() - began
