"""A version that rules are held against: what AWS and the lock say of it, and where it is in the order. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from packagestate.provider.population import Candidate, Population
from packagestate.schemas.coordinates import Format
from packagestate.schemas.locked import Line
from packagestate.schemas.status import Status
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.natural import Natural
from packagestate.schemas.versions.protocol import Version, sort_key


class Subject(NamedTuple):
    """One version of a package of a repository.

    Attributes:
        package_format: The format of its package.
        candidate: What AWS lists.
        version: What its ecosystem makes of it.
        line: What the lock says of it now; None where that is nothing.
        published: When it was published; None where that is not known.
        asked: What others than rules ask of it; None where that is nothing.
    """

    package_format: Format
    candidate: Candidate
    version: Version
    line: Line | None
    published: datetime | None
    asked: Status | None = None

    @property
    def text(self) -> str:
        """The version as it is written."""
        return self.version.text

    @property
    def status(self) -> Status:
        """The status that AWS has."""
        return self.candidate.status

    @property
    def status_to_be(self) -> Status:
        """The status that it has or will have, whatever rules make of it; what is not finished counts as that."""
        asked, found = self.asked, self.candidate.status
        is_asked_for_more = asked is not None and found is not Status.UNFINISHED and found.is_looser_than(asked)
        return asked if asked is not None and is_asked_for_more else found


def subjects(population: Population, lines: Iterable[Line]) -> tuple[Subject, ...]:
    """The versions of a package, in the order of the population.

    Args:
        population: What AWS lists.
        lines: What the lock says of the package now. A line of a version that is not listed is of no use.
    """
    package_format = population.coordinates.format
    rules = ecosystem(package_format)
    locked = {line.version: line for line in lines}
    return tuple(
        [
            Subject(
                package_format,
                each,
                rules.parse(each.version),
                locked.get(each.version),
                population.published.get(each.version),
                population.asked.get(each.version),
            )
            for each in population.versions
        ]
    )


def height(version: Version) -> tuple[bool, Any, Natural]:
    """What to sort versions by to find the highest: those that the ecosystem cannot parse are the lowest.

    So they never take the place of a release among the latest, and are the latest where there is nothing else.

    Args:
        version: The version.
    """
    key = sort_key(version)
    return not key.is_unknown, key.rule, key.text
