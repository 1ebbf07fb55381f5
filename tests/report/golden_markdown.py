"""The golden folders of the plan once more, as Markdown: `python -m tests.report.golden_markdown` writes them anew."""

from contextlib import chdir
from pathlib import Path

from packagestate.provider.plan.limits import Limits, exceeded
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.report.markdown import render_markdown
from packagestate.schemas.load import load
from tests.plan.golden import CASES, observe

EXPECTED = "plan.md"


def planned_markdown(case: Path) -> str:
    """The comment that a pull request gets."""
    with chdir(case):
        packages = load(Path("manifest.yaml")).packages
    observed = observe(case / "observed.yaml", packages)
    planned = plan(packages, observed)
    desired = {package.coordinates: package for package in packages}
    return render_markdown(Planned(desired, observed, planned, exceeded(planned, Limits())), "prod")


if __name__ == "__main__":
    for each in CASES:
        (each / EXPECTED).write_text(planned_markdown(each), encoding="utf-8")
