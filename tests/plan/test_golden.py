"""Each folder of tests/golden/plan is a case; a new one adds no code. See `tests.plan.golden`."""

from pathlib import Path

import pytest

from tests.plan.golden import CASES, EXPECTED, EXPECTED_DIFF, planned_diff, planned_text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_of_a_plan_is_the_golden_one(case: Path) -> None:
    assert planned_text(case) == (case / EXPECTED).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_text_with_every_revision_is_the_golden_one(case: Path) -> None:
    assert planned_diff(case) == (case / EXPECTED_DIFF).read_text(encoding="utf-8")
