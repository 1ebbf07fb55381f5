"""The golden folders of the plan once more, as Markdown: `python -m tests.report.golden_markdown` writes them anew."""

from pathlib import Path

from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.view import report
from tests.plan.golden import CASES, planned_of

EXPECTED = "plan.md"


def planned_markdown(case: Path) -> str:
    """The comment that a pull request gets."""
    return render_markdown(report(planned_of(case)), "prod")


if __name__ == "__main__":
    for each in CASES:
        (each / EXPECTED).write_text(planned_markdown(each), encoding="utf-8")
