"""Advisories, feeds, and what a domain holds, in few words."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from packagestate.provider.advisories.before import Before
from packagestate.provider.advisories.evaluation import Evaluated, evaluate
from packagestate.provider.advisories.held import Held, Name
from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.feed import Accepted, Advisories, Feed, Ignored
from packagestate.schemas.advisories.locked import FeedLine, FeedLock
from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import Kind, Record
from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import Place
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status

PLACE = ("123456789012", "eu-west-1")
TODAY = date(2026, 11, 1)
CHALK: Name = (None, "chalk")
E = OriginType.EXTERNAL
I = OriginType.INTERNAL  # noqa: E741 - beside E and U it is read as intended
U = OriginType.UNKNOWN

Events = Iterable[Mapping[str, str]]


def affected(
    package: str = "chalk", versions: Iterable[str] = (), ranges: Iterable[Events] = (), ecosystem: str = "npm"
) -> dict[str, Any]:
    """What a record says of a package, as OSV writes it."""
    return {
        "package": {"ecosystem": ecosystem, "name": package},
        "versions": list(versions),
        "ranges": [{"type": "ECOSYSTEM", "events": [dict(event) for event in events]} for events in ranges],
    }


def written(advisory: str, *packages: Mapping[str, Any], **more: Any) -> bytes:  # noqa: ANN401 - as JSON has it
    """A record as a database publishes it."""
    return json.dumps({"id": advisory, "modified": "2025-09-08T13:00:00Z", "affected": list(packages), **more}).encode()


def record(advisory: str, *packages: Mapping[str, Any], **more: Any) -> Record:  # noqa: ANN401 - as JSON has it
    """A record."""
    return read_record(written(advisory, *packages, **more))


def feed(
    *,
    status: Status = Status.ARCHIVED,
    kinds: Iterable[Kind] = (Kind.MALWARE,),
    origins: Iterable[OriginType] = (E,),
    dispose_after: int | None = None,
    most_versions: int = 10,
    most_fraction: int = 500,
    ignored: Iterable[Ignored] = (),
    accepted: Iterable[Accepted] = (),
    package_format: Format = Format.NPM,
    repositories: Iterable[str] = (),
) -> Feed:
    """The feed `malware` of the domain `acme`."""
    return Feed(
        "malware",
        Scope("acme", None, tuple(repositories), Place("packages/advisories.yaml", 2, 1)),
        package_format,
        PurePath("/packages/records"),
        frozenset(kinds),
        status,
        frozenset(origins),
        None if dispose_after is None else timedelta(days=dispose_after),
        most_versions,
        most_fraction,
        {each.id: each for each in ignored},
        {each.id: each for each in accepted},
        Place("packages/advisories.yaml", 5, 3),
    )


def advisories(of: Feed, *records: Record) -> Advisories:
    """A feed with records."""
    return Advisories(of, {each.id: each for each in records})


def copy(version: str, status: Status = Status.PUBLISHED, origin: OriginType = E, revision: str = "r1") -> Candidate:
    """A copy of a version in a repository."""
    return Candidate(version, status, revision, origin)


def held(*versions: str | Candidate, repositories: Iterable[str] = ("npm-store",)) -> Held:
    """A package of which repositories hold the same copies."""
    copies = [copy(each) if isinstance(each, str) else each for each in versions]
    return Held({each.version: dict.fromkeys(repositories, each) for each in copies})


def lock_of(
    of: Advisories,
    domain: Mapping[Name, Held],
    before: FeedLock | None = None,
    today: date = TODAY,
    **more: Any,  # noqa: ANN401
) -> Evaluated:
    """What the lock is to say, after the reviewed one that is there."""
    beside = tuple(more.pop("others", ()))
    return evaluate(of, PLACE, domain, Before(before, more.pop("hold", None), beside), today, **more)


def lines(lock: FeedLock | Evaluated) -> dict[str, FeedLine]:
    """The lines by `package version`, without those that are released."""
    found = lock.lock if isinstance(lock, Evaluated) else lock
    return {
        f"{found.written(package)} {line.version}": line
        for package in found.packages
        for line in package.lines
        if not line.is_released
    }
