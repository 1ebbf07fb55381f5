"""What somebody in a hurry writes: dispose versions in all repositories of a domain, with threads and without a guard.

`python domain_scripts.py sweep FILE` lists what each repository holds, then the versions of what is wanted, and
disposes them 100 a call. `python domain_scripts.py each FILE` asks each repository for each package, and disposes each
version by itself. FILE is JSON, package to versions.
"""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

# As many calls at once as AWS's quotas of 200 and 100 a second take of calls of 50 ms.
READER_COUNT, WRITER_COUNT = 12, 6
MOST_VERSIONS = {"sweep": 100, "each": 1}

Batch = tuple[str, str, list[str]]

kind, wanted = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
retries = {"mode": "standard", "total_max_attempts": 10}
client = boto3.client("codeartifact", config=Config(max_pool_connections=READER_COUNT, retries=retries))


def all_of(operation: str, key: str, **parameters: str) -> Iterator[dict[str, Any]]:
    pages = client.get_paginator(operation).paginate(domain="acme", **parameters, PaginationConfig={"PageSize": 1000})
    return (each for page in pages for each in page[key])


def held(repository: str) -> list[tuple[str, str]]:
    packages = all_of("list_packages", "packages", repository=repository, format="npm")
    return [(repository, each["package"]) for each in packages if each["package"] in wanted]


def batches_of(place: tuple[str, str]) -> list[Batch]:
    repository, package = place
    try:
        found = list(all_of("list_package_versions", "versions", repository=repository, format="npm", package=package))
    except client.exceptions.ResourceNotFoundException:
        return []
    versions = [each["version"] for each in found if each["version"] in wanted[package]]
    size = MOST_VERSIONS[kind]
    return [(repository, package, versions[start : start + size]) for start in range(0, len(versions), size)]


def dispose(batch: Batch) -> None:
    repository, package, versions = batch
    answer = client.dispose_package_versions(
        domain="acme", repository=repository, format="npm", package=package, versions=versions
    )
    assert not answer["failedVersions"]


with ThreadPoolExecutor(READER_COUNT) as readers, ThreadPoolExecutor(WRITER_COUNT) as writers:
    repositories = [each["name"] for each in all_of("list_repositories_in_domain", "repositories")]
    places = (
        [place for each in readers.map(held, repositories) for place in each]
        if kind == "sweep"
        else list(product(repositories, wanted))
    )
    batches = [batch for each in readers.map(batches_of, places) for batch in each]
    list(writers.map(dispose, batches))
