"""What a repository gives whose upstream has more, and what npm is told."""

from collections.abc import Iterator
from typing import Final

from tools.truth.place import Package, Place

# Formats in which a version can be published without a package manager.
_FORMATS: Final = ("generic", "npm", "pypi")


def after_an_end(place: Place) -> Iterator[tuple[str, str]]:
    """Q1: a version was fetched from upstream, was ended here, and is fetched again while upstream still has it."""
    for package_format in _FORMATS:
        package = place.package(package_format)
        versions = {"1.0.0": "Archived", "2.0.0": "Disposed", "3.0.0": "Deleted"}
        for version in versions:
            package.publish(version)
        here = package.within("downstream")
        for version, status in versions.items():
            yield f"{package_format}, first", here.fetch(version).word
            _end(here, version, status)
            yield f"{package_format}, after {status}", here.fetch(version).word
        listed = here.statuses()
        yield f"{package_format}, listed", ", ".join(f"{each} {listed[each]}" for each in sorted(listed)) or "nothing"


def latest(place: Place) -> Iterator[tuple[str, str]]:
    """Q10: the newest version is archived, and then the tag is looked at."""
    package = place.package("npm")
    for version in ("1.0.0", "1.1.0"):
        package.publish(version)
    for status in ("Unlisted", "Archived", "Disposed"):
        _end(package, "1.1.0", status)
        told = package.document()
        named = told.get("dist-tags", {}).get("latest", "none")
        yield f"{status}: latest", str(named)
        yield f"{status}: versions", " ".join(sorted(told.get("versions", {}))) or "none"
        yield f"{status}: fetched", package.fetch("1.1.0").word


def _end(package: Package, version: str, status: str) -> None:
    match status:
        case "Disposed":
            package.dispose(version)
        case "Deleted":
            package.delete(version)
        case _:
            package.update(status, version)
