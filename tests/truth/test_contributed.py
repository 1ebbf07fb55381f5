"""Files of runs against accounts, replayed against the endpoint: what it answers otherwise is named in the file.

`local-endpoint.json` is a dry run's. `python -m tests.truth.contributed` writes the differences of all files anew.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.truth.contributed import FILES, README, readme, replayed
from tools.truth.document import Findings, differences, document, read, table
from tools.truth.questions import QUESTIONS
from tools.truth.run import ask_endpoint


@pytest.fixture(scope="module")
def answers() -> Findings:
    return ask_endpoint(QUESTIONS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_endpoint_answers_the_same_but_for_the_differences_that_are_named(file: Path, answers: Findings) -> None:
    assert json.loads(file.read_text(encoding="utf-8")) == replayed(file, answers)


def test_an_answer_that_is_another_is_named(answers: Findings) -> None:
    parsed = json.loads(FILES[0].read_text(encoding="utf-8"))
    parsed["questions"][2]["facts"]["Disposed disposed"] = "Disposed"
    found = read(json.dumps(parsed))
    assert list(differences(found[2], answers[2])) == [
        {"case": "Disposed disposed", "answer": "Disposed", "endpoint": "NOT_ALLOWED"}
    ]
    written = document({}, found, answers)
    assert [len(each["differences"]) for each in written["questions"]] == [int(number == 2) for number in QUESTIONS]


def test_the_table_of_the_readme_is_that_of_the_files(answers: Findings) -> None:
    assert README.read_text(encoding="utf-8") == readme(answers)


def test_what_an_account_answered_otherwise_is_in_the_table(answers: Findings) -> None:
    theirs = replace(answers[14], facts={**answers[14].facts, "a second time": "done"})
    rows = table(answers, [{14: theirs, 2: answers[2]}]).splitlines()
    assert [row.rsplit(" | ", 1)[1] for row in rows if row.startswith(("| 14 ", "| 2 ", "| 3 "))] == [
        "the same |",
        "not asked yet |",
        "a second time: done |",
    ]


def test_a_file_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="schemaVersion 2 is not 1"):
        read('{"schemaVersion": 2}')
