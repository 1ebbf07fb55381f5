"""A line of the lock, and what it was resolved from. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status


class Candidate(NamedTuple):
    """One version as AWS lists it.

    Attributes:
        version: The version.
        status: Its status.
        revision: Its revision; empty where AWS names none.
        origin: How it entered the domain.
    """

    version: str
    status: Status
    revision: str
    origin: OriginType = OriginType.UNKNOWN


@dataclass(frozen=True, slots=True)
class Population:
    """One package of one repository as AWS lists it.

    Attributes:
        coordinates: The package.
        versions: Every version of every status but `Deleted`, sorted by version.
        default_version: The version that AWS shows by default; None where there is none.
        published: When versions were published, as far as it was asked.
    """

    coordinates: Coordinates
    versions: tuple[Candidate, ...]
    default_version: str | None = None
    published: Mapping[str, datetime] = field(default_factory=dict)


class Line(NamedTuple):
    """What the lock says of one version of one package in one repository.

    Attributes:
        version: The version.
        status: What it must at least be.
        via: The names of the rules that cause this, sorted.
        since: The day on which this status was locked first.
        was: The status that the version had then.
        revision: The revision that it must have for the transition; only where `status` is Disposed.
    """

    version: str
    status: Status
    via: tuple[str, ...]
    since: date
    was: Status
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """What the lock says of one package of one repository.

    Attributes:
        coordinates: The package.
        lines: The lines, sorted by version; each version once.
    """

    coordinates: Coordinates
    lines: tuple[Line, ...]
