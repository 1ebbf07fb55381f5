"""The table: what was measured, against what in the same run, and whether it is good enough."""

import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import psutil

_HEADINGS: Final = ("what", "ours", "against", "theirs", "ratio", "goal", "")
_PACKAGES: Final = ("pulumi", "boto3", "pydantic", "PyYAML", "moto")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison.

    Attributes:
        what: What was done, with its sizes.
        ours: The figure of packagestate: a median, where it was measured more than once.
        against: What it is compared with.
        theirs: That one's figure.
        unit: The unit of both, such as `s`.
        goal: The most that `ours / theirs` may be; None where the row only informs.
        spread: The least and the most that were measured of ours.
    """

    what: str
    ours: float
    against: str
    theirs: float
    unit: str
    goal: float | None = None
    spread: tuple[float, float] | None = None

    @property
    def ratio(self) -> float:
        """How many times theirs ours is."""
        return self.ours / self.theirs if self.theirs else float(bool(self.ours)) and float("inf")

    @property
    def is_red(self) -> bool:
        """Whether it misses its goal."""
        return self.goal is not None and self.ratio > self.goal

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        spread = f" ({self.spread[0]:.4g}-{self.spread[1]:.4g})" if self.spread else ""
        return (
            self.what,
            f"{self.ours:.4g} {self.unit}{spread}",
            self.against,
            f"{self.theirs:.4g} {self.unit}",
            f"{self.ratio:.2f}",
            "" if self.goal is None else f"{self.goal:g}",
            "red" if self.is_red else "",
        )


def compared(
    what: str,
    ours: Sequence[float],
    against: str,
    theirs: Sequence[float],
    *,
    unit: str = "s",
    goal: float | None = None,
) -> Row:
    """Compare the medians of two series.

    Args:
        what: What was done.
        ours: The figures of packagestate.
        against: What it is compared with.
        theirs: That one's figures.
        unit: The unit of all figures.
        goal: See `Row`.
    """
    spread = (min(ours), max(ours)) if len(ours) > 1 else None
    return Row(what, statistics.median(ours), against, statistics.median(theirs), unit, goal, spread)


def render(rows: Iterable[Row]) -> str:
    """The table as Markdown."""
    cells = [_HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def circumstances() -> str:
    """The machine and the versions, as lines."""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    memory_gib = psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} processors, {memory_gib:.0f} GiB, "
        f"Python {platform.python_version()}\n{packages}"
    )
