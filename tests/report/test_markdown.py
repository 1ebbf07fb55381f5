"""A plan as Markdown: the golden cases of the plan, nothing that acts, and never too long for a comment."""

import re
from pathlib import Path

import pytest

from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.planner import plan
from packagestate.provider.report.markdown import escaped, render_markdown, render_without_plan
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
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


def large(package_count: int, version_count: int) -> Planned:
    """A plan in which the last package alone loses a version for good."""
    packages = []
    for number in range(package_count):
        coordinates = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, f"package-{number:05}")
        target = Status.DISPOSED if number == package_count - 1 else Status.ARCHIVED
        versions = tuple(DesiredVersion(f"1.{minor}", target, reason="@" * 200) for minor in range(version_count))
        packages.append(DesiredPackage(coordinates, versions))
    observed = tuple(
        ObservedPackage(
            each.coordinates,
            tuple(ObservedVersion(version.version, Status.PUBLISHED, "revision-1") for version in each.versions),
        )
        for each in packages
    )
    return Planned({each.coordinates: each for each in packages}, observed, plan(packages, observed), ())


@pytest.mark.parametrize(("package_count", "version_count"), [(2000, 3), (2, 3000), (40, 1)])
def test_a_comment_is_never_too_long_and_keeps_the_totals_and_the_gravest(
    package_count: int, version_count: int
) -> None:
    text = render_markdown(large(package_count, version_count), "prod")
    total = package_count * version_count
    assert len(text) < LONGEST_COMMENT
    assert text.startswith(f"<!-- packagestate prod -->\n### packagestate: {total} of {total} observed versions")
    assert f"cannot be undone&#58; {version_count} to Disposed" in text
    assert text.index(f"package-{package_count - 1:05}") < text.index("| <code>")
    is_cut = re.search(r"\*\*Too long for a comment: [0-9,]+ more lines\.\*\*", text) is not None
    assert is_cut == (total > 40)


def test_equal_plans_give_equal_text() -> None:
    assert render_markdown(large(3, 3)) == render_markdown(large(3, 3))


def test_a_run_without_a_plan_names_what_went_wrong() -> None:
    text = render_without_plan("prod", 255, ["packages/npm.yaml:1:1: Missing field\n  `@x` is missing", "second"])
    assert text.startswith("<!-- packagestate prod -->\n### packagestate: no plan\n")
    assert "What went wrong:\n\n**packages/npm.yaml&#58;1&#58;1&#58; Missing field**\n> &#96;&#64;x" in text
    assert text.endswith("\n\n**second**\n")
    assert "@" not in text
    assert "Its log says what went wrong." in render_without_plan("prod", 255)
    assert "more lines.**" in render_without_plan("prod", 255, ["summary\n" + "detail\n" * 20_000])
