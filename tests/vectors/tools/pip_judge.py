"""Answers questions about PyPI's versions with what pip carries. The questions are described in ../judges.py.

It runs alone, with a released pip on the path.
"""

import sys

from pip._vendor.packaging.specifiers import InvalidSpecifier, SpecifierSet  # type: ignore[import-not-found,import-untyped,unused-ignore]
from pip._vendor.packaging.version import InvalidVersion, Version  # type: ignore[import-not-found,import-untyped,unused-ignore]


def _text(digits: str) -> str:
    return bytes.fromhex(digits).decode()


def _version(digits: str) -> Version | None:
    try:
        return Version(_text(digits))
    except InvalidVersion:
        return None


def _answer(kind: str, first: str, *others: str) -> str:
    if kind == "order":
        one, two = _version(first), _version(others[0])
        sign = "" if one is None or two is None else "<" if one < two else ">" if two < one else "="
        return f"{int(one is not None)}{int(two is not None)}{sign}"
    try:
        specifiers = SpecifierSet(_text(first))
        # `===` takes any text, and pip fails where it looks whether that is a prerelease.
        _ = specifiers.prereleases
    except (InvalidSpecifier, InvalidVersion):
        return "refused"
    versions = map(_version, others)
    return "".join("x" if each is None else str(int(specifiers.contains(each))) for each in versions)


for line in sys.stdin.read().splitlines():
    sys.stdout.write(f"{_answer(*line.split(' '))}\n")
