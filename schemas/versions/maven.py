"""The order of Maven's versions. Pure.

Source: the library maven-artifact, `ComparableVersion`. Its lists within lists are written here as one list, in which
each part says how many lists begin before it.

`ComparableVersion` is not an order for all versions: `1-1` < `1.0.alpha.1` < `1` < `1-1`. The key gives what it gives
wherever that is possible in an order.
"""

import re
import unicodedata
from typing import Final, NamedTuple

from packagestate.schemas.versions.natural import Number, number

# The sign of a part, compared with the end of the version; words before numbers; the depth; the part itself.
_Part = tuple[int, int, int, Number, bytes]
MavenVersion = tuple[_Part, ...]

_NEGATIVE, _END, _POSITIVE_WORD, _POSITIVE_NUMBER = range(4)
_ZERO: Final = number("")
# What is not named comes after `sp`, by its letters.
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
_RELEASE, _OTHER = 5, 7
_SHORT: Final = {"a": "alpha", "b": "beta", "m": "milestone"}
_TOKENS: Final = re.compile(r"\d+|[^\d.-]+|[.-]")
_NUMBERS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_END_PART: Final[_Part] = (_END, 0, 0, _ZERO, b"")


class _Item(NamedTuple):
    """An item of one of Maven's lists.

    Attributes:
        depth: How many lists it is within.
        rank: The rank of a word; None of a number.
        value: The number.
        word: The letters of a word without a rank of its own.
    """

    depth: int
    rank: int | None
    value: Number
    word: str

    @property
    def sign(self) -> int:
        """How it compares with the end of a version."""
        if self.rank is None:
            return 0 if self.value == _ZERO else 1
        return (self.rank > _RELEASE) - (self.rank < _RELEASE)


def key_of(text: str) -> MavenVersion:
    """The key of a version; Maven takes every text for a version.

    Args:
        text: The version.

    Returns:
        The key.
    """
    if _NUMBERS.fullmatch(text):
        return _plain(text)
    items = _without_nulls(_items(text.lower()))
    # A zero in the middle is what the part after it is.
    signs: list[int] = []
    for item in reversed(items):
        signs.append(item.sign or (signs[-1] if signs else 0))
    parts: list[_Part] = []
    depth = 0
    for item, sign in zip(items, reversed(signs), strict=True):
        parts.append(_part(item, item.depth - depth, sign))
        depth = item.depth
    return (*parts, _END_PART)


def _plain(text: str) -> MavenVersion:
    """The key of what most versions are: numbers with points between them. It is what `key_of` would give."""
    values = [number(each) for each in text.split(".")]
    while values and values[-1] == _ZERO:
        values.pop()
    return (*[(_POSITIVE_NUMBER, 0, 0, value, b"") for value in values], _END_PART)


def _part(item: _Item, opened: int, sign: int) -> _Part:
    """A word comes before a list, and a list before a number."""
    if item.rank is not None:
        rank = (item.rank, "")
        return (
            (_NEGATIVE if sign < 0 else _POSITIVE_WORD),
            0,
            opened,
            rank,
            item.word.encode("utf-16-be", "surrogatepass"),
        )
    return (_NEGATIVE, 1, -opened, _ZERO, b"") if sign < 0 else (_POSITIVE_NUMBER, 0, -opened, item.value, b"")


def _items(text: str) -> list[_Item]:
    items: list[_Item] = []
    depth = 0
    # Letters or digits that have not become an item yet, and whether the present list has no item.
    waiting, is_empty = "", True
    for each in _TOKENS.findall(text):
        if each in ".-":
            items.append(_item(depth, waiting))
            depth, is_empty, waiting = (depth, False, "") if each == "." else (depth + 1, True, "")
            continue
        if waiting:
            # From letters to digits or back: a list begins, before letters too.
            depth += 0 if is_empty or waiting[0].isdecimal() else 1
            items.append(_item(depth, waiting, is_followed=True))
            depth, is_empty = depth + 1, True
        waiting = each
    if waiting:
        items.append(_item(depth + (0 if is_empty or waiting[0].isdecimal() else 1), waiting))
    return items


def _item(depth: int, written: str, *, is_followed: bool = False) -> _Item:
    if not written:
        return _Item(depth, None, _ZERO, "")
    if written[0].isdecimal():
        digits = written if written.isascii() else "".join(str(unicodedata.decimal(each)) for each in written)
        return _Item(depth, None, number(digits), "")
    word = _SHORT.get(written, written) if is_followed else written
    rank = _QUALIFIERS.get(word)
    return _Item(depth, _OTHER, _ZERO, word) if rank is None else _Item(depth, rank, _ZERO, "")


def _without_nulls(items: list[_Item]) -> list[_Item]:
    """Take zeros and releases off the end of each list."""
    kept: list[_Item] = []
    depth = -1
    for item in reversed(items):
        is_last = item.depth != depth
        if is_last and item.sign == 0:
            continue
        depth = item.depth
        kept.append(item)
    kept.reverse()
    return kept
