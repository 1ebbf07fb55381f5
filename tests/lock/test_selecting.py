"""`--rule` moves the lines of one rule alone; every other line stays as it was reviewed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.lock.selecting import considered, moved
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.status import FLOORS, Status
from tests.lock.making import keep, line, package, rule

NAMES = ("mine", "other", "changed")
PLACES = (package(), package("debug"))

lines = st.builds(
    Line,
    st.sampled_from(["1.0.0", "1.1.0", "2.0.0"]),
    st.sampled_from(FLOORS),
    st.sets(st.sampled_from(NAMES), min_size=1).map(lambda names: tuple(sorted(names))),
    st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    st.just(Status.PUBLISHED),
)


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    digests = draw(st.dictionaries(st.sampled_from(NAMES), st.sampled_from("ab")))
    packages = []
    for place in PLACES:
        held = draw(st.lists(lines, unique_by=lambda each: each.version, max_size=3))
        if held:
            packages.append(LockedPackage(place, tuple(sorted(held))))
    return Lock("1", "eu", PLACES[0].repository, PLACES[0].format, digests, tuple(packages))


def by_version(lock: Lock) -> Mapping[tuple[str, str], Line]:
    return {(each.coordinates.package, line.version): line for each in lock.packages for line in each.lines}


@given(locks(), locks())
def test_only_the_lines_of_the_rule_move(before: Lock, after: Lock) -> None:
    found = moved(rule("mine"), before, after, {"mine", "other"}, PLACES)
    old, new, now = map(by_version, (before, after, found))
    for name in old.keys() | new.keys() | now.keys():
        was, would, line = old.get(name), new.get(name), now.get(name)
        if any(each is not None and "mine" in each.via for each in (was, would)):
            is_overtaken = bool(was and would and was.status.is_looser_than(would.status) and "mine" not in would.via)
            assert line in {None if is_overtaken else would, was and was._replace(via=("changed",))}
            assert line is None or "mine" not in line.via or line == would
        else:
            assert line == was
    others = {name: digest for name, digest in before.rules.items() if name != "mine"}
    mine = {"mine": after.rules["mine"]} if "mine" in after.rules else {}
    assert found.rules == others | mine
    assert moved(rule("mine"), found, after, {"mine", "other"}, PLACES) == found


def test_what_protects_is_always_looked_at_and_a_rule_that_changed_is_not() -> None:
    mine, other, changed, recent = rule("mine"), rule("other"), rule("changed"), keep("recent", 1)
    rules = (mine, other, changed, recent)
    assert considered(rules, mine, {"other"}) == (mine, other, recent)
    assert considered(rules, None, ()) == rules


def test_a_package_that_the_rule_is_not_about_any_more_keeps_the_lines_of_others() -> None:
    lines = (line("1.0.0", Status.ARCHIVED, "mine", "other"), line("2.0.0", Status.ARCHIVED, "mine"))
    before = Lock("1", "eu", PLACES[0].repository, PLACES[0].format, {}, (LockedPackage(PLACES[0], lines),))
    found = moved(rule("mine"), before, replace(before, packages=()), {"mine", "other"}, PLACES[1:])
    assert by_version(found) == {("chalk", "1.0.0"): lines[0]._replace(via=("other",))}


@pytest.mark.parametrize("digest", ["mine", "changed"])
def test_a_line_that_another_rule_makes_more_restrictive_by_now_is_not_moved_by_this_one(digest: str) -> None:
    archived, disposed = line("1.0.0", Status.ARCHIVED, "mine"), line("1.0.0", Status.DISPOSED, "other")
    before, after = (
        Lock("1", "eu", PLACES[0].repository, PLACES[0].format, {"mine": digest}, (LockedPackage(PLACES[0], (each,)),))
        for each in (archived, disposed)
    )
    found = by_version(moved(rule("mine"), before, after, {"mine", "other"}, PLACES))
    # Of a rule that has changed it is not known whether it still says so.
    assert found == ({("chalk", "1.0.0"): archived} if digest == "mine" else {})
