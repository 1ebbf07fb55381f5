"""Versions and ranges of NuGet. Pure.

Source: the library NuGet.Versioning: `NuGetVersion.TryParse`, `VersionComparer.Default`, `VersionRange.TryParse` and
`VersionRange.Satisfies`.
"""

import re
from dataclasses import dataclass
from typing import Final

from packagestate.schemas.versions.protocol import Version
from packagestate.schemas.versions.range_errors import bare, unclear, unparsable

# A numeric identifier comes before a word.
_Label = tuple[int, int, str]
NuGetVersion = tuple[tuple[int, int, int, int], bool, tuple[_Label, ...]]

_NAME: Final = "NuGet"
_MOST: Final = 2**31 - 1
_LEAST: Final = -(2**31)
# What .NET calls white space.
_BLANKS: Final = "\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Around a number; newer releases take other white space there too.
_BLANK: Final = "[\t\n\v\f\r ]*"
_AROUND: Final = re.compile(f"^[{_BLANKS}]+|[{_BLANKS}]+$")
_SECTION: Final = f"{_BLANK}([0-9]+){_BLANK}"
_PART: Final = "[0-9A-Za-z-]+"
_LABEL: Final = f"(?!0[0-9]+(?![0-9A-Za-z-])){_PART}"
_REST: Final = rf"(?:-({_LABEL}(?:\.{_LABEL})*))?(?:\+{_PART}(?:\.{_PART})*)?"
_VERSION: Final = re.compile(rf"([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?{_REST}")
# Blanks are rare, so they are looked for only where nothing else fits.
_BLANK_VERSION: Final = re.compile(rf"{_SECTION}(?:\.{_SECTION})?(?:\.{_SECTION})?(?:\.{_SECTION})?{_REST}")
_INTEGER: Final = re.compile("-?[0-9]+")
_MOST_DIGITS: Final = 4000
# A text as short as this has no number that is too large.
_FEW_DIGITS: Final = 9
_FEWEST_CHARACTERS, _MOST_BOUNDS = 2, 2
_HINT: Final = "write NuGet's syntax, such as `[1.2.0,2.0.0)`"


def key_of(text: str) -> NuGetVersion | None:
    """The key of a version.

    Args:
        text: The version.

    Returns:
        The key, or None if NuGet cannot parse it.
    """
    match = _VERSION.fullmatch(text) or _BLANK_VERSION.fullmatch(_AROUND.sub("", text))
    if match is None or len(text) > _MOST_DIGITS:
        return None
    major, minor, patch, revision, label = match.groups("")
    numbers = int(major), int(minor or 0), int(patch or 0), int(revision or 0)
    if len(text) > _FEW_DIGITS and max(numbers) > _MOST:
        return None
    return numbers, not label, tuple([_identifier(each) for each in label.split(".")]) if label else ()


def _identifier(label: str) -> _Label:
    # `int.TryParse` takes a minus too, and nothing beyond 32 bits.
    if _INTEGER.fullmatch(label):
        number = int(label)
        if _LEAST <= number <= _MOST:
            return 0, number, ""
    return 1, 0, label.upper()


@dataclass(frozen=True, slots=True)
class NuGetRange:
    """A range of NuGet.

    Attributes:
        lower: The lower bound; None without one.
        upper: The upper bound; None without one.
        has_lower: Whether the lower bound is contained.
        has_upper: Whether the upper bound is contained.
    """

    lower: NuGetVersion | None
    upper: NuGetVersion | None
    has_lower: bool
    has_upper: bool

    @property
    def is_everything(self) -> bool:
        """Whether every release is contained."""
        zero: NuGetVersion = ((0, 0, 0, 0), True, ())
        return self.upper is None and (
            self.lower is None or self.lower < zero or (self.lower == zero and self.has_lower)
        )

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range. Prereleases are where the order puts them.

        Args:
            version: The version.
        """
        key: NuGetVersion | None = version.key
        if key is None:
            return False
        if self.lower is not None and (key < self.lower or (key == self.lower and not self.has_lower)):
            return False
        return self.upper is None or key < self.upper or (key == self.upper and self.has_upper)


def range_of(text: str) -> NuGetRange:
    """Parse a range.

    Args:
        text: The range.

    Returns:
        The range.

    Raises:
        RangeError: NuGet cannot parse the range, or it is unclear.
    """
    written = _AROUND.sub("", text)
    if "*" in written:
        raise unclear(text, "has a wildcard, which means the highest version at the time of a restore", _HINT)
    if not written:
        raise unparsable(text, _NAME, "it is empty", "write `[0.0.0,)` for every release")
    if written[0] not in "[(":
        if key_of(written) is not None:
            raise bare(
                text, written, "NuGet takes it for this version or a later one",
                f"write `[{written}]` for this version, or `[{written},)` for this or a later one",
            )  # fmt: skip
        raise unparsable(text, _NAME, "it does not begin with `[` or `(`", _HINT)
    if len(written) < _FEWEST_CHARACTERS or written[-1] not in "])":
        raise unparsable(text, _NAME, "it does not end with `]` or `)`", _HINT)
    return _bracketed(text, written)


def _bracketed(text: str, written: str) -> NuGetRange:
    has_lower, has_upper = written[0] == "[", written[-1] == "]"
    parts = written[1:-1].split(",")
    if len(parts) > _MOST_BOUNDS or not any(parts):
        raise unparsable(text, _NAME, "it needs one version, or two with a comma between them", _HINT)
    if len(parts) == 1 and not (has_lower and has_upper):
        raise unparsable(text, _NAME, "one version stands in `[` and `]`", f"write `[{parts[0]}]`")
    lower, upper = _bound(parts[0], text), _bound(parts[-1], text)
    if lower is None and upper is None:
        raise unclear(text, "names no version", "write `[0.0.0,)` for every release")
    if lower is not None and upper is not None:
        if lower > upper:
            raise unparsable(text, _NAME, "its lower bound is above its upper bound", _HINT)
        if lower == upper and has_lower != has_upper:
            raise unparsable(text, _NAME, "it contains nothing", f"write `[{parts[0]}]` for this version")
    return NuGetRange(lower, upper, has_lower, has_upper)


def _bound(part: str, text: str) -> NuGetVersion | None:
    stripped = _AROUND.sub("", part)
    if not stripped:
        return None
    key = key_of(stripped)
    if key is None:
        raise unparsable(text, _NAME, f"`{stripped}` is not a version", _HINT)
    return key
