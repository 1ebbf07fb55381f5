"""The plan as text; what it looks like as a whole is in the golden folders."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.model import (
    Changes,
    OriginChange,
    PackageDeletion,
    PackagePlan,
    Plan,
    Removal,
    Transition,
)
from packagestate.provider.plan.words import IRREVERSIBLE
from packagestate.provider.report.diff import render_diff
from packagestate.provider.report.text import Style, render_text
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OnRemoval,
    OriginConfiguration,
    Restriction,
)
from packagestate.schemas.errors import printable
from packagestate.schemas.status import DECLARABLE, Status
from tests.support.shown import diff_of, shown, text_of
from tests.support.strategies import LEGAL_TRANSITIONS, REPOSITORY, legal_transitions, origin_changes

CHALK = Coordinates(REPOSITORY, Format.NPM, None, "chalk")
OPEN = OriginConfiguration(Restriction.ALLOW, Restriction.ALLOW)
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)

# Whatever somebody may have written, and what acts on a terminal or the engine more often than chance would have it.
hostile_text = st.one_of(
    st.text(min_size=1),
    st.sampled_from(["\x1b[2J", "\r", "\n", "\u202e", "\u2028", "\x9b1m", "<{%fg 1%}>", "<"]),
    st.just("{%x%}>"),
)


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
    may_return = tuple(draw(st.lists(hostile_text, max_size=3)))
    return PackagePlan(coordinates, changes, waiting, may_return), DesiredPackage(coordinates, (*waiting, *reasons))


def marked(text: str, style: Style) -> str:
    """What the program prints a piece of text as."""
    return f"<{{%{style}%}}>{text}<{{%reset%}}>"


@given(hostile_plans())
def test_no_text_of_somebody_else_acts_on_a_terminal(hostile: tuple[PackagePlan, DesiredPackage]) -> None:
    """Harmless: no control, format or surrogate character, and no line break but ours."""
    package, desired = hostile
    for text in (text_of(Plan((package,)), desired), diff_of(Plan((package,)), desired)):
        categories = {unicodedata.category(character) for character in text.replace("\n", "")}
        assert categories.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


@given(hostile_plans())
def test_no_text_of_somebody_else_is_a_colour(hostile: tuple[PackagePlan, DesiredPackage]) -> None:
    """Without our own marks, what is painted is what is plain, and holds no mark."""
    package, desired = hostile
    ours = re.compile(rf"<\{{%(?:{'|'.join(Style)}|reset)%\}}>")
    for render in (render_text, render_diff):
        report = shown(Plan((package,)), desired)
        plain = render(report)
        assert "<{%" not in plain
        assert ours.sub("", render(report, marked)) == plain


@given(hostile_plans())
def test_each_thing_to_know_is_one_line(hostile: tuple[PackagePlan, DesiredPackage]) -> None:
    """Countable: a heading, a line for each transition and each that waits, one for the origin and for the way back."""
    package, desired = hostile
    lines = diff_of(Plan((package,)), desired).split("\n")
    end = next(number for number, line in enumerate(lines) if re.match("nothing to change|[0-9]+ of ", line))
    count = len(package.changes.transitions) + (package.changes.origin is not None) + bool(package.may_return)
    waiting_count = len(package.waiting) + bool(package.waiting)
    is_shown = bool(package.changes) or bool(package.waiting)
    assert end == (1 + count + waiting_count if is_shown else 0)


@given(legal_transitions())
def test_a_transition_can_be_read_on_its_own(transitions: tuple[Transition, ...]) -> None:
    """Whole: its version, both of its statuses and its revision stand on one line."""
    lines = [
        line.split() for line in diff_of(Plan((PackagePlan(CHALK, Changes(transitions)),)), declared()).split("\n")
    ]
    for transition in transitions:
        words = [printable(transition.version), transition.before, "->", transition.after]
        assert [line[-1] for line in lines if line[:4] == words] == [transition.revision]


def declared(*reasons: tuple[str, Status, str], coordinates: Coordinates = CHALK) -> DesiredPackage:
    versions = tuple(DesiredVersion(version, status, None, reason) for version, status, reason in reasons)
    return DesiredPackage(coordinates, versions)


def test_an_empty_plan_is_summarised() -> None:
    assert text_of(Plan(())) == "nothing to change in 0 packages with 0 observed versions"


def in_repositories(count: int, name: str = "chalk") -> tuple[Coordinates, ...]:
    return tuple(
        Coordinates(Repository("acme", f"team-{number:02}"), Format.NPM, None, name) for number in range(count)
    )


def disposing(places: tuple[Coordinates, ...], *versions: str) -> tuple[Plan, tuple[DesiredPackage, ...]]:
    """The same versions disposed in all of these places."""
    transitions = tuple(Transition(each, Status.PUBLISHED, Status.DISPOSED, f"r-{each}") for each in versions)
    reasons = tuple((each, Status.DISPOSED, "leaked") for each in versions)
    return (
        Plan(tuple(PackagePlan(each, Changes(transitions)) for each in places)),
        tuple(declared(*reasons, coordinates=each) for each in places),
    )


def test_the_same_change_in_many_repositories_is_one_line_with_their_number_and_names() -> None:
    plan, desired = disposing(in_repositories(40), "1.0.0")
    assert text_of(plan, *desired).split("\n")[:2] == [
        "chalk (npm) in 40 repositories of acme (team-{00..39})",
        '  1.0.0  Published -> Disposed  cannot be undone  "leaked"',
    ]
    assert text_of(plan, *desired).endswith(
        "\nevery transition with its revision: `pulumi preview --diff`, or `packagestate plan --diff`"
    )
    assert diff_of(plan, *desired).count("revision r-1.0.0") == 40


def test_repositories_of_several_domains_are_named_with_them() -> None:
    plan, desired = disposing(in_repositories(3), "1.0.0")
    assert text_of(plan, *desired).startswith("chalk (npm) in acme/team-00, acme/team-01, acme/team-02\n")
    elsewhere = tuple(Coordinates(Repository(f"domain-{each}", "r"), Format.NPM, None, "chalk") for each in range(4))
    plan, desired = disposing(elsewhere, "1.0.0")
    names = "domain-0/r, domain-1/r, domain-2/r, domain-3/r"
    assert text_of(plan, *desired).startswith(f"chalk (npm) in 4 repositories of several domains ({names})\n")


def test_of_repositories_whose_names_fill_a_page_there_is_the_number() -> None:
    named = (Repository("acme", f"{number}-{'x' * 90}") for number in range(40))
    plan, desired = disposing(tuple(Coordinates(each, Format.NPM, None, "chalk") for each in named), "1.0.0")
    assert text_of(plan, *desired).startswith("chalk (npm) in 40 repositories of acme\n")


def test_each_of_hundreds_of_versions_that_are_lost_is_named_on_few_lines() -> None:
    versions = tuple(f"1.{number}.0" for number in range(300))
    plan, desired = disposing(in_repositories(2), *versions)
    text = text_of(plan, *desired)
    assert len(text.split("\n")) < 40
    assert "  300 versions  Published -> Disposed  cannot be undone" in text
    words = re.split(r"[,\s]+", text)
    assert all(words.count(version) == 1 for version in versions)
    assert max(map(len, text.split("\n"))) <= 120


def test_a_group_says_in_how_many_repositories_a_version_goes_where_that_is_not_all_of_them() -> None:
    first, second = in_repositories(70)[:35], in_repositories(70)[35:]
    plans = [disposing((each,), f"1.{number}.0", "2.0.0") for number, each in enumerate((*first, *second))]
    plan = Plan(tuple(package for made, _ in plans for package in made.packages))
    text = text_of(plan, *(each for _, desired in plans for each in desired))
    assert "1.9.0 (in 1), 1.10.0 (in 1)" in text
    assert re.search(r"\b2\.0\.0(?! \(in)", text)


ORIGIN = OriginChange(OPEN, CLOSED)


def test_what_is_alike_in_many_packages_is_counted() -> None:
    """Origins, ways back, removals and small changes of 50 packages: what is lost is named, the rest is counted."""
    places = [each for number in range(50) for each in in_repositories(2, f"package-{number}")]
    transitions = (
        Transition("1.0.0", Status.PUBLISHED, Status.DELETED, "r"),
        Transition("2.0.0", Status.UNFINISHED, Status.PUBLISHED, "r"),
    )
    packages = tuple(PackagePlan(each, Changes(transitions, ORIGIN), may_return=("1.0.0",)) for each in places)
    gone = tuple(Removal(each, OnRemoval.RETAIN, note="why not") for each in in_repositories(2, "gone"))
    text = text_of(Plan(packages, gone), *(declared(coordinates=each) for each in places))
    for number in range(50):
        assert f"package-{number} (npm) in acme/team-00, acme/team-01\n  1.0.0  Published -> Deleted" in text
    assert "100 versions  Unfinished -> Published  not back to Unfinished  (50 packages in acme/team-00" in text
    assert "origin configuration: publish ALLOW, upstream ALLOW -> publish BLOCK, upstream BLOCK  (50 packages" in text
    assert "may fetch 100 deleted versions from upstream again" in text
    assert "although `onRemoval` says otherwise: why not  (gone (npm) in acme/team-00, acme/team-01)" in text


def test_what_is_most_of_a_plan_is_told_by_itself() -> None:
    common = Transition("9.0.0", Status.PUBLISHED, Status.ARCHIVED, "r")
    packages, desired = [], []
    for number, place in enumerate(in_repositories(80)):
        odd = Coordinates(place.repository, Format.NPM, None, f"odd-{number}")
        rare = Transition("1.0.0", Status.PUBLISHED, Status.ARCHIVED, "r")
        packages += [PackagePlan(place, Changes((common,))), PackagePlan(odd, Changes((rare,)))]
        desired += [declared(coordinates=place), declared(coordinates=odd)]
    lines = text_of(Plan(tuple(packages)), *desired).split("\n")
    assert lines[:4] == [
        "chalk (npm) in 80 repositories of acme (team-{00..79})",
        "  9.0.0  Published -> Archived  can be undone",
        "in several packages",
        "  80 versions  Published -> Archived  can be undone  (80 packages in 80 repositories of acme)",
    ]


@pytest.mark.parametrize("count", [2, 200])
def test_packages_that_are_deleted_as_a_whole_say_so_at_every_length(count: int) -> None:
    transitions = (Transition("1.0.0", Status.ARCHIVED, Status.DELETED, "r"),)
    changes = Changes(transitions, deletion=PackageDeletion(OPEN))
    places = [Coordinates(REPOSITORY, Format.NPM, None, f"package-{number}") for number in range(count)]
    packages = tuple(PackagePlan(each, changes, may_return=("1.0.0",)) for each in places)
    desired = (DesiredPackage(each, (), deletion=DesiredDeletion("a typosquat")) for each in places)
    text = text_of(Plan(packages), *desired)
    assert text.count('cannot be undone  "a typosquat"  origin configuration: publish ALLOW') == count
    assert text.count("1.0.0  Archived -> Deleted  cannot be undone") == count
    assert "declare `origin: {publish: BLOCK, upstream: BLOCK}` beside `status: Deleted`" in text


def test_removals_in_many_repositories_are_one_heading() -> None:
    transitions = (Transition("1.0.0", Status.PUBLISHED, Status.DISPOSED, "r"),)
    removals = tuple(Removal(each, OnRemoval.DISPOSE, Changes(transitions)) for each in in_repositories(40))
    text = text_of(Plan((), removals))
    heading, line, *_ = text.split("\n")
    where = "40 repositories of acme (team-{00..39})"
    assert heading == f"chalk (npm) in {where}: no longer declared, disposes 1 version each"
    assert line == f"  1.0.0  Published -> Disposed  {IRREVERSIBLE}"
    many = [each for number in range(70) for each in in_repositories(2, f"package-{number}")]
    text = text_of(Plan((), tuple(Removal(each, OnRemoval.DISPOSE, Changes(transitions)) for each in many)))
    assert "package-69 (npm) in acme/team-00, acme/team-01: no longer declared, disposes versions" in text
