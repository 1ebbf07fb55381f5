"""What a manifest can state of a package, and what it cannot. Pure."""

import re
from dataclasses import dataclass

from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import (
    Coordinates,
)
from packagestate.schemas.desired import OriginConfiguration


@dataclass(frozen=True, slots=True)
class StatedPackage:
    """What a manifest states, or is to state, of one package.

    Attributes:
        coordinates: The package.
        versions: The versions to name, in natural order.
        origin: The origin configuration to declare; None where none is.
        remarks: What is odd about it, in words that follow its name, fit for a terminal and a comment.
    """

    coordinates: Coordinates
    versions: tuple[ObservedVersion, ...]
    origin: OriginConfiguration | None
    remarks: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to declare."""
        return not self.versions and self.origin is None


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """The place of a version or a name in the order in which people count: 1.9 before 1.10.

    Args:
        name: The version or the name.

    Returns:
        What to sort by.
    """
    return tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", name)
    )
