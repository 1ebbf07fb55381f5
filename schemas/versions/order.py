"""The order in which people expect names and versions: by the rule of the ecosystem, else as people count. Pure.

Every rule is a key to sort by, so each order is total. Versions that a rule does not know come after those it knows.
Versions that a rule calls equal, such as `1.0` and `1.0.0` of pypi, are in the order of `natural`, so that no order
depends on the one before.
"""

import re
from typing import Any, Final, NamedTuple, assert_never

from packagestate.schemas.coordinates import Format

# Compares as the number does. `int` refuses more than 4,300 digits.
_Number = tuple[int, str]
Natural = tuple[tuple[int, _Number, str], ...]

_PARTS: Final = re.compile(r"[0-9]+|[^0-9]+")
# Source: semver.org, 2.0.0, with a fourth number for nuget. No identifier is empty.
_SEMVER: Final = re.compile(
    r"(?P<numbers>[0-9]+(?:\.[0-9]+){0,3})(?:-(?P<label>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?"
)
_SEMVER_NUMBER_COUNT: Final = 3
_NUGET_NUMBER_COUNT: Final = 4
# Source: maven.apache.org/pom.html, "Version Order Specification". What is not named comes after `sp`, by its letters.
_QUALIFIERS: Final = {
    "alpha": 0,
    "beta": 1,
    "milestone": 2,
    "rc": 3,
    "cr": 3,
    "snapshot": 4,
    "": 5,
    "ga": 5,
    "final": 5,
    "release": 5,
    "sp": 6,
}
_OTHER_QUALIFIER, _NUMBER_AFTER_HYPHEN, _NUMBER_AFTER_POINT = 7, 8, 9
_SHORT_QUALIFIERS: Final = {"a": "alpha", "b": "beta", "m": "milestone"}
_MAVEN_TOKEN: Final = re.compile(r"(?P<separator>[.-]?)(?P<text>[0-9]+|[^0-9.-]+|(?=[.-]|\Z))")


class VersionKey(NamedTuple):
    """What versions of one format are sorted by.

    Attributes:
        is_unknown: Whether the ecosystem's rule does not know the version.
        rule: The key by the ecosystem's rule; empty where it does not know the version, or there is no rule.
        text: The natural order.
    """

    is_unknown: bool
    rule: Any
    text: Natural


def natural(name: str) -> Natural:
    """The order in which people count: 1.9 before 1.10.

    Args:
        name: A name or a version.

    Returns:
        A key to sort by.
    """
    return tuple((0, _number(part), part) if part[0] in "0123456789" else (1, (0, ""), part) for part in _parts(name))


def version_order(version: str, package_format: Format) -> VersionKey:
    """The order of versions of one format: 1.0.0-beta before 1.0.0 for npm, 1.0rc1 before 1.0 for pypi.

    Args:
        version: The version.
        package_format: The format, whose ecosystem's rule applies; generic and ruby have none here.

    Returns:
        A key to sort by, to be compared with those of the same format alone.
    """
    rule: object
    match package_format:
        case Format.NPM | Format.CARGO | Format.SWIFT:
            rule = _semver(version, _SEMVER_NUMBER_COUNT, _SEMVER_NUMBER_COUNT)
        case Format.NUGET:
            rule = _semver(version.lower(), 1, _NUGET_NUMBER_COUNT)
        case Format.PYPI:
            rule = _pep440(version)
        case Format.MAVEN:
            rule = _maven(version)
        case Format.GENERIC | Format.RUBY:
            rule = ()
        case unexpected:
            assert_never(unexpected)
    return VersionKey(rule is None, () if rule is None else rule, natural(version))


def _parts(name: str) -> list[str]:
    return _PARTS.findall(name)


def _number(digits: str) -> _Number:
    significant = digits.lstrip("0")
    return len(significant), significant


def _semver(version: str, fewest: int, most: int) -> tuple[object, ...] | None:
    """Numbers, then a version with a label before the one without, then the label's identifiers, numbers first."""
    match = _SEMVER.fullmatch(version)
    numbers = match["numbers"].split(".") if match else []
    if match is None or not fewest <= len(numbers) <= most:
        return None
    padded = (*map(_number, numbers), *[_number("")] * (most - len(numbers)))
    label = match["label"]
    identifiers = label.split(".") if label else []
    return (
        padded,
        label is None,
        tuple((0, _number(each), "") if each.isdecimal() else (1, (0, ""), each) for each in identifiers),
    )


def _pep440(version: str) -> object | None:
    # Not at the top: no other format needs it, and it is slow to import.
    from packaging.version import Version  # noqa: PLC0415

    try:
        return Version(version)
    except ValueError:  # also of a number with more than 4,300 digits
        return None


def _maven(version: str) -> tuple[tuple[int, _Number, str], ...]:
    """Maven's ComparableVersion: zeros and `final` before a hyphen, a word or the end count for nothing.

    The end is a part too, as great as a release: so `1-alpha` comes before `1`, and `1-sp` and `1.1` come after it.
    """
    end = (_QUALIFIERS[""], (0, ""), "")
    parts: list[tuple[int, _Number, str]] = []
    tokens = list(_MAVEN_TOKEN.finditer(version.lower()))
    for index, token in enumerate(tokens):
        text = token["text"]
        is_hyphen = token["separator"] == "-" or (not token["separator"] and index > 0)
        is_number = text != "" and text[0] in "0123456789"
        if is_hyphen or not is_number:
            _trim(parts)
        if is_number:
            rank = _NUMBER_AFTER_HYPHEN if is_hyphen else _NUMBER_AFTER_POINT
            parts.append((rank, _number(text), ""))
        else:
            is_followed = index + 1 < len(tokens) and tokens[index + 1]["separator"] == "" != tokens[index + 1]["text"]
            word = _SHORT_QUALIFIERS.get(text, text) if is_followed else text
            known = _QUALIFIERS.get(word)
            parts.append((_OTHER_QUALIFIER, (0, ""), word) if known is None else (known, (0, ""), ""))
    _trim(parts)
    return (*parts, end)


def _trim(parts: list[tuple[int, _Number, str]]) -> None:
    """Take the zeros and empty qualifiers off the end."""
    empty = {_QUALIFIERS[""], _NUMBER_AFTER_HYPHEN, _NUMBER_AFTER_POINT}
    while parts and parts[-1][0] in empty and parts[-1][1] == (0, ""):
        parts.pop()
