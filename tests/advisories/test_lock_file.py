"""A file of the lock for advisories: as it is written, damaged, or a hold that says too much."""

from pathlib import PurePosixPath

import pytest

from packagestate.provider.advisories.rendering import render
from packagestate.schemas.advisories.lock_file import read_feed_lock
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.document import compose
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.status import Status
from tests.support.advisories import CHALK, TODAY, advisories, affected, copy, feed, held, lock_of, record

PACKAGES = PurePosixPath("packages")
BAD = record("MAL-2025-1", affected(versions=["5.6.1"]))
DISPOSING = advisories(feed(dispose_after=45), BAD)
FIRST = lock_of(DISPOSING, {CHALK: held("5.6.1")}).lock
LOCK = lock_of(DISPOSING, {CHALK: held(copy("5.6.1", Status.ARCHIVED))}, FIRST, TODAY.replace(year=2027)).lock
HOLD = lock_of(advisories(feed(), BAD), {CHALK: held("5.6.1")}, is_hold=True).lock
UNLISTING = lock_of(advisories(feed(status=Status.UNLISTED), BAD), {CHALK: held("5.6.1")}).lock
TEXT, HOLD_TEXT = render(LOCK), render(HOLD)


def read(text: str, lock: FeedLock = LOCK, path: str = "") -> FeedLock:
    file = PurePosixPath(path or PACKAGES / lock.path)
    return read_feed_lock(compose(text, str(file)), file, PACKAGES)


def test_it_is_sorted_and_has_one_version_a_line() -> None:
    assert (
        f"""\
# Made by `packagestate lock` from the advisories. Review it, and do not edit it.
lockVersion: 1
domain: acme
feed: malware
format: npm
digest: "{LOCK.digest}"
repositories: all
origin: [EXTERNAL]
advisories:
  MAL-2025-1: "{BAD.digest}"
packages:
  chalk:
    versions:
      "5.6.1": {{status: Archived, via: [MAL-2025-1], since: "2026-11-01"}}
    disposals:
      npm-store:
        "5.6.1": {{since: "2027-11-01", revision: "r1"}}
"""
        == TEXT
    )
    assert str(LOCK.path) == "packagestate.lock/123456789012.eu-west-1/acme/_domain.malware.yaml"
    assert str(HOLD.path) == "packagestate.lock/123456789012.eu-west-1/acme/_holds.malware.yaml"
    assert (read(TEXT), read(HOLD_TEXT, HOLD)) == (LOCK, HOLD)


def test_it_says_for_which_repositories_it_was_made_and_what_copies_were() -> None:
    domain = {CHALK: held(copy("5.6.1", Status.UNLISTED), repositories=["npm-b", "npm-a"])}
    raised = lock_of(advisories(feed(), BAD), {CHALK: held(copy("5.6.1", Status.UNLISTED))}, UNLISTING).lock
    assert "earlier: Unlisted" in render(raised)
    assert read(render(raised), raised) == raised
    lock = lock_of(advisories(feed(repositories=["npm-*", "!npm-c"]), BAD), domain).lock
    text = render(lock)
    assert '\nrepositories: ["!npm-c", "npm-*"]\n' in text
    assert 'since: "2026-11-01", was: {npm-a: Unlisted, npm-b: Unlisted}}\n' in text
    assert read(text, lock) == lock


def test_each_line_knows_where_it_stands() -> None:
    (package,) = read(TEXT).packages
    assert {version: mark.line for version, mark in package.marks.items() if mark} == {"5.6.1": 13}
    assert {key: mark.line for key, mark in package.disposal_marks.items() if mark} == {("npm-store", "5.6.1"): 16}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (TEXT, "", "it is empty"),
        ("Archived", "Disposed", "status"),
        ("lockVersion: 1", "lockVersion: 2", "lockVersion"),
        ("MAL-2025-1: ", "MAL-2025-2: ", "of which `advisories` has no digest"),
        ('since: "2026-11-01"', 'since: "2026-02-30"', "`2026-02-30` is no day"),
        ('since: "2027-11-01"', 'since: "2027-02-30"', "`2027-02-30` is no day"),
        ("  chalk:", "  '@x/':", "slashes"),
        ('"2026-11-01"}', '"2026-11-01", released: true}', "disposes of a version that no line of it archives"),
        ('"2026-11-01"}', '"2026-11-01", released: false}', "released"),
        (
            '    disposals:\n      npm-store:\n        "5.6.1"',
            '    disposals:\n      npm-store:\n        "5.6.0"',
            "no line",
        ),
        ("feed: malware", "feed: other", "belongs to `packagestate.lock/ACCOUNT.REGION/acme/_domain.other.yaml`"),
        ("domain: acme", "domain: other", "belongs to"),
        ("revision:", "revisions:", "revision"),
        ("origin: [EXTERNAL]", "origin: []", "origin"),
        ("repositories: all", "repositories: []", "repositories"),
        ("repositories: all\n", "", "repositories"),
        ('"2026-11-01"}', '"2026-11-01", was: {npm-store: Published}}', "was"),
        ('"2026-11-01"}', '"2026-11-01", was: {n: Unlisted}}', "was"),
    ],
)
def test_whatever_is_odd_is_damage_with_its_place(old: str, new: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(ManifestError) as caught:
        read(TEXT.replace(old, new))
    assert {each.summary for each in caught.value.faults} == {"Lock is damaged"}
    assert words in str(caught.value)
    assert all(each.place for each in caught.value.faults)


def test_a_version_is_spelt_as_aws_lists_it() -> None:
    text = TEXT.replace("format: npm", "format: nuget").replace("5.6.1", "5.6.01")
    with pytest.raises(ManifestError, match="not spelt as AWS lists it"):
        read(text)


@pytest.mark.parametrize(
    "path", ["packages/packagestate.lock/acme/_domain.malware.yaml", "packages/packagestate.lock/x"]
)
def test_it_lies_where_it_belongs(path: str) -> None:
    with pytest.raises(ManifestError, match="belongs to"):
        read(TEXT, path=path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("status: Archived", "status: Disposed", "a line has another status"),
        ("status: Archived", "status: Deleted", "a line has another status"),
        ("origin: [EXTERNAL]", "origin: [INTERNAL]", "did not come from outside"),
        ("origin: [EXTERNAL]", "origin: [EXTERNAL, INTERNAL]", "did not come from outside"),
        (
            '"2026-11-01"}',
            '"2026-11-01"}\n    disposals:\n      npm-store:\n        "5.6.1": {since: "2026-11-01", revision: "r1"}',
            "it disposes of versions",
        ),
    ],
)
def test_a_hold_says_nothing_that_cannot_be_undone(old: str, new: str, words: str) -> None:
    assert old in HOLD_TEXT
    with pytest.raises(ManifestError) as caught:
        read(HOLD_TEXT.replace(old, new), HOLD)
    assert {each.summary for each in caught.value.faults} == {"Hold says too much"}
    assert words in str(caught.value)


def test_other_damage_of_a_hold_is_damage() -> None:
    with pytest.raises(ManifestError, match="Lock is damaged"):
        read(HOLD_TEXT.replace('"2026-11-01"}', '"2026-11-01", was: {npm-store: Gone}}'), HOLD)
