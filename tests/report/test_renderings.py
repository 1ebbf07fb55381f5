"""Every rendering of a plan holds the same facts: whoever reads one of them misses nothing.

Text shows what waits as a number unless it is asked for all, and the first few warnings of each kind.
"""

import html
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.limits import Limits, exceeded
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.report.diff import render_diff
from packagestate.provider.report.documents import plan_document
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import render_text
from packagestate.provider.report.view import PlanReport, report
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import printable
from tests.report.facts import (
    REVISION,
    Fact,
    facts_of_json,
    facts_of_markdown,
    facts_of_text,
    without_revisions,
)
from tests.support.strategies import desired_packages, observed_packages

REPOSITORIES = tuple(Repository("acme", f"team-{number}") for number in range(3))


@st.composite
def plans(draw: st.DrawFn) -> PlanReport:
    """A plan for the same packages in up to three repositories, so that a lot repeats and every one is named."""
    desired, observed = [], []
    for name in draw(st.lists(st.sampled_from(["chalk", "debug"]), unique=True)):
        repositories = draw(st.lists(st.sampled_from(REPOSITORIES), unique=True, min_size=1))
        wanted = draw(desired_packages(st.just(Coordinates(REPOSITORIES[0], Format.NPM, None, name))))
        found = draw(observed_packages(st.just(wanted.coordinates)))
        for repository in repositories:
            place = Coordinates(repository, Format.NPM, None, name)
            is_odd = draw(st.booleans())
            desired.append(draw(desired_packages(st.just(place))) if is_odd else replace(wanted, coordinates=place))
            observed.append(draw(observed_packages(st.just(place))) if is_odd else replace(found, coordinates=place))
    made = plan(desired, observed)
    planned = Planned({each.coordinates: each for each in desired}, tuple(observed), made, exceeded(made, Limits()))
    return report(planned)


def _is_large(shown: PlanReport) -> bool:
    """Whether so much is said that some of it may be taken together further."""
    return sum(len(each.changes) for each in shown.parts) > 40


def shown_facts(facts: set[Fact]) -> set[Fact]:
    """What is shown unless it is asked for all."""
    return {fact for fact in facts if fact[0] not in {"waiting", "warning"}}


@given(plans())
def test_the_full_text_says_all_that_json_says(shown: PlanReport) -> None:
    said, expected = set(facts_of_text(render_diff(shown))), set(facts_of_json(plan_document(shown)))
    warnings = {fact for fact in expected if fact[0] == "warning"}
    assert said | warnings == expected


@given(plans())
def test_short_text_and_markdown_say_the_same_of_everything_that_happens(shown: PlanReport) -> None:
    if _is_large(shown):
        return
    expected = without_revisions(shown_facts(set(facts_of_json(plan_document(shown)))))
    assert without_revisions(shown_facts(set(facts_of_text(render_text(shown))))) == expected
    assert without_revisions(shown_facts(set(facts_of_markdown(render_markdown(shown))))) == expected


@given(plans())
def test_a_comment_that_repeats_nothing_has_the_revisions_too(shown: PlanReport) -> None:
    said = {fact for fact in facts_of_markdown(render_markdown(shown)) if len(fact) > REVISION}
    if all(fact[REVISION] for fact in said):
        assert said == {fact for fact in facts_of_json(plan_document(shown)) if len(fact) > REVISION}


@given(plans())
def test_text_and_markdown_warn_of_the_same(shown: PlanReport) -> None:
    warnings = [
        {fact for fact in facts if fact[0] == "warning"}
        for facts in (
            facts_of_text(render_text(shown)),
            facts_of_text(render_diff(shown)),
            facts_of_markdown(render_markdown(shown)),
        )
    ]
    assert warnings[0] == warnings[1] == warnings[2]
    assert warnings[0] <= set(facts_of_json(plan_document(shown)))
    assert {fact[1] for fact in warnings[0]} == {warning.summary for warning in shown.warnings}


@given(plans())
def test_every_fault_is_in_markdown_and_in_json(shown: PlanReport) -> None:
    markdown = html.unescape(render_markdown(shown))
    document = json.loads(plan_document(shown))
    for summary in {fault.summary for fault in (*shown.refusals, *shown.excesses)}:
        assert summary in markdown
    if not _is_large(shown):
        assert all(printable(line) in markdown for fault in shown.refusals for line in fault.detail.split("\n"))
    for key in ("refusals", "excesses", "warnings"):
        assert [each["detail"] for each in document[key]] == [each.detail for each in getattr(shown, key)]
