"""What rules make of one package of one repository. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from packagestate.provider.population import Population
from packagestate.schemas.errors import Fault
from packagestate.schemas.locked import Line


class Why(StrEnum):
    """Why rules do not restrict a version."""

    KEPT = "kept"
    UNFINISHED = "unfinished"
    DEFAULT_VERSION = "default version"
    SNAPSHOT_BUILD = "snapshot build"
    LAST_PUBLISHED = "last published version"
    NOT_NAMEABLE = "not nameable"
    NO_REVISION = "no revision"
    NOT_UNDERSTOOD = "not understood by the ecosystem"


#: The same after the word `version`, for people.
WHY_WORDS: Mapping[Why, str] = {
    Why.KEPT: "that a rule with `keep` protects",
    Why.UNFINISHED: "of which the publishing has not ended",
    Why.DEFAULT_VERSION: "that AWS shows by default",
    Why.SNAPSHOT_BUILD: "of a Maven snapshot, which AWS unlists itself",
    Why.LAST_PUBLISHED: "without which the package would be empty",
    Why.NOT_NAMEABLE: "that the lock cannot name",
    Why.NO_REVISION: "of which AWS names no revision",
    Why.NOT_UNDERSTOOD: "that the ecosystem cannot parse",
}


class Spared(NamedTuple):
    """A version that rules do not restrict.

    Attributes:
        version: The version.
        why: The reason.
        rules: Rules, sorted by name: those that protect it where it is kept, those that cannot read it where it is not
            understood, else those that would restrict it as far as that is known without its age. The last may be none
            for a version that had a line.
    """

    version: str
    why: Why
    rules: tuple[str, ...]


class Choice(NamedTuple):
    """What the lock is to say of one version, and what it says instead if a limit holds that back.

    Attributes:
        lines: Lines, the most restrictive first; at least one.
        locked: The line that the lock has now and that stays; it is the last one then. None where none stays.
        is_confirmed: Whether the first line has the status that the lock has now.
    """

    lines: tuple[Line, ...]
    locked: Line | None
    is_confirmed: bool

    @property
    def line(self) -> Line:
        """What the lock is to say."""
        return self.lines[0]

    @property
    def stays(self) -> bool:
        """Whether the lock says this now, and nothing was evaluated."""
        return self.line is self.locked


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What rules make of one package of one repository, before `atMost`.

    Attributes:
        population: The package as AWS lists it.
        choices: What to say of versions, in the order of the population.
        spared: The versions that rules do not restrict, in that order. A version has at most two reasons, of which the
            second is that it is not understood.
        undecided: The versions whose time of publication decides and is not known. They have no line for it yet.
        faults: What is wrong with the rules for this package.
    """

    population: Population
    choices: Mapping[str, Choice] = field(default_factory=dict)
    spared: tuple[Spared, ...] = ()
    undecided: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, in the order of the population."""
        return tuple([each.line for each in self.choices.values()])
