"""Many faults of few kinds, as few lines: what a manifest with hundreds of absent packages needs to stay readable."""

from collections.abc import Iterable
from dataclasses import dataclass

from packagestate.schemas.errors import Fault

#: How many faults of one kind people are shown; JSON has all of them.
SHOWN_COUNT = 5


@dataclass(frozen=True, slots=True)
class Group:
    """The faults of one kind.

    Attributes:
        summary: What they have in common.
        hint: What to do about them.
        shown: The first of them.
        count: How many there are.
    """

    summary: str
    hint: str
    shown: tuple[Fault, ...]
    count: int

    @property
    def heading(self) -> str:
        """The summary, with the count where there are several."""
        return self.summary if self.count == 1 else f"{self.summary}, {self.count} times"

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each fault that is shown, and one that counts the others."""
        told = (f"{fault.place}: {fault.detail}" if fault.place else fault.detail for fault in self.shown)
        left_count = self.count - len(self.shown)
        return (*told, *((f"and {left_count} more: `packagestate plan --json` names all",) if left_count else ()))


def grouped(faults: Iterable[Fault]) -> tuple[Group, ...]:
    """Group faults by what they say and what to do about it.

    Args:
        faults: The faults.

    Returns:
        The groups, in the order of their first faults.
    """
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        kinds.setdefault((fault.summary, fault.hint), []).append(fault)
    return tuple(
        Group(summary, hint, tuple(alike[:SHOWN_COUNT]), len(alike)) for (summary, hint), alike in kinds.items()
    )
