"""What a manifest can state of a package, and what it cannot. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration


@dataclass(frozen=True, slots=True)
class StatedPackage:
    """What a manifest states, or is to state, of one package.

    Attributes:
        coordinates: The package.
        versions: The versions to name, in the order of their ecosystem.
        origin: The origin configuration to declare; None where none is.
        remarks: What is odd about it, in words that follow its name, fit for a terminal and a comment.
        over: Of a version that overrides a manifest for several repositories, what its `over` says.
    """

    coordinates: Coordinates
    versions: tuple[ObservedVersion, ...]
    origin: OriginConfiguration | None
    remarks: tuple[str, ...]
    over: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to declare."""
        return not self.versions and self.origin is None
