"""Which versions an advisory restricts, and each guard."""

from datetime import date

import pytest

from packagestate.provider.advisories.held import Held
from packagestate.provider.advisories.verdict import Guard, Verdict, judge, named_of
from packagestate.schemas.advisories.feed import Accepted, Feed, Ignored
from packagestate.schemas.advisories.record import Kind, Record
from packagestate.schemas.status import Status
from tests.support.advisories import TODAY, I, U, affected, copy, feed, held, record

BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
ALL = [{"introduced": "0"}]
BOUNDED = [{"introduced": "5.6.0"}, {"fixed": "5.6.2"}]
DOMAIN = held("5.5.0", "5.6.0", "5.6.1", "5.6.2")


def verdict(found: Record, domain: Held = DOMAIN, of: Feed | None = None, *, is_hold: bool = False) -> Verdict:
    return judge(of or feed(), found, found.affected[0], domain, TODAY, is_hold=is_hold)


def test_a_version_that_is_listed_is_restricted_also_where_the_domain_does_not_hold_it() -> None:
    found = verdict(record("MAL-2025-1", affected(versions=["5.6.1", "9.9.9"])))
    assert (found.versions, found.guard) == (("5.6.1", "9.9.9"), None)


def test_of_a_bounded_range_what_the_domain_holds_is_restricted() -> None:
    assert verdict(record("MAL-2025-1", affected(ranges=[BOUNDED]))).versions == ("5.6.0", "5.6.1")


def test_a_withdrawn_record_restricts_nothing() -> None:
    found = verdict(record("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z"))
    assert (found.versions, found.guard) == ((), Guard.WITHDRAWN)


@pytest.mark.parametrize(("until", "is_ignored"), [(TODAY, True), (date(2026, 10, 31), False)])
def test_an_ignored_record_restricts_nothing_until_that_day_is_over(until: date, *, is_ignored: bool) -> None:
    found = verdict(BAD, of=feed(ignored=[Ignored("MAL-2025-1", until)]))
    assert (found.versions == (), found.guard is Guard.IGNORED) == (is_ignored, is_ignored)


@pytest.mark.parametrize("more", [{"versions": ["5.6.1"]}, {"ranges": [[{"introduced": "5.6.1"}, {"fixed": "5.6.2"}]]}])
def test_a_range_without_an_end_is_set_aside_beside_something_exact(more: dict[str, list[object]]) -> None:
    both = affected(**{**more, "ranges": [ALL, *more.get("ranges", [])]})  # type: ignore[arg-type]
    found = verdict(record("MAL-2025-1", both))
    assert (found.versions, found.guard) == (("5.6.1",), Guard.SET_ASIDE)


def test_of_a_vulnerability_both_count_as_osv_says() -> None:
    of = feed(kinds=[Kind.VULNERABILITY], status=Status.UNLISTED)
    found = verdict(record("GHSA-x", affected(versions=["5.5.0"], ranges=[[{"introduced": "5.6.1"}]])), of=of)
    assert (found.versions, found.guard) == (("5.5.0", "5.6.1", "5.6.2"), None)


def test_nothing_but_a_range_without_an_end_needs_acceptance() -> None:
    everything = record("MAL-2025-1", affected(ranges=[ALL]))
    found = verdict(everything)
    assert (found.versions, found.guard, found.found_count) == ((), Guard.UNBOUNDED, 4)
    accepted = feed(accepted=[Accepted("MAL-2025-1", is_unbounded=True)])
    assert verdict(everything, of=accepted).versions == ("5.5.0", "5.6.0", "5.6.1", "5.6.2")


def test_an_acceptance_that_is_over_accepts_nothing() -> None:
    over = feed(accepted=[Accepted("MAL-2025-1", is_unbounded=True, until=date(2026, 10, 31))])
    assert verdict(record("MAL-2025-1", affected(ranges=[ALL])), of=over).guard is Guard.UNBOUNDED


def test_a_hold_accepts_nothing_beyond_the_guards() -> None:
    accepted = feed(accepted=[Accepted("MAL-2025-1", is_unbounded=True)])
    found = verdict(record("MAL-2025-1", affected(ranges=[ALL])), of=accepted, is_hold=True)
    assert (found.versions, found.guard) == ((), Guard.UNBOUNDED)


@pytest.mark.parametrize(("count", "guard"), [(10, None), (11, Guard.TOO_MANY)])
def test_more_than_ten_versions_that_the_domain_holds_need_acceptance(count: int, guard: Guard | None) -> None:
    bad, healthy = [f"1.0.{number}" for number in range(11)], [f"2.0.{number}" for number in range(20)]
    many, domain = record("MAL-2025-1", affected(versions=bad)), held(*bad[:count], *healthy)
    found = verdict(many, domain)
    assert (len(found.versions), found.guard, found.found_count) == (0 if guard else 10, guard, count)
    assert len(verdict(many, domain, feed(accepted=[Accepted("MAL-2025-1", at_most=11)])).versions) == 11


@pytest.mark.parametrize(("count", "line_count"), [(10, 10), (11, 1)])
def test_versions_that_may_still_come_are_restricted_up_to_the_cap(count: int, line_count: int) -> None:
    listed = ["5.6.1", *(f"9.0.{number}" for number in range(count - 1))]
    found = verdict(record("MAL-2025-1", affected(versions=listed)))
    assert (len(found.versions), "5.6.1" in found.versions, found.guard) == (line_count, True, None)


@pytest.mark.parametrize(
    ("bad_count", "all_count", "guard"),
    [(5, 9, None), (5, 10, None), (6, 10, Guard.TOO_LARGE_A_PART), (6, 12, None), (7, 12, Guard.TOO_LARGE_A_PART)],
)
def test_more_than_half_needs_acceptance_from_ten_versions_on(
    bad_count: int, all_count: int, guard: Guard | None
) -> None:
    domain = held(*(f"1.0.{number}" for number in range(all_count)))
    bad = record("MAL-2025-1", affected(versions=[f"1.0.{number}" for number in range(bad_count)]))
    assert verdict(bad, domain).guard is guard
    assert verdict(bad, domain, feed(accepted=[Accepted("MAL-2025-1", at_most=bad_count)])).guard is None


def test_an_acceptance_of_fewer_versions_is_a_bound_as_well() -> None:
    bad = record("MAL-2025-1", affected(versions=["5.6.0", "5.6.1"]))
    assert verdict(bad, of=feed(accepted=[Accepted("MAL-2025-1", at_most=1)])).guard is Guard.TOO_MANY


def test_versions_of_another_origin_are_neither_found_by_ranges_nor_counted() -> None:
    domain = held("5.6.0", copy("5.6.1", origin=I), copy("5.7.0", origin=U))
    found = verdict(record("MAL-2025-1", affected(ranges=[BOUNDED])), domain)
    assert (found.versions, found.held_count) == (("5.6.0",), 1)


def test_an_advisory_names_what_it_lists_and_what_any_range_holds() -> None:
    said = record("MAL-2025-1", affected(versions=["1.0.0"], ranges=[[{"introduced": "5.6.0"}]])).affected[0]
    assert named_of(said, ("1.0.0", "1.0.1", "5.6.0", "not a version")) == ["1.0.0", "5.6.0"]
