from pathlib import Path

import pytest

from tests.schemas.golden import CASES, outcome


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_a_golden_folder_is_read_as_expected(case: Path) -> None:
    assert outcome(case) == (case / "expected.txt").read_text(encoding="utf-8")
