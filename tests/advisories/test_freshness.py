"""Whether the lock fits the advisories."""

import pytest

from packagestate.provider.advisories.freshness import feeds_out_of_date
from packagestate.schemas.advisories.feed import Advisories, Ignored
from packagestate.schemas.advisories.locked import FeedLock
from tests.support.advisories import CHALK, TODAY, advisories, affected, feed, held, lock_of, record

BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
MORE = record("MAL-2025-2", affected(versions=["5.6.0"]))
WEAK = record("GHSA-a", affected(versions=["5.6.0"]))
OF = advisories(feed(), BAD)
DOMAIN = {CHALK: held("5.6.0", "5.6.1")}
LOCK = lock_of(OF, DOMAIN).lock
HOLD = lock_of(OF, DOMAIN, is_hold=True).lock


def said(of: list[Advisories], locks: list[FeedLock]) -> list[str]:
    found = list(feeds_out_of_date(of, locks))
    assert all(each.summary == "Lock is out of date" and "packagestate lock" in each.hint for each in found)
    return [each.detail for each in found]


@pytest.mark.parametrize(
    ("of", "locks"),
    [
        ([], []),
        ([OF], [LOCK]),
        ([OF], [LOCK, HOLD]),
        ([advisories(feed(), BAD, WEAK)], [LOCK]),
        ([advisories(feed())], []),
        ([advisories(feed(), WEAK)], []),
    ],
)
def test_a_lock_that_fits_is_fine(of: list[Advisories], locks: list[FeedLock]) -> None:
    assert said(of, locks) == []


@pytest.mark.parametrize(
    ("of", "locks", "words"),
    [
        ([OF], [], "are in no reviewed file of the lock"),
        ([OF], [HOLD], "are in no reviewed file of the lock"),
        ([], [LOCK], "which no manifest has any more"),
        ([advisories(feed(most_versions=3), BAD)], [LOCK], "have changed since it was made"),
        (
            [advisories(feed(), BAD, MORE)],
            [LOCK],
            "1 advisory came, went or changed since it was made, such as `MAL-2025-2`",
        ),
        ([advisories(feed())], [LOCK], "such as `MAL-2025-1`"),
        ([advisories(feed(ignored=[Ignored("MAL-2025-1", TODAY)]), BAD)], [LOCK], "such as `MAL-2025-1`"),
        (
            [advisories(feed(), record("MAL-2025-1", affected(versions=["5.6.0"])))],
            [LOCK],
            "1 advisory came, went or changed",
        ),
    ],
)
def test_what_does_not_fit_is_told_once(of: list[Advisories], locks: list[FeedLock], words: str) -> None:
    (detail,) = said(of, locks)
    assert words in detail


def test_a_line_that_somebody_wrote_by_hand_is_caused_by_nothing() -> None:
    (package,) = LOCK.packages
    edited = FeedLock(
        LOCK.account,
        LOCK.region,
        LOCK.domain,
        LOCK.feed,
        LOCK.package_format,
        LOCK.digest,
        LOCK.repositories,
        LOCK.origins,
        LOCK.advisories,
        (type(package)(None, "chalk", (*package.lines, package.lines[0]._replace(version="5.6.0"))),),
    )
    (detail,) = said([OF], [edited])
    assert "1 line that an advisory causes no more as it is now, such as chalk 5.6.0" in detail


def test_a_hold_whose_advisory_has_changed_is_out_of_date_by_its_lines() -> None:
    changed = advisories(feed(), record("MAL-2025-1", affected(versions=["5.6.0"])))
    assert any("1 line that an advisory causes no more" in each for each in said([changed], [HOLD]))
