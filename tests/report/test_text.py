"""The plan as text; what it looks like as a whole is in the golden folders."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.model import Changes, PackagePlan, Plan, Transition
from packagestate.provider.report.text import render_package, summarise
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import printable
from packagestate.schemas.status import DECLARABLE, Status
from tests.support.strategies import LEGAL_TRANSITIONS, REPOSITORY, legal_transitions, origin_changes

CHALK = Coordinates(REPOSITORY, Format.NPM, None, "chalk")

# Whatever somebody may have written, and what acts on a terminal more often than chance would have it.
hostile_text = st.one_of(st.text(min_size=1), st.sampled_from(["\x1b[2J", "\r", "\n", "\u202e", "\u2028", "\x9b1m"]))


@st.composite
def hostile_plans(draw: st.DrawFn) -> tuple[PackagePlan, DesiredPackage]:
    """A plan all of whose texts may be anything, with what was declared."""
    versions = draw(st.lists(hostile_text, unique=True, max_size=8))
    waiting_count = draw(st.integers(0, len(versions)))
    waiting = tuple(
        DesiredVersion(version, draw(st.sampled_from(DECLARABLE)), None, draw(st.none() | hostile_text))
        for version in versions[:waiting_count]
    )
    transitions = tuple(
        Transition(version, *draw(st.sampled_from(LEGAL_TRANSITIONS)), draw(hostile_text))
        for version in versions[waiting_count:]
    )
    coordinates = Coordinates(REPOSITORY, Format.NPM, draw(st.none() | hostile_text), draw(hostile_text))
    changes = Changes(transitions, draw(st.none() | origin_changes()))
    reasons = (DesiredVersion(each.version, each.after, None, draw(st.none() | hostile_text)) for each in transitions)
    reopened = tuple(draw(st.lists(hostile_text, max_size=3)))
    return PackagePlan(coordinates, changes, waiting, reopened), DesiredPackage(coordinates, (*waiting, *reasons))


@given(hostile_plans())
def test_no_text_of_somebody_else_acts_on_a_terminal(hostile: tuple[PackagePlan, DesiredPackage]) -> None:
    """Harmless: no control, format or surrogate character, and no line break but ours."""
    text = render_package(*hostile)
    categories = {unicodedata.category(character) for character in text.replace("\n", "")}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


@given(hostile_plans())
def test_each_thing_to_know_is_one_line(hostile: tuple[PackagePlan, DesiredPackage]) -> None:
    """Countable: a heading, a line for each transition and each that waits, one for the origin and for the way back."""
    package, desired = hostile
    lines = render_package(package, desired).split("\n")
    count = len(package.changes.transitions) + (package.changes.origin is not None) + bool(package.reopened)
    waiting_count = len(package.waiting) + bool(package.waiting)
    assert len(lines) == 1 + max(1, count + waiting_count)


@given(legal_transitions())
def test_a_transition_can_be_read_on_its_own(transitions: tuple[Transition, ...]) -> None:
    """Whole: its version, both of its statuses and its revision stand on one line."""
    lines = [line.split() for line in render_package(PackagePlan(CHALK, Changes(transitions)), None).split("\n")]
    for transition in transitions:
        words = [printable(transition.version), transition.before, "->", transition.after]
        assert [line[-1] for line in lines if line[:4] == words] == [transition.revision]


def test_a_package_without_changes_says_so() -> None:
    assert render_package(PackagePlan(CHALK, Changes()), None) == ("chalk (npm) in acme/npm-store\n  nothing to change")


def test_where_nobody_declared_a_package_it_has_no_reasons() -> None:
    changes = Changes((Transition("5.6.1", Status.PUBLISHED, Status.DISPOSED, "revision-1"),))
    assert render_package(PackagePlan(CHALK, changes), None) == (
        "chalk (npm) in acme/npm-store\n  5.6.1  Published -> Disposed  cannot be undone  revision revision-1"
    )


def test_an_empty_plan_is_summarised() -> None:
    assert summarise(Plan(())) == "nothing to change in 0 packages with 0 observed versions"
