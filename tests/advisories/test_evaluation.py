"""What the lock says for a feed: causes, dates, what versions were, what is released, and what is not touched."""

from datetime import date

import pytest

from packagestate.provider.advisories.freshness import feeds_out_of_date
from packagestate.schemas.advisories.feed import Accepted, Feed, Ignored
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, TODAY, E, I, advisories, affected, copy, feed, held, lines, lock_of, record

LATER = date(2026, 12, 1)
BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
WITHDRAWN = record("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z")
WIDER = record("MAL-2025-1", affected(ranges=[[{"introduced": "0"}]]))
DOMAIN = {CHALK: held("5.6.0", "5.6.1")}
ARCHIVED = {CHALK: held("5.6.0", copy("5.6.1", Status.ARCHIVED))}


def test_a_line_names_all_its_advisories_the_day_and_what_the_version_was() -> None:
    other = record("GHSA-a", affected(versions=["5.6.1"]), aliases=["MAL-2025-1"])
    found = lines(lock_of(advisories(feed(), BAD, other), DOMAIN))
    (line,) = found.values()
    assert (line.status, line.via, line.since) == (Status.ARCHIVED, ("GHSA-a", "MAL-2025-1"), TODAY)
    assert line.was == ()


def test_a_line_remembers_each_status_that_copies_had() -> None:
    domain = {CHALK: held(copy("5.6.1", Status.UNLISTED), repositories=["a"])}
    domain[CHALK].copies["5.6.1"]["b"] = copy("5.6.1", Status.DISPOSED)  # type: ignore[index]
    domain[CHALK].copies["5.6.1"]["c"] = copy("5.6.1", Status.UNFINISHED)  # type: ignore[index]
    (line,) = lines(lock_of(advisories(feed(), BAD), domain)).values()
    assert line.was == (("a", Status.UNLISTED), ("b", Status.DISPOSED))
    assert [line.was_in(name) for name in "abcd"] == ["Unlisted", "Disposed", "Published", "Published"]


def test_a_line_stays_as_it_is_when_the_lock_is_made_again() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    assert lock_of(advisories(feed(), BAD), ARCHIVED, first, LATER).lock == first


def test_a_changed_advisory_starts_the_day_again_and_keeps_what_the_version_was() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    changed = record("MAL-2025-1", affected(versions=["5.6.1", "5.6.0"]))
    found = lines(lock_of(advisories(feed(), changed), ARCHIVED, first, LATER))
    assert (found["chalk 5.6.1"].since, found["chalk 5.6.1"].was) == (LATER, ())


def test_an_advisory_that_grows_beyond_a_guard_goes_on_to_do_what_it_did() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    found = lock_of(advisories(feed(), WIDER), ARCHIVED, first, LATER)
    assert set(lines(found)) == {"chalk 5.6.1"}


@pytest.mark.parametrize(
    "of",
    [
        feed(most_versions=5),
        feed(dispose_after=45),
        feed(origins=[E, I]),
        feed(accepted=[Accepted("MAL-2025-1", at_most=1)]),
        feed(status=Status.UNLISTED),
    ],
)
def test_it_goes_on_also_if_the_feed_was_edited_meanwhile(of: Feed) -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    found = lines(lock_of(advisories(of, WIDER), ARCHIVED, first, LATER))
    assert {name: each.status for name, each in found.items()} == {"chalk 5.6.1": of.status}


def test_it_does_not_once_somebody_took_back_what_allowed_it() -> None:
    accepting = feed(accepted=[Accepted("MAL-2025-1", is_unbounded=True)])
    first = lock_of(advisories(accepting, WIDER), DOMAIN).lock
    assert set(lines(first)) == {"chalk 5.6.0", "chalk 5.6.1"}
    assert lines(lock_of(advisories(feed(), WIDER), DOMAIN, first)) == {}
    many = record("MAL-2025-1", affected(versions=["5.6.0", "5.6.1"]))
    both = lock_of(advisories(feed(), many), DOMAIN).lock
    assert lines(lock_of(advisories(feed(most_versions=1), many), DOMAIN, both)) == {}
    assert len(lines(lock_of(advisories(feed(most_versions=2), WIDER), DOMAIN, both))) == 2


def test_an_acceptance_of_another_kind_leaves_what_a_bounded_range_does() -> None:
    bounded = record("MAL-2025-1", affected(ranges=[[{"introduced": "5.6.1"}, {"fixed": "5.6.2"}]]))
    accepting = feed(accepted=[Accepted("MAL-2025-1", at_most=4)])
    first = lock_of(advisories(accepting, bounded), DOMAIN).lock
    grown = [[{"introduced": "5.6.1"}, {"fixed": "5.6.2"}], [{"introduced": "5.0.0"}, {"fixed": "5.6.1"}]]
    wide = {CHALK: held(*(f"5.6.{number}" for number in range(2)), *(f"5.5.{number}" for number in range(12)))}
    found = lock_of(advisories(feed(), record("MAL-2025-1", affected(ranges=grown))), wide, first)
    assert set(lines(found)) == {"chalk 5.6.1"}


