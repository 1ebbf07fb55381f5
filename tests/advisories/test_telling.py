"""What `packagestate lock` says of advisories, for people and for programs."""

from datetime import date, timedelta

from packagestate.provider.advisories.changes import feed_changes
from packagestate.provider.advisories.resolving import ResolvedFeeds
from packagestate.provider.advisories.telling import SHOWN_COUNT, feed_lines, feeds_document, warnings_of
from packagestate.schemas.advisories.feed import Accepted, Feed, Ignored
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.advisories.record import Record
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, TODAY, I, advisories, affected, copy, feed, held, lock_of, record

BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
LATER = TODAY + timedelta(days=30)
DOMAIN = {CHALK: held("5.6.0", "5.6.1")}


def resolved(of: Feed, *records: Record, before: tuple[FeedLock, ...] = (), today: date = TODAY) -> ResolvedFeeds:
    reviewed = next(iter(before), None)
    return ResolvedFeeds(before, (lock_of(advisories(of, *records), DOMAIN, reviewed, today),))


def lines(found: ResolvedFeeds, of: Feed | None = None) -> list[str]:
    return list(feed_lines(found, [of or feed()]))


def test_what_changes_is_counted_and_told_line_by_line() -> None:
    assert lines(resolved(feed(), BAD)) == [
        "malware: 1 line Archived",
        "  chalk 5.6.1 in all of acme: new -> Archived (MAL-2025-1)",
    ]
    again = resolved(feed(), BAD, before=(resolved(feed(), BAD).locks[0],))
    assert lines(again) == []


def test_the_repositories_of_the_feed_are_named_where_it_is_not_about_all() -> None:
    of = feed(repositories=["npm-*", "!npm-scratch"])
    assert lines(resolved(of, BAD), of)[1] == (
        "  chalk 5.6.1 in npm-*, !npm-scratch of acme: new -> Archived (MAL-2025-1)"
    )


def test_what_goes_is_released_and_disposed_of_is_told() -> None:
    first = resolved(feed(), BAD).locks
    assert lines(resolved(feed(), before=first))[1:] == ["  chalk 5.6.1 in all of acme: Archived -> gone (MAL-2025-1)"]
    of, archived = feed(dispose_after=30), {CHALK: held(copy("5.6.1", Status.ARCHIVED))}
    before = lock_of(advisories(of, BAD), DOMAIN).lock
    due = lock_of(advisories(of, BAD), archived, before, TODAY + timedelta(days=30))
    assert lines(ResolvedFeeds((before,), (due,)), of) == [
        "malware: 1 line Disposed",
        "  chalk 5.6.1 in acme/npm-store: new -> Disposed",
    ]
    withdrawn = record("MAL-2025-1", affected(versions=["5.6.1"]), withdrawn="2025-09-09T00:00:00Z")
    released = lock_of(advisories(of, withdrawn), archived, before)
    assert lines(ResolvedFeeds((before,), (released,)), of)[0] == "malware: 1 line released"


def test_what_a_guard_stops_is_told_with_the_entry_that_accepts_it() -> None:
    wide = record("MAL-2025-2", affected(ranges=[[{"introduced": "0"}]]))
    many = record("MAL-2025-3", affected("debug", versions=[f"1.0.{number}" for number in range(11)]))
    both = record("MAL-2025-4", affected(versions=["5.6.1"], ranges=[[{"introduced": "0"}]]))
    domain = {**DOMAIN, (None, "debug"): held(*(f"1.0.{number}" for number in range(11)), "2.0.0")}
    found = ResolvedFeeds((), (lock_of(advisories(feed(), wide, many, both), domain),))
    assert lines(found) == [
        "malware: 1 line Archived",
        "  chalk 5.6.1 in all of acme: new -> Archived (MAL-2025-4)",
        (
            "stopped by a guard: MAL-2025-2 names nothing but a range without an end, so every version that will ever "
            'be there (chalk). If it is right: accept: [{id: MAL-2025-2, range: unbounded, reason: "…"}]'
        ),
        (
            "stopped by a guard: MAL-2025-3 would restrict 11 versions, and 10 is the most that one advisory may "
            '(debug). If it is right: accept: [{id: MAL-2025-3, atMost: 11, reason: "…"}]'
        ),
        "warning: MAL-2025-4 names versions, and a range without an end beside them: the range is set aside (chalk)",
    ]


