"""What the file of holds says: what no reviewed line in force says, within the guards, and nothing that is over."""

from datetime import timedelta

from packagestate.provider.advisories.in_force import feed_versions
from packagestate.schemas.advisories.feed import Ignored
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, TODAY, E, I, advisories, affected, copy, feed, held, lines, lock_of, record

BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
CHANGED = record("MAL-2025-1", affected(versions=["5.6.1", "9.9.9"]))
WITHDRAWN = record("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z")
ELSEWHERE = record("MAL-2025-1", affected(versions=["5.5.0"]))
DOMAIN = {CHALK: held("5.6.0", "5.6.1")}
ARCHIVED = {CHALK: held("5.6.0", copy("5.6.1", Status.ARCHIVED))}
HOLD = lock_of(advisories(feed(), BAD), DOMAIN, is_hold=True).lock


def test_a_hold_without_a_cause_goes_or_is_released_where_a_copy_is_as_it_made_it() -> None:
    for over in (WITHDRAWN, ELSEWHERE):
        gone = lock_of(advisories(feed(), over), DOMAIN, None, hold=HOLD, is_hold=True).lock
        assert "chalk 5.6.1" not in {f"chalk {line.version}" for each in gone.packages for line in each.lines}
        kept = lock_of(advisories(feed(), over), ARCHIVED, None, hold=HOLD, is_hold=True).lock
        found = {line.version: line for each in kept.packages for line in each.lines}
        assert (found["5.6.1"].is_released, found["5.6.1"].via) == (True, ("MAL-2025-1",))
        assert kept.advisories["MAL-2025-1"]


def test_what_a_reviewed_line_says_without_a_cause_is_not_for_a_hold() -> None:
    reviewed = lock_of(advisories(feed(), BAD), DOMAIN).lock
    assert lock_of(advisories(feed(), WITHDRAWN), ARCHIVED, reviewed, is_hold=True).lock.packages == ()
    released = lock_of(advisories(feed(), WITHDRAWN), ARCHIVED, reviewed).lock
    assert lock_of(advisories(feed(), WITHDRAWN), ARCHIVED, released, is_hold=True).lock.packages == ()


def test_a_hold_is_about_no_copy_that_the_feed_is_not_about() -> None:
    assert lock_of(advisories(feed(origins=[I]), BAD), DOMAIN, is_hold=True).lock.packages == ()
    assert lock_of(advisories(feed(origins=[E, I]), BAD), DOMAIN, is_hold=True).lock.origins == {E}


def test_a_hold_stays_as_it_is_from_one_day_to_the_next() -> None:
    reviewed = lock_of(advisories(feed(), BAD), DOMAIN).lock
    hold = lock_of(advisories(feed(), CHANGED), DOMAIN, reviewed, is_hold=True).lock
    assert set(lines(hold)) == {"chalk 5.6.1", "chalk 9.9.9"}
    later = TODAY + timedelta(days=1)
    assert lock_of(advisories(feed(), CHANGED), DOMAIN, reviewed, later, hold=hold, is_hold=True).lock == hold


def test_an_ignored_advisory_is_never_held_also_if_its_day_is_over_or_somebody_wrote_the_file() -> None:
    ignoring = feed(ignored=[Ignored("MAL-2025-1", TODAY - timedelta(days=1))])
    assert lock_of(advisories(ignoring, BAD), DOMAIN, is_hold=True).lock.packages == ()
    forged = lock_of(advisories(feed(), BAD), DOMAIN, is_hold=True).lock
    forged.advisories["MAL-2025-1"] = ignoring.digest_of(BAD)  # type: ignore[index]
    assert not any(each.is_in_force for each in feed_versions(forged, advisories(ignoring, BAD), None))
