"""Whether the engine refused a change that is not in the plan, told by its own log and by nothing that others say."""

import json
from pathlib import Path

import pytest

from packagestate.provider.pipeline.events import errors_in, is_plan_violated

URN = "urn:pulumi:prod::packagestate::pulumi-python:dynamic/codeartifact:Package::acme/npm-store/npm//chalk"
VIOLATION = f"resource {URN} violates plan: properties changed: ++changes[{{}}]\n"


def log(file: Path, message: str, severity: str = "error") -> Path:
    events = [
        {"preludeEvent": {}},
        {"diagnosticEvent": {"message": message, "severity": severity}},
        {"cancelEvent": {}},
    ]
    file.write_text("".join(f"{json.dumps(event)}\n" for event in events), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "message",
    [
        VIOLATION,
        "resource violates plan: outputs changed",
        "create is not allowed by the plan: no steps were expected for this resource\n",
        "delete is not allowed by the plan: this resource is constrained to same",
        f"no plan for resource {URN}",
        f"expected resource operations for {URN} but none were seen",
    ],
)
def test_what_the_engine_says_about_the_plan_is_recognised(tmp_path: Path, message: str) -> None:
    assert is_plan_violated(log(tmp_path / "events.json", message))


@pytest.mark.parametrize(
    ("message", "severity"),
    [
        (VIOLATION, "info"),
        (VIOLATION, "info#err"),
        (VIOLATION, "warning"),
        (f"AWS refused\n  chalk, reason: {VIOLATION}", "error"),
        ('Limit\n  "a reason that violates plan: all of them"', "error"),
        ("the change is not allowed by the plan: says AWS", "error"),
    ],
)
def test_the_words_of_others_are_not_taken_for_it(tmp_path: Path, message: str, severity: str) -> None:
    assert not is_plan_violated(log(tmp_path / "events.json", message, severity))


def test_a_log_that_is_cut_off_or_missing_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    file = log(tmp_path / "events.json", VIOLATION)
    file.write_text(file.read_text(encoding="utf-8") + '{"diagnosticEv', encoding="utf-8")
    assert is_plan_violated(file)
    file.write_text('{"diagnosticEv', encoding="utf-8")
    assert not is_plan_violated(file)
    assert not is_plan_violated(tmp_path / "missing.json")


def test_what_went_wrong_is_told_once_and_without_colours(tmp_path: Path) -> None:
    fault = "packages/npm.yaml:1:1: Missing field\n  hint: add it"
    file = log(tmp_path / "events.json", f"<{{%reset%}}>{fault}<{{%fg 1%}}>\n")
    file.write_text(file.read_text(encoding="utf-8") * 2, encoding="utf-8")
    assert errors_in(file) == (fault,)
    assert errors_in(log(tmp_path / "events.json", fault, "warning")) == ()
    assert errors_in(log(tmp_path / "events.json", "<{%reset%}>")) == ()
    assert errors_in(tmp_path / "missing.json") == ()
