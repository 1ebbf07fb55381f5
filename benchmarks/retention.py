"""Retiring all but the newest releases: rules, the lock and a run, against the script that people run on a schedule."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import boto3

from benchmarks.ground import Ground, ground
from benchmarks.lock_files import Shape
from benchmarks.stacks import PROGRAMS, stack, up
from benchmarks.table import Row, compared
from benchmarks.watch import watch_command

_ESTATE, _QUICK_ESTATE = Shape(1, 50, 30), Shape(1, 2, 5)
_RULES: Final = """\
domain: acme
repository: {repository}
format: npm
rules:
  newest:
    packages: ["*"]
    keep: {{latest: {kept_count}}}
  others:
    packages: ["*"]
    match: {{status: [Published]}}
    status: Archived
"""


def retention_rows(*, is_quick: bool) -> Iterator[Row]:
    """Measure both, each once on an endpoint of its own.

    Args:
        is_quick: A small size.
    """
    estate = _QUICK_ESTATE if is_quick else _ESTATE
    kept_count = estate.version_count * 2 // 3
    with tempfile.TemporaryDirectory() as name:
        our_seconds, our_calls = _ours(estate, kept_count, Path(name) / "ours")
        their_seconds, their_calls = _theirs(estate, kept_count, Path(name) / "theirs")
    what = f"keep {kept_count} of {estate}: `lock` and `up`"
    against = "boto3, a call for each version's age and status"
    yield compared(what, [our_seconds], against, [their_seconds], goal=None if is_quick else 1)
    yield compared(what, [our_calls], against, [their_calls], unit="calls", goal=None if is_quick else 1)


def _ours(estate: Shape, kept_count: int, folder: Path) -> tuple[float, int]:
    folder.mkdir()
    with ground(estate.seed(), folder) as place:
        sandbox = stack(folder / "stack", place.url)
        sandbox.declare(_RULES.format(repository=estate.repositories[0], kept_count=kept_count))
        place.calls()
        options = ("--region", "eu-west-1", "--endpoint", place.url)
        locked = watch_command(("lock", "packages", *options), sandbox.folder)
        assert locked.exit_code == 0, locked.text
        seconds = locked.seconds + up(sandbox).seconds
        return seconds, _calls(estate, kept_count, place)


def _theirs(estate: Shape, kept_count: int, folder: Path) -> tuple[float, int]:
    folder.mkdir()
    with ground(estate.seed(), folder) as place:
        environment = {**os.environ, "AWS_ENDPOINT_URL_CODEARTIFACT": place.url, "AWS_DEFAULT_REGION": "eu-west-1"}
        command = [sys.executable, str(PROGRAMS / "retention.py"), estate.repositories[0], str(kept_count)]
        began = time.perf_counter()
        subprocess.run(command, env=environment, check=True)
        seconds = time.perf_counter() - began
        return seconds, _calls(estate, kept_count, place)


def _calls(estate: Shape, kept_count: int, place: Ground) -> int:
    """How many calls it took; the newest versions alone are published afterwards."""
    count = place.calls().total()
    client = boto3.client("codeartifact", endpoint_url=place.url, region_name="eu-west-1")
    for package in estate.packages:
        answer = client.list_package_versions(
            domain="acme", repository=estate.repositories[0], format="npm", package=package, status="Published"
        )
        assert {each["version"] for each in answer["versions"]} == {*estate.versions[-kept_count:]}
    return count
