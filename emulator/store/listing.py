"""Filters, order and pages of the lists, and the opaque tokens between pages.

Page sizes are checked by `emulator.codeartifact.validation`.
"""

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from emulator.store.errors import InvalidRequestError
from emulator.store.model import (
    OriginRestrictions,
    OriginType,
    PackageFormat,
    PackageKey,
    Restriction,
    Status,
    VersionRecord,
)
from emulator.store.tree import Package, Repository

Item = TypeVar("Item")
Position = tuple[str | float, ...]
"""What a list is sorted by; no two items of a list have the same."""

UNKNOWN_PAGE = "The specified nextToken is invalid."
"""Undocumented (Q0): the words, and that a token does not expire."""

DEFAULT_PAGE_SIZE = 50
"""Source: UG list-packages-versions, "default 50"."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    size: int = DEFAULT_PAGE_SIZE
    token: str = ""


@dataclass(frozen=True, slots=True)
class PackageFilter:
    """Which packages are listed; `""` and None let everything pass.

    `namespace` and `prefix` are both prefixes. Source: botocore's model, ListPackages ("prefix-matching behavior").
    """

    format: PackageFormat | None = None
    namespace: str = ""
    prefix: str = ""
    publish: Restriction | None = None
    upstream: Restriction | None = None

    def passes(self, package: Package) -> bool:
        """Whether the package is in the list."""
        key = package.key
        return (
            (self.format is None or key.format is self.format)
            and key.namespace.startswith(self.namespace)
            and key.name.startswith(self.prefix)
            and (self.publish is None or package.origin.publish is self.publish)
            and (self.upstream is None or package.origin.upstream is self.upstream)
        )


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """A package as lists show it."""

    key: PackageKey
    origin: OriginRestrictions


@dataclass(frozen=True, slots=True)
class VersionFilter:
    """Which versions are listed; all statuses when none is named. Source: botocore's model, ListPackageVersions."""

    status: Status | None = None
    origin_type: OriginType | None = None
    newest_first: bool = False

    def select(self, records: Iterable[VersionRecord]) -> list[VersionRecord]:
        """The listed records, in order."""
        chosen = [
            record
            for record in records
            if (self.status is None or record.status is self.status)
            and (self.origin_type is None or record.origin_type is self.origin_type)
        ]
        return sorted(chosen, key=self.position)

    def position(self, record: VersionRecord) -> Position:
        """Where a record comes in the list.

        Undocumented (Q12): that the newest comes first where the list is sorted by PUBLISHED_TIME.
        Undocumented (Q0): the order without `newest_first`.
        """
        return (-record.published_time.timestamp(), record.version) if self.newest_first else (record.version,)


def list_packages(repository: Repository, wanted: PackageFilter, page: Page) -> tuple[list[PackageSummary], str]:
    """One page of a repository's packages, and the token of the next page or `""`.

    Raises:
        InvalidRequestError: The token is none of ours.
    """
    keys = repository.package_keys()
    chosen: list[PackageSummary] = []
    for index in range(start_of(keys, page, package_position), len(keys)):
        package = repository.packages[keys[index]]
        if not wanted.passes(package):
            continue
        if len(chosen) == page.size:
            return chosen, encoded(package_position(chosen[-1].key))
        chosen.append(PackageSummary(package.key, package.origin))
    return chosen, ""


def package_position(key: PackageKey) -> Position:
    """Where a package comes in the list of packages.

    Undocumented (Q0): the order.
    """
    return (key.format, key.namespace, key.name)


def paged(items: Sequence[Item], page: Page, position: Callable[[Item], Position]) -> tuple[Sequence[Item], str]:
    """One page of a sorted list, and the token of the next page or `""`.

    Args:
        items: The whole list, sorted by `position`.
        page: Which part of it.
        position: What an item is sorted by.

    Raises:
        InvalidRequestError: The token is none of ours.
    """
    start = start_of(items, page, position)
    chosen = items[start : start + page.size]
    return chosen, encoded(position(chosen[-1])) if start + page.size < len(items) else ""


def start_of(items: Sequence[Item], page: Page, position: Callable[[Item], Position]) -> int:
    """The index of a page's first item.

    A token stands for the last item of the page before, so that what is added or removed between two pages neither
    repeats nor hides another item. (AWS's own sample of a token, UG repo-upstream-behavior, holds a version too.)

    Raises:
        InvalidRequestError: The token is none of ours.
    """
    if not page.token:
        return 0
    try:
        return bisect_right(items, decoded(page.token), key=position)
    except TypeError:
        raise InvalidRequestError(UNKNOWN_PAGE) from None


def default_display_version(package: Package) -> str:
    """The version that is shown for a package, or `""` for one without versions.

    Source: botocore's model, `defaultDisplayVersion`: npm's `latest`, else the most recently published.

    Undocumented (Q10): that the version of npm's `latest` counts whatever its status.
    """
    published = [record for record in package.versions.values() if record.status is Status.PUBLISHED]
    if package.key.format is PackageFormat.NPM and package.dist_tags.get("latest") in package.versions:
        return package.dist_tags["latest"]
    newest = max(published, key=lambda record: (record.published_time, record.version), default=None)
    return newest.version if newest else ""


def encoded(position: Position) -> str:
    """A position as an opaque token."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode()


def decoded(token: str) -> Position:
    """The position that a token stands for.

    Raises:
        InvalidRequestError: The token is none of ours.
    """
    try:
        position = json.loads(base64.b64decode(token, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        position = None
    if not isinstance(position, list):
        raise InvalidRequestError(UNKNOWN_PAGE)
    return tuple(position)
