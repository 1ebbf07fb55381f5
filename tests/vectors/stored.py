"""The vectors as they are stored: what the real tools answered, a compressed file for each format and question."""

import json
import lzma
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.range_errors import UnclearRangeError, UnparsableRangeError

_FOLDER: Final = Path(__file__).parent / "data"
REFUSED: Final = "refused"
#: Our own answer where we refuse a range that the tool may take.
UNCLEAR: Final = "unclear"


class Case(NamedTuple):
    """A question and the tool's answer; see `tests.vectors.judges`.

    Attributes:
        texts: Two versions to be compared, or a range and the versions to look for in it.
        answer: The answer.
    """

    texts: Sequence[str]
    answer: str


def read(package_format: Format, kind: str) -> list[Case]:
    with lzma.open(_file(package_format, kind), "rt", encoding="utf-8") as lines:
        return [Case(texts, answer) for answer, *texts in map(json.loads, lines)]


def write(package_format: Format, kind: str, cases: Iterable[Case]) -> None:
    text = "".join(
        json.dumps([case.answer, *case.texts], ensure_ascii=False, separators=(",", ":")) + "\n" for case in cases
    )
    _FOLDER.mkdir(exist_ok=True)
    _file(package_format, kind).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def _file(package_format: Format, kind: str) -> Path:
    return _FOLDER / f"{package_format}.{kind}.jsonl.xz"


def our_answer(package_format: Format, kind: str, texts: Sequence[str]) -> str:
    """Answer a question with `schemas.versions`."""
    rules = ecosystem(package_format)
    first, *others = texts
    if kind == "order":
        one, two = rules.parse(first).key, rules.parse(others[0]).key
        sign = "" if one is None or two is None else "<" if one < two else ">" if two < one else "="
        return f"{int(one is not None)}{int(two is not None)}{sign}"
    try:
        parsed = rules.range(first)
    except UnclearRangeError:
        return UNCLEAR
    except UnparsableRangeError:
        return REFUSED
    versions = map(rules.parse, others)
    return "".join("x" if each.key is None else str(int(parsed.contains(each))) for each in versions)


def differing(package_format: Format, kind: str, cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Give the cases that we answer in another way, with our answer; a range that we call unclear is none of them."""
    answered = ((case, our_answer(package_format, kind, case.texts)) for case in cases)
    return [(case, answer) for case, answer in answered if answer not in {case.answer, UNCLEAR}]
