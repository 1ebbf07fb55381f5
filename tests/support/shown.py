"""What is printed of a plan that a test made by itself."""

from packagestate.provider.plan.model import Plan
from packagestate.provider.plan.planned import Planned
from packagestate.provider.report.diff import render_diff
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import PlanReport, report
from packagestate.schemas.desired import DesiredPackage


def shown(plan: Plan, *desired: DesiredPackage) -> PlanReport:
    """All that there is to say about a plan and what it was made from."""
    return report(Planned({each.coordinates: each for each in desired}, (), plan, ()))


def text_of(plan: Plan, *desired: DesiredPackage) -> str:
    """What a run prints."""
    return render_text(shown(plan, *desired))


def diff_of(plan: Plan, *desired: DesiredPackage) -> str:
    """What a run prints where somebody wants all of it."""
    return render_diff(shown(plan, *desired))