def test_a_part_that_is_too_large_is_told_in_figures() -> None:
    domain = {CHALK: held(*(f"1.0.{number}" for number in range(12)))}
    bad = record("MAL-2025-1", affected(versions=[f"1.0.{number}" for number in range(7)]))
    (line,) = lines(ResolvedFeeds((), (lock_of(advisories(feed(), bad), domain),)))
    assert "would restrict 7 versions of the 12 that the domain holds, more than 50.0 %" in line


def test_of_many_lines_the_first_are_told() -> None:
    records = [record(f"MAL-2025-{n}", affected(versions=[f"1.0.{n}"])) for n in range(SHOWN_COUNT + 5)]
    assert lines(resolved(feed(), *records))[-1] == "  and 5 more lines: `--json` has all"


def test_the_document_has_everything() -> None:
    domain = {CHALK: held("5.6.1", copy("5.6.0", origin=I))}
    wide = record("MAL-2025-2", affected(ranges=[[{"introduced": "0"}]]))
    found = ResolvedFeeds((), (lock_of(advisories(feed(), BAD, wide), domain),))
    assert feeds_document(found) == {
        "changes": [
            {
                "feed": "malware",
                "domain": "acme",
                "format": "npm",
                "package": "chalk",
                "version": "5.6.1",
                "repository": None,
                "before": None,
                "after": {
                    "status": "Archived",
                    "via": ["MAL-2025-1"],
                    "since": "2026-11-01",
                    "was": {},
                    "earlier": None,
                    "released": False,
                },
            }
        ],
        "stopped": [
            {
                "advisory": "MAL-2025-2",
                "package": "chalk",
                "guard": "nothing but a range without an end",
                "versions": 1,
                "held": 1,
            }
        ],
        "about": [],
        "notTouched": [{"package": "chalk", "version": "5.6.0", "repository": "npm-store", "origin": "INTERNAL"}],
    }


def test_entries_that_are_over_or_match_nothing_are_warned_about() -> None:
    over = date(2026, 1, 1)
    of = feed(
        ignored=[Ignored("MAL-2025-1", over), Ignored("MAL-9", TODAY)],
        accepted=[Accepted("MAL-2025-1", is_unbounded=True, until=over), Accepted("MAL-8", at_most=3)],
    )
    found = resolved(of, BAD)
    assert [each.detail for each in warnings_of(found, [of], TODAY)] == [
        "`ignore` of `MAL-2025-1` held until 2026-01-01. The advisory has its effect again.",
        "`ignore` names `MAL-9`, and no advisory of `malware` has this id.",
        "`accept` of `MAL-2025-1` held until 2026-01-01. The advisory restricts nothing more beyond the guards.",
        "`accept` names `MAL-8`, and no advisory of `malware` has this id.",
    ]


def test_a_line_that_moves_from_a_hold_to_the_reviewed_lock_is_no_change() -> None:
    hold = lock_of(advisories(feed(), BAD), DOMAIN, is_hold=True).lock
    reviewed = lock_of(advisories(feed(), BAD), DOMAIN, None, TODAY, hold=hold).lock
    assert feed_changes([hold], [reviewed]) == ()


def test_the_document_has_disposals_and_lines_that_go() -> None:
    of, archived = feed(dispose_after=30), {CHALK: held(copy("5.6.1", Status.ARCHIVED))}
    before = lock_of(advisories(of, BAD), DOMAIN).lock
    due = lock_of(advisories(of, BAD), archived, before, TODAY + timedelta(days=30))
    (change,) = feeds_document(ResolvedFeeds((before,), (due,)))["changes"]
    assert change["after"] == {"status": "Disposed", "since": "2026-12-01", "revision": "r1"}
    (gone,) = feeds_document(resolved(feed(), before=(before,)))["changes"]
    assert (gone["before"]["status"], gone["after"]) == ("Archived", None)


def test_of_a_hold_what_a_manifest_says_of_an_advisory_is_no_news() -> None:
    wide = record("MAL-2025-2", affected(ranges=[[{"introduced": "0"}]]))
    of = feed(accepted=[Accepted("MAL-2025-2", is_unbounded=True)], ignored=[Ignored("MAL-2025-9", TODAY)])
    hold = ResolvedFeeds((), (lock_of(advisories(of, BAD, wide), DOMAIN, is_hold=True),))
    assert not any("stopped" in each for each in lines(hold, of))
    assert list(warnings_of(hold, [of], TODAY)) == []


