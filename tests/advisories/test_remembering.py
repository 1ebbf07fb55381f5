"""What copies were before the lock restricted them: what a line remembers, and goes on to remember."""

from dataclasses import replace
from datetime import date

from packagestate.provider.advisories.held import Held
from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.locked import FeedLine, FeedLock
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, E, I, advisories, affected, copy, feed, lines, lock_of, record

LATER = date(2026, 12, 1)
BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))


def domain(**statuses: Status | Candidate) -> dict[tuple[str | None, str], Held]:
    """The bad version in repositories, by status or as a copy."""
    copies = {name: copy("5.6.1", each) if isinstance(each, Status) else each for name, each in statuses.items()}
    return {CHALK: Held({"5.6.1": copies})}


def line_of(of: Feed, held: dict[tuple[str | None, str], Held], before: FeedLock | None = None) -> FeedLine:
    (line,) = lines(lock_of(advisories(of, BAD), held, before, LATER)).values()
    return line


def lock(of: Feed, held: dict[tuple[str | None, str], Held], before: FeedLock | None = None) -> FeedLock:
    return lock_of(advisories(of, BAD), held, before).lock


def test_a_copy_that_came_after_the_lock_was_published() -> None:
    first = lock(feed(), domain(aa=Status.UNLISTED))
    line = line_of(feed(), domain(aa=Status.ARCHIVED, late=Status.ARCHIVED), first)
    assert (line.was_in("aa"), line.was_in("late")) == (Status.UNLISTED, Status.PUBLISHED)


def test_a_copy_that_is_not_restricted_yet_is_what_it_is_now() -> None:
    first = lock(feed(), domain(aa=Status.UNLISTED, bb=Status.PUBLISHED))
    line = line_of(feed(), domain(aa=Status.PUBLISHED, bb=Status.UNLISTED, cc=Status.UNFINISHED), first)
    assert line.was == (("bb", Status.UNLISTED),)


def test_what_the_lock_made_of_a_copy_is_not_taken_for_what_it_was() -> None:
    first = lock(feed(), domain(aa=Status.UNLISTED, bb=Status.PUBLISHED))
    for status in (Status.ARCHIVED, Status.DISPOSED):
        assert line_of(feed(), domain(aa=status, bb=status), first).was == (("aa", Status.UNLISTED),)


def test_copies_to_which_the_feed_is_widened_are_what_they_are_now() -> None:
    narrow, wide = feed(repositories=["aa"]), feed(origins=[E, I])
    first = lock(narrow, domain(aa=Status.UNLISTED))
    ours = copy("5.6.1", Status.ARCHIVED, I)
    found = domain(aa=Status.ARCHIVED, bb=Status.ARCHIVED, cc=Status.PUBLISHED, own=ours)
    line = line_of(wide, found, first)
    assert line.was == (("aa", Status.UNLISTED), ("bb", Status.ARCHIVED), ("own", Status.ARCHIVED))
    again = lock(wide, found, first)
    assert line_of(wide, found, again) == line._replace(since=again.packages[0].lines[0].since)


def test_another_status_of_the_feed_forgets_nothing() -> None:
    first = lock(feed(status=Status.UNLISTED), domain(aa=Status.PUBLISHED, bb=Status.ARCHIVED))
    line = line_of(feed(), domain(aa=Status.UNLISTED, bb=Status.ARCHIVED), first)
    assert (line.status, line.since, line.was) == (Status.ARCHIVED, LATER, (("bb", Status.ARCHIVED),))


def test_a_feed_with_another_name_forgets_nothing() -> None:
    first = replace(lock(feed(), domain(aa=Status.UNLISTED, bb=Status.PUBLISHED)), feed="before")
    held = domain(aa=Status.ARCHIVED, bb=Status.ARCHIVED)
    (line,) = lines(lock_of(advisories(feed(), BAD), held, None, LATER, others=[first])).values()
    assert line.was == (("aa", Status.UNLISTED),)


def test_of_two_feeds_the_one_that_was_first_knows_what_a_copy_was() -> None:
    unlisting = replace(lock(feed(status=Status.UNLISTED), domain(aa=Status.PUBLISHED)), feed="weak")
    (package,) = unlisting.packages
    younger = replace(package, lines=(package.lines[0]._replace(since=LATER, was=(("aa", Status.UNLISTED),)),))
    held, beside = domain(aa=Status.UNLISTED), [replace(unlisting, packages=(younger,), feed="late"), unlisting]
    (line,) = lines(lock_of(advisories(feed(), BAD), held, None, LATER, others=beside)).values()
    assert line.was == ()


