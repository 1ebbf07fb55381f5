"""The laws of advisories, on random records, feeds, domains and locks."""

from dataclasses import replace
from datetime import timedelta
from pathlib import PurePosixPath
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packagestate.provider.advisories.held import Held, Name
from packagestate.provider.advisories.rendering import render
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.lock_file import read_feed_lock
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.advisories.record import Record
from packagestate.schemas.document import compose
from packagestate.schemas.status import Status
from tests.advisories.strategies import domains, feeds, folders, records
from tests.support.advisories import TODAY, E, advisories, lines, lock_of

pytestmark = pytest.mark.filterwarnings("error")
MANY = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
Domain = dict[Name, Held]


def text(lock: FeedLock) -> str:
    return render(lock)


@MANY
@given(feeds(), folders(), domains(), folders(), domains(), st.integers(0, 60), st.booleans())
def test_the_lock_is_the_same_whatever_the_order_of_records_and_when_it_is_made_again(  # noqa: PLR0917
    of: Feed,
    first: tuple[Record, ...],
    then: Domain,
    second: tuple[Record, ...],
    now: Domain,
    days: int,
    is_hold: bool,  # noqa: FBT001 - hypothesis draws it
) -> None:
    today = TODAY + timedelta(days=days)
    before = lock_of(advisories(of, *first), then).lock
    shuffled = list(second)
    Random(days).shuffle(shuffled)  # noqa: S311 - a shuffle is no secret
    found = lock_of(advisories(of, *second), now, before, today, is_hold=is_hold).lock
    assert text(lock_of(advisories(of, *shuffled), now, before, today, is_hold=is_hold).lock) == text(found)
    if not is_hold:
        assert text(lock_of(advisories(of, *second), now, found, today).lock) == text(found)


@MANY
@given(feeds(), folders(), domains(), st.integers(0, 60), domains())
def test_a_file_of_the_lock_says_what_was_written(
    of: Feed, found: tuple[Record, ...], then: Domain, days: int, now: Domain
) -> None:
    first = lock_of(advisories(of, *found), then).lock
    for lock in (first, lock_of(advisories(of, *found), now, first, TODAY + timedelta(days=days)).lock):
        file = PurePosixPath("packages", lock.path)
        assert read_feed_lock(compose(render(lock), str(file)), file, PurePosixPath("packages")) == lock


@MANY
@given(feeds(), folders(), records(may_be_withdrawn=False), domains())
def test_a_withdrawn_record_has_no_effect(of: Feed, others: tuple[Record, ...], one: Record, domain: Domain) -> None:
    rest = [each for each in others if each.id != one.id]
    with_it = lock_of(advisories(of, *rest, replace(one, is_withdrawn=True)), domain)
    assert lines(with_it) == lines(lock_of(advisories(of, *rest), domain))


@MANY
@given(feeds(), records("MAL-2025-1", may_be_withdrawn=False), records("MAL-2025-1", may_be_withdrawn=False), domains())
def test_a_wider_record_takes_nothing_away_of_what_a_narrower_one_did(
    of: Feed, narrow: Record, more: Record, domain: Domain
) -> None:
    """Both as a second record, and in the place of the narrower one."""
    before = lock_of(advisories(of, narrow), domain).lock
    beside = lock_of(advisories(of, narrow, replace(more, id="MAL-2025-2")), domain)
    assert lines(before).keys() <= lines(beside).keys()
    wider = replace(narrow, affected=tuple(_joined(narrow, more)))
    assert lines(before).keys() <= lines(lock_of(advisories(of, wider), domain, before)).keys()


def _joined(narrow: Record, more: Record) -> list:  # type: ignore[type-arg]
    """What both say of the packages of the narrower one."""
    others = {(each.namespace, each.package): each for each in more.affected}
    return [
        replace(each, versions=tuple(sorted({*each.versions, *other.versions})), ranges=(*each.ranges, *other.ranges))
        if (other := others.get((each.namespace, each.package)))
        else each
        for each in narrow.affected
    ]


@MANY
@given(feeds(), folders(), domains(), folders(), domains(), st.integers(0, 60))
def test_nothing_is_disposed_of_that_was_not_archived_in_the_reviewed_lock_for_long_enough(  # noqa: PLR0917
    of: Feed, first: tuple[Record, ...], then: Domain, second: tuple[Record, ...], now: Domain, days: int
) -> None:
    today = TODAY + timedelta(days=days)
    before = lock_of(advisories(of, *first), then).lock
    assert not any(package.disposals for package in before.packages)
    after = lock_of(advisories(of, *second), now, before, today).lock
    reviewed = lines(before)
    for package in after.packages:
        for each in package.disposals:
            line = reviewed[f"{after.written(package)} {each.version}"]
            assert line.status is Status.ARCHIVED
            assert of.dispose_after is not None
            assert today - line.since >= of.dispose_after
            copy = now[package.namespace, package.package].copies[each.version][each.repository]
            assert (copy.status, copy.revision) == (Status.ARCHIVED, each.revision)
            assert any(record.id in line.via and record in first and not record.is_withdrawn for record in second)


@MANY
@given(feeds(), folders(), domains())
def test_a_hold_can_be_undone_and_is_about_versions_from_outside(
    of: Feed, found: tuple[Record, ...], domain: Domain
) -> None:
    hold = lock_of(advisories(of, *found), domain, is_hold=True).lock
    assert hold.is_hold
    assert hold.origins == {E}
    for package in hold.packages:
        assert package.disposals == ()
        assert {line.status for line in package.lines} <= {Status.UNLISTED, Status.ARCHIVED}


@MANY
@given(feeds(), folders(), domains())
def test_every_line_has_a_living_cause_within_the_guards(of: Feed, found: tuple[Record, ...], domain: Domain) -> None:
    known = {each.id: each for each in found}
    lock = lock_of(advisories(of, *found), domain).lock
    for line in lines(lock).values():
        for cause in line.via:
            assert not known[cause].is_withdrawn
            assert cause not in of.ignored
            assert lock.advisories[cause] == of.digest_of(known[cause])
