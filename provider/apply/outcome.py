"""What became of one planned change, as a value."""

from dataclasses import dataclass
from enum import StrEnum

from packagestate.provider.plan.model import ObservedVersion, OriginChange, Transition


class Result(StrEnum):
    """What became of one planned change."""

    APPLIED = "Applied"
    CONFLICT = "Conflict"
    REFUSED = "Refused"
    NOT_ATTEMPTED = "NotAttempted"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one planned change.

    Attributes:
        change: The transition, or the change of the origin.
        result: `Applied`: it is as desired. `Conflict`: somebody changed it since the plan was made; it was left
            alone. `Refused`: AWS said no. `NotAttempted`: it was not sent. `Unknown`: it was sent, and neither the
            answer nor the truth could be found out afterwards.
        detail: Full sentences: why, and what was left untouched; empty where the change was applied.
        observed: What AWS said that the version is, last; None where it is absent, or nothing was said.
    """

    change: Transition | OriginChange
    result: Result
    detail: str = ""
    observed: ObservedVersion | None = None
