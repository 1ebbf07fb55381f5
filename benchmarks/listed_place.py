"""An endpoint that holds many packages, a folder of manifests, and how long merely listing all of it takes."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from math import ceil
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.config import Config

from benchmarks.ground import FULL_QUOTA_SECONDS, LISTS_PER_SECOND, Ground, ground
from benchmarks.lock_files import Shape
from packagestate.provider.codeartifact import ConnectionSettings

# Source: AWS CodeArtifact API reference, `maxResults` of ListPackages and ListPackageVersions.
PAGE_SIZE: Final = 1_000
WORKER_COUNT: Final = ConnectionSettings().worker_count


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """An endpoint, and the folder of manifests.

    Attributes:
        shape: What the endpoint holds.
        ground: The endpoint.
        folder: The manifests.
    """

    shape: Shape
    ground: Ground
    folder: Path

    @property
    def settings(self) -> ConnectionSettings:
        return ConnectionSettings(region="eu-west-1", endpoint=self.ground.url, lists_per_second=LISTS_PER_SECOND)

    @property
    def least_calls(self) -> int:
        """DescribeDomain, the repositories, the packages of each, the versions of each."""
        shape = self.shape
        sweep_count = shape.repository_count * ceil(shape.package_count / PAGE_SIZE)
        list_count = shape.repository_count * shape.package_count * ceil(shape.version_count / PAGE_SIZE)
        return 1 + ceil(shape.repository_count / PAGE_SIZE) + sweep_count + list_count

    def bare_listing_seconds(self) -> float:
        """How long boto3 takes to list the same, with as many threads as ours."""
        configuration = Config(
            max_pool_connections=WORKER_COUNT, retries={"mode": "standard", "total_max_attempts": 10}
        )
        client = boto3.client(
            "codeartifact", endpoint_url=self.ground.url, region_name="eu-west-1", config=configuration
        )

        def items(operation: str, key: str, **place: str) -> list[dict[str, Any]]:
            pages = client.get_paginator(operation).paginate(
                domain="acme", format="npm", **place, PaginationConfig={"PageSize": PAGE_SIZE}
            )
            return [each for page in pages for each in page[key]]

        def packages(repository: str) -> list[tuple[str, str]]:
            return [(repository, each["package"]) for each in items("list_packages", "packages", repository=repository)]

        def versions(place: tuple[str, str]) -> int:
            repository, package = place
            return len(items("list_package_versions", "versions", repository=repository, package=package))

        self.settle()
        began = time.perf_counter()
        with ThreadPoolExecutor(WORKER_COUNT) as executor:
            found = chain.from_iterable(executor.map(packages, self.shape.repositories))
            assert sum(executor.map(versions, found)) == self.shape.held_count
        return time.perf_counter() - began

    def settle(self) -> None:
        """Begin with a full quota, and with no calls that are counted."""
        time.sleep(FULL_QUOTA_SECONDS)
        self.ground.calls()


@contextmanager
def listed_place(shape: Shape) -> Iterator[ListedPlace]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "packages").mkdir()
        with ground(shape.seed(), folder) as place:
            yield ListedPlace(shape, place, folder / "packages")
