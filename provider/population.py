"""One package of one repository with all that rules ask about it, as AWS lists it. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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
