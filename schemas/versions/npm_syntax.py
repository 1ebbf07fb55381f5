"""How npm writes the parts of a range as comparators: hyphens, carets, tildes and wildcards. Pure, from text to text.

Source: the package `semver` of npm. The steps are its steps, in its order, because what it takes and refuses follows
from them.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

_NUMBER: Final = "(?:0|[1-9][0-9]{0,256})"
_LABEL_PART: Final = rf"(?:[0-9]{{0,256}}[a-zA-Z-][a-zA-Z0-9-]{{0,250}}|{_NUMBER})"
_LABEL: Final = rf"(?:-({_LABEL_PART}(?:\.{_LABEL_PART})*))"
_BUILD: Final = r"\+[a-zA-Z0-9-]{1,250}(?:\.[a-zA-Z0-9-]{1,250})*"
_PART: Final = rf"({_NUMBER}|x|X|\*)"
_PARTIAL: Final = rf"[v= ]*{_PART}(?:\.{_PART}(?:\.{_PART}(?:{_LABEL})?(?:{_BUILD})?)?)?"
_FULL: Final = rf"v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:{_LABEL})?(?:{_BUILD})?"
_LOOSE: Final = (
    r"[v= ]*[0-9]{1,256}\.[0-9]{1,256}\.[0-9]{1,256}"
    r"(?:-?(?:[0-9]{0,256}[a-zA-Z-][a-zA-Z0-9-]{0,250}|[0-9]{1,256})"
    rf"(?:\.(?:[0-9]{{0,256}}[a-zA-Z-][a-zA-Z0-9-]{{0,250}}|[0-9]{{1,256}}))*)?(?:{_BUILD})?"
)
_OPERATOR: Final = "((?:<|>)?=?)"

_STRIPPED_BUILD: Final = re.compile(r"\+[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*")
_HYPHEN: Final = re.compile(rf" ?({_PARTIAL}) - ({_PARTIAL}) ?")
_OPERATOR_BLANK: Final = re.compile(rf"( ?){_OPERATOR} ?({_LOOSE}|{_PARTIAL})")
_TILDE_BLANK: Final = re.compile(r"( ?)~>? ")
_CARET_BLANK: Final = re.compile(r"( ?)\^ ")
_TILDE: Final = re.compile(rf"~>?{_PARTIAL}")
_CARET: Final = re.compile(rf"\^{_PARTIAL}")
_X_RANGE: Final = re.compile(rf"{_OPERATOR} ?{_PARTIAL}")
_STAR: Final = re.compile(r"[<>]?=? ?\*")
COMPARATOR: Final = re.compile(rf"{_OPERATOR} ?({_FULL})")


def _without_blanks(part: str) -> str:
    part = _OPERATOR_BLANK.sub(r"\1\2\3", part)
    part = _TILDE_BLANK.sub(r"\1~", part)
    return _CARET_BLANK.sub(r"\1^", part)


def pieces(part: str) -> list[str]:
    """The pieces of an alternative, each with its operator.

    Args:
        part: The alternative, in which single blanks stand for all white space.

    Returns:
        The pieces.
    """
    return _without_blanks(part).split(" ")


def is_hyphen_range(part: str) -> bool:
    """Whether an alternative is a range such as `1.2 - 2.0`.

    Args:
        part: The alternative.
    """
    return _HYPHEN.fullmatch(part) is not None


def comparators(part: str) -> Iterator[str]:
    """Write an alternative as comparators.

    Args:
        part: The alternative.

    Yields:
        A comparator, or what cannot be one; empty for one that admits everything.
    """
    part = _STRIPPED_BUILD.sub("", part)
    hyphen = _HYPHEN.fullmatch(part)
    if hyphen:
        part = f"{_from(hyphen)} {_to(hyphen)}".strip(" ")
    for piece in pieces(part):
        yield from _desugared(piece)


def _is_x(part: str | None) -> bool:
    return part is None or part in "xX*"


def _from(match: re.Match[str]) -> str:
    written, major, minor, patch = match.group(1, 2, 3, 4)
    if _is_x(major):
        return ""
    if _is_x(minor):
        return f">={major}.0.0"
    return f">={major}.{minor}.0" if _is_x(patch) else f">={written}"


def _to(match: re.Match[str]) -> str:
    written, major, minor, patch, label = match.group(6, 7, 8, 9, 10)
    if _is_x(major):
        return ""
    if _is_x(minor):
        return f"<{int(major) + 1}.0.0-0"
    if _is_x(patch):
        return f"<{major}.{int(minor) + 1}.0-0"
    return f"<={major}.{minor}.{patch}-{label}" if label else f"<={written}"


def _desugared(piece: str) -> Iterator[str]:
    """Write carets, tildes and wildcards as comparators."""
    written = " ".join(_x_range(each) for one in _caret(piece).split(" ") for each in _tilde(one).split(" "))
    yield from _STAR.sub("", written, count=1).strip(" ").split(" ")


def _caret(piece: str) -> str:
    """What has the same first part that is not zero."""
    return _from_it_on(piece, _CARET, _same_leftmost)


def _tilde(piece: str) -> str:
    """What has the same minor version."""
    return _from_it_on(piece, _TILDE, lambda major, minor, _patch: f"<{major}.{int(minor) + 1}.0-0")


def _from_it_on(piece: str, pattern: re.Pattern[str], end: Callable[[str, str, str], str]) -> str:
    """A caret or a tilde as comparators: from its version on, up to an end that follows from its parts."""
    match = pattern.fullmatch(piece)
    if match is None:
        return piece
    major, minor, patch, label = match.groups()
    if _is_x(major):
        return ""
    if _is_x(minor):
        return f">={major}.0.0 <{int(major) + 1}.0.0-0"
    written = "0" if _is_x(patch) else f"{patch}-{label}" if label else patch
    return f">={major}.{minor}.{written} {end(major, minor, patch)}"


def _same_leftmost(major: str, minor: str, patch: str) -> str:
    if major != "0":
        return f"<{int(major) + 1}.0.0-0"
    if minor != "0" or _is_x(patch):
        return f"<{major}.{int(minor) + 1}.0-0"
    return f"<{major}.{minor}.{int(patch) + 1}-0"


def _x_range(piece: str) -> str:
    match = _X_RANGE.fullmatch(piece)
    if match is None:
        return piece
    operator, major, minor, patch, _ = match.groups()
    has_number_after_x = (_is_x(major) and not _is_x(minor)) or (_is_x(minor) and not _is_x(patch))
    if has_number_after_x or not _is_x(patch):
        return piece
    if _is_x(major):
        return "<0.0.0-0" if operator in {"<", ">"} else "*"
    return _compared(operator, int(major), None if _is_x(minor) else int(minor))


def _compared(operator: str, major: int, minor: int | None) -> str:
    """Write a comparator of a version that ends with a wildcard."""
    after = f"{major + 1}.0.0" if minor is None else f"{major}.{minor + 1}.0"
    first = f"{major}.{minor or 0}.0"
    match operator:
        case ">":
            return f">={after}"
        case "<=":
            return f"<{after}-0"
        case "<":
            return f"<{first}-0"
        case ">=":
            return f">={first}"
        case _:
            return f">={first} <{after}-0"
