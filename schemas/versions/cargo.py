"""Ranges of cargo. Pure.

Source: the crate `semver`, `VersionReq`, which cargo uses.
"""

import re
from dataclasses import dataclass
from typing import Final

from packagestate.schemas.versions.protocol import Version
from packagestate.schemas.versions.range_errors import BareVersionError, bare, unparsable
from packagestate.schemas.versions.semver import BUILD, LABEL, NUMBER, Identifier, SemVer, identifiers

_NAME: Final = "cargo"
_MOST: Final = 2**64 - 1
_MOST_DIGITS: Final = 20
_MOST_COMPARATORS: Final = 32
_NUMBERS: Final = 3
_HINT: Final = "write cargo's syntax, such as `>=1.2.0, <2.0.0`"
_EVERYTHING: Final = re.compile(" *[*xX] *")
_WILD: Final = "[*xX]"
_COMPARATOR: Final = re.compile(
    rf"(?P<operator>[<>]=?|[=~^])? *(?P<major>{NUMBER})"
    rf"(?:\.(?:(?P<any_minor>{_WILD}(?:\.{_WILD})?)|(?P<minor>{NUMBER})"
    rf"(?:\.(?:(?P<any_patch>{_WILD})|(?P<patch>{NUMBER})(?:{LABEL})?(?:{BUILD})?))?))? *"
)
_LABEL_GROUP: Final = _COMPARATOR.groupindex["patch"] + 1


@dataclass(frozen=True, slots=True)
class _Comparator:
    """A version after an operator.

    Attributes:
        operator: The operator.
        numbers: Major, and minor and patch as far as they are given.
        rest: Whether it is a release, and the identifiers of a prerelease.
    """

    operator: str
    numbers: tuple[int, ...]
    rest: tuple[bool, tuple[Identifier, ...]]

    def admits(self, key: SemVer) -> bool:
        numbers = key[:3]
        given, rest = numbers[: len(self.numbers)], key[3:]
        is_exact = given == self.numbers and rest == self.rest
        # If a number is not given, what stands behind it decides nothing.
        is_same = given == self.numbers == numbers
        match self.operator:
            case "=":
                return is_exact
            case ">" | ">=":
                is_above = given > self.numbers or (is_same and rest > self.rest)
                return is_above or (self.operator == ">=" and is_exact)
            case "<" | "<=":
                is_below = given < self.numbers or (is_same and rest < self.rest)
                return is_below or (self.operator == "<=" and is_exact)
            case _:
                return self._is_compatible(numbers, rest)

    def _is_compatible(self, numbers: tuple[int, int, int], rest: tuple[bool, tuple[Identifier, ...]]) -> bool:
        """Whether a version is at least this one, and the same in the numbers that must not change."""
        fixed, given = self._fixed_count(), numbers[: len(self.numbers)]
        if given[:fixed] != self.numbers[:fixed] or given < self.numbers:
            return False
        # `^1` admits every prerelease of 1.x, as far as another comparator names it; `~1` does not.
        is_open = self.operator == "^" and given != numbers
        return given > self.numbers or is_open or rest >= self.rest

    def _fixed_count(self) -> int:
        """How many numbers must stay the same: for `^` those up to the first that is not zero."""
        if self.operator == "~":
            return min(len(self.numbers), 2)
        return next((count for count, each in enumerate(self.numbers, start=1) if each), len(self.numbers))

    def names_prerelease_of(self, key: SemVer) -> bool:
        return not self.rest[0] and self.numbers == key[:3]


@dataclass(frozen=True, slots=True)
class CargoRange:
    """A range of cargo: comparators that must all admit a version.

    Attributes:
        comparators: The comparators; none admits every release.
    """

    comparators: tuple[_Comparator, ...]

    @property
    def is_everything(self) -> bool:
        """Whether every release is contained."""
        return all(each.operator == ">=" and not any(each.numbers) for each in self.comparators)

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range. A prerelease is only where a comparator names one of the same numbers.

        Args:
            version: The version.
        """
        key: SemVer | None = version.key
        if key is None or not all(each.admits(key) for each in self.comparators):
            return False
        return key[3] or any(each.names_prerelease_of(key) for each in self.comparators)


def range_of(text: str) -> CargoRange:
    """Parse a range.

    Args:
        text: The range.

    Returns:
        The range.

    Raises:
        RangeError: cargo cannot parse the range, or it is unclear.
    """
    if _EVERYTHING.fullmatch(text):
        return CargoRange(())
    parts = text.lstrip(" ").split(",")
    if len(parts) > _MOST_COMPARATORS:
        raise unparsable(text, _NAME, f"it has more than {_MOST_COMPARATORS} comparators", _HINT)
    found = [_comparator(part.lstrip(" "), text) for part in parts]
    for each in found:
        if isinstance(each, BareVersionError):
            raise each
    return CargoRange(tuple([each for each in found if not isinstance(each, BareVersionError)]))


def _comparator(part: str, text: str) -> _Comparator | BareVersionError:
    match = _COMPARATOR.fullmatch(part)
    if match is None:
        raise unparsable(text, _NAME, f"`{part}` is not a comparator", _HINT)
    written = [each for each in match.group("major", "minor", "patch") if each is not None]
    if max(map(len, written)) > _MOST_DIGITS or max(map(int, written)) > _MOST:
        raise unparsable(text, _NAME, f"`{part}` has a number that is too large", _HINT)
    operator = match["operator"] or ("=" if match["any_minor"] or match["any_patch"] else "")
    label = match[_LABEL_GROUP]
    if not operator:
        version = part.strip(" ")
        # A version that lacks numbers would be a whole line with `=` too.
        exact = f"={version}{'.0' * (_NUMBERS - len(written))}"
        hint = f"write `{exact}` for this version, or `^{version}` for the compatible ones"
        return bare(text, version, "cargo takes it for every compatible version, as with `^`", hint)
    rest = (label is None, () if label is None else identifiers(label))
    return _Comparator(operator, tuple(map(int, written)), rest)
