"""What a manifest can say of an observed package, and what it cannot. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from provider.adoption.selection import ADOPTABLE, Selection
from provider.plan.model import ObservedPackage, ObservedVersion
from provider.plan.snapshots import is_build
from schemas.coordinates import (
    LONGEST_NAME,
    SEGMENT,
    Coordinates,
    PackageNameError,
    normalised_version,
    parse_package_name,
)
from schemas.desired import OriginConfiguration
from schemas.errors import printable, shortened
from schemas.patterns import is_package_pattern, is_version_pattern
from schemas.status import Status

# Of many versions that are left out for one reason, so many are named.
_SHOWN_COUNT: Final = 3
_VERSION: Final = re.compile(SEGMENT)


@dataclass(frozen=True, slots=True)
class Item:
    """What is adopted of one package.

    Attributes:
        coordinates: The package.
        versions: The versions to name, in natural order.
        origin: The origin configuration to declare; None where none is.
        remarks: What is odd about it, in words that follow its name, fit for a terminal and a comment.
    """

    coordinates: Coordinates
    versions: tuple[ObservedVersion, ...]
    origin: OriginConfiguration | None
    remarks: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to declare."""
        return not self.versions and self.origin is None


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """The place of a version or a name in the order in which people count: 1.9 before 1.10.

    Args:
        name: The version or the name.

    Returns:
        What to sort by.
    """
    return tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", name)
    )


def take_stock(observed: ObservedPackage, selection: Selection) -> Item:
    """Choose what to declare of a package.

    Args:
        observed: The package as AWS answered for it.
        selection: What is wanted.

    Returns:
        What to declare; nothing, with a remark, where its name is one that no manifest can hold.
    """
    coordinates = observed.coordinates
    if not can_be_named(coordinates):
        return Item(coordinates, (), None, ("its name is none that a manifest can hold; left out.",))
    odd: dict[str, list[str]] = {}
    versions: list[ObservedVersion] = []
    for version in observed.versions:
        reason = _reason_against(coordinates, version, selection)
        if reason is None:
            versions.append(version)
        elif reason:
            odd.setdefault(reason, []).append(version.version)
    return Item(
        coordinates,
        tuple(sorted(versions, key=lambda each: natural(each.version))),
        observed.origin if selection.with_origin else None,
        tuple(f"{_listed(names)}: {reason}." for reason, names in sorted(odd.items())),
    )


def _reason_against(coordinates: Coordinates, version: ObservedVersion, selection: Selection) -> str | None:
    """Why a version is not named: an empty text where there is nothing to say about it, None where it is named."""
    if version.status not in ADOPTABLE:
        return f"{version.status}, which nobody can declare; left out"
    if version.status not in selection.statuses:
        return ""
    if not can_be_a_version(coordinates, version.version):
        return "no version that a manifest can hold; left out"
    is_superseded = version.status is Status.UNLISTED and is_build(coordinates.format, version.version)
    if is_superseded and Status.PUBLISHED not in selection.statuses:
        return "a build of a snapshot, unlisted by CodeArtifact itself; left out"
    return None


def can_be_named(coordinates: Coordinates) -> bool:
    """Whether a manifest can hold the name of a package.

    Args:
        coordinates: The package.
    """
    try:
        name = parse_package_name(coordinates.format, coordinates.written)
    except PackageNameError:
        return False
    return (
        name == (coordinates.namespace, coordinates.package)
        and _is_whole(coordinates.written)
        and not is_package_pattern(coordinates.format, coordinates.written)
    )


def can_be_a_version(coordinates: Coordinates, version: str) -> bool:
    """Whether a manifest can hold a version.

    Args:
        coordinates: Its package.
        version: The version.
    """
    return (
        _VERSION.fullmatch(version) is not None
        and len(version) <= LONGEST_NAME
        and normalised_version(coordinates.format, version) == version
        and _is_whole(version)
        and not is_version_pattern(coordinates.format, version)
    )


def _is_whole(text: str) -> bool:
    """Whether a text can be written as it is: YAML has no place for what cannot be printed."""
    return printable(text) == text


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(names, key=natural)
    shown = ", ".join(f"`{_quoted(name)}`" for name in ordered[:_SHOWN_COUNT])
    more = len(ordered) - _SHOWN_COUNT
    return f"{shown} and {more} more" if more > 0 else shown


def _quoted(text: str) -> str:
    return shortened(printable(text))
