"""Random advisories, feeds and domains: few names and versions, so that they meet."""

from collections.abc import Mapping
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

versions = st.sampled_from(VERSIONS)
statuses = st.sampled_from([Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED])


@st.composite
def events(draw: st.DrawFn) -> list[Mapping[str, str]]:
    """A range: bounded, or without an end."""
    known = VERSIONS[:-1]
    found = [{"introduced": draw(st.sampled_from(("0", *known)))}]
    if draw(st.booleans()):
        found.append({draw(st.sampled_from(["fixed", "last_affected"])): draw(st.sampled_from(known))})
    return list(found)


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """What a record says of a package."""
    namespace, package = draw(st.sampled_from(NAMES))
    written = f"@{namespace}/{package}" if namespace else package
    return affected(
        written, draw(st.lists(st.sampled_from(VERSIONS[:-1]), max_size=4)), draw(st.lists(events(), max_size=2))
    )


@st.composite
def records(draw: st.DrawFn, advisory: str = "", *, may_be_withdrawn: bool = True) -> Record:
    """A record."""
    more: dict[str, Any] = {}
    if may_be_withdrawn and draw(st.integers(0, 3)) == 0:
        more["withdrawn"] = "2025-09-09T00:00:00Z"
    return record(advisory or draw(st.sampled_from(IDS)), *draw(st.lists(entries(), min_size=1, max_size=3)), **more)


@st.composite
def folders(draw: st.DrawFn) -> tuple[Record, ...]:
    """The records of a folder: each id once."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
    return tuple(draw(records(each)) for each in ids)


@st.composite
def feeds(draw: st.DrawFn) -> Feed:
    """A feed."""
    ids = st.lists(st.sampled_from(IDS), unique=True, max_size=2)
    return feed(
        kinds=draw(st.sampled_from([(Kind.MALWARE,), (Kind.MALWARE, Kind.VULNERABILITY)])),
        status=draw(st.sampled_from([Status.UNLISTED, Status.ARCHIVED])),
        origins=draw(st.sampled_from([(E,), (E, I)])),
        dispose_after=draw(st.sampled_from([None, 30, 45])),
        most_versions=draw(st.sampled_from([1, 3, 10])),
        most_fraction=draw(st.sampled_from([200, 500, 1000])),
        ignored=[Ignored(each, TODAY) for each in draw(ids)],
        accepted=[
            Accepted(each, is_unbounded=draw(st.booleans()), at_most=draw(st.sampled_from([None, 2, 20])))
            for each in draw(ids)
        ],
    )


@st.composite
def candidates(draw: st.DrawFn, version: str) -> Candidate:
    """A copy of a version."""
    revision = draw(st.sampled_from(["r1", "r2", ""]))
    return Candidate(version, draw(statuses), revision, draw(st.sampled_from(list(OriginType))))


@st.composite
def domains(draw: st.DrawFn) -> dict[Name, Held]:
    """What a domain holds."""
    found: dict[Name, Held] = {}
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2)):
        copies: dict[str, dict[str, Candidate]] = {}
        for version in draw(st.lists(versions, unique=True, min_size=1, max_size=15)):
            places = draw(st.lists(st.sampled_from(REPOSITORIES), unique=True, min_size=1))
            copies[version] = {place: draw(candidates(version)) for place in places}
        found[name] = Held(copies)
    return found
