"""Random versions and ranges of each ecosystem, most of them nasty. The same seed gives the same texts."""

import re
from collections.abc import Callable
from random import Random
from typing import Final

# What none of the tools should take for a version, and what some of them do.
_ODD: Final = (
    "", " ", ".", "-", "+", "v", "latest", "1.", ".1", "1..2", "1.2.3.", "-1", "+1", "1.-2", "1.2.3-", "1.2.3+",
    "1.2.3-a..b", "1.2.3+a..b", "1.2.3.4.5", "1.2.3-é", "\uff11.2.3", "1.2.3-β", "\u00a01.2.3", "1.2.3\n", "1,2", "1_2",
    "1.2.3-a_b", "1!", "!1", "1.0+", "\u0131i", "a", "x", "*", "1.*", "${revision}", "[1.0]", "1.2.3 4", "1 .2", "1. 2",
    "1.2.3-a b", "\ufeff1.0.0", "0x10", "1e3", "1.2.3-01", "1.2.3-0a", "01.2.3", "1.2.3-00", "1.2.3--1", "1.2.3---",
)  # fmt: skip
_SPACES: Final = ("", "", "", "", "", "", "", "", " ", "  ", "\t", "\u00a0", "\n")
_WORDS: Final = ("alpha", "beta", "rc", "a", "b", "pre", "dev", "x", "snapshot", "ALPHA", "Beta", "rc1", "alpha2")
_MAVEN_WORDS: Final = (
    "alpha", "beta", "milestone", "rc", "cr", "snapshot", "SNAPSHOT", "ga", "GA", "final", "Final", "release",
    "RELEASE", "sp", "a", "b", "m", "x", "foo", "jre", "android", "redhat", "min", "max", "\u0131", "Ä",
)  # fmt: skip
_LONG: Final = ("2147483647", "2147483648", "9007199254740991", "9007199254740993", "18446744073709551616", "9" * 30)
_U64: Final = 2**64
_JUNK: Final = ".-+_!*x^~<>=[](),| \t019aAé"


class Draw(Random):
    """Draws texts."""

    def one(self, *texts: str) -> str:
        return self.choice(texts)

    def likely(self, percent: int) -> bool:
        return self.randrange(100) < percent

    def number(self) -> str:
        kind = self.randrange(100)
        if kind < 80:
            return str(self.randrange(4))
        if kind < 97:
            return str(self.randrange(8, 130))
        return self.choice(_LONG) if kind == 97 else f"{self.one('0', '00')}{self.randrange(12)}"

    def numbers(self, fewest: int, most: int) -> str:
        return ".".join(self.number() for _ in range(self.randint(fewest, most)))

    def label(self) -> str:
        """Draw identifiers as SemVer has them."""
        parts = (
            self.number() if self.likely(45) else self.choice(_WORDS) + (self.one("", "", "-", "1", "-1"))
            for _ in range(self.choice((1, 1, 2, 2, 3)))
        )
        return ".".join(parts)

    def broken(self, text: str) -> str:
        """Take a character out of a text, or put one in."""
        place = self.randrange(len(text) + 1)
        return text[:place] + self.one("", self.choice(_JUNK)) + text[place + self.randrange(2) :]

    def near(self, text: str) -> str:
        """Draw a text that differs in one part, so that many pairs are equal or nearly so."""
        parts = re.split(r"([0-9]+|[A-Za-z]+)", text)
        place = self.randrange(len(parts))
        part = parts[place]
        if part.isdecimal():
            part = self.one(str(int(part) + 1), str(max(int(part) - 1, 0)), "0", f"0{part}", f"{part}.0", self.number())
        elif part.isalpha():
            part = self.one(part.upper(), part.lower(), part.title(), self.choice(_MAVEN_WORDS), self.choice(_WORDS))
        parts[place] = part
        ending = self.one("", "", "", ".0", "-0", "-1", "-alpha", "+1", ".1", "-SNAPSHOT", ".dev1", "a1", ".post1")
        return "".join(parts) + (ending if self.likely(40) else "")

    def spaced(self, text: str) -> str:
        return self.choice(_SPACES) + text + self.choice(_SPACES)


