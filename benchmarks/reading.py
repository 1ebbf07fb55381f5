"""Observing and planning, against boto3 merely listing the same versions."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import boto3
from botocore.config import Config

from benchmarks.ground import FULL_QUOTA_SECONDS, LISTS_PER_SECOND, Estate, ground
from benchmarks.table import Row, compared
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.observe import Observer
from packagestate.provider.plan.planner import plan
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.load import load

_ESTATES = (Estate(10, 100), Estate(100, 100), Estate(100, 1_000), Estate(1_000, 100))
_QUICK_ESTATES = (Estate(10, 10),)
_MOST_OF_LISTING, _MOST_GROWTH = 1.15, 11.0
_WORKER_COUNT = ConnectionSettings().worker_count


def rows(repetition_count: int, *, is_quick: bool) -> Iterator[Row]:
    """Measure both in turn, for ten times as many versions each time.

    Args:
        repetition_count: How often.
        is_quick: Few versions.
    """
    before: tuple[int, list[float]] | None = None
    for estate in _QUICK_ESTATES if is_quick else _ESTATES:
        count = estate.package_count * estate.version_count
        ours, theirs = _measure(estate, repetition_count)
        what = f"observe and plan {count:,} versions in {estate.package_count:,} packages"
        yield compared(what, ours, "boto3, merely listing", theirs, goal=_MOST_OF_LISTING)
        # The first second of calls is free, and the others are not: growth is what our own work costs.
        if before is not None and estate.package_count < LISTS_PER_SECOND:
            against = f"the same for {before[0]:,} versions"
            yield compared(what, ours, against, [median(before[1])], goal=_MOST_GROWTH)
        before = count, ours


def _measure(estate: Estate, repetition_count: int) -> tuple[list[float], list[float]]:
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "manifest.yaml").write_text(estate.manifest("Archived", 1), encoding="utf-8")
        desired = load(folder / "manifest.yaml").packages
        with ground(estate.seed(), folder) as place:
            for _ in range(repetition_count):
                time.sleep(FULL_QUOTA_SECONDS)
                theirs.append(listing_seconds(estate, place.url))
                time.sleep(FULL_QUOTA_SECONDS)
                ours.append(_observing_seconds(desired, place.url))
    return ours, theirs


def _observing_seconds(desired: tuple[DesiredPackage, ...], url: str) -> float:
    settings = ConnectionSettings(region="eu-west-1", endpoint=url, lists_per_second=LISTS_PER_SECOND)
    gateway = connect(settings)
    began = time.perf_counter()
    plan(desired, Observer(gateway, settings.worker_count).declared(desired, lambda _done, _total: None))
    return time.perf_counter() - began


def listing_seconds(estate: Estate, url: str) -> float:
    """How long boto3 takes to list the versions of every package, with as many threads as ours.

    Args:
        estate: The packages.
        url: The endpoint's.
    """
    configuration = Config(max_pool_connections=_WORKER_COUNT, retries={"mode": "standard", "total_max_attempts": 10})
    client = boto3.client("codeartifact", endpoint_url=url, region_name="eu-west-1", config=configuration)
    pages = client.get_paginator("list_package_versions")

    def list_versions(package: str) -> int:
        place = {"domain": "acme", "repository": "npm-store", "format": "npm", "package": package}
        return sum(len(page["versions"]) for page in pages.paginate(**place, PaginationConfig={"PageSize": 1000}))

    began = time.perf_counter()
    with ThreadPoolExecutor(_WORKER_COUNT) as executor:
        assert sum(executor.map(list_versions, estate.names)) == estate.package_count * estate.version_count
    return time.perf_counter() - began
