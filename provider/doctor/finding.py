"""What one check found. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """How serious a finding is."""

    GOOD = "ok"
    WARNING = "warning"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: What was checked, in one word.
        health: How serious it is. `UNKNOWN` is a check that could not be made.
        detail: What was found.
        hint: What to do about it; empty where there is nothing to do.
    """

    check: str
    health: Health
    detail: str
    hint: str = ""