@pytest.mark.parametrize("way", ["withdrawn", "ignored"])
def test_a_line_without_effect_is_released_as_long_as_a_copy_is_restricted_by_it(way: str) -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    of = feed(ignored=[Ignored("MAL-2025-1", LATER)]) if way == "ignored" else feed()
    again = advisories(of, BAD if way == "ignored" else WITHDRAWN)
    found = lock_of(again, ARCHIVED, first, LATER).lock
    assert lines(found) == {}
    (package,) = found.packages
    assert [(each.version, each.is_released, each.was) for each in package.lines] == [("5.6.1", True, ())]
    assert lock_of(again, ARCHIVED, found, LATER).lock == found
    assert lock_of(again, DOMAIN, found, LATER).lock.packages == ()


def test_a_released_line_begins_again_when_its_advisory_comes_back_and_knows_what_the_version_was() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    released = lock_of(advisories(feed(), WITHDRAWN), ARCHIVED, first, LATER).lock
    (line,) = lines(lock_of(advisories(feed(), BAD), ARCHIVED, released, LATER)).values()
    assert (line.since, line.was) == (LATER, ())


def test_a_line_whose_record_is_gone_or_damaged_is_released_too_and_the_lock_remembers_its_digest() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    found = lock_of(advisories(feed()), ARCHIVED, first, LATER).lock
    assert [line.is_released for package in found.packages for line in package.lines] == [True]
    assert found.advisories == {"MAL-2025-1": BAD.digest}
    assert lock_of(advisories(feed()), ARCHIVED, found, LATER).lock == found
    assert list(feeds_out_of_date([advisories(feed())], [found])) == []
    assert lock_of(advisories(feed()), DOMAIN, found, LATER).lock.packages == ()


def test_a_hold_takes_over_where_a_reviewed_line_is_not_in_force_any_more() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    other = record("MAL-2025-3", affected(versions=["5.6.1"]))
    wider = record("MAL-2025-1", affected(versions=["5.6.1", "5.7.0"]))
    for of in (advisories(feed(), WITHDRAWN, other), advisories(feed(), wider), advisories(feed(most_versions=9), BAD)):
        assert "chalk 5.6.1" in lines(lock_of(of, DOMAIN, first, LATER, is_hold=True))
    for of in (advisories(feed(), BAD), advisories(feed(), BAD, other), advisories(feed(), WITHDRAWN)):
        assert "chalk 5.6.1" not in lines(lock_of(of, DOMAIN, first, LATER, is_hold=True))


def test_copies_of_another_origin_are_told_and_not_touched() -> None:
    domain = {CHALK: held(copy("5.6.1", origin=I), repositories=["npm-internal"])}
    found = lock_of(advisories(feed(), BAD), domain)
    assert found.spared == {OriginType.INTERNAL: (("chalk", "5.6.1", "npm-internal"),)}
    assert found.lock.origins == {OriginType.EXTERNAL}


def test_a_package_that_the_domain_does_not_hold_has_no_line() -> None:
    assert lock_of(advisories(feed(), BAD), {}).lock.packages == ()


def test_records_of_another_kind_have_no_line() -> None:
    weak = record("GHSA-b", affected(versions=["5.6.1"]))
    found = lock_of(advisories(feed(), weak), DOMAIN)
    assert (found.lock.packages, found.lock.advisories, found.verdicts) == ((), {}, ())


def test_holds_say_what_no_reviewed_line_says() -> None:
    first = lock_of(advisories(feed(), BAD), DOMAIN).lock
    more = record("MAL-2025-2", affected(versions=["5.6.0"]))
    hold = lock_of(advisories(feed(), BAD, more), ARCHIVED, first, LATER, is_hold=True).lock
    assert (set(lines(hold)), hold.is_hold, set(hold.advisories)) == ({"chalk 5.6.0"}, True, {"MAL-2025-2"})
    reviewed = lock_of(advisories(feed(), BAD, more), ARCHIVED, first, date(2027, 1, 1), hold=hold).lock
    assert lines(reviewed)["chalk 5.6.0"].since == date(2027, 1, 1)
    assert lines(reviewed)["chalk 5.6.1"].since == TODAY


def test_holds_are_about_versions_from_outside_whatever_the_feed_is_about() -> None:
    domain = {CHALK: held(copy("5.6.0", origin=I), "5.6.1")}
    both = feed(origins=[OriginType.INTERNAL, OriginType.EXTERNAL])
    bounded = record("MAL-2025-1", affected(ranges=[[{"introduced": "5.6.0"}, {"fixed": "5.6.2"}]]))
    hold = lock_of(advisories(both, bounded), domain, is_hold=True).lock
    assert set(lines(hold)) == {"chalk 5.6.1"}
    assert hold.origins == {OriginType.EXTERNAL}
    assert set(lines(lock_of(advisories(both, bounded), domain))) == {"chalk 5.6.0", "chalk 5.6.1"}


def test_what_a_fraction_does_not_allow_any_more_goes() -> None:
    versions = [f"1.0.{number}" for number in range(12)]
    domain = {CHALK: held(*versions)}
    many = record("MAL-2025-1", affected(versions=versions[:8]))
    accepting = feed(accepted=[Accepted("MAL-2025-1", at_most=8)])
    first = lock_of(advisories(accepting, many), domain).lock
    assert len(lines(first)) == 8
    assert lines(lock_of(advisories(feed(), many), domain, first)) == {}
    few = record("MAL-2025-1", affected(versions=versions[:5]))
    before = lock_of(advisories(feed(), few), domain).lock
    assert lines(lock_of(advisories(feed(most_fraction=10), few), domain, before)) == {}
