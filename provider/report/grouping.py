"""Many faults of few kinds, as few lines: what a manifest with hundreds of absent packages needs to stay readable."""

from collections.abc import Iterable
from dataclasses import dataclass

from packagestate.schemas.errors import Fault

#: How many faults people are shown of the only kind that there is, and of each of several kinds; JSON has all of them.
SHOWN_COUNT, SHOWN_COUNT_OF_SEVERAL = 5, 1


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
        """The summary, with the count where there are several, and the number of those that are shown."""
        if self.count == 1:
            return self.summary
        shown = len(self.shown)
        first = "the first" if shown == 1 else f"the first {shown}"
        rest = "" if self.count == shown else f"; {first} (`packagestate plan --json` names all)"
        return f"{self.summary}, {self.count} times{rest}"

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each fault that is shown."""
        return tuple(f"{fault.place}: {fault.detail}" if fault.place else fault.detail for fault in self.shown)


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
    is_few = sum(map(len, kinds.values())) <= SHOWN_COUNT
    shown_count = SHOWN_COUNT if is_few or len(kinds) == 1 else SHOWN_COUNT_OF_SEVERAL
    return tuple(
        Group(summary, hint, tuple(alike[:shown_count]), len(alike)) for (summary, hint), alike in kinds.items()
    )
