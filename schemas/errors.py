"""Faults as values, and the one error that carries them to the person who ran the program.

The tree of errors that a user can cause:

    PackageStateError                     carries every fault of its kind at once
    ├── ManifestError                     schemas.load: a file of the manifests' folder is wrong
    ├── ConfigurationError                provider.configuration.stack: a key of the stack's configuration is wrong
    ├── RecordError                       schemas.advisories: an OSV record cannot be used
    ├── SourceError                       provider.advisories: what holds OSV records cannot be read
    ├── RefusalError                      provider.program.run: the planner will not plan a desired state
    ├── LimitError                        provider.program.run: the plan goes over a limit
    ├── StateError                        provider.state: what a stack remembers cannot be read
    ├── GatewayError                      provider.gateway: AWS did not answer, or said no (its own tree is there)
    └── OutcomeError                      provider.apply.apply: not every planned transition was applied
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, Self

from packagestate.schemas.text import printable, shortened

# `printable` and `shortened` are in `schemas.text`; most of what prints a fault takes them from here.
__all__ = (
    "ConfigurationError",
    "Fault",
    "LimitError",
    "ManifestError",
    "Mark",
    "OutcomeError",
    "PackageStateError",
    "Place",
    "RecordError",
    "RefusalError",
    "SourceError",
    "StateError",
    "printable",
    "shortened",
)


class Mark(Protocol):
    """What a reader of files remembers about a place: lines and columns are counted from 0."""

    @property
    def name(self) -> str:
        """The file."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column."""


class Place(NamedTuple):
    """Where in a file something stands. A tuple, since a manifest has one for each of its texts.

    Attributes:
        file: The path as the user would write it, relative to the working directory where possible.
        line: The line, counted from 1.
        column: The column, counted from 1.
    """

    file: str
    line: int
    column: int

    @classmethod
    def at(cls, mark: Mark | None) -> Self:
        """The place of a mark, or the beginning of a file without a name.

        Args:
            mark: The mark.

        Returns:
            The place.
        """
        return cls("", 1, 1) if mark is None else cls(mark.name, mark.line + 1, mark.column + 1)

    @classmethod
    def after(cls, text: str, file: str) -> Self:
        """The place right after the beginning of a file.

        Args:
            text: The beginning.
            file: The file.

        Returns:
            The place.
        """
        return cls(file, text.count("\n") + 1, len(text) - text.rfind("\n"))

    def __str__(self) -> str:
        """The place as editors and terminals link it: `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        summary: Fixed words, the same for every fault of this kind, without values.
        detail: Full sentences: what was wrong, why it matters, what was left untouched. Literals in backticks.
        hint: The one action to take next.
        place: Where it was found, if it was found in a file; not a part of the value.
    """

    summary: str
    detail: str
    hint: str
    place: Place | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """The fault as it is printed: where, what, why, and what to do next."""
        heading = f"{self.place}: {self.summary}" if self.place else self.summary
        paragraphs = (heading, *self.detail.split("\n"), f"hint: {self.hint}")
        return "\n  ".join(map(printable, paragraphs))


def _order(fault: Fault) -> tuple[bool, str, int, int, str, str]:
    place = fault.place or Place("", 0, 0)
    return fault.place is not None, place.file, place.line, place.column, fault.summary, fault.detail


class PackageStateError(Exception):
    """Something that a user can cause and fix; printed without a traceback.

    Attributes:
        faults: Every fault that was found, sorted by place, then by text.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Carry the faults, which must be at least one.

        Args:
            faults: What is wrong, in any order.
        """
        self.faults = tuple(sorted(faults, key=_order))
        super().__init__("\n\n".join(map(str, self.faults)))

    @classmethod
    def of(cls, summary: str, detail: str, hint: str, place: Place | None = None) -> Self:
        """An error with a single fault.

        Args:
            summary: See `Fault`.
            detail: See `Fault`.
            hint: See `Fault`.
            place: See `Fault`.

        Returns:
            The error, to be raised.
        """
        return cls((Fault(summary, detail, hint, place),))


class ManifestError(PackageStateError):
    """A manifest, or the folder of manifests, is wrong."""


class ConfigurationError(PackageStateError):
    """A key of the stack's configuration is wrong."""


class RecordError(PackageStateError):
    """An OSV record cannot be used. Its faults have no place, since nobody here knows the file."""


class SourceError(PackageStateError):
    """A file, a folder or an archive that should hold OSV records cannot be read."""


class RefusalError(PackageStateError):
    """The planner will not plan a desired state."""


class LimitError(PackageStateError):
    """The plan as a whole goes over a limit."""


class StateError(PackageStateError):
    """What a stack remembers cannot be read."""


class OutcomeError(PackageStateError):
    """Not every planned transition was applied."""
