"""Random questions, and what the tools answer, without those on which a tool contradicts itself or another one."""

import operator
import re
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

from packaging.version import InvalidVersion, Version

from packagestate.schemas.coordinates import Format
from tests.vectors import texts
from tests.vectors.judges import Judges
from tests.vectors.stored import Case

_VERSIONS_OF_A_RANGE: Final = 3
_DRAWN: Final[dict[Format, tuple[Callable[[texts.Draw], str], Callable[[texts.Draw], str]]]] = {
    Format.NPM: (texts.semver, texts.npm_range),
    Format.CARGO: (texts.semver, texts.cargo_range),
    Format.PYPI: (texts.pypi, texts.pypi_range),
    Format.MAVEN: (texts.maven, texts.maven_range),
    Format.NUGET: (texts.nuget, texts.nuget_range),
}
FORMATS: Final = tuple(_DRAWN)
KINDS: Final = ("order", "range")
# The tool that is heard beside the one that decides, or that must agree with it.
_DECIDING: Final = {Format.PYPI: "pip"}
_BESIDE: Final = {Format.PYPI: "uv", Format.MAVEN: "resolver"}
_SIGNS: Final = {"11<": -1, "11=": 0, "11>": 1}


def draw(package_format: Format, kind: str, seed: str, count: int) -> list[list[str]]:
    version, version_range = _DRAWN[package_format]
    drawing = texts.Draw(f"{seed} {package_format} {kind}")
    if kind == "order":
        return [list(pair) for pair in texts.pairs(version, drawing, count)]
    ranges = texts.texts(version_range, drawing, count)
    return [[each, *texts.asked_of(each, version, drawing, _VERSIONS_OF_A_RANGE)] for each in ranges]


def settle(judges: Judges, package_format: Format, kind: str, asked: Sequence[Sequence[str]]) -> tuple[list[Case], str]:
    """Ask the tools. The cases that have an answer, and a sentence about the others."""
    questions = [(kind, *each) for each in asked]
    answers = judges.ask(_DECIDING.get(package_format, package_format), questions)
    cases = [Case(each, answer) for each, answer in zip(asked, answers, strict=True)]
    if package_format is Format.NPM:
        kept = [case for case in cases if not _has_rounded_numbers(case.texts)]
        return kept, f"{len(cases) - len(kept)} with different numbers that npm calls equal, left out"
    if package_format not in _BESIDE:
        return cases, ""
    beside = judges.ask(_BESIDE[package_format], questions)
    differ = [case.answer != answer for case, answer in zip(cases, beside, strict=True)]
    said = f"{_BESIDE[package_format]} differs in {sum(differ)}"
    if package_format is Format.PYPI:
        changed = [kind == "range" and _is_changed(*case.texts) for case in cases]
        left_out = list(map(operator.or_, differ, changed))
        kept = [case for case, each in zip(cases, left_out, strict=True) if not each]
        return kept, f"{said}, and packaging 26 changed {sum(changed)}: {sum(left_out)} left out"
    compared = [_compared(kind, case.texts) for case in cases]
    contradictory = _contradictory(judges, sorted({pair for pairs in compared for pair in pairs}))
    kept = [case for case, pairs in zip(cases, compared, strict=True) if not contradictory.intersection(pairs)]
    return kept, f"{said}; contradicts itself in {len(cases) - len(kept)}, left out"


def _has_rounded_numbers(asked: Sequence[str]) -> bool:
    """Whether there are different numbers which JavaScript rounds to the same: npm compares nothing behind them."""
    numbers = set(re.findall("[0-9]{16,}", " ".join(asked)))
    return len(set(map(float, numbers))) < len(numbers)


def _is_changed(text: str, *versions: str) -> bool:
    """Whether packaging 26 decides in another way than both tools, which are from before.

    It admits 3.post1 for `>3.dev0` and 3rc1 for `<3.post1`: neither is of the version that the specifier names.
    """
    candidates = [each for each in map(_pep440, versions) if each is not None]
    changed = False
    for operator_text, version_text in re.findall(r"([<>])\s*([^\s,=]+)", text):
        named = _pep440(version_text)
        if named is not None and operator_text == ">" and named.is_prerelease:
            changed |= any(each.is_postrelease for each in candidates)
        if named is not None and operator_text == "<" and named.is_postrelease:
            changed |= any(each.is_prerelease for each in candidates)
    return changed


def _pep440(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _compared(kind: str, asked: Sequence[str]) -> list[tuple[str, str]]:
    """Give the pairs of versions that Maven compares for a question."""
    if kind == "order":
        return [(asked[0], asked[1])]
    bounds = [bound.strip() for bound in re.split(r"[\[\](),]+", asked[0]) if bound.strip()]
    return [*combinations(bounds, 2), *((bound, version) for bound in bounds for version in asked[1:])]


def _contradictory(judges: Judges, pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give the pairs for which Maven names a third version that is between them in the wrong direction."""
    asked = [(one, two, between) for one, two in pairs for between in _witnesses(one, two)]
    needed = sorted({each for one, two, between in asked for each in ((one, two), (one, between), (between, two))})
    answers = judges.ask("maven", [("order", *each) for each in needed])
    signs = {each: _SIGNS[answer] for each, answer in zip(needed, answers, strict=True)}
    found = set()
    for one, two, between in asked:
        steps = {signs[one, between], signs[between, two]}
        if steps != {-1, 1} and signs[one, two] != sum(steps):
            found.add((one, two))
    return found


def _witnesses(*versions: str) -> set[str]:
    """Give the beginnings of two versions, of which the end is what Maven contradicts itself about."""
    parts = r"[.-]|(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])"
    beginnings = {version[: cut.start()] for version in versions for cut in re.finditer(parts, version)}
    # A word at the end of a version is read in another way than within it.
    return {"0", *beginnings, *(f"{each}.0" for each in beginnings)}
