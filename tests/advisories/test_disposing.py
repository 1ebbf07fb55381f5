"""Which copies are to be disposed of: each condition by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from packagestate.provider.advisories.held import Held
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.locked import Disposal, FeedLock
from packagestate.schemas.advisories.record import Record
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, TODAY, E, I, advisories, affected, copy, feed, held, lock_of, record

BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
FEED = feed(dispose_after=45)
DUE = TODAY + timedelta(days=45)
ARCHIVED = held("5.6.0", copy("5.6.1", Status.ARCHIVED))


def locked(of: Feed = FEED, found: Record = BAD) -> FeedLock:
    return lock_of(advisories(of, found), {CHALK: held("5.6.0", "5.6.1")}).lock


def disposals(
    before: FeedLock | None, domain: Held = ARCHIVED, today: date = DUE, of: Feed = FEED, found: Record = BAD
) -> tuple[Disposal, ...]:
    lock = lock_of(advisories(of, found), {CHALK: domain}, before, today).lock
    return tuple(each for package in lock.packages for each in package.disposals)


def test_after_the_wait_each_archived_copy_is_disposed_of_at_its_revision() -> None:
    domain = held(copy("5.6.1", Status.ARCHIVED), repositories=["a", "b"])
    assert disposals(locked(), domain) == (Disposal("a", "5.6.1", DUE, "r1"), Disposal("b", "5.6.1", DUE, "r1"))


@pytest.mark.parametrize(
    "change",
    [
        {"today": DUE - timedelta(days=1)},
        {"of": feed()},
        {"of": feed(dispose_after=46)},
        {"domain": held("5.6.1")},
        {"domain": held(copy("5.6.1", Status.UNLISTED))},
        {"domain": held(copy("5.6.1", Status.ARCHIVED, I))},
        {"domain": held(copy("5.6.1", Status.ARCHIVED, revision=""))},
        {"found": record("MAL-2025-1", affected(versions=["5.6.1", "5.6.2"]))},
        {"found": record("MAL-2025-1", affected(ranges=[[{"introduced": "0"}]]))},
        {"found": record("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z")},
        {"before": None},
    ],
)
def test_nothing_is_disposed_of_where_one_condition_fails(change: dict[str, object]) -> None:
    assert disposals(**{"before": locked(), **change}) == ()  # type: ignore[arg-type]


JOINING = record("MAL-2025-2", affected(versions=["5.6.1"]))


def test_the_wait_begins_again_when_another_advisory_joins_changes_or_goes() -> None:
    both = lock_of(advisories(FEED, BAD, JOINING), {CHALK: held("5.6.1")}, locked(), TODAY + timedelta(days=9)).lock
    for records in [(BAD, JOINING), (BAD,), (JOINING,)]:
        found = lock_of(advisories(FEED, *records), {CHALK: ARCHIVED}, both, DUE).lock
        assert [each.disposals for each in found.packages] == [()]


def test_an_advisory_that_a_guard_holds_back_disposes_of_nothing() -> None:
    wide = record("MAL-2025-1", affected(versions=["5.6.1"], ranges=[[{"introduced": "1.0.0"}, {"fixed": "2.0.0"}]]))
    before = lock_of(advisories(FEED, wide), {CHALK: held("5.6.0", "5.6.1")}).lock
    grown = held(copy("5.6.1", Status.ARCHIVED), *(f"1.0.{number}" for number in range(12)))
    (package,) = lock_of(advisories(FEED, wide), {CHALK: grown}, before, DUE).lock.packages
    assert [(line.version, line.since) for line in package.lines] == [("5.6.1", TODAY)]
    assert package.disposals == ()


def test_a_copy_that_somebody_else_had_archived_is_not_disposed_of() -> None:
    before = lock_of(advisories(FEED, BAD), {CHALK: held("5.6.1", repositories=["aa"])}).lock
    (package,) = before.packages
    line = package.lines[0]._replace(was=(("bb", Status.ARCHIVED),))
    remembered = replace(before, packages=(replace(package, lines=(line,)),))
    domain = held(copy("5.6.1", Status.ARCHIVED), repositories=["aa", "bb"])
    assert [each.repository for each in disposals(remembered, domain)] == ["aa"]


def test_the_wait_begins_with_the_first_review() -> None:
    hold = lock_of(advisories(FEED, BAD), {CHALK: held("5.6.1")}, is_hold=True).lock
    reviewed = lock_of(advisories(FEED, BAD), {CHALK: ARCHIVED}, None, DUE, hold=hold).lock
    again = lock_of(advisories(FEED, BAD), {CHALK: ARCHIVED}, reviewed, DUE).lock
    assert [each.disposals for each in again.packages] == [()]


def test_a_disposal_stays_as_it_was_reviewed_also_once_it_is_done() -> None:
    before = lock_of(advisories(FEED, BAD), {CHALK: ARCHIVED}, locked(), DUE).lock
    done = held("5.6.0", copy("5.6.1", Status.DISPOSED, revision="r2"))
    assert disposals(before, done, DUE + timedelta(days=9)) == (Disposal("npm-store", "5.6.1", DUE, "r1"),)


def test_a_copy_at_another_revision_is_reviewed_again() -> None:
    before = lock_of(advisories(FEED, BAD), {CHALK: ARCHIVED}, locked(), DUE).lock
    other, later = held(copy("5.6.1", Status.ARCHIVED, revision="r9")), DUE + timedelta(days=9)
    assert disposals(before, other, later) == (Disposal("npm-store", "5.6.1", later, "r9"),)


def test_the_wait_of_a_hold_counts_from_its_own_day_and_disposes_of_nothing() -> None:
    hold = lock_of(advisories(FEED, BAD), {CHALK: held("5.6.1")}, is_hold=True).lock
    again = lock_of(advisories(FEED, BAD), {CHALK: ARCHIVED}, None, DUE, is_hold=True, hold=hold).lock
    assert [each.disposals for each in again.packages] == [()]


@pytest.mark.parametrize("wider", [{"origins": [E, I]}, {"repositories": ()}])
def test_the_wait_begins_again_for_copies_that_the_feed_is_widened_to(wider: dict[str, object]) -> None:
    narrow = feed(dispose_after=45, repositories=["aa"])
    wide = feed(dispose_after=45, **{"repositories": ["aa", "bb"], **wider})  # type: ignore[arg-type]
    published = held("5.6.1", repositories=["aa"])
    first = lock_of(advisories(narrow, BAD), {CHALK: published}).lock
    archived = held(copy("5.6.1", Status.ARCHIVED), repositories=["aa", "bb"])
    archived.copies["5.6.1"]["own"] = copy("5.6.1", Status.ARCHIVED, I)  # type: ignore[index]
    widened = lock_of(advisories(wide, BAD), {CHALK: archived}, first, DUE).lock
    again = lock_of(advisories(wide, BAD), {CHALK: archived}, widened, DUE + timedelta(days=44)).lock
    assert [package.disposals for each in (widened, again) for package in each.packages] == [(), ()]
