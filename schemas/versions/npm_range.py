"""Ranges of npm. Pure.

Source: the package `semver` of npm, in its strict mode.
"""

import re
from typing import Final

from packagestate.schemas.versions.npm import BLANKS, Comparator, NpmRange, key_of
from packagestate.schemas.versions.npm_syntax import COMPARATOR, comparators, is_hyphen_range, pieces
from packagestate.schemas.versions.range_errors import bare, unclear, unparsable

_NAME: Final = "npm"
_BLANK: Final = re.compile(f"[{BLANKS}]+")
_HINT: Final = "write npm's syntax, such as `>=1.2.0 <2.0.0` or `1.x || 2.x`"
_BARE: Final = re.compile(r"v?[0-9]+(?:\.[0-9]+){0,2}(?:[-+].*)?")
_EVERY_RELEASE: Final = ">=0.0.0"


def range_of(text: str) -> NpmRange:
    """Parse a range.

    Args:
        text: The range.

    Returns:
        The range.

    Raises:
        RangeError: npm cannot parse the range, or it is unclear.
    """
    raw = _BLANK.sub(" ", text).strip(" ")
    parts = [part.strip(" ") for part in raw.split("||")]
    alternatives = [_comparators(part, text) for part in parts]
    for part in parts:
        _check_clear(part, text)
    # An alternative of everything swallows the others, also those that name a prerelease.
    possible = [each for each in alternatives if not _is_null(each)] or alternatives[:1]
    everything: list[tuple[Comparator, ...]] = [()]
    return NpmRange(tuple(everything if () in possible else possible))


def _is_null(comparators: tuple[Comparator, ...]) -> bool:
    return comparators[:1] == (Comparator("<", (0, 0, 0, False, ((0, 1, "0"),))),)


def _check_clear(part: str, text: str) -> None:
    """Refuse what npm takes and people misread."""
    if not part:
        raise unclear(
            text,
            "has an alternative without a comparator, which npm takes for every version",
            "write `*` for every version",
        )
    if is_hyphen_range(part):
        return
    for piece in pieces(part):
        if _BARE.fullmatch(piece):
            meaning = (
                "npm takes it for exactly this version" if piece.count(".") > 1 else "npm takes it for a whole line"
            )
            # A version that lacks numbers would be a whole line with `=` too.
            exact = f"={piece}{'.0' * (2 - piece.count('.'))}"
            line = f"{'.'.join(piece.split('.')[:2])}.x"
            raise bare(text, piece, meaning, f"write `{exact}`, `{line}` or `^{piece}`, whichever is meant")


def _comparators(part: str, text: str) -> tuple[Comparator, ...]:
    parsed = [_comparator(written, text) for written in comparators(part)]
    found = tuple([each for each in parsed if each is not None])
    return next(((each,) for each in found if _is_null((each,))), found)


def _comparator(written: str, text: str) -> Comparator | None:
    """Parse a comparator; None is one that admits everything."""
    if written in {"", _EVERY_RELEASE}:
        return None
    match = COMPARATOR.fullmatch(written)
    bound = key_of(match[2]) if match else None
    if match is None or bound is None:
        raise unparsable(text, _NAME, f"`{written}` is not a comparator", _HINT)
    return Comparator(match[1], bound)
