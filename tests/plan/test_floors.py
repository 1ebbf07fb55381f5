"""How statements of one repository and of several combine: the table, and the law against a brute force."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packagestate.provider.plan.floors import Floors, combine
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.planner import plan_package
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import DECLARABLE, FLOORS, Status
from packagestate.schemas.wide_version import WideVersion

STORE = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")
ORDER = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.DELETED)


class At(NamedTuple):
    """A place in a file, as the reader of YAML remembers it."""

    name: str
    line: int = 0
    column: int = 0


def wide(status: Status, version: str = "1", file: str = "wide.yaml", **more: object) -> WideVersion:
    scope = Scope("acme", None, tuple(more.get("patterns", ())), Place(file, 1, 1))  # type: ignore[arg-type]
    excepted: tuple[str, ...] = more.get("excepted", ())  # type: ignore[assignment]
    return WideVersion(scope, Format.NPM, None, "chalk", version, status, None, excepted, At(file))


def found(**versions: Status) -> ObservedPackage:
    return ObservedPackage(STORE, tuple(ObservedVersion(each, versions[each], "r") for each in sorted(versions)))


def literal(status: Status, over: str | None = None) -> DesiredPackage:
    return DesiredPackage(STORE, (DesiredVersion("1", status, over=over),))


@pytest.mark.parametrize(
    ("said", "floor", "present", "wanted"),
    [
        (None, Status.ARCHIVED, Status.PUBLISHED, Status.ARCHIVED),
        (None, Status.ARCHIVED, Status.DISPOSED, Status.DISPOSED),
        (None, Status.UNLISTED, Status.UNFINISHED, Status.UNLISTED),
        (None, Status.DISPOSED, None, None),
        (Status.PUBLISHED, Status.ARCHIVED, Status.PUBLISHED, Status.ARCHIVED),
        (Status.PUBLISHED, Status.ARCHIVED, Status.DISPOSED, Status.DISPOSED),
        (Status.DISPOSED, Status.ARCHIVED, Status.PUBLISHED, Status.DISPOSED),
        (Status.DELETED, Status.DISPOSED, Status.PUBLISHED, Status.DELETED),
        (Status.PUBLISHED, Status.DISPOSED, None, Status.DISPOSED),
    ],
)
def test_the_most_restrictive_statement_wins(
    said: Status | None, floor: Status, present: Status | None, wanted: Status | None
) -> None:
    observed = found(**{"1": present}) if present else found()
    combined = combine(literal(said) if said else None, [wide(floor)], observed, is_recorded=False)
    assert (combined.versions[0].status if combined else None) == wanted
    outranked = combined.versions[0].outranks if combined else None
    assert (outranked.status if outranked else None) == (said if said is Status.PUBLISHED else None)


def test_a_floor_over_a_literal_asks_nothing_of_an_absent_version() -> None:
    for status in FLOORS:
        combined = combine(literal(Status.PUBLISHED), [wide(status)], found(), is_recorded=False)
        assert combined is not None
        assert plan_package(combined, found()).refusals == ()
        waiting = [each.version for each in plan_package(combined, found()).waiting]
        assert waiting == ([] if status is Status.UNLISTED else ["1"])


def test_a_statement_of_one_repository_may_stand_over_a_file() -> None:
    said = literal(Status.PUBLISHED, over="wide.yaml")
    combined = combine(said, [wide(Status.ARCHIVED)], found(**{"1": Status.PUBLISHED}), is_recorded=False)
    assert combined == said
    other = combine(said, [wide(Status.ARCHIVED, file="b.yaml")], found(**{"1": Status.PUBLISHED}), is_recorded=False)
    assert other is not None
    assert other.versions[0].place == Place("b.yaml", 1, 1)
    assert other.versions[0].outranks == (Status.PUBLISHED, None)


def test_a_pin_holds_under_a_floor() -> None:
    for pin in ("r", "another"):
        said = DesiredPackage(STORE, (DesiredVersion("1", Status.PUBLISHED, pin),))
        observed = found(**{"1": Status.PUBLISHED})
        combined = combine(said, [wide(Status.ARCHIVED)], observed, is_recorded=False)
        assert combined is not None
        plan = plan_package(combined, observed)
        assert [each.revision for each in plan.changes.transitions] == (["r"] if pin == "r" else [])
        assert [each.summary for each in plan.refusals] == ([] if pin == "r" else ["Revision is not the pinned one"])


def test_an_absent_version_satisfies_a_floor_below_what_is_published_too() -> None:
    combined = combine(literal(Status.PUBLISHED), [wide(Status.UNLISTED)], found(), is_recorded=False)
    assert combined == DesiredPackage(STORE, (), floors=("1",))
    assert combined is not None
    assert not plan_package(combined, found()).refusals


def test_a_package_that_must_be_gone_stays_so() -> None:
    said = DesiredPackage(STORE, (), deletion=DesiredDeletion())
    assert combine(said, [wide(Status.ARCHIVED)], found(**{"1": Status.PUBLISHED}), is_recorded=False) == said


def test_a_resource_stays_where_the_state_has_it() -> None:
    assert combine(None, [wide(Status.ARCHIVED)], found(), is_recorded=False) is None
    assert combine(None, [wide(Status.ARCHIVED)], found(), is_recorded=True) == DesiredPackage(STORE, (), floors=("1",))
    assert combine(None, [], found(), is_recorded=True) is None


def test_scopes_and_exceptions_decide_where_a_statement_holds() -> None:
    stated = Floors(
        [
            wide(Status.ARCHIVED, "1", patterns=("npm-*",)),
            wide(Status.ARCHIVED, "2", patterns=("npm-*", "!npm-store")),
            wide(Status.ARCHIVED, "3", excepted=("npm-s*",)),
            wide(Status.ARCHIVED, "4", patterns=("!other",)),
        ]
    )
    assert [each.version for each in stated.of(STORE)] == ["1", "4"]
    assert stated.of(Coordinates(Repository("other", "npm-store"), Format.NPM, None, "chalk")) == []


statements = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from(FLOORS), st.sampled_from(["a", "b"])), max_size=4
)


@settings(max_examples=500)
@given(
    st.dictionaries(st.sampled_from("12"), st.sampled_from(DECLARABLE)),
    statements,
    st.dictionaries(st.sampled_from("12"), st.sampled_from([*ORDER[:-1], Status.UNFINISHED])),
    st.randoms(use_true_random=False),
)
def test_it_is_the_brute_force_whatever_the_order(
    said: dict[str, Status], stated: list[tuple[str, Status, str]], present: dict[str, Status], chance: object
) -> None:
    """Every version ends where the table says, and a run plans nothing that no statement names."""
    exact = DesiredPackage(STORE, tuple(sorted(DesiredVersion(*each) for each in said.items()))) if said else None
    floors = [wide(status, version, file) for version, status, file in stated]
    observed = found(**present)
    combined = combine(exact, floors, observed, is_recorded=False)
    chance.shuffle(floors)  # type: ignore[attr-defined]
    assert combine(exact, floors, observed, is_recorded=False) == combined
    if combined is None:
        assert not any(version in present for version, _, _ in stated)
        return
    plan = plan_package(combined, observed)
    changes = {each.version: each.after for each in plan.changes.transitions}
    for version in "12":
        floor = max((ORDER.index(status) for other, status, _ in stated if other == version), default=-1)
        now = present.get(version)
        rank = ORDER.index(now) if now in ORDER else 0
        wanted = ORDER[max(floor, rank)] if floor >= 0 else None
        if version in said and ORDER.index(said[version]) >= floor:
            wanted = said[version]
        is_changed = now is not None and wanted not in {None, now}
        is_refused = now is Status.DISPOSED and wanted is not Status.DELETED
        assert changes.get(version) == (wanted if is_changed and not is_refused else None)
        is_outranked = version in said and ORDER.index(said[version]) < floor
        assert not (is_outranked and any(f" {version} (npm) in " in fault.detail for fault in plan.refusals))
