"""What is adopted of an observed package. Pure."""

from collections.abc import Iterable
from typing import Final

from packagestate.provider.adoption.selection import ADOPTABLE, Selection
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.snapshots import is_build
from packagestate.schemas.coordinates import (
    Coordinates,
)
from packagestate.schemas.errors import printable, shortened
from packagestate.schemas.fitness import can_be_a_version, can_be_named
from packagestate.schemas.status import Status
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.order import version_order

# Of many versions that are left out for one reason, so many are named.
_SHOWN_COUNT: Final = 3


def select_package(observed: ObservedPackage, selection: Selection) -> StatedPackage:
    """Choose what to declare of a package.

    Args:
        observed: The package as AWS answered for it.
        selection: What is wanted.

    Returns:
        What to declare; nothing, with a remark, where its name is one that no manifest can hold.
    """
    coordinates = observed.coordinates
    if not can_be_named(coordinates):
        return StatedPackage(coordinates, (), None, ("its name is none that a manifest can hold; left out.",))
    odd: dict[str, list[str]] = {}
    versions: list[ObservedVersion] = []
    for version in observed.versions:
        reason = _reason_against(coordinates, version, selection)
        if reason is None:
            versions.append(version)
        elif reason:
            odd.setdefault(reason, []).append(version.version)
    return StatedPackage(
        coordinates,
        tuple(sorted(versions, key=lambda each: version_order(each.version, coordinates.format))),
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


def _listed(names: Iterable[str]) -> str:
    ordered = sorted(names, key=natural)
    shown = ", ".join(f"`{_quoted(name)}`" for name in ordered[:_SHOWN_COUNT])
    more = len(ordered) - _SHOWN_COUNT
    return f"{shown} and {more} more" if more > 0 else shown


def _quoted(text: str) -> str:
    return shortened(printable(text))
