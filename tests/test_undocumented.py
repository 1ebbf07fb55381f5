"""What rests on undocumented behaviour of AWS has a label in the code, and stands in the page of the questions."""

import re
from pathlib import Path

from examples.sandbox import ROOT
from tests.support.documents import cells

PAGE = ROOT / "docs" / "reference" / "undocumented.md"
FOLDERS = ("emulator", "provider", "schemas")
QUESTIONS = range(16)
LABEL = re.compile(r'^ *(?:#:? |""")?Undocumented \(Q([0-9]+)\): \S', re.MULTILINE)
# However it is written, and wherever a line is broken.
ANY = re.compile(r"undocumented|\b(?:not|nor|neither|nowhere|never)\s+(?:#:?\s+)?documented", re.IGNORECASE)
# What the report says to people, and the name of the evidence that makes it say so.
OF_THE_REPORT = ('"not documented by AWS"', "Evidence.UNDOCUMENTED", 'UNDOCUMENTED = "undocumented"')


def sources() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    for words in OF_THE_REPORT:
        text = text.replace(words, "")
    return text


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def labels() -> set[tuple[int, str]]:
    """The questions and the files in which something rests on them."""
    return {(int(number), named(path)) for path in sources() for number in LABEL.findall(text_of(path))}


def rows() -> dict[int, list[str]]:
    """The rows of the page by the number of their question."""
    found = {row[0]: row for row in cells(PAGE.read_text(encoding="utf-8")) if re.fullmatch(r"Q[0-9]+", row[0])}
    return {int(name.removeprefix("Q")): row for name, row in found.items()}


def test_every_label_has_the_form_that_one_search_finds() -> None:
    counts = {
        named(path): (len(ANY.findall(text)), len(LABEL.findall(text))) for path in sources() if (text := text_of(path))
    }
    assert {name: both for name, both in counts.items() if both[0] != both[1]} == {}


def test_every_label_names_a_question() -> None:
    assert labels()
    assert {number for number, _ in labels()} <= set(QUESTIONS)


def test_the_page_has_every_question_and_what_rests_on_it() -> None:
    assert rows().keys() == set(QUESTIONS)
    assert all(asks and rests for _, asks, rests, _ in rows().values())


def test_the_page_names_the_places_of_every_label() -> None:
    shown = {(number, place) for number, row in rows().items() for place in re.findall(r"`([^`]+)`", row[3])}
    assert shown == labels()
