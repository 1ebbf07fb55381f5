"""Versions of npm, and what is in a range. Pure.

Source: the package `semver` of npm, in its strict mode.
"""

import re
from dataclasses import dataclass
from typing import Final

from packagestate.schemas.versions.protocol import Version
from packagestate.schemas.versions.semver import SemVer, semver

#: What JavaScript calls white space.
BLANKS: Final = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_MOST: Final = 2**53 - 1
_LONGEST: Final = 256
# A number with fewer digits is exact as JavaScript's number.
_EXACT_DIGITS: Final = 15
_AROUND: Final = re.compile(f"^[{BLANKS}]+|[{BLANKS}]+$")


def key_of(text: str) -> SemVer | None:
    """The key of a version.

    Args:
        text: The version.

    Returns:
        The key, or None if npm cannot parse it.
    """
    if len(text) > _LONGEST:
        return None
    key = semver(text, _MOST)
    if key is None:
        # `trim` and the `v` are rare, so they are looked for only now.
        key = semver(_AROUND.sub("", text).removeprefix("v"), _MOST)
    if key is None or not key[4] or all(length <= _EXACT_DIGITS for _, length, _ in key[4]):
        return key
    return (*key[:4], tuple([each if each[0] else _rounded(each[2]) for each in key[4]]))


def _rounded(digits: str) -> tuple[int, int, str]:
    """A numeric identifier as JavaScript's numbers hold it."""
    rounded = str(int(float(digits)))
    return 0, len(rounded), rounded


@dataclass(frozen=True, slots=True)
class Comparator:
    """A version after an operator.

    Attributes:
        operator: The operator; empty or `=` for exactly the version.
        bound: The version.
    """

    operator: str
    bound: SemVer

    def admits(self, key: SemVer) -> bool:
        """Whether a version is on the right side of the bound, whatever prereleases mean.

        Args:
            key: The version's key.
        """
        match self.operator:
            case ">=":
                return key >= self.bound
            case "<":
                return key < self.bound
            case ">":
                return key > self.bound
            case "<=":
                return key <= self.bound
            case _:
                return key == self.bound


@dataclass(frozen=True, slots=True)
class NpmRange:
    """A range of npm: alternatives, each of comparators that must all admit a version.

    Attributes:
        alternatives: The alternatives; one without comparators admits every release.
    """

    alternatives: tuple[tuple[Comparator, ...], ...]

    @property
    def is_everything(self) -> bool:
        """Whether every release is contained."""
        zero: SemVer = (0, 0, 0, True, ())
        return any(
            all(each.operator == ">=" and each.bound <= zero for each in comparators)
            for comparators in self.alternatives
        )

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range. A prerelease is only where a comparator names one of the same numbers.

        Args:
            version: The version.
        """
        key: SemVer | None = version.key
        return key is not None and any(_admit(comparators, key) for comparators in self.alternatives)


def _admit(comparators: tuple[Comparator, ...], key: SemVer) -> bool:
    if not all(each.admits(key) for each in comparators):
        return False
    return key[3] or any(not each.bound[3] and each.bound[:3] == key[:3] for each in comparators)
