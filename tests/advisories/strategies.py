"""Random advisories, feeds and domains: few names and versions, so that they meet."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from packagestate.provider.advisories.held import Held, Name
from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.feed import Accepted, Feed, Ignored
from packagestate.schemas.advisories.record import Kind, Record
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status
from tests.support.advisories import TODAY, E, I, affected, feed, record

VERSIONS = (*(f"{major}.{minor}.0" for major in range(3) for minor in range(5)), "2.0.0-rc.1", "odd_version")
NAMES: tuple[Name, ...] = ((None, "chalk"), ("acme", "ui"))
IDS = ("MAL-2025-1", "MAL-2025-2", "MAL-2025-3", "GHSA-a")
REPOSITORIES = ("aa", "bb", "cc")

# One choice among many takes less time than many choices.
_COPIES = st.sampled_from(
    [
        (status, revision, origin)
        for status in (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED)
        for revision in ("r1", "r2", "")
        for origin in OriginType
    ]
)
_PLACES = st.sampled_from([places for count in (1, 2, 3) for places in combinations(REPOSITORIES, count)])
_VERSION = st.sampled_from(VERSIONS)
_KNOWN_VERSION = st.sampled_from(VERSIONS[:-1])
_KNOWN_VERSIONS = st.lists(_KNOWN_VERSION, max_size=4)
_FIRST = st.sampled_from(("0", *VERSIONS[:-1]))
_END = st.sampled_from(["fixed", "last_affected"])
_NAME = st.sampled_from(NAMES)
_NAMES = st.lists(_NAME, unique=True, max_size=2)
_VERSIONS = st.lists(_VERSION, unique=True, min_size=1, max_size=15)
_ID = st.sampled_from(IDS)
_IDS = st.lists(_ID, unique=True, max_size=4)
_IDS_OF_FEED = st.lists(_ID, unique=True, max_size=2)


@st.composite
def events(draw: st.DrawFn) -> list[Mapping[str, str]]:
    """A range: bounded, or without an end."""
    found = [{"introduced": draw(_FIRST)}]
    if draw(st.booleans()):
        found.append({draw(_END): draw(_KNOWN_VERSION)})
    return list(found)


_RANGES = st.lists(events(), max_size=2)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """What a record says of a package."""
    namespace, package = draw(_NAME)
    written = f"@{namespace}/{package}" if namespace else package
    return affected(written, draw(_KNOWN_VERSIONS), draw(_RANGES))


_ENTRIES = st.lists(entries(), min_size=1, max_size=3)


@st.composite
def records(draw: st.DrawFn, advisory: str = "", *, may_be_withdrawn: bool = True) -> Record:
    """A record."""
    more: dict[str, Any] = {}
    if may_be_withdrawn and draw(st.integers(0, 3)) == 0:
        more["withdrawn"] = "2025-09-09T00:00:00Z"
    return record(advisory or draw(_ID), *draw(_ENTRIES), **more)


@st.composite
def folders(draw: st.DrawFn) -> tuple[Record, ...]:
    """The records of a folder: each id once."""
    ids = draw(_IDS)
    return tuple(draw(records(each)) for each in ids)


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    """A feed."""
    return feed(
        kinds=draw(st.sampled_from([(Kind.MALWARE,), (Kind.MALWARE, Kind.VULNERABILITY)])),
        status=draw(st.sampled_from([Status.UNLISTED, Status.ARCHIVED])),
        origins=draw(st.sampled_from([(E,), (E, I)])),
        dispose_after=draw(st.sampled_from([None, 30, 45])),
        most_versions=draw(st.sampled_from([1, 3, 10])),
        most_fraction=draw(st.sampled_from([200, 500, 1000])),
        ignored=[Ignored(each, TODAY) for each in draw(_IDS_OF_FEED)],
        accepted=[
            Accepted(each, is_unbounded=draw(st.booleans()), at_most=draw(st.sampled_from([None, 2, 20])))
            for each in draw(_IDS_OF_FEED)
        ],
    )


@st.composite
def domains(draw: st.DrawFn) -> dict[Name, Held]:
    """What a domain holds."""
    found: dict[Name, Held] = {}
    for name in draw(_NAMES):
        copies: dict[str, dict[str, Candidate]] = {}
        for version in draw(_VERSIONS):
            copies[version] = {place: Candidate(version, *draw(_COPIES)) for place in draw(_PLACES)}
        found[name] = Held(copies)
    return found