def test_a_released_line_that_begins_again_remembers() -> None:
    first = lock(feed(), domain(aa=Status.UNLISTED))
    archived = domain(aa=Status.ARCHIVED)
    withdrawn = advisories(feed(), replace(BAD, is_withdrawn=True))
    released = lock_of(withdrawn, archived, first, LATER).lock
    assert line_of(feed(), archived, released).was == (("aa", Status.UNLISTED),)
    assert line_of(feed(), domain(aa=Status.PUBLISHED), released).was == ()


def test_a_status_that_was_raised_before_a_run_forgets_nothing_however_often_the_lock_is_made() -> None:
    first = lock(feed(status=Status.UNLISTED), domain(aa=Status.PUBLISHED))
    unlisted = domain(aa=Status.UNLISTED)
    for before, others in ((first, []), (None, [replace(first, feed="before")])):
        raised = lock_of(advisories(feed(), BAD), unlisted, before, others=others).lock
        (line,) = lines(raised).values()
        assert (line.was, line.earlier) == ((), Status.UNLISTED)
        assert lock_of(advisories(feed(), BAD), unlisted, raised).lock == raised


def test_a_status_that_was_lowered_remembers_what_is_archived_still() -> None:
    first = lock(feed(), domain(aa=Status.PUBLISHED))
    lowered = feed(status=Status.UNLISTED)
    second = lock(lowered, domain(aa=Status.ARCHIVED), first)
    released = lock_of(
        advisories(lowered, replace(BAD, is_withdrawn=True)), domain(aa=Status.ARCHIVED), second, LATER
    ).lock
    (line,) = released.packages[0].lines
    assert (line.is_released, line.status, line.earlier, line.was) == (True, Status.UNLISTED, Status.ARCHIVED, ())
    assert line.made(Status.ARCHIVED)


def test_what_somebody_else_archived_is_not_taken_for_the_work_of_a_line_that_unlists() -> None:
    unlisting, archived = feed(status=Status.UNLISTED), domain(aa=Status.ARCHIVED)
    first = lock(unlisting, domain(aa=Status.PUBLISHED))
    assert line_of(feed(), archived, first).was == (("aa", Status.ARCHIVED),)
    second = lock_of(advisories(feed(), BAD), archived, None, LATER, others=[replace(first, feed="weak")])
    (line,) = lines(second).values()
    assert line.was == (("aa", Status.ARCHIVED),)


def test_a_hold_knows_better_than_the_reviewed_line_that_was_not_carried_out() -> None:
    first = lock(feed(), domain(aa=Status.PUBLISHED))
    changed = advisories(feed(), record("MAL-2025-1", affected(versions=["5.6.1", "9.9.9"])))
    hold = lock_of(changed, domain(aa=Status.UNLISTED), first, is_hold=True).lock
    archived = domain(aa=Status.ARCHIVED)
    for is_hold in (True, False):
        found = lines(lock_of(changed, archived, first, LATER, hold=hold, is_hold=is_hold))
        assert found["chalk 5.6.1"].was == (("aa", Status.UNLISTED),)
    withdrawn = advisories(feed(), replace(BAD, is_withdrawn=True))
    released = lock_of(withdrawn, domain(aa=Status.UNLISTED, bb=Status.ARCHIVED), first).lock
    back = lock_of(advisories(feed(), BAD), domain(aa=Status.UNLISTED, bb=Status.ARCHIVED), released, is_hold=True)
    both = domain(aa=Status.ARCHIVED, bb=Status.ARCHIVED)
    (line,) = lines(lock_of(advisories(feed(), BAD), both, released, LATER, hold=back.lock)).values()
    assert line.was == (("aa", Status.UNLISTED),)


def test_two_feeds_about_one_version_say_the_same_when_the_lock_is_made_again() -> None:
    archived = domain(aa=Status.ARCHIVED, bb=Status.PUBLISHED)
    before: list[FeedLock] = []
    for _ in range(2):
        strong = lock_of(advisories(feed(), BAD), archived, next(iter(before), None), others=before[1:]).lock
        of_weak = advisories(feed(status=Status.UNLISTED), BAD)
        weak = lock_of(of_weak, archived, next(iter(before[1:]), None), others=before[:1]).lock
        assert not before or [strong, replace(weak, feed="weak")] == before
        before = [strong, replace(weak, feed="weak")]


def test_a_hold_that_somebody_wrote_takes_nothing_away_of_what_the_reviewed_line_knows() -> None:
    first = lock(feed(), domain(aa=Status.ARCHIVED, bb=Status.PUBLISHED))
    forged = replace(lock_of(advisories(feed(), BAD), domain(aa=Status.PUBLISHED), is_hold=True).lock)
    archived = domain(aa=Status.ARCHIVED, bb=Status.ARCHIVED)
    (line,) = lines(lock_of(advisories(feed(), BAD), archived, first, LATER, hold=forged)).values()
    assert line.was == (("aa", Status.ARCHIVED),)
