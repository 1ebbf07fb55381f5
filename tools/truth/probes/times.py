"""How long until a list shows a write, and what happens to publishing times."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Final

from tools.truth.place import Package, Place

_MOST_READINGS: Final = 50
_PAUSE_SECONDS: Final = 0.2
# What comes from outside is listed minutes later.
_LONG_PAUSE_SECONDS: Final = 12.0
# All its versions were published until then.
_YEAR_OF_OUTSIDE: Final = 2018


def delays(place: Place) -> Iterator[tuple[str, str]]:
    """Q6: after each write the list is read until it shows it."""
    package = place.package()
    package.publish("1.0")
    yield "publish", _until(package, lambda: "1.0" in package.statuses())
    for status in ("Unlisted", "Archived"):
        package.update(status, "1.0")
        yield status, _until(package, partial(_is, package, status))
    package.dispose("1.0")
    yield "Disposed", _until(package, partial(_is, package, "Disposed"))
    package.delete("1.0")
    yield "Deleted", _until(package, lambda: "1.0" not in package.statuses())
    outside = _from_outside(place)
    yield "a fetch from outside", outside.fetch("1.3.0").word
    yield "listed", _until(outside, lambda: "1.3.0" in outside.statuses(), pause_seconds=_LONG_PAUSE_SECONDS)


def publishing_times(place: Place) -> Iterator[tuple[str, str]]:
    """Q12: the time is read before and after, and the order of three versions that were published in turn."""
    package = place.package()
    for version in ("2.0", "1.0", "3.0"):
        package.publish(version)
        # Times may be whole seconds.
        package.place.pause(1.1)
    before = _published(package, "2.0")
    for status in ("Unlisted", "Archived", "Published"):
        package.update(status, "2.0")
        yield f"time after {status}", "the same" if _published(package, "2.0") == before else "another"
    listed = package.call("list_package_versions", sortBy="PUBLISHED_TIME").body.get("versions", [])
    outside = _from_outside(place)
    outside.fetch("1.2.0")
    _until(outside, lambda: "1.2.0" in outside.statuses(), pause_seconds=_LONG_PAUSE_SECONDS)
    published = _published(outside, "1.2.0")
    yield "time of what came from outside", _whose(published)
    yield "order of 2.0, 1.0, 3.0 by PUBLISHED_TIME", " ".join(each["version"] for each in listed)


def _published(package: Package, version: str) -> object:
    described = package.call("describe_package_version", packageVersion=version).body
    return described.get("packageVersion", {}).get("publishedTime")


def _whose(published: object) -> str:
    if not isinstance(published, datetime):
        return "none"
    return "that of upstream" if published.year <= _YEAR_OF_OUTSIDE else "that of the fetch"


def _is(package: Package, status: str) -> bool:
    return package.statuses().get("1.0") == status


def _from_outside(place: Place) -> Package:
    """A package that is old, small, and never published again."""
    return Package(place, "npm", None, "left-pad", "cache")


def _until(package: Package, is_shown: Callable[[], bool], pause_seconds: float = _PAUSE_SECONDS) -> str:
    """How long until something is shown: at once, or about so many seconds."""
    began = time.monotonic()
    for number in range(_MOST_READINGS):
        if is_shown():
            return "in the first list" if number == 0 else f"after {time.monotonic() - began:.0f} s"
        package.place.pause(pause_seconds)
    return f"not after {_MOST_READINGS} lists"
