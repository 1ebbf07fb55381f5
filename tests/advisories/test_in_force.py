"""What the lock asks of a run for advisories, and which copies that is about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.advisories.freshness import feeds_out_of_date
from packagestate.provider.advisories.in_force import feed_versions
from packagestate.provider.lock.in_force import settle
from packagestate.provider.plan.floors import Floors, combine
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.advisories.feed import Advisories, Ignored
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import DesiredPackage, DesiredVersion
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, TODAY, E, I, U, advisories, affected, copy, feed, held, lock_of, record

BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
ADVISORIES = advisories(feed(), BAD)
LOCK = lock_of(ADVISORIES, {CHALK: held("5.6.0", "5.6.1")}).lock
WITHDRAWN = record("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z")


def has(
    status: Status = Status.PUBLISHED, origin: OriginType = E, repository: str = "npm-store", revision: str = "r1"
) -> ObservedPackage:
    place = Coordinates(Repository("acme", repository), Format.NPM, None, "chalk")
    healthy = ObservedVersion("5.6.0", Status.PUBLISHED, "r0", E)
    return ObservedPackage(place, (healthy, ObservedVersion("5.6.1", status, revision, origin)))


def wanted(
    observed: ObservedPackage,
    of: Advisories | None = ADVISORIES,
    lock: FeedLock = LOCK,
    literal: DesiredVersion | None = None,
) -> dict[str, Status]:
    """What is wanted of the versions of a package that the lock speaks of."""
    settled = settle(feed_versions(lock, of, None), [observed])
    said = None if literal is None else DesiredPackage(observed.coordinates, (literal,))
    found = combine(said, Floors(settled.floors).of(observed.coordinates), observed, is_recorded=False)
    return {} if found is None else {each.version: each.status for each in found.versions}


def test_every_copy_from_outside_is_archived_in_every_repository() -> None:
    for repository in ("npm-store", "made-after-the-lock"):
        assert wanted(has(repository=repository)) == {"5.6.1": Status.ARCHIVED}


@given(st.sampled_from([I, U]), st.sampled_from(list(Status)))
def test_copies_of_another_origin_are_not_touched(origin: OriginType, status: Status) -> None:
    assert wanted(has(status, origin)) == {}


def test_a_feed_that_was_narrowed_loosens_nothing_before_the_lock_is_made_again() -> None:
    narrow = advisories(feed(repositories=("npm-store",)), BAD)
    published = DesiredVersion("5.6.1", Status.PUBLISHED)
    for repository in ("npm-store", "npm-web"):
        archived = has(Status.ARCHIVED, repository=repository)
        assert wanted(archived, narrow, literal=published) == {"5.6.1": Status.ARCHIVED}


@pytest.mark.parametrize("edited", [replace(LOCK, origins=frozenset({E, I})), replace(LOCK, repositories=("npm-web",))])
def test_a_file_that_somebody_made_about_other_copies_is_out_of_date_and_asks_for_nothing_new(edited: FeedLock) -> None:
    for origin in (E, I):
        assert wanted(has(origin=origin, repository="npm-web"), lock=edited) == {}
    (fault,) = feeds_out_of_date([ADVISORIES], [edited])
    assert fault.summary == "Lock is out of date"


def test_a_copy_that_is_more_restrictive_stays() -> None:
    assert wanted(has(Status.DISPOSED)) == {"5.6.1": Status.DISPOSED}


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.ARCHIVED])
def test_a_withdrawn_advisory_asks_for_nothing_at_once(status: Status) -> None:
    of = advisories(feed(), WITHDRAWN)
    assert wanted(has(status), of) == {}
    published = DesiredVersion("5.6.1", Status.PUBLISHED)
    assert wanted(has(Status.ARCHIVED), of, literal=published) == {"5.6.1": Status.PUBLISHED}


@pytest.mark.parametrize(
    "of",
    [
        None,
        advisories(feed()),
        advisories(feed(most_versions=3), BAD),
        advisories(feed(ignored=[Ignored("MAL-2025-1", TODAY)]), BAD),
        advisories(feed(), record("MAL-2025-1", affected(versions=["5.6.0", "5.6.1"]))),
        advisories(feed(), record("MAL-2025-1", affected("debug", versions=["5.6.1"]))),
    ],
)
def test_an_advisory_that_is_gone_ignored_or_changed_neither_restricts_nor_loosens(of: Advisories | None) -> None:
    assert wanted(has(), of) == {}
    published = DesiredVersion("5.6.1", Status.PUBLISHED)
    assert wanted(has(Status.ARCHIVED), of, literal=published) == {"5.6.1": Status.ARCHIVED}


def test_an_expired_ignore_that_the_lock_was_made_with_does_not_stop_it() -> None:
    of = advisories(feed(ignored=[Ignored("MAL-2025-1", date(2026, 1, 1))]), BAD)
    lock = lock_of(of, {CHALK: held("5.6.1")}).lock
    assert wanted(has(), of, lock) == {"5.6.1": Status.ARCHIVED}


def test_repositories_that_the_feed_is_not_about_are_left_alone() -> None:
    of = advisories(feed(repositories=["npm-*", "!npm-scratch"]), BAD)
    lock = lock_of(of, {CHALK: held("5.6.1")}).lock
    assert [wanted(has(repository=name), of, lock) for name in ("npm-store", "npm-scratch", "mvn")] == [
        {"5.6.1": Status.ARCHIVED},
        {},
        {},
    ]


DISPOSING = advisories(feed(dispose_after=45), BAD)
DUE = lock_of(
    DISPOSING,
    {CHALK: held(copy("5.6.1", Status.ARCHIVED), repositories=["npm-store"])},
    lock_of(DISPOSING, {CHALK: held("5.6.1")}).lock,
    TODAY + timedelta(days=45),
).lock


@pytest.mark.parametrize(
    ("observed", "status"),
    [
        (has(Status.ARCHIVED), Status.DISPOSED),
        (has(Status.DISPOSED, revision="r9"), Status.DISPOSED),
        (has(Status.ARCHIVED, revision="r9"), Status.ARCHIVED),
        (has(Status.PUBLISHED), Status.ARCHIVED),
        (has(Status.ARCHIVED, repository="npm-other"), Status.ARCHIVED),
    ],
)
def test_a_copy_is_disposed_of_only_where_it_is_archived_at_the_reviewed_revision(
    observed: ObservedPackage, status: Status
) -> None:
    assert wanted(observed, DISPOSING, DUE) == {"5.6.1": status}


def test_a_copy_at_another_revision_needs_review() -> None:
    (warning,) = settle(feed_versions(DUE, DISPOSING, None), [has(Status.ARCHIVED, revision="r9")]).warnings
    assert warning.summary == "Line of the lock needs review"


@pytest.mark.parametrize("of", [advisories(feed(dispose_after=45), WITHDRAWN), advisories(feed(), BAD), None])
def test_without_its_advisory_or_its_feed_nothing_is_disposed_of(of: Advisories | None) -> None:
    assert wanted(has(Status.ARCHIVED), of, DUE).get("5.6.1") is not Status.DISPOSED


def merged(lock: FeedLock, **line: object) -> FeedLock:
    """The lock with another line, as two branches merged as text give it."""
    (package,) = lock.packages
    other = replace(package, lines=(package.lines[0]._replace(**line),))  # type: ignore[arg-type]
    return replace(lock, packages=(other,))


@pytest.mark.parametrize(
    "line",
    [
        {"since": TODAY + timedelta(days=44)},
        {"was": (("npm-store", Status.ARCHIVED),)},
    ],
)
def test_a_disposal_that_does_not_fit_its_line_is_not_carried_out_and_told(line: dict[str, object]) -> None:
    found = merged(DUE, **line)
    assert wanted(has(Status.ARCHIVED), DISPOSING, found) == {"5.6.1": Status.ARCHIVED}
    (fault,) = feeds_out_of_date([DISPOSING], [found])
    assert "It disposes of 1 copy before the wait is over, such as chalk 5.6.1 in npm-store" in fault.detail


def test_a_version_is_disposed_of_only_while_each_of_its_advisories_is_as_it_was() -> None:
    other = record("MAL-2025-2", affected(versions=["5.6.1"]))
    both = advisories(feed(dispose_after=45), BAD, other)
    archived = {CHALK: held(copy("5.6.1", Status.ARCHIVED))}
    due = lock_of(both, archived, lock_of(both, {CHALK: held("5.6.1")}).lock, TODAY + timedelta(days=45)).lock
    assert wanted(has(Status.ARCHIVED), both, due) == {"5.6.1": Status.DISPOSED}
    gone = advisories(feed(dispose_after=45), replace(BAD, is_withdrawn=True), other)
    assert wanted(has(Status.ARCHIVED), gone, due) == {"5.6.1": Status.ARCHIVED}


def test_a_changed_advisory_still_stands_against_an_over_of_another_one() -> None:
    other = record("MAL-2025-2", affected(versions=["5.6.1"]))
    both = advisories(feed(), BAD, other)
    lock = lock_of(both, {CHALK: held("5.6.1")}).lock
    changed = advisories(feed(), BAD, record("MAL-2025-2", affected(versions=["5.6.0", "5.6.1"])))
    over = DesiredVersion("5.6.1", Status.PUBLISHED, over="MAL-2025-1")
    for of in (both, changed):
        assert wanted(has(Status.ARCHIVED), of, lock, over) == {"5.6.1": Status.ARCHIVED}


def test_a_hold_that_somebody_wrote_beyond_the_guards_asks_for_nothing() -> None:
    wide = record("MAL-2025-1", affected(versions=["5.6.1"], ranges=[[{"introduced": "0"}]]))
    of = advisories(feed(), wide)
    hold = lock_of(of, {CHALK: held("5.6.1")}, is_hold=True).lock
    assert wanted(has(), of, hold) == {"5.6.1": Status.ARCHIVED}
    (package,) = hold.packages
    healthy = replace(hold, packages=(replace(package, lines=(package.lines[0]._replace(version="5.6.0"),)),))
    assert wanted(has(), of, healthy) == {}
    many = tuple(package.lines[0]._replace(version=f"5.6.{number}") for number in range(11))
    assert wanted(has(), of, replace(hold, packages=(replace(package, lines=many),))) == {}


def test_a_line_that_is_not_in_force_is_about_the_repositories_of_its_feed_as_well() -> None:
    of = advisories(feed(repositories=["npm-*"]), BAD)
    lock = lock_of(of, {CHALK: held("5.6.1")}).lock
    changed = advisories(feed(repositories=["npm-*"]), record("MAL-2025-1", affected(versions=["5.6.0", "5.6.1"])))
    published = DesiredVersion("5.6.1", Status.PUBLISHED)
    found = [wanted(has(Status.ARCHIVED, repository=each), changed, lock, published) for each in ("npm-store", "mvn")]
    assert found == [{"5.6.1": Status.ARCHIVED}, {"5.6.1": Status.PUBLISHED}]
