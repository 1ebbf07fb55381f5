"""The table of section 4 of the design, row by row."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from packagestate.provider.lock.evaluation import Before
from packagestate.provider.lock.outcome import Evaluated, Why
from packagestate.provider.population import Candidate
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import OriginType, Rule, fits
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from tests.lock.making import (
    PLACE,
    TODAY,
    A,
    D,
    P,
    U,
    before,
    days,
    exactly,
    keep,
    line,
    package,
    population,
    resolve,
    rule,
    said,
    spared,
    within,
)

FOUR = population({"1.0.0": P, "1.9.0": P, "1.10.0": P, "2.0.0": P})
OLD = within("<2.0.0")


def versions(evaluated: Evaluated) -> list[str]:
    return [each.version for each in evaluated.lines]


@pytest.mark.parametrize(
    ("coordinates", "packages", "scope", "is_about"),
    [
        (package(), ("chalk",), (), True),
        (package(), ("ch*",), (), True),
        (package(), ("*", "!chalk"), (), False),
        (package("@acme/web"), ("@acme/*",), (), True),
        (package("@acme/web"), ("*",), (), False),
        (package(), ("*",), ("npm-*", "!npm-store"), False),
        (package(), ("*",), ("npm-store",), True),
        (package("chalk", package_format=Format.PYPI), ("*",), (), False),
    ],
)
def test_packages_and_repositories(
    coordinates: Coordinates,
    packages: tuple[str, ...],
    scope: tuple[str, ...],
    is_about: bool,  # noqa: FBT001
) -> None:
    found = replace(FOUR, coordinates=coordinates)
    wanted = rule("old", versions=exactly("1.0.0"), packages=packages, scope=Scope("acme", None, scope, PLACE))
    assert versions(resolve(found, wanted)) == (["1.0.0"] if is_about else [])
    assert resolve(found, wanted).population is found


def test_a_rule_of_another_domain_makes_no_difference() -> None:
    other = rule("old", versions=OLD, scope=Scope("other", None, (), PLACE))
    assert resolve(FOUR, other, lock=before(line("1.0.0", A, "old"), unchanged="old")).lines == ()


def candidate(version: str, origin: OriginType) -> Candidate:
    return Candidate(version, P, "r", origin)


MIXED = population(
    {
        "1.0.0": candidate("1.0.0", OriginType.INTERNAL),
        "1.1.0-rc.1": candidate("1.1.0-rc.1", OriginType.EXTERNAL),
        "1.1.0": candidate("1.1.0", OriginType.UNKNOWN),
        "1.2.0": U,
        "1.3.0": A,
        "next1": P,
    },
    published={
        **dict.fromkeys(("1.0.0", "1.2.0"), TODAY - days(180)),
        **dict.fromkeys(("1.1.0-rc.1", "1.1.0", "1.3.0", "next1"), TODAY - days(180) + timedelta(seconds=1)),
    },
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (rule("r", D, versions=within(">=1.1.0 <1.3.0")), ["1.1.0", "1.2.0"]),
        (rule("r", D, versions=within(">=1.1.0-0 <1.1.0")), ["1.1.0-rc.1"]),
        (rule("r", D, versions=exactly("1.0.0", "next1")), ["1.0.0", "next1"]),
        (rule("r", D, older_than=days(180)), ["1.0.0", "1.2.0"]),
        (rule("r", D, prerelease=True), ["1.1.0-rc.1"]),
        (rule("r", D, prerelease=False), ["1.0.0", "1.1.0", "1.2.0", "1.3.0"]),
        (rule("r", D, statuses=frozenset({A})), ["1.3.0"]),
        (rule("r", D, statuses=frozenset({A, U})), ["1.2.0", "1.3.0"]),
        (rule("r", D, origins=frozenset({OriginType.INTERNAL})), ["1.0.0", "1.2.0", "1.3.0", "next1"]),
        (rule("r", D, origins=frozenset({OriginType.EXTERNAL, OriginType.UNKNOWN})), ["1.1.0-rc.1", "1.1.0"]),
        (rule("r", D, older_than=days(180), statuses=frozenset({U})), ["1.2.0"]),
        (rule("r", D, archived_for=days(1)), []),
        # A rule never loosens. What is so already is held, and its clock begins.
        (rule("r", A, statuses=frozenset({A})), ["1.3.0"]),
        (rule("r", U, origins=frozenset({OriginType.INTERNAL})), ["1.0.0", "1.2.0", "next1"]),
    ],
)
def test_all_parts_of_a_match_hold(wanted: Rule, expected: list[str]) -> None:
    found = resolve(MIXED, wanted)
    assert versions(found) == expected
    assert not found.undecided
    assert {each.via for each in found.lines} <= {("r",)}


@pytest.mark.parametrize(
    ("since", "status", "expected"), [(1, A, A), (365, A, D), (366, A, D), (366, P, A), (366, U, A), (366, D, A)]
)
def test_archived_for_counts_from_the_line_and_needs_the_line_in_effect(
    since: int, status: Status, expected: Status
) -> None:
    locked = line("1.0.0", A, "old", since=(TODAY - days(since)).date())
    rules = rule("old", A, versions=OLD), rule("purge", D, archived_for=days(365))
    found = resolve(population({"1.0.0": status, "9.0.0": P}), *rules, lock=before(locked, unchanged="old purge"))
    raised = Line("1.0.0", D, ("purge",), TODAY.date(), A, "r-1.0.0")
    assert found.lines == ((raised,) if expected is D else (locked,))


def test_archived_for_says_nothing_of_what_somebody_else_archived() -> None:
    assert resolve(population({"1.0.0": A}), rule("purge", D, archived_for=days(1))).lines == ()


@pytest.mark.parametrize(
    ("protecting", "expected"),
    [
        (keep("k", 1), ["1.0.0", "1.9.0", "1.10.0"]),
        (keep("k", 2), ["1.0.0", "1.9.0"]),
        (keep("k", 9), []),
        (keep("k", versions=within(">=1.9.0 <1.10.0")), ["1.0.0", "1.10.0", "2.0.0"]),
        (keep("k", versions=exactly("2.0.0")), ["1.0.0", "1.9.0", "1.10.0"]),
        (keep("k", 9, packages=("other",)), ["1.0.0", "1.9.0", "1.10.0", "2.0.0"]),
    ],
)
def test_keep_rules_come_first(protecting: Rule, expected: list[str]) -> None:
    found = resolve(FOUR, protecting, rule("all", versions=within("*"), may_empty=True))
    assert versions(found) == expected
    kept = [each.version for each in FOUR.versions if each.version not in expected]
    assert spared(found) == {(each, Why.KEPT, ("k",)) for each in kept}


def test_latest_counts_published_and_unlisted_over_the_whole_population() -> None:
    found = population({"1.0.0": P, "1.1.0": P, "1.2.0": U, "2.0.0": A, "3.0.0": D, "4.0.0": Status.UNFINISHED})
    # What the other rules match makes no difference to what is among the latest.
    result = resolve(found, keep("k", 2), rule("r", D, versions=within("<1.2.0 || =2.0.0")))
    assert versions(result) == ["1.0.0", "2.0.0"]
    assert spared(result) == {("1.1.0", Why.KEPT, ("k",))}


def test_what_the_ecosystem_cannot_parse_is_the_lowest_and_in_no_range() -> None:
    found = population({"latest-build7": P, "zz1": P, "1.0.0": P, "2.0.0": P})
    rules = keep("k", 3), rule("r", versions=within("*")), rule("x", U, versions=exactly("latest-build7"))
    result = resolve(found, *rules)
    assert said(result) == {"latest-build7": (U, ("x",))}
    assert spared(result) == {
        ("latest-build7", Why.NOT_UNDERSTOOD, ("k", "r")),
        ("zz1", Why.NOT_UNDERSTOOD, ("k", "r")),
        ("1.0.0", Why.KEPT, ("k",)),
        ("2.0.0", Why.KEPT, ("k",)),
    }
    assert [each.version for each in result.spared] == ["latest-build7", "zz1", "1.0.0", "2.0.0"]


@pytest.mark.parametrize(
    ("wanted", "is_listed"),
    [
        (rule("r", versions=OLD), True),
        (rule("r", prerelease=False), True),
        (keep("r", 1), True),
        (keep("r", versions=OLD), True),
        (keep("r", versions=exactly("zz1")), False),
        (rule("r", versions=exactly("zz1")), False),
        (rule("r", older_than=days(1)), False),
    ],
)
def test_what_is_not_understood_is_listed_where_a_rule_needs_to_understand_it(
    wanted: Rule,
    is_listed: bool,  # noqa: FBT001
) -> None:
    listed = [each for each in resolve(population({"zz1": P, "1.0.0": P}), wanted).spared if each.why != Why.KEPT]
    assert [(each.version, each.rules) for each in listed] == ([("zz1", ("r",))] if is_listed else [])


def test_the_most_restrictive_rule_wins_and_every_one_with_its_status_is_named() -> None:
    rules = [rule(name, status, versions=OLD) for name, status in (("z", D), ("u", U), ("b", A), ("a", D))]
    found = resolve(population({"1.0.0": P, "2.0.0": P}), *rules)
    assert found.lines == (Line("1.0.0", D, ("a", "z"), TODAY.date(), P, "r-1.0.0"),)
    (choice,) = found.choices.values()
    assert [(each.status, each.via) for each in choice.lines] == [(D, ("a", "z")), (A, ("b",)), (U, ("u",))]


@pytest.mark.parametrize(
    ("status", "package_format", "version", "default", "why"),
    [
        (P, Format.NPM, "1.0.0", "1.0.0", Why.DEFAULT_VERSION),
        (Status.UNFINISHED, Format.NPM, "1.0.0", None, Why.UNFINISHED),
        (U, Format.MAVEN, "1.0-20250101.120000-3", None, Why.SNAPSHOT_BUILD),
        (P, Format.MAVEN, "1.0-SNAPSHOT", None, None),
        (P, Format.NPM, "1.0.0-20250101.120000-3", None, None),
    ],
)
def test_what_rules_do_not_touch(
    status: Status, package_format: Format, version: str, default: str | None, why: Why | None
) -> None:
    coordinates = package("acme:web" if package_format is Format.MAVEN else "chalk", "npm-store", package_format)
    found = population({version: status, "9.0.0": P}, coordinates, default)
    more: dict[str, Any] = {"package_format": package_format, "packages": (coordinates.written,)}
    wanted = [rule("b", D, versions=exactly(version), **more), rule("a", versions=exactly(version), **more)]
    result = resolve(found, *wanted)
    assert spared(result) == (set() if why is None else {(version, why, ("a", "b"))})
    assert versions(result) == ([version] if why is None else [])
    assert not resolve(found, rule("a", versions=exactly("9.0.0"), may_empty=True, **more)).spared


def test_a_time_is_needed_only_where_nothing_else_decides() -> None:
    found = population(
        {
            "latest-build7": P,
            "1.0.0": P,
            "1.1.0": P,
            "1.2.0": A,
            "1.3.0": P,
            "1.4.0": D,
            "1.5.0": Status.UNFINISHED,
            "1.6.0": P,
            "2.0.0": P,
        },
        default="1.6.0",
    )
    rules = (
        rule("age", A, older_than=days(180), versions=within("<2.0.0")),
        rule("named", A, versions=exactly("1.1.0")),
        rule("unlisted", U, versions=exactly("1.0.0")),
        keep("k", versions=exactly("1.3.0")),
    )
    result = resolve(found, *rules)
    assert result.undecided == ("1.0.0", "1.2.0")
    assert said(result) == {"1.0.0": (U, ("unlisted",)), "1.1.0": (A, ("named",))}
    read = replace(found, published=dict.fromkeys(("1.0.0", "1.1.0", "1.2.0"), TODAY - days(200)))
    expected = {"1.0.0": (A, ("age",)), "1.1.0": (A, ("named",)), "1.2.0": (A, ("age",))}
    assert said(resolve(read, *rules)) == expected
    assert not resolve(read, *rules).undecided


def test_the_day_of_a_line_is_the_day_in_utc() -> None:
    evening = datetime(2026, 11, 28, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    (found,) = resolve(FOUR, rule("r", versions=exactly("1.0.0")), today=evening).lines
    assert found.since.isoformat() == "2026-11-27"


def test_a_format_without_an_order_has_lists() -> None:
    found = population({"one": P, "two": P}, package("acme/web", "npm-store", Format.GENERIC))
    about: dict[str, Any] = {"package_format": Format.GENERIC, "packages": ("acme/web",)}
    rules = rule("r", versions=exactly("one", "two"), **about), keep("k", versions=exactly("two"), **about)
    assert said(resolve(found, *rules)) == {"one": (A, ("r",))}
    assert spared(resolve(found, *rules)) == {("two", Why.KEPT, ("k",))}


def test_without_a_rule_there_is_nothing_to_say() -> None:
    assert resolve(FOUR, lock=Before((line("1.0.0", A, "gone"),))).lines == ()


@pytest.mark.parametrize(
    ("version", "package_format"),
    [("<{%x", Format.GENERIC), ("1.0\u200b", Format.GENERIC), ("1" * 256, Format.GENERIC), ("1.00", Format.NUGET)],
)
def test_a_version_that_the_lock_cannot_name_is_left_alone_and_told(version: str, package_format: Format) -> None:
    place = package("a/b" if package_format is Format.GENERIC else "b", package_format=package_format)
    found = population({version: P, "1.0": P, "2.0": P}, place)
    names = ("*/*",) if package_format is Format.GENERIC else ("*",)
    about = rule("r", statuses=frozenset({P}), may_empty=True, packages=names, package_format=package_format)
    result = resolve(found, about)
    assert versions(result) == ["1.0", "2.0"]
    assert spared(result) == {(version, Why.ODD_NAME, ("r",))}


def test_a_version_without_a_revision_is_left_alone_and_told() -> None:
    found = population({"1.0.0": Candidate("1.0.0", P, ""), "2.0.0": P})
    assert spared(resolve(found, rule("r", D, versions=exactly("1.0.0")))) == {("1.0.0", Why.NO_REVISION, ("r",))}


def test_a_bracket_is_a_part_of_a_name() -> None:
    assert fits("acme/a[bc]", ("acme/a[b*",))
    assert not fits("acme/ab", ("acme/a[bc]",))
