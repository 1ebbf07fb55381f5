"""Every rendering of a plan says what the text says: whoever reads Markdown or JSON misses nothing."""

import html
import json
import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.changes import ORIGIN_KEY, origin_line
from packagestate.provider.plan.model import ObservedPackage
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.words import caution, reversibility
from packagestate.provider.report.documents import plan_document
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.text import render_package, summarise
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import printable
from tests.support.strategies import REPOSITORY, desired_packages, observed_packages

Fact = tuple[str, ...]

CHALK = Coordinates(REPOSITORY, Format.NPM, None, "chalk")


def facts_of_text(planned: Planned) -> set[Fact]:
    """What the text shows; fails where the text has not each of these, or has a line that is none of these."""
    (package,) = planned.plan.packages
    reasons = {version.version: printable(version.reason or "") for version in planned.desired[CHALK].versions}
    lines = [line.strip() for line in render_package(package, planned.desired[CHALK]).split("\n")[1:]]
    facts: set[Fact] = set()
    for each in package.changes.transitions:
        verdict = ", ".join(filter(None, (reversibility(each), caution(each))))
        facts.add(
            (
                printable(each.version),
                each.before,
                each.after,
                verdict,
                reasons[each.version],
                printable(each.revision),
            )
        )
    for wanted in package.waiting:
        facts.add((printable(wanted.version), f"to {wanted.status}", reasons[wanted.version]))
    for shown in facts:
        words = [word for fact in shown for word in fact.split(", ")]
        assert any(all(word in line for word in words) for line in lines), shown
    assert len(lines) == max(
        1,
        len(facts) + bool(package.waiting) + bool(package.reopened) + (package.changes.origin is not None),
    )
    facts |= {("open way back", printable(version)) for version in package.reopened}
    if package.changes.origin is not None:
        facts.add((ORIGIN_KEY, origin_line(package.changes.origin)))
    heading = ""
    for line in summarise(planned.plan).split("\n"):
        if found := re.fullmatch(r"  warning: (.+?)(?:, [0-9]+ times)?", line):
            heading = found[1]
        elif line.startswith("    ") and not line.startswith("    and "):
            facts.add((heading, line.strip()))
    return facts


def facts_of_markdown(text: str) -> Iterator[Fact]:
    """What a comment shows, read from it alone."""
    heading = ""
    for line in text.split("\n"):
        plain = html.unescape(re.sub("</?code>", "", line))
        if line.startswith("| "):
            yield tuple(html.unescape(re.sub("</?code>", "", cell)) for cell in line[2:-2].split(" | "))
        elif found := re.fullmatch(
            r"- (.+) is absent: nothing to do until it appears, then (to \w+)(?: \((.*)\))?", plain
        ):
            yield found[1], found[2], found[3] or ""
        elif line.startswith("- open way back from upstream: "):
            for version in re.findall("<code>(.+?)</code>", line):
                yield "open way back", html.unescape(version)
        elif plain.startswith(f"- {ORIGIN_KEY}: "):
            yield ORIGIN_KEY, plain.removeprefix(f"- {ORIGIN_KEY}: ")
        elif found := re.fullmatch(r"\*\*Warning: (.+?)(?:, [0-9]+ times)?\*\*", plain):
            heading = found[1]
        elif plain.startswith(("> - ", "> hint: ")):
            yield heading, plain.removeprefix("> ").removeprefix("- ")


def facts_of_json(text: str) -> Iterator[Fact]:
    """What a document says, read from it alone and put in the words of the text."""
    document = json.loads(text)
    for package in document["packages"]:
        for each in package["transitions"]:
            back = "not back to Unfinished" if each["before"] == "Unfinished" else "can be undone"
            verdict = "cannot be undone" if each["irreversible"] else back
            doubt = ", not documented by AWS" if each["evidence"] == "undocumented" else ""
            reason = printable(each["declared"]["reason"] or "")
            yield (
                printable(each["version"]),
                each["before"],
                each["after"],
                verdict + doubt,
                reason,
                printable(each["revision"]),
            )
        for each in package["waiting"]:
            declared = each["declared"]
            yield printable(each["version"]), f"to {declared['status']}", printable(declared["reason"] or "")
        for version in package["reopened"]:
            yield "open way back", printable(version)
        if package["origin"]:
            states = [package["origin"]["before"], package["origin"]["after"]]
            said = [f"publish {each['publish']}, upstream {each['upstream']}" if each else "absent" for each in states]
            yield ORIGIN_KEY, " -> ".join(said)
    for warning in document["warnings"]:
        place = f"{warning['file']}:{warning['line']}:{warning['column']}: " if warning["file"] else ""
        yield warning["summary"], printable(place + warning["detail"])
        yield warning["summary"], f"hint: {warning['hint']}"


def planned_from(desired: DesiredPackage, observed: ObservedPackage) -> Planned:
    return Planned({CHALK: desired}, (observed,), plan([desired], [observed]), ())


@given(
    desired_packages(st.just(CHALK)),
    st.one_of(observed_packages(st.just(CHALK)), st.just(ObservedPackage(CHALK))),
)
def test_what_text_shows_is_in_markdown_and_in_json(desired: DesiredPackage, observed: ObservedPackage) -> None:
    planned = planned_from(desired, observed)
    facts = facts_of_text(planned)
    assert facts - set(facts_of_markdown(render_markdown(planned))) == set()
    assert facts - set(facts_of_json(plan_document(planned))) == set()


@given(desired_packages(st.just(CHALK)), observed_packages(st.just(CHALK)))
def test_every_fault_is_in_markdown_and_in_json(desired: DesiredPackage, observed: ObservedPackage) -> None:
    planned = planned_from(desired, observed)
    markdown = html.unescape(render_markdown(planned))
    document = json.loads(plan_document(planned))
    for refusal in planned.plan.refusals:
        assert printable(refusal.detail) in markdown
    assert [each["detail"] for each in document["refusals"]] == [each.detail for each in planned.plan.refusals]
    assert [each["detail"] for each in document["warnings"]] == [each.detail for each in planned.plan.warnings]
