"""A plan as Markdown: the golden cases of the plan, nothing that acts, and never too long for a comment."""

import html
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion, PackageDeletion, Plan, Transition
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.plan.recorded import SettingChange
from packagestate.provider.report.comment import escaped, render_without_plan
from packagestate.provider.report.markdown import render_markdown
from packagestate.provider.report.view import PackageReport, PlanReport, VersionChange, report
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from tests.plan.golden import CASES
from tests.report.golden_markdown import EXPECTED, planned_markdown

LONGEST_COMMENT = 65_536


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_comment_of_a_plan_is_the_golden_one(case: Path) -> None:
    assert planned_markdown(case) == (case / EXPECTED).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "@types/node",
        "a|b",
        "<!-- -->",
        "<img src=x>",
        "`code`",
        "*bold* _slanted_ ~gone~",
        "[link](https://example.org)",
        "#123",
        "&amp;",
        "\\",
        "www.example.org",
        "two\nlines",
        "\u202ereversed",
    ],
)
def test_nothing_that_somebody_wrote_acts(text: str) -> None:
    shown = re.sub(r"&#[0-9]+;", "", escaped(text))
    assert not set(shown) & set("@|<>`*_~[]#&\\:!\n\u202e")
    assert "www." not in shown


def test_what_is_plain_is_written_as_it_is() -> None:
    assert escaped("compromised release of 2025-09-08, größer (1.2.3+4)") == (
        "compromised release of 2025-09-08, größer (1.2.3+4)"
    )


@dataclass(frozen=True)
class Shape:
    """How large a plan is, and what is odd about it."""

    repository_count: int
    package_count: int
    version_count: int
    irreversible_share: int
    reason_length: int
    spread: int


def large(shape: Shape) -> PlanReport:
    """A plan in which every so many-th version is lost for good, in every so many-th repository another one."""
    desired, observed = [], []
    for number in range(shape.repository_count):
        repository = Repository("acme", f"team-{number}")
        for package in range(shape.package_count):
            coordinates = Coordinates(repository, Format.NPM, None, f"package_{package}")
            names = [f"{number * shape.spread % 3}.{version}.0" for version in range(shape.version_count)]
            versions = tuple(
                DesiredVersion(
                    name,
                    Status.ARCHIVED if version % shape.irreversible_share else Status.DISPOSED,
                    reason=f"{version % 4}" + "@" * shape.reason_length,
                )
                for version, name in enumerate(names)
            )
            desired.append(DesiredPackage(coordinates, tuple(sorted(versions, key=lambda each: each.version))))
            found = (ObservedVersion(name, Status.PUBLISHED, "revision-1") for name in names)
            observed.append(ObservedPackage(coordinates, tuple(sorted(found))))
    made = plan(desired, observed)
    return report(Planned({each.coordinates: each for each in desired}, tuple(observed), made, ()))


def lost_in(shown: PlanReport) -> set[tuple[str, str]]:
    """The versions that cannot be brought back, with their packages."""
    return {
        (package.coordinates.written, each.transition.version)
        for package in shown.parts
        for each in package.changes
        if each.transition.irreversible
    }


def named_in(text: str) -> set[tuple[str, str]]:
    """The versions that a comment names as lost."""
    named, package = set(), ""
    for line in text.split("\n"):
        codes = [html.unescape(each) for each in re.findall("<code>(.*?)</code>", line)]
        if line.startswith("#### <code>"):
            package = codes[0]
        elif line.startswith("#### "):
            package = ""
        elif line.startswith("- Published -&#62; Disposed"):
            entries = (entry.partition(" ") for entry in codes[0].split("; "))
            named |= {(name, version.partition(" ")[0]) for name, _, each in entries for version in each.split(", ")}
        elif line.startswith("| <code>") and "Disposed" in line:
            name, versions = (package, codes[0]) if package else codes[:2]
            named |= {(name, version.partition(" ")[0]) for version in versions.split(", ")}
    return named


def assert_whole(text: str) -> None:
    """Fit for a comment, and cut nowhere: every row has all of its cells."""
    assert len(text) < LONGEST_COMMENT
    assert text.endswith("\n")
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert {line.count("|") for line in rows} <= {7}


shapes = st.builds(
    Shape,
    repository_count=st.integers(1, 20),
    package_count=st.integers(1, 6),
    version_count=st.integers(1, 30),
    irreversible_share=st.integers(1, 5),
    reason_length=st.sampled_from([0, 20, 300]),
    spread=st.integers(0, 2),
)


@settings(max_examples=40)
@given(shapes)
@example(Shape(40, 18, 5, 1, 300, 1))
@example(Shape(2, 1, 2000, 1, 300, 0))
@example(Shape(1, 1000, 2, 2, 0, 0))
@example(Shape(2, 500, 2, 1, 300, 1))
def test_a_comment_is_never_too_long_and_names_every_version_that_is_lost(shape: Shape) -> None:
    shown = large(shape)
    text = render_markdown(shown, "prod")
    assert_whole(text)
    total = sum(shown.totals.transitions.values())
    assert text.startswith(f"<!-- packagestate prod -->\n### packagestate: {total:,} of {total:,} observed version")
    assert named_in(text) == lost_in(shown)


