"""Which lines stay as they are, and what happens to the others."""

from datetime import date

import pytest

from packagestate.provider.lock.evaluation import Before
from packagestate.provider.lock.outcome import Why
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.lock.making import TODAY, A, D, P, U, before, days, exactly, keep, line, population, resolve, rule, spared

ONE = exactly("1.0.0")
LOCKED = line("1.0.0", A, "old")
# A rule that matches the version no longer, as when a time has moved.
MOVED = rule("old", A, versions=exactly("0.0.1"))
OLD = rule("old", A, versions=ONE)


def lines(status: Status, lock: Before, *rules: Rule) -> tuple[Line, ...]:
    return resolve(population({"1.0.0": status, "9.0.0": P}), *rules, lock=lock).lines


@pytest.mark.parametrize("status", [P, U, A, D])
def test_a_line_stays_whatever_its_version_has_become(status: Status) -> None:
    (found,) = lines(status, before(LOCKED, unchanged="old"), MOVED)
    assert found is LOCKED


def test_a_line_stays_though_its_version_would_not_be_touched_now() -> None:
    found = population({"1.0.0": P}, default="1.0.0")
    result = resolve(found, MOVED, lock=before(LOCKED, unchanged="old"))
    assert [each.why for each in result.spared] == [Why.LAST_PUBLISHED]
    beside = population({"1.0.0": P, "9.0.0": P}, default="1.0.0")
    assert resolve(beside, MOVED, lock=before(LOCKED, unchanged="old")).lines == (LOCKED,)
    # It is not raised either, and the reader is told why.
    raising = rule("d", D, versions=ONE)
    result = resolve(beside, MOVED, raising, lock=before(LOCKED, unchanged="old d"))
    assert result.lines == (LOCKED,)
    assert spared(result) == {("1.0.0", Why.DEFAULT_VERSION, ("d",))}


@pytest.mark.parametrize(
    ("lock", "rules"),
    [
        (before(LOCKED), (MOVED,)),
        (before(LOCKED, unchanged="old"), (rule("other", A, versions=exactly("0.0.1")),)),
        (before(LOCKED, unchanged="old", keeps_unchanged=False), (MOVED,)),
        (before(LOCKED, unchanged="old"), (MOVED, keep("k", versions=exactly("0.0.1")))),
        (before(line("1.0.0", A, "gone", "old"), unchanged="old"), (MOVED,)),
        (before(line("1.0.0", A, "old", "two"), unchanged="old"), (MOVED, rule("two", A, versions=exactly("0.0.1")))),
        (before(line("1.0.0", A), unchanged="old"), (MOVED,)),
        # Somebody has written another status into the lock, or a rule that protects.
        (before(line("1.0.0", D, "old"), unchanged="old"), (MOVED,)),
        (before(line("1.0.0", A, "k"), unchanged="old k"), (MOVED, keep("k", versions=exactly("0.0.1")))),
        # Something protects the version.
        (before(LOCKED, unchanged="old k"), (OLD, keep("k", versions=ONE))),
        (before(LOCKED, unchanged="old"), (OLD, keep("k", versions=ONE))),
    ],
)
def test_a_line_is_evaluated_anew_when_what_it_depends_on_has_changed(lock: Before, rules: tuple[Rule, ...]) -> None:
    assert lines(P, lock, *rules) == ()


def test_a_line_stays_beside_a_rule_that_protects_others() -> None:
    others = keep("k", versions=exactly("9.0.0"))
    assert lines(P, before(LOCKED, unchanged="old k"), MOVED, others) == (LOCKED,)


def test_a_line_of_a_version_that_is_gone_is_gone() -> None:
    assert lines(P, before(line("0.0.1", A, "old"), unchanged="old"), OLD)[0].version == "1.0.0"


