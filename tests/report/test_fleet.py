"""Renderings of a plan for 40 repositories stay short enough to be read; see `tests.report.fleet`."""

import re

import pytest

from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import PlanReport, report
from tests.report.fleet import FOLDER, RENDERINGS, fleet, four_hundred, quiet, two_thousand

# What a person reads from top to bottom.
MOST_LINES, MOST_QUIET_LINES, MOST_MARKDOWN_LINES = 80, 10, 80
LONGEST_COMMENT = 65_536


@pytest.fixture(scope="module")
def of_four_hundred() -> PlanReport:
    return report(four_hundred())


@pytest.mark.parametrize("file", RENDERINGS)
def test_every_rendering_of_400_changes_is_the_golden_one(of_four_hundred: PlanReport, file: str) -> None:
    assert RENDERINGS[file](of_four_hundred) == (FOLDER / file).read_text(encoding="utf-8")


def test_400_changes_are_at_most_80_lines(of_four_hundred: PlanReport) -> None:
    assert sum(of_four_hundred.totals.transitions.values()) == 400
    assert render_text(of_four_hundred).count("\n") < MOST_LINES
    assert render_markdown(of_four_hundred).count("\n") < MOST_MARKDOWN_LINES


def test_a_run_without_changes_is_at_most_10_lines_however_much_is_absent() -> None:
    shown = report(quiet())
    assert (shown.totals.waiting_count, shown.totals.package_count) == (1440, 720)
    assert render_text(shown).count("\n") < MOST_QUIET_LINES
    shown = report(fleet(iter(()), absent_count=2, is_absent=True))
    assert len(shown.warnings) == 720
    assert render_text(shown).count("\n") < MOST_QUIET_LINES


def test_2000_changes_fit_in_a_comment_and_each_version_that_is_lost_is_named() -> None:
    shown = report(two_thousand())
    assert sum(shown.totals.transitions.values()) == 2000
    text = render_markdown(shown, "prod")
    assert len(text) < LONGEST_COMMENT
    rows = [line for line in text.split("\n") if "-&#62; Disposed" in line]
    lost = {
        (each.coordinates.written, change.transition.version)
        for each in shown.packages
        for change in each.changes
        if change.transition.irreversible
    }
    for name, version in lost:
        assert any(f"<code>{name}</code>" in row and re.search(rf"\b{version} \(in", row) for row in rows)