@pytest.mark.parametrize("shape", [Shape(1, 3000, 2, 1, 300, 0), Shape(1, 2, 9000, 1, 300, 0)])
def test_where_not_even_their_names_fit_what_is_lost_is_counted_for_each_package(shape: Shape) -> None:
    shown = large(shape)
    setting = SettingChange("endpoint", "", "https://" + "@" * 9000)
    fault = Fault("Too many transitions that cannot be undone", "Detail.", "raise it")
    text = render_markdown(
        replace(shown, settings=(setting,), excesses=(fault,), warnings=(fault, fault), note="n" * 9000), "prod"
    )
    assert_whole(text)
    lines = text.split("\n")
    counted = [line for line in lines if line.startswith("- <code>package&#95;")]
    assert f"- <code>package&#95;0</code> (npm): {shape.version_count:,} to Disposed, in 1 repository" in counted
    more = shape.package_count - len(counted)
    assert ([line for line in lines if "more packages" in line] == [f"- and {more:,} more packages"]) == (more > 0)
    assert "- **Too many transitions that cannot be undone**, 1 time" in lines
    assert "- **Warning: Too many transitions that cannot be undone**, 2 times" in lines


def test_what_is_lost_comes_first() -> None:
    text = render_markdown(large(Shape(2, 2, 3, 3, 0, 0)))
    assert text.index("#### cannot be undone") < text.index("Disposed |") < text.index("#### can be undone")


def test_many_refusals_are_grouped_where_the_plan_is_large() -> None:
    refusals = tuple(Fault("Refused", f"Number {number}. {'x' * 100}", "mend it") for number in range(300))
    text = render_markdown(replace(large(Shape(1, 1, 1, 1, 0, 0)), refusals=refusals))
    assert_whole(text)
    assert "**Refused, 300 times&#59; the first 5 (&#96;packagestate plan --json&#96; names all)**" in text


def removed(count: int, action: OnRemoval, name: str = "gone") -> tuple[PackageReport, ...]:
    """The same package, no longer declared in so many repositories."""
    lost = VersionChange(Transition("1.0.0", Status.PUBLISHED, Status.DELETED, "r"), None)
    is_deleted = action is OnRemoval.DELETE
    return tuple(
        PackageReport(
            Coordinates(Repository("acme", f"team-{number}"), Format.NPM, None, name),
            (lost,) if is_deleted else (),
            deletion=PackageDeletion(OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)) if is_deleted else None,
            may_return=("1.0.0",) if is_deleted else (),
            action=action,
        )
        for number in range(count)
    )


def test_packages_that_are_no_longer_declared_in_many_repositories_are_taken_together() -> None:
    shown = report(Planned({}, (), Plan(()), ()))
    text = html.unescape(
        render_markdown(replace(shown, removals=(*removed(9, OnRemoval.DELETE), *removed(9, OnRemoval.RETAIN, "kept"))))
    )
    assert_whole(text)
    origin = "origin configuration: publish ALLOW, upstream ALLOW -> Deleted"
    where = "9 repositories of acme (team-{0..8})"
    assert f"| {where} | the whole package, 1 version | 9 | {origin} | no longer declared |" in text
    assert "| <code>1.0.0</code> | 9 | Published -> Deleted | no longer declared |" in text
    assert f"- <code>kept</code> (npm) in {where}: no longer declared, forgotten" in text
    assert "may return: the deletion drops the origin configuration" in text


def test_packages_that_are_deleted_as_a_whole_are_named_to_the_last() -> None:
    removals = tuple(each for number in range(600) for each in removed(1, OnRemoval.DELETE, f"gone-{number}"))
    text = render_markdown(replace(report(Planned({}, (), Plan(()), ())), removals=removals))
    assert_whole(text)
    assert all(f"gone-{number} 1.0.0" in text for number in range(600))
    kept = removed(1, OnRemoval.RETAIN, "kept")
    many = tuple(each for number in range(4000) for each in removed(1, OnRemoval.DELETE, f"gone-{number}"))
    text = render_markdown(replace(report(Planned({}, (), Plan(()), ())), removals=(*many, *kept)))
    assert_whole(text)
    assert "- <code>gone-0</code> (npm): 1 to Deleted, in 1 repository" in text
    assert "kept" not in text


def test_equal_plans_give_equal_text() -> None:
    shape = Shape(3, 3, 3, 2, 20, 1)
    assert render_markdown(large(shape)) == render_markdown(large(shape))


def test_a_run_without_a_plan_names_what_went_wrong() -> None:
    text = render_without_plan("prod", 255, ["packages/npm.yaml:1:1: Missing field\n  `@x` is missing", "second"])
    assert text.startswith("<!-- packagestate prod -->\n### packagestate: no plan\n")
    assert "What went wrong:\n\n**packages/npm.yaml&#58;1&#58;1&#58; Missing field**\n> &#96;&#64;x" in text
    assert text.endswith("\n\n**second**\n")
    assert "@" not in text
    assert "Its log says what went wrong." in render_without_plan("prod", 255)
    assert "more lines.**" in render_without_plan("prod", 255, ["summary\n" + "detail\n" * 20_000])