def test_a_reader_is_told_why_a_line_is_gone() -> None:
    found = population({"1.0.0": P, "9.0.0": P})
    gone = resolve(found, MOVED, keep("k", versions=ONE), lock=before(LOCKED, unchanged="old k"))
    assert spared(gone) == {("1.0.0", Why.KEPT, ("k",))}
    default = population({"1.0.0": P, "9.0.0": P}, default="1.0.0")
    assert spared(resolve(default, MOVED, lock=before(LOCKED))) == {("1.0.0", Why.DEFAULT_VERSION, ())}


@pytest.mark.parametrize("status", [P, A, D])
def test_a_line_that_is_evaluated_anew_keeps_its_history_with_its_status(status: Status) -> None:
    """Also once it is in effect, when AWS has the version as the line says and no longer as the rule asks."""
    renamed = rule("new", A, versions=ONE, statuses=frozenset({P}))
    assert lines(status, before(LOCKED), renamed) == (LOCKED._replace(via=("new",)),)


def test_a_pending_line_that_is_evaluated_anew_is_held_against_what_is() -> None:
    listed = rule("new", A, versions=ONE, statuses=frozenset({P}))
    assert lines(U, before(LOCKED), listed) == ()


def test_a_disposed_line_keeps_its_pin() -> None:
    locked = line("1.0.0", D, "old")._replace(revision="earlier")
    assert lines(P, before(locked), rule("new", D, versions=ONE)) == (locked._replace(via=("new",)),)


@pytest.mark.parametrize(("status", "wanted"), [(P, U), (U, D), (A, D)])
def test_another_status_is_a_new_line(status: Status, wanted: Status) -> None:
    pin = "r-1.0.0" if wanted is D else None
    expected = Line("1.0.0", wanted, ("old",), TODAY.date(), status, pin)
    assert lines(status, before(LOCKED), rule("old", wanted, versions=ONE)) == (expected,)


def test_a_line_is_never_made_looser_than_what_aws_has() -> None:
    assert lines(A, before(LOCKED), rule("old", U, versions=ONE)) == ()
    assert lines(D, before(), OLD) == ()


def test_a_line_that_stays_is_raised() -> None:
    rules = (OLD, rule("d", D, versions=ONE), rule("u", U, versions=ONE), rule("same", A, versions=ONE))
    raised = Line("1.0.0", D, ("d",), TODAY.date(), U, "r-1.0.0")
    lock = before(LOCKED, unchanged="old")
    assert lines(U, lock, *rules) == (raised,)
    # A rule as restrictive as the line changes nothing in it.
    assert lines(U, lock, *rules[2:], OLD) == (LOCKED,)
    assert lines(D, lock, *rules) == (LOCKED,)
    (choice,) = resolve(population({"1.0.0": U, "9.0.0": P}), *rules, lock=lock).choices.values()
    assert (choice.lines, choice.locked, choice.is_confirmed) == ((raised, LOCKED), LOCKED, False)


@pytest.mark.parametrize(("status", "wanted", "asked"), [(A, D, True), (P, D, True), (P, A, False), (D, D, False)])
def test_a_line_that_stays_asks_for_a_time_only_where_it_may_be_raised(
    status: Status,
    wanted: Status,
    asked: bool,  # noqa: FBT001
) -> None:
    rules = OLD, rule("age", wanted, older_than=days(9))
    found = population({"1.0.0": status})
    assert bool(resolve(found, *rules, lock=before(LOCKED, unchanged="old age")).undecided) is asked


def test_archived_for_goes_on_where_its_own_line_is_evaluated_anew() -> None:
    """The line from which it counted is replaced. A rule that protects others must not undo it."""
    locked = line("1.0.0", D, "purge", since=date(2026, 11, 1), was=A)
    purge, others = rule("purge", D, archived_for=days(365)), keep("k", versions=exactly("9.0.0"))
    for status in (A, D):
        assert lines(status, before(locked, unchanged="purge"), purge, others) == (locked,)
    # Nobody knows whether the new duration has passed.
    assert lines(A, before(locked, unchanged="k"), purge, others) == ()
    assert lines(A, before(locked._replace(via=("x",)), unchanged="purge"), purge, others) == ()
