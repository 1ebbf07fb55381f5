"""Versions and ranges of npm. Pure.

Source: the package `semver` of npm, in its strict mode. The steps of parsing a range are its steps, in its order,
because what it takes and refuses follows from them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from packagestate.schemas.versions.protocol import Version, bare, unclear, unparsable
from packagestate.schemas.versions.semver import SemVer, semver

_NAME: Final = "npm"
_MOST: Final = 2**53 - 1
_LONGEST: Final = 256
# A number with fewer digits is exact as JavaScript's number.
_EXACT_DIGITS: Final = 15
# What JavaScript calls white space.
_BLANKS: Final = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_BLANK: Final = re.compile(f"[{_BLANKS}]+")
_AROUND: Final = re.compile(f"^[{_BLANKS}]+|[{_BLANKS}]+$")
_HINT: Final = "write npm's syntax, such as `>=1.2.0 <2.0.0` or `1.x || 2.x`"

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
_COMPARATOR: Final = re.compile(rf"{_OPERATOR} ?({_FULL})")
_BARE: Final = re.compile(r"v?[0-9]+(?:\.[0-9]+){0,2}(?:[-+].*)?")
_EVERY_RELEASE: Final = ">=0.0.0"


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
class _Comparator:
    operator: str
    bound: SemVer

    def admits(self, key: SemVer) -> bool:
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

    alternatives: tuple[tuple[_Comparator, ...], ...]

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


def _admit(comparators: tuple[_Comparator, ...], key: SemVer) -> bool:
    if not all(each.admits(key) for each in comparators):
        return False
    return key[3] or any(not each.bound[3] and each.bound[:3] == key[:3] for each in comparators)


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
    everything: list[tuple[_Comparator, ...]] = [()]
    return NpmRange(tuple(everything if () in possible else possible))


def _is_null(comparators: tuple[_Comparator, ...]) -> bool:
    return comparators[:1] == (_Comparator("<", (0, 0, 0, False, ((0, 1, "0"),))),)


def _check_clear(part: str, text: str) -> None:
    """Refuse what npm takes and people misread."""
    if not part:
        raise unclear(
            text,
            "has an alternative without a comparator, which npm takes for every version",
            "write `*` for every version",
        )
    if _HYPHEN.fullmatch(part):
        return
    for piece in _without_blanks(part).split(" "):
        if _BARE.fullmatch(piece):
            meaning = (
                "npm takes it for exactly this version" if piece.count(".") > 1 else "npm takes it for a whole line"
            )
            exact, line = f"={piece}", f"{'.'.join(piece.split('.')[:2])}.x" if "." in piece else f"{piece}.x"
            raise bare(text, piece, meaning, f"write `{exact}`, `{line}` or `^{piece}`, whichever is meant")


def _without_blanks(part: str) -> str:
    part = _OPERATOR_BLANK.sub(r"\1\2\3", part)
    part = _TILDE_BLANK.sub(r"\1~", part)
    return _CARET_BLANK.sub(r"\1^", part)


def _comparators(part: str, text: str) -> tuple[_Comparator, ...]:
    part = _STRIPPED_BUILD.sub("", part)
    hyphen = _HYPHEN.fullmatch(part)
    if hyphen:
        part = f"{_from(hyphen)} {_to(hyphen)}".strip(" ")
    found: list[_Comparator] = []
    for piece in _without_blanks(part).split(" "):
        for written in _desugared(piece):
            comparator = _comparator(written, text)
            found += [] if comparator is None else [comparator]
    return next(((each,) for each in found if _is_null((each,))), tuple(found))


def _comparator(written: str, text: str) -> _Comparator | None:
    """Parse a comparator; None is one that admits everything."""
    if written in {"", _EVERY_RELEASE}:
        return None
    match = _COMPARATOR.fullmatch(written)
    bound = key_of(match[2]) if match else None
    if match is None or bound is None:
        raise unparsable(text, _NAME, f"`{written}` is not a comparator", _HINT)
    return _Comparator(match[1], bound)


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
    match = _CARET.fullmatch(piece)
    if match is None:
        return piece
    major, minor, patch, label = match.groups()
    if _is_x(major):
        return ""
    if _is_x(minor):
        return f">={major}.0.0 <{int(major) + 1}.0.0-0"
    next_minor, next_major = f"<{major}.{int(minor) + 1}.0-0", f"<{int(major) + 1}.0.0-0"
    if _is_x(patch):
        return f">={major}.{minor}.0 {next_minor if major == '0' else next_major}"
    lower = f">={major}.{minor}.{patch}{f'-{label}' if label else ''}"
    if major != "0":
        return f"{lower} {next_major}"
    return f"{lower} {next_minor if minor != '0' else f'<{major}.{minor}.{int(patch) + 1}-0'}"


def _tilde(piece: str) -> str:
    match = _TILDE.fullmatch(piece)
    if match is None:
        return piece
    major, minor, patch, label = match.groups()
    if _is_x(major):
        return ""
    if _is_x(minor):
        return f">={major}.0.0 <{int(major) + 1}.0.0-0"
    lower = f">={major}.{minor}.{0 if _is_x(patch) else patch}"
    return f"{lower}{f'-{label}' if label and not _is_x(patch) else ''} <{major}.{int(minor) + 1}.0-0"


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
