"""A lock of any size: loading it, against what PyYAML takes to load the same files."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.manifests import as_in_a_command
from benchmarks.table import Row, compared
from packagestate.provider.lock.rendering import render
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.load import load
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.status import Status

# The account of whoever asks the endpoint.
_ACCOUNT: Final = "123456789012"
_DAY: Final = date(2026, 11, 28)
_FIRST_DAY: Final = datetime(2020, 1, 1, tzinfo=UTC)
_RULES: Final = """\
domain: acme
repositories: all
format: npm
rules:
  old-releases:
    packages: ["*"]
    match: {olderThan: 180d}
    status: Archived
    reason: "releases are archived after 180 days"
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """Repositories that hold the same packages.

    Attributes:
        repository_count: How many repositories.
        package_count: How many packages each of them holds.
        version_count: How many versions each of these has.
    """

    repository_count: int
    package_count: int
    version_count: int

    @property
    def repositories(self) -> list[str]:
        """Their names."""
        return [f"team-{number:03d}" for number in range(self.repository_count)]

    @property
    def packages(self) -> list[str]:
        """The names of the packages."""
        return [f"package-{number:05d}" for number in range(self.package_count)]

    @property
    def versions(self) -> list[str]:
        """The versions of each, in the order in which they were published."""
        return [f"1.{number}.0" for number in range(self.version_count)]

    @property
    def held_count(self) -> int:
        """How many versions there are in all."""
        return self.repository_count * self.package_count * self.version_count

    def seed(self) -> dict[str, Any]:
        """What an endpoint holds at first."""
        days = (_FIRST_DAY + timedelta(days=number) for number in range(self.version_count))
        package = {
            "versions": {each: {"published": day.isoformat()} for each, day in zip(self.versions, days, strict=True)}
        }
        held = {"packages": {"npm": dict.fromkeys(self.packages, package)}}
        return {"content": False, "domains": {"acme": {"repositories": dict.fromkeys(self.repositories, held)}}}

    def __str__(self) -> str:
        """The sizes."""
        where = f" in each of {self.repository_count} repositories" if self.repository_count > 1 else ""
        return f"{self.package_count:,} packages of {self.version_count} versions{where}"


SHAPE_OF_100_000: Final = Shape(60, 100, 17)


def write_lock(folder: Path, shape: Shape) -> None:
    """Write a rule, and a lock that archives every version.

    Args:
        folder: The folder of the manifests.
        shape: What the lock speaks of.
    """
    (folder / "rules.yaml").write_text(_RULES, encoding="utf-8")
    digests = {each.name: each.digest for each in load(folder).rules}
    via = tuple(digests)
    lines = tuple(sorted(Line(each, Status.ARCHIVED, via, _DAY, Status.PUBLISHED) for each in shape.versions))
    for name in shape.repositories:
        repository = Repository("acme", name)
        places = (Coordinates(repository, Format.NPM, None, each) for each in shape.packages)
        packages = tuple(LockedPackage(each, lines) for each in places)
        lock = Lock(_ACCOUNT, "eu-west-1", repository, Format.NPM, digests, packages)
        file = folder / lock.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(lock), encoding="utf-8")


def loading_rows(shape: Shape, repetition_count: int) -> Iterator[Row]:
    """Measure loading in turn, in this process, which looks for garbage as rarely as the command does.

    Args:
        shape: What the lock speaks of.
        repetition_count: How often.
    """
    with tempfile.TemporaryDirectory() as name, as_in_a_command():
        folder = Path(name)
        write_lock(folder, shape)
        files = sorted(folder.rglob("*.yaml"))
        ours, theirs = [], []
        for _ in range(repetition_count):
            began = time.perf_counter()
            stated = load(folder)
            ours.append(time.perf_counter() - began)
            assert len(stated.locks) == shape.repository_count
            began = time.perf_counter()
            kept = [yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader) for file in files]
            theirs.append(time.perf_counter() - began)
            assert len(kept) == len(files)
            del stated, kept
    what = f"load {shape.held_count:,} lines of the lock in {shape.repository_count} files"
    yield compared(what, ours, "PyYAML's C safe loader, loading only", theirs, goal=1)
