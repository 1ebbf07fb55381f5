"""`truth.json`: what was asked, what was answered, and whether the local endpoint answers the same. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from tools.truth.questions import QUESTIONS

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about one question.

    Attributes:
        facts: The answer to each case, in the order in which they were tried.
        calls: Every call, redacted.
        ended: Why the probe ended early; None where it did not.
    """

    facts: Mapping[str, str]
    calls: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)
    ended: str | None = None


Findings = Mapping[int, Finding]


def document(origin: Mapping[str, str], found: Findings, endpoint: Findings) -> dict[str, Any]:
    """What is written.

    Args:
        origin: Where and when it was found out: `service`, `date`, `region`, `botocore`.
        found: What was found out.
        endpoint: What the local endpoint answers to the same.

    Returns:
        The document.
    """
    return {
        "schemaVersion": SCHEMA_VERSION,
        **origin,
        "questions": [
            {
                "number": number,
                "question": QUESTIONS[number],
                "facts": dict(finding.facts),
                "agrees": not list(differences(finding, endpoint[number])),
                "differences": list(differences(finding, endpoint[number])),
                "ended": finding.ended,
                "calls": list(finding.calls),
            }
            for number, finding in found.items()
        ],
    }


def read(text: str) -> Findings:
    """What a document says was found out.

    Args:
        text: The document.

    Raises:
        ValueError: It is none, or of another version.
    """
    parsed = json.loads(text)
    if parsed.get("schemaVersion") != SCHEMA_VERSION:
        raise ValueError(f"schemaVersion {parsed.get('schemaVersion')} is not {SCHEMA_VERSION}")
    return {each["number"]: Finding(each["facts"], tuple(each["calls"]), each["ended"]) for each in parsed["questions"]}


def differences(found: Finding, endpoint: Finding) -> Iterator[dict[str, str]]:
    """Where the local endpoint answers something else.

    Args:
        found: What was found out.
        endpoint: What the endpoint answers.

    Yields:
        Each case that both have, with both answers.
    """
    for case, answer in found.facts.items():
        here = endpoint.facts.get(case)
        if here is not None and here != answer:
            yield {"case": case, "answer": answer, "endpoint": here}


def table(endpoint: Findings, contributed: Iterable[Findings]) -> str:
    """What the local endpoint answers, and where an account answered otherwise, as a table of Markdown.

    Args:
        endpoint: What the endpoint answers.
        contributed: What accounts answered.

    Returns:
        A row for each question.
    """
    accounts = list(contributed)
    rows = ["| | question | the endpoint | AWS |", "|---|---|---|---|"]
    for number, finding in sorted(endpoint.items()):
        cases: dict[str, list[str]] = {}
        for case, answer in finding.facts.items():
            cases.setdefault(answer, []).append(case)
        answers = "<br>".join(f"**{answer}**: {'; '.join(named)}" for answer, named in cases.items())
        rows.append(f"| {number} | {QUESTIONS[number]} | {answers} | {_others(number, finding, accounts)} |")
    return "\n".join(rows)


def _others(number: int, endpoint: Finding, accounts: Iterable[Findings]) -> str:
    asked = [found[number] for found in accounts if number in found]
    if not asked:
        return "not asked yet"
    found = {f"{each['case']}: {each['answer']}" for each in chain(*(differences(one, endpoint) for one in asked))}
    return "<br>".join(sorted(found)) or "the same"
