"""What an advisory and something else restrict does not go back when the advisory is reverted."""

from pathlib import PurePath

import pytest

from packagestate.provider.plan.changes import from_lines
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.revert.decision import Decision, decide
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
REVERTED = "MAL-2025-1"


def floor(*causes: str, feed: str | None = None, status: Status = Status.ARCHIVED) -> WideVersion:
    scope = Scope("acme", None, (), Place(str(PurePath("packages") / "other.yaml"), 2, 1))
    return WideVersion(scope, Format.NPM, None, "chalk", "5.6.1", status, None, (), None, causes, feed)


def reverted(*floors: WideVersion, literal: Status | None = None, advisory: str | None = REVERTED) -> Decision:
    said = None if literal is None else DesiredPackage(CHALK, (DesiredVersion("5.6.1", literal),))
    changes = from_lines({"5.6.1": "Published -> Archived, revision r1"})
    observed = ObservedPackage(CHALK, (ObservedVersion("5.6.1", Status.ARCHIVED, "r1"),))
    return decide(changes, observed, said, floors, is_removal=False, advisory=advisory)


@pytest.mark.parametrize(
    "other",
    [
        floor("MAL-2025-2", feed="bb"),
        floor("MAL-2025-1", "MAL-2025-2", feed="aa"),
        floor("old-releases"),
        floor(),
        floor("MAL-2025-2", feed="bb", status=Status.DISPOSED),
        floor("old-releases", status=Status.UNLISTED),
    ],
    ids=["another advisory", "another advisory of the line", "a rule", "a statement", "stricter", "less strict"],
)
def test_what_something_else_restricts_too_does_not_go_back(other: WideVersion) -> None:
    decision = reverted(floor(REVERTED, feed="aa"), other)
    (lost,) = decision.lost
    assert "too, not for `MAL-2025-1` alone" in lost.reason
    assert (decision.going_back, decision.added, decision.over) == ([], [], {})


def test_what_a_person_has_declared_does_not_go_back() -> None:
    decision = reverted(literal=Status.ARCHIVED)
    assert [each.reason for each in decision.lost] == ["a manifest declares it `Archived` too"]
    assert (decision.going_back, decision.restated) == ([], {})


@pytest.mark.parametrize("floors", [(), (floor(REVERTED, feed="aa"),)])
def test_what_nothing_else_restricts_goes_back(floors: tuple[WideVersion, ...]) -> None:
    decision = reverted(*floors)
    assert [(each.before, each.after) for each in decision.going_back] == [(Status.ARCHIVED, Status.PUBLISHED)]
    assert not decision.lost


def test_a_plan_is_reverted_against_what_holds_a_version() -> None:
    assert not reverted(floor(), advisory=None).lost
