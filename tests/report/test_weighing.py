"""Which statement wins, and why the others lose: it is what a run wants, whatever is said."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.floors import Floors, combine
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.report.explanation import Verdict, explain
from packagestate.provider.report.weighing import WeighedStatement, weigh
from packagestate.provider.report.whereabouts import whereabouts
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import DECLARABLE, FLOORS, Status
from packagestate.schemas.wide_version import WideVersion

STORE = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
FILES = ("a.yaml", "b.yaml")
PRESENT = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED)


class At(NamedTuple):
    """A place in a file, as the reader of YAML remembers it."""

    name: str
    line: int
    column: int = 0


def wide(line: int, status: Status, file: str = "a.yaml", *, scope: str = "", excepted: str = "") -> WideVersion:
    named = Scope("acme", None, tuple(scope.split()), Place(file, 1, 1))
    return WideVersion(named, Format.NPM, None, "chalk", "1", status, None, tuple(excepted.split()), At(file, line))


def literal(status: Status, over: str | None = None) -> DesiredPackage:
    return DesiredPackage(STORE, (DesiredVersion("1", status, mark=At("one.yaml", 7), over=over),))


def found(status: Status | None) -> ObservedPackage:
    return ObservedPackage(STORE, () if status is None else (ObservedVersion("1", status, "r"),))


def told(statements: Iterable[WeighedStatement]) -> list[str]:
    return [f"{each.place} {'wins' if each.wins else 'loses'}: {each.why}" for each in statements]


scopes = st.sampled_from(["", "npm-*", "npm-store", "npm-* !npm-s*", "other-*", "!other"])
floors = st.tuples(
    st.sampled_from(FLOORS), st.sampled_from(FILES), scopes, st.sampled_from(["", "npm-store", "n*", "x"])
)


@given(
    st.none() | st.tuples(st.sampled_from(DECLARABLE), st.none() | st.sampled_from(FILES)),
    st.lists(floors, max_size=5),
    st.none() | st.sampled_from(PRESENT),
)
def test_the_winner_is_what_a_run_wants(
    said: tuple[Status, str | None] | None,
    stated: list[tuple[Status, str, str, str]],
    present: Status | None,
) -> None:
    one = literal(*said) if said else None
    several = [
        wide(line, status, file, scope=scope, excepted=excepted)
        for line, (status, file, scope, excepted) in enumerate(stated)
    ]
    weighed = weigh("1", STORE, one, several)
    statements = weighed.statements
    assert len(statements) == len(several) + bool(one)
    assert all(each.why for each in statements)
    winners = [each for each in statements if each.wins]
    holding = Floors(several).of(STORE)
    assert len(winners) == bool(one or holding)
    assert list(statements[:1]) == winners or not winners
    wanted = combine(one, holding, found(present), is_recorded=False)
    version = next(iter(wanted.versions if wanted else ()), None)
    if version is not None:
        (winner,) = winners
        assert (winner.place, winner.scope is not None) == (version.place, version.is_of_several)
        assert version.status in {winner.status, present}
    elif present is not None:
        assert not winners
    standing = {each.status for each in holding if one is None or each.place.file != one.versions[0].over}
    strictest = {each.status for each in winners} | standing | ({one.versions[0].status} if one else set())
    assert all(not each.status.is_looser_than(other) for each in winners for other in strictest)


@given(st.lists(floors, max_size=3), st.none() | st.sampled_from(PRESENT))
def test_what_only_statements_of_several_say_is_managed(
    stated: list[tuple[Status, str, str, str]], present: Status | None
) -> None:
    several = [
        wide(line, status, file, scope=scope, excepted=excepted)
        for line, (status, file, scope, excepted) in enumerate(stated)
    ]
    verdict = explain("1", None, None, found(present), several).verdict
    holding = [each.status for each in Floors(several).of(STORE)]
    if not holding:
        assert verdict is Verdict.LEAVE_ALONE
    elif present is None:
        assert verdict is Verdict.WAIT
    elif any(present.is_looser_than(each) for each in holding):
        assert verdict is Verdict.CHANGE
    else:
        assert verdict is Verdict.NOTHING


def test_why_each_of_them_loses() -> None:
    stated = [
        wide(1, Status.ARCHIVED),
        wide(2, Status.DISPOSED, excepted="npm-s*"),
        wide(3, Status.DISPOSED, scope="npm-* !npm-store"),
        wide(4, Status.DISPOSED, "b.yaml"),
        wide(5, Status.ARCHIVED),
        wide(6, Status.UNLISTED),
    ]
    weighed = weigh("1", STORE, literal(Status.UNLISTED, over="b.yaml"), stated)
    assert told(weighed.statements) == [
        "a.yaml:2:1 wins: the most restrictive that holds here, and the first of equal ones",
        "b.yaml:5:1 loses: one.yaml:8:1 stands `over` b.yaml",
        "a.yaml:6:1 loses: the same as `Archived` (a.yaml:2:1)",
        "a.yaml:7:1 loses: less restrictive than `Archived` (a.yaml:2:1)",
        "one.yaml:8:1 loses: less restrictive than `Archived` (a.yaml:2:1), which overrides it",
        "a.yaml:3:1 loses: does not hold here: `except` names npm-store (`npm-s*`)",
        "a.yaml:4:1 loses: does not hold here: `repositories` leaves npm-store out (`!npm-store`)",
    ]


@pytest.mark.parametrize(
    ("said", "over", "why"),
    [
        (Status.DISPOSED, None, "no statement of several repositories is more restrictive"),
        (Status.PUBLISHED, "a.yaml", "it stands `over` a.yaml"),
    ],
)
def test_why_the_statement_of_one_repository_wins(said: Status, over: str | None, why: str) -> None:
    (winner, _) = weigh("1", STORE, literal(said, over), [wide(1, Status.ARCHIVED)]).statements
    assert (winner.wins, winner.why, winner.scope_words) == (True, why, "this repository")
    (alone,) = weigh("1", STORE, literal(said, over), []).statements
    assert alone.why == "the only statement that holds here"


def test_other_versions_are_not_weighed() -> None:
    stated = [wide(1, Status.ARCHIVED)._replace(version="2")]
    assert weigh("1", STORE, DesiredPackage(STORE, (DesiredVersion("2", Status.PUBLISHED),)), stated).statements == ()


def test_repositories_are_kept_in_their_order_whoever_owns_the_domain() -> None:
    observed = [
        ObservedPackage(
            Coordinates(Repository("acme", name, "123456789012"), Format.NPM, None, "chalk"),
            tuple(ObservedVersion(each, Status.PUBLISHED, "r") for each in versions),
        )
        for name, versions in (("a", "1"), ("b", ""), ("npm-store", "12"), ("z", "2"))
    ]
    found = whereabouts("1", observed, [literal(Status.ARCHIVED)], [wide(1, Status.UNLISTED, scope="z")])
    assert [each.explained.coordinates.repository.name for each in found.copies] == ["a", "npm-store"]
    assert [each.explained.verdict for each in found.copies] == [Verdict.LEAVE_ALONE, Verdict.CHANGE]
    assert [(each.explained.verdict, each.holds_package) for each in found.absences] == [
        (Verdict.LEAVE_ALONE, False),
        (Verdict.WAIT, True),
    ]
    assert (found.awaited_count, found.other_count) == (1, 1)
