"""Which names and versions that AWS lists a manifest can hold. Pure."""

import re
from functools import lru_cache
from typing import Final

from packagestate.schemas.coordinates import (
    LONGEST_NAME,
    REMEMBERED_COUNT,
    SEGMENT,
    Coordinates,
    Format,
    PackageNameError,
    normalised_version,
    parse_package_name,
)
from packagestate.schemas.patterns import is_package_pattern, is_version_pattern
from packagestate.schemas.text import printable

_VERSION: Final = re.compile(SEGMENT)

#: The key by which Pulumi's engine marks a value that is not plain, such as a secret. A map of versions cannot hold it.
#: Source: Pulumi engine 3.259, `sdk/go/common/resource/sig`.
SIGNATURE_KEY: Final = "4dabf18193072939515e22adb298388d"


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


def can_be_recorded(version: str) -> bool:
    """Whether the engine can print and record a version: it prints names as they are, and people must see all of them.

    Args:
        version: The version.
    """
    return _VERSION.fullmatch(version) is not None and version != SIGNATURE_KEY


@lru_cache(REMEMBERED_COUNT)
def meant_version(package_format: Format, written: str) -> str | None:
    """The version that a manifest means by a text.

    Args:
        package_format: The format.
        written: The text.

    Returns:
        The version as the API knows it; None where the text means several, or the engine cannot record it.
    """
    version = normalised_version(package_format, written)
    is_one = not is_version_pattern(package_format, version) and can_be_recorded(version)
    return version if is_one else None


def can_be_a_version(coordinates: Coordinates, version: str) -> bool:
    """Whether a manifest can hold a version.

    Args:
        coordinates: Its package.
        version: The version.
    """
    return len(version) <= LONGEST_NAME and meant_version(coordinates.format, version) == version and _is_whole(version)


def _is_whole(text: str) -> bool:
    """Whether a text can be written as it is: YAML has no place for what cannot be printed."""
    return printable(text) == text
