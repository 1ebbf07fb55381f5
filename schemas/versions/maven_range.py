"""Ranges of Maven. Pure.

Source: the library maven-artifact, `VersionRange`, with `ComparableVersion`. For dependencies Maven 3 and 4 ask
maven-resolver-util's `GenericVersionScheme`, which reads some bounds in another way: those are refused here.
"""

import re
from dataclasses import dataclass
from typing import Final

from packagestate.schemas.versions.maven import MavenVersion, key_of
from packagestate.schemas.versions.protocol import Version
from packagestate.schemas.versions.range_errors import bare, unclear, unparsable

_NAME: Final = "Maven"
_HINT: Final = "write Maven's syntax, such as `[1.2,2.0)` or `[1.2,1.3),[1.4,)`"
# What Java's `trim` takes away.
_BLANKS: Final = "".join(map(chr, range(33)))
# What the resolver reads as the first or the last version of a line, and maven-artifact as a word.
_PLACEHOLDER: Final = re.compile(r"(?:^|[^a-z])(?:\*|min|max)$", re.IGNORECASE)
_NOT_IN_BOUND: Final = re.compile(r"[\[\](),\s]")
_CLOSED: Final = re.compile(r"[\[(][^\])]*[\])]")


@dataclass(frozen=True, slots=True)
class _Interval:
    lower: MavenVersion | None
    upper: MavenVersion | None
    has_lower: bool
    has_upper: bool

    def contains(self, key: MavenVersion) -> bool:
        if self.lower is not None and (key < self.lower or (key == self.lower and not self.has_lower)):
            return False
        return self.upper is None or key < self.upper or (key == self.upper and self.has_upper)


@dataclass(frozen=True, slots=True)
class MavenRange:
    """A range of Maven.

    Attributes:
        intervals: The intervals, of which one must contain a version.
    """

    intervals: tuple[_Interval, ...]

    @property
    def is_everything(self) -> bool:
        """Whether every release is contained."""
        zero = key_of("0")
        return any(
            each.upper is None and (each.lower is None or each.lower < zero or (each.lower == zero and each.has_lower))
            for each in self.intervals
        )

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range. Prereleases are where the order puts them: `[1.0,2.0)` has `2.0-alpha-1`.

        Args:
            version: The version.
        """
        key: MavenVersion | None = version.key
        return key is not None and any(each.contains(key) for each in self.intervals)


def range_of(text: str) -> MavenRange:
    """Parse a range.

    Args:
        text: The range.

    Returns:
        The range.

    Raises:
        RangeError: Maven cannot parse the range, or it is unclear.
    """
    intervals: list[_Interval] = []
    written: list[str] = []
    rest = text
    while rest.startswith(("[", "(")):
        match = _CLOSED.match(rest)
        if match is None:
            raise unparsable(text, _NAME, f"`{rest}` has no closing bracket", _HINT)
        interval = _interval(match[0], text)
        before = intervals[-1].upper if intervals else None
        if before is not None and (interval.lower is None or interval.lower < before):
            raise unparsable(text, _NAME, "its parts overlap or are not in ascending order", _HINT)
        intervals.append(interval)
        written.append(match[0])
        rest = rest[match.end() :].strip(_BLANKS).removeprefix(",").strip(_BLANKS)
    if rest and intervals:
        raise unparsable(text, _NAME, f"`{rest}` stands behind a bracket", _HINT)
    _check_clear(text, rest, written)
    return MavenRange(tuple(intervals))


def _interval(written: str, text: str) -> _Interval:
    has_lower, has_upper = written[0] == "[", written[-1] == "]"
    inside = written[1:-1].strip(_BLANKS)
    first, comma, second = (part.strip(_BLANKS) for part in inside.partition(","))
    if not comma:
        if not (has_lower and has_upper):
            raise unparsable(text, _NAME, "one version stands in `[` and `]`", f"write `[{inside}]`")
        return _Interval(key_of(inside), key_of(inside), has_lower, has_upper)
    lower, upper = (key_of(first) if first else None), (key_of(second) if second else None)
    if lower is not None and upper is not None:
        if upper < lower:
            raise unparsable(text, _NAME, f"the lower bound of `{written}` is above its upper bound", _HINT)
        if upper == lower and not (has_lower and has_upper):
            raise unparsable(text, _NAME, f"`{written}` contains nothing", f"write `[{first}]` for this version")
    return _Interval(lower, upper, has_lower, has_upper)


def _check_clear(text: str, rest: str, written: list[str]) -> None:
    """Refuse what maven-artifact takes and people or the resolver read in another way."""
    if rest:
        version = rest.strip(_BLANKS)
        if not version or _NOT_IN_BOUND.search(version):
            raise unclear(text, "does not begin with `[` or `(`", _HINT)
        raise bare(
            text, version, "Maven takes it for a wish that any other version may overrule",
            f"write `[{version}]` for this version, or `[{version},)` for this or a later one",
        )  # fmt: skip
    if not written:
        raise unclear(text, "is empty", "write `(,)` for every version")
    for each in written:
        bounds = [bound.strip(_BLANKS) for bound in each[1:-1].split(",", maxsplit=1)]
        if bounds == [""]:
            raise unclear(text, "has brackets without a version", "write `(,)` for every version")
        for bound in bounds:
            if _NOT_IN_BOUND.search(bound):
                raise unclear(text, f"has the bound `{bound}`, which cannot be a version", _HINT)
            if _PLACEHOLDER.search(bound):
                reason = f"has the bound `{bound}`, in which Maven's resolver and its plugins read different versions"
                raise unclear(text, reason, _HINT)