def test_an_advisory_that_leaves_nothing_of_a_package_is_told() -> None:
    bad = record("MAL-2025-1", affected(versions=["5.6.0", "5.6.1"]), affected("debug", ["1.0.0"]))
    domain = {**DOMAIN, (None, "debug"): held("1.0.0")}
    assert lines(ResolvedFeeds((), (lock_of(advisories(feed(), bad), domain),)))[-2:] == [
        "warning: MAL-2025-1 names all 2 versions of chalk that the domain holds",
        "warning: MAL-2025-1 names the only version of debug that the domain holds",
    ]
    held_back = lock_of(advisories(feed(most_versions=1), bad), DOMAIN)
    assert not any("names all" in each for each in lines(ResolvedFeeds((), (held_back,))))


def test_holds_that_people_review_now_are_counted() -> None:
    hold = lock_of(advisories(feed(), BAD), DOMAIN, is_hold=True).lock
    reviewed = lock_of(advisories(feed(), BAD), DOMAIN, None, TODAY, hold=hold)
    assert lines(ResolvedFeeds((hold,), (reviewed,))) == [
        "malware: 1 line of the holds is in the file that people review now"
    ]


def test_a_copy_of_another_origin_is_told_with_what_includes_it() -> None:
    domain = {CHALK: held("5.6.0", copy("5.6.1", origin=I))}
    assert lines(ResolvedFeeds((), (lock_of(advisories(feed(), BAD), domain),)))[-1] == (
        "not touched: 1 copy with the origin INTERNAL, such as chalk 5.6.1 in npm-store. If they are meant too: name "
        "INTERNAL in `origin` of `malware`"
    )


def test_a_feed_without_a_record_is_warned_about() -> None:
    of = feed(ignored=[Ignored("MAL-9", TODAY)])
    (warning,) = warnings_of(resolved(of, record("GHSA-1", affected(versions=["5.6.1"]))), [of], TODAY)
    assert (warning.summary, warning.place) == ("Advisories without a record", of.place)


def test_a_line_that_keeps_its_status_says_what_differs() -> None:
    both = (BAD, record("MAL-2025-2", affected(versions=["5.6.1"])))
    first = resolved(feed(), BAD).locks
    changed = record("MAL-2025-1", affected(versions=["5.6.1"]), aliases=["GHSA-1"])
    assert lines(resolved(feed(), *both, before=first))[1].endswith(
        "Archived, for other advisories (MAL-2025-1, MAL-2025-2)"
    )
    assert lines(resolved(feed(origins=[I, OriginType.EXTERNAL]), changed, before=first, today=LATER))[1].endswith(
        "Archived, and its wait begins again (MAL-2025-1)"
    )
    unlisted = {CHALK: held("5.6.0", copy("5.6.1", Status.UNLISTED))}
    found = ResolvedFeeds(first, (lock_of(advisories(feed(), BAD), unlisted, first[0]),))
    assert lines(found)[1].endswith("Archived, and what copies were before (MAL-2025-1)")


def test_a_disposal_at_another_revision_says_so() -> None:
    of = feed(dispose_after=30)
    before = lock_of(advisories(of, BAD), DOMAIN).lock
    archived = [{CHALK: held(copy("5.6.1", Status.ARCHIVED, revision=each))} for each in ("r1", "r2")]
    due = lock_of(advisories(of, BAD), archived[0], before, LATER)
    other = lock_of(advisories(of, BAD), archived[1], due.lock, LATER)
    assert lines(ResolvedFeeds((due.lock,), (other,)), of)[1] == (
        "  chalk 5.6.1 in acme/npm-store: Disposed, at another revision"
    )


def test_what_more_has_to_be_accepted_goes_into_the_entry_that_is_there() -> None:
    wide = record("MAL-2025-2", affected(ranges=[[{"introduced": "0"}]]))
    domain = {CHALK: held(*(f"1.0.{number}" for number in range(12)))}
    of = feed(accepted=[Accepted("MAL-2025-2", is_unbounded=True)])
    (line,) = lines(ResolvedFeeds((), (lock_of(advisories(of, wide), domain),)), of)
    assert line.endswith("If it is right: add `atMost: 12` to its entry")