def semver(draw: Draw) -> str:
    text = draw.numbers(3, 3) if draw.likely(95) else draw.numbers(1, 5)
    text += f"-{draw.label()}" if draw.likely(50) else ""
    text += f"+{draw.label()}" if draw.likely(12) else ""
    return draw.one("v", "=", "V", "v ", "= ") + text if draw.likely(4) else text


def pypi(draw: Draw) -> str:
    """Draw a version without a number that the judge cannot hold: pip takes more than 64 bits, and uv does not."""
    text = _pypi(draw)
    return text if max(map(int, re.findall("[0-9]+", text))) < _U64 else pypi(draw)


def _pypi(draw: Draw) -> str:
    text = f"{draw.randrange(3)}!" if draw.likely(6) else ""
    text += draw.numbers(1, 4)
    separator = draw.one("", "", "", ".", "-", "_")
    word = draw.one("a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "A", "RC")
    text += f"{separator}{word}{separator}{draw.one('', draw.number())}" if draw.likely(30) else ""
    post = draw.one("post", "rev", "r", "POST")
    if draw.likely(20):
        text += draw.one(f"-{draw.number()}", f"{separator}{post}{separator}{draw.number()}", f".{post}")
    text += (
        draw.one(".", "-", "_", "") + draw.one("dev", "DEV") + draw.one("", draw.number()) if draw.likely(18) else ""
    )
    local = draw.one("abc", "1", "ubuntu.1", "Ubuntu-2", "01", "a_b", "1.2.3", "0")
    text += f"+{local}" if draw.likely(12) else ""
    return draw.one("v", "V", " v") + text if draw.likely(4) else text


def maven(draw: Draw) -> str:
    """Half of the versions as people write them, half from any tokens."""
    if draw.likely(50):
        text = draw.numbers(1, 4)
        word = draw.choice(_MAVEN_WORDS)
        ending = draw.one(
            f"-{word}", f"-{word}{draw.number()}", f"-{word}-{draw.number()}", f".{word}", f".{word}{draw.number()}"
        )
        text += ending if draw.likely(60) else ""
        return text + (
            draw.one("-SNAPSHOT", "-jre", "-redhat-1", "-20240101.101112-3", "-1") if draw.likely(20) else ""
        )
    text = draw.number() if draw.likely(85) else draw.choice(_MAVEN_WORDS)
    for _ in range(draw.choice((0, 1, 1, 2, 2, 3, 4))):
        text += draw.one(".", ".", "-", "-", "", "_") + draw.one(draw.number(), "0", draw.choice(_MAVEN_WORDS))
    return text


def nuget(draw: Draw) -> str:
    text = draw.numbers(1, 4) if draw.likely(97) else draw.numbers(5, 6)
    text += f"-{draw.label()}" if draw.likely(50) else ""
    text += f"+{draw.label()}" if draw.likely(12) else ""
    return draw.one("v", "= ") + text if draw.likely(2) else text


def _partial(draw: Draw) -> str:
    """Draw a version of an npm range, which may be shorter, or hold wildcards."""
    if draw.likely(50):
        return semver(draw)
    wild = (draw.one("x", "X", "*") if draw.likely(25) else draw.number() for _ in range(draw.randint(1, 3)))
    return ".".join(wild) + (f"-{draw.label()}" if draw.likely(8) else "")


def npm_range(draw: Draw) -> str:
    alternatives = []
    for _ in range(draw.choice((1, 1, 1, 1, 2, 2, 3))):
        if draw.likely(18):
            alternatives.append(f"{_partial(draw)}{draw.one(' - ', ' - ', '  -  ', '-', ' -')}{_partial(draw)}")
            continue
        comparators = [
            draw.one("^", "~", "~>", ">", ">=", "<", "<=", "=", ">=", "<", "==" if draw.likely(10) else "^", "")
            + (draw.choice(_SPACES) if draw.likely(30) else "")
            + _partial(draw)
            for _ in range(draw.choice((1, 1, 1, 2, 2, 3)))
        ]
        alternatives.append(draw.one(" ", " ", " ", "  ", ", " if draw.likely(10) else " ").join(comparators))
    return draw.spaced(draw.one("||", " || ", " || ", "||", "|" if draw.likely(10) else " ||").join(alternatives))


def cargo_range(draw: Draw) -> str:
    comparators = [
        draw.one("^", "~", ">", ">=", "<", "<=", "=", ">=", "<", "")
        + (" " if draw.likely(25) else "")
        + (_partial(draw) if draw.likely(70) else draw.numbers(1, 3))
        + (" " if draw.likely(8) else "")
        for _ in range(draw.choice((1, 1, 1, 2, 2, 3)))
    ]
    return draw.choice(_SPACES) + draw.one(",", ", ", ", ", " " if draw.likely(20) else ", ").join(comparators)


def pypi_range(draw: Draw) -> str:
    specifiers = []
    for _ in range(draw.choice((1, 1, 2, 2, 3))):
        operator = draw.one(
            "==",
            "!=",
            ">=",
            "<=",
            ">",
            "<",
            "~=",
            ">=",
            "<",
            "===" if draw.likely(30) else "==",
            "=" if draw.likely(8) else ">",
        )
        version = pypi(draw)
        if operator in {"==", "!="} and draw.likely(40):
            version = f"{draw.numbers(1, 3)}.*"
        elif draw.likely(60):
            version = version.split("+", maxsplit=1)[0]
        specifiers.append(draw.choice(_SPACES[:11]) + operator + draw.choice(_SPACES[:11]) + version)
    return draw.one(",", ", ", " , ", " " if draw.likely(8) else ",").join(specifiers)


def _bracketed(draw: Draw, version: Callable[[Draw], str]) -> str:
    first, second = sorted((version(draw), version(draw))) if draw.likely(75) else (version(draw), version(draw))
    space = draw.choice(_SPACES[4:9])
    inside = draw.one(
        first,
        f"{first},{second}", f"{first},{second}", f"{first},{space}{second}", f"{first},", f",{second}",
        f"{space}{first}{space},{space}{second}{space}" if draw.likely(50) else f"{first},{second}",
        f"{first},{second},{second}" if draw.likely(10) else f",{second}",
        draw.one(",", "", " ", " , ") if draw.likely(20) else f"{first},",
    )  # fmt: skip
    return draw.one("[", "[", "(") + inside + draw.one("]", ")", ")")


def maven_range(draw: Draw) -> str:
    if draw.likely(4):
        return draw.spaced(maven(draw))
    ranges = [_bracketed(draw, maven) for _ in range(draw.choice((1, 1, 1, 2, 2, 3)))]
    if draw.likely(60):
        ranges.sort(key=lambda each: each.strip("[(,"))
    return draw.one(",", ",", ", ", " ,", "" if draw.likely(20) else ",").join(ranges)


def nuget_range(draw: Draw) -> str:
    if draw.likely(6):
        return draw.spaced(draw.one(nuget(draw), "*", "1.*", "1.0.0-*", "[1.*,2.0)", "1.0.0-beta.*"))
    text = _bracketed(draw, nuget)
    return draw.spaced(text) if draw.likely(30) else text


def texts(kind: Callable[[Draw], str], draw: Draw, count: int) -> list[str]:
    """Draw so many texts of a kind, a few of them broken or odd."""
    drawn = []
    for _ in range(count):
        text = kind(draw)
        if draw.likely(4):
            text = draw.broken(text)
        elif draw.likely(2):
            text = draw.choice(_ODD)
        elif draw.likely(1):
            text = draw.spaced(text)
        drawn.append(text)
    return drawn


def pairs(kind: Callable[[Draw], str], draw: Draw, count: int) -> list[tuple[str, str]]:
    """Draw so many pairs of versions, half of them near to each other."""
    return [
        (first, draw.near(first) if draw.likely(50) else second)
        for first, second in zip(texts(kind, draw, count), texts(kind, draw, count), strict=True)
    ]


def asked_of(range_text: str, kind: Callable[[Draw], str], draw: Draw, count: int) -> list[str]:
    """Draw so many versions to ask a range about, most of them near to its bounds."""
    bounds = [each for each in re.split(r"[\s,|\[\]()<>=^~!]+| - ", range_text) if each] or [kind(draw)]
    bounds = [re.sub(r"[xX*]", "1", each) if draw.likely(80) else each for each in bounds]
    bounds = [each + ".0" * (2 - each.count(".")) if draw.likely(50) else each for each in bounds]
    drawn = []
    for _ in range(count):
        bound = draw.choice(bounds)
        drawn.append(draw.one(bound, draw.near(bound), draw.near(bound), kind(draw)))
    return drawn
