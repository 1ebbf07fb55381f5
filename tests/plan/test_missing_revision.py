"""A version whose revision AWS does not name: it is shown, and nothing is ever planned for it."""

import pytest

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planner import plan_package
from packagestate.provider.plan.transitions import is_legal
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.status import DECLARABLE, Status
from tests.support.strategies import LEGAL_TRANSITIONS, OBSERVABLE, REPOSITORY

CHALK = Coordinates(REPOSITORY, Format.NPM, None, "chalk")


def planned(before: Status, after: Status, pin: str | None = None) -> tuple[bool, list[str]]:
    """Whether anything is planned, and the summaries of what is refused."""
    desired = DesiredPackage(CHALK, (DesiredVersion("1.0.0", after, pin),))
    plan = plan_package(desired, ObservedPackage(CHALK, (ObservedVersion("1.0.0", before, ""),)))
    return bool(plan.changes or plan.waiting), [refusal.summary for refusal in plan.refusals]


@pytest.mark.parametrize(("before", "after"), [pair for pair in LEGAL_TRANSITIONS if pair[1] in DECLARABLE])
@pytest.mark.parametrize("pin", [None, "r"])
def test_every_transition_is_refused(before: Status, after: Status, pin: str | None) -> None:
    assert planned(before, after, pin) == (False, ["Revision is missing"])


@pytest.mark.parametrize("status", [each for each in OBSERVABLE if each in DECLARABLE])
def test_a_version_that_is_as_declared_is_refused_only_where_a_pin_cannot_be_compared(status: Status) -> None:
    assert planned(status, status) == (False, [])
    assert planned(status, status, "r") == (False, ["Revision is missing"])


@pytest.mark.parametrize("after", [each for each in DECLARABLE if not is_legal(Status.DISPOSED, each)])
def test_a_disposed_version_cannot_be_restored_all_the_same(after: Status) -> None:
    summaries = [] if after is Status.DISPOSED else ["Disposed version cannot be restored"]
    assert planned(Status.DISPOSED, after) == (False, summaries)


def test_an_old_build_of_a_snapshot_is_no_difference_all_the_same() -> None:
    tool = Coordinates(REPOSITORY, Format.MAVEN, "com.acme", "tool")
    build = "1.0-20250101.120000-3"
    desired = DesiredPackage(tool, (DesiredVersion(build, Status.PUBLISHED),))
    plan = plan_package(desired, ObservedPackage(tool, (ObservedVersion(build, Status.UNLISTED, ""),)))
    assert not plan.changes
    assert not plan.refusals
