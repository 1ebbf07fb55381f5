"""SemVer's order, which cargo, swift and npm share but for the largest numbers that they take. Pure.

Source: semver.org, 2.0.0.
"""

import re
from typing import Final

# A numeric identifier comes before a word, and compares by its length and then by its digits, which have no zero in
# front.
Identifier = tuple[int, int, str]
#: Major, minor, patch, whether it is a release, and the identifiers of a prerelease.
SemVer = tuple[int, int, int, bool, tuple[Identifier, ...]]

NUMBER: Final = "(?:0|[1-9][0-9]*)"
_IDENTIFIER: Final = "[0-9A-Za-z-]+"
PRERELEASE: Final = f"(?:{NUMBER}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(?![0-9A-Za-z-])"
LABEL: Final = rf"-({PRERELEASE}(?:\.{PRERELEASE})*)"
BUILD: Final = rf"\+{_IDENTIFIER}(?:\.{_IDENTIFIER})*"
_VERSION: Final = re.compile(rf"({NUMBER})\.({NUMBER})\.({NUMBER})(?:{LABEL})?(?:{BUILD})?")

# More digits than any of the limits has, and fewer: a text as short as this has no number that is too large.
_MOST_DIGITS: Final = 20
_FEW_DIGITS: Final = 15
_CARGO_MOST: Final = 2**64 - 1
_SWIFT_MOST: Final = 2**63 - 1


def semver(text: str, most: int) -> SemVer | None:
    """The key of a version.

    Args:
        text: The version, without blanks around it.
        most: The largest number that the ecosystem takes as major, minor or patch.

    Returns:
        The key, or None if it is no version.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        return None
    major, minor, patch, label = match.groups()
    if len(text) > _FEW_DIGITS and _is_too_large((major, minor, patch), most):
        return None
    return int(major), int(minor), int(patch), label is None, identifiers(label) if label else ()


def _is_too_large(numbers: tuple[str, ...], most: int) -> bool:
    return any(len(each) > _MOST_DIGITS or int(each) > most for each in numbers)


def identifiers(label: str) -> tuple[Identifier, ...]:
    """The identifiers of a prerelease as a key.

    Args:
        label: What stands after the hyphen.

    Returns:
        The key.
    """
    return tuple([(0, len(each), each) if each.isdecimal() else (1, 0, each) for each in label.split(".")])


def cargo_key(text: str) -> SemVer | None:
    """The key of a version of cargo.

    Args:
        text: The version.

    Returns:
        The key, or None if cargo cannot parse it.
    """
    return semver(text, _CARGO_MOST)


def swift_key(text: str) -> SemVer | None:
    """The key of a version of swift.

    Args:
        text: The version.

    Returns:
        The key, or None if it is no version.
    """
    return semver(text, _SWIFT_MOST)
