"""The contributed files, and what the endpoint answers otherwise. Run as a program, it writes that anew."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools.truth.document import Findings, document, read, table
from tools.truth.questions import QUESTIONS
from tools.truth.run import ask_endpoint, origin

FOLDER = Path(__file__).parent / "files"
LOCAL = FOLDER / "local-endpoint.json"
README = Path(__file__).parents[2] / "emulator" / "README.md"
FILES = sorted(FOLDER.glob("*.json"))

_BEGIN, _END = "<!-- truth: begin", "<!-- truth: end -->"


def replayed(file: Path, answers: Findings) -> dict[str, Any]:
    """A file as it would be if the endpoint had answered so when it was made."""
    text = file.read_text(encoding="utf-8")
    origin_of_file = {
        key: value for key, value in json.loads(text).items() if key not in {"schemaVersion", "questions"}
    }
    return document(origin_of_file, _without_calls(answers) if file == LOCAL else read(text), answers)


def _without_calls(found: Findings) -> Findings:
    """The endpoint can be asked at any time, and its times are others each time."""
    return {number: replace(each, calls=()) for number, each in found.items()}


def readme(answers: Findings) -> str:
    """The README of the endpoint with the table as it is to be."""
    before, _, rest = README.read_text(encoding="utf-8").partition(_BEGIN)
    end_of_line, _, after = rest.partition(_END)
    first = end_of_line.split("\n", 1)[0]
    contributed = [read(each.read_text(encoding="utf-8")) for each in FILES if each != LOCAL]
    return f"{before}{_BEGIN}{first}\n{table(answers, contributed)}\n{_END}{after}"


if __name__ == "__main__":
    found = ask_endpoint(QUESTIONS)
    if not LOCAL.exists():
        LOCAL.write_text(json.dumps(document(origin("local endpoint", "none"), found, found), default=str))
    for each in sorted(FOLDER.glob("*.json")):
        each.write_text(json.dumps(replayed(each, found), indent=2, default=str) + "\n", encoding="utf-8")
    README.write_text(readme(found), encoding="utf-8")
