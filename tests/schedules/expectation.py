"""What one hook may do to a package, from what was declared and planned; and what it was told on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from packagestate.provider.plan.model import Changes, ObservedVersion, OriginChange, PackageDeletion, Transition
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.schedules.statements import Said

FENCE = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)


@dataclass
class Expectation:
    """What may happen to one package by our hand while one hook runs.

    Attributes:
        package: The package.
        said: What the manifests say; None in a removal.
        is_planned: Whether the program planned; else the hook plans from its first listing.
        moves: The planned transitions by their versions.
        origin: The planned change of the origin configuration.
        deletion: The planned deletion of the package as a whole.
        listed: What the last listing said; None before there was one.
        listed_since_change: Whether nothing was changed by us since then.
        origins: The origin configurations that were read or put by us, in order.
        is_deleted: Whether we have deleted the package.
        has_fenced: Whether we have put the fence; not where we found it.
        has_opened: Whether we have put something else while the package was to be deleted and was there.
    """

    package: Coordinates
    said: Said | None = None
    is_planned: bool = True
    moves: dict[str, Transition] = field(default_factory=dict)
    origin: OriginChange | None = None
    deletion: PackageDeletion | None = None
    listed: Mapping[str, ObservedVersion] | None = None
    listed_since_change: bool = False
    origins: list[OriginConfiguration | None] = field(default_factory=list)
    is_deleted: bool = False
    has_fenced: bool = False
    has_opened: bool = False

    @classmethod
    def of_plan(cls, package: Coordinates, changes: Changes, said: Said | None = None) -> Self:
        """What a plan allows."""
        moves = {each.version: each for each in changes.transitions}
        return cls(package, said, moves=moves, origin=changes.origin, deletion=changes.deletion)

    @property
    def known_origin(self) -> OriginConfiguration | None:
        """The origin configuration as the hook knows it."""
        return self.origins[-1] if self.origins else None

    def told_versions(self, listed: Iterable[ObservedVersion]) -> None:
        """The hook lists the versions."""
        is_first, self.listed = self.listed is None, {version.version: version for version in listed}
        self.listed_since_change = True
        declared = self.said.declared if self.said is not None else None
        if is_first and not self.is_planned and declared is not None:
            self.moves = {
                version: Transition(version, found.status, after, found.revision)
                for version, after in declared.versions.items()
                if (found := self.listed.get(version)) is not None and found.status is not after
            }

    def told_origin(self, origin: OriginConfiguration | None) -> None:
        """The hook reads the origin configuration."""
        wanted = self.said.origin if self.said is not None else None
        if not self.origins and not self.is_planned and wanted is not None and wanted != origin:
            self.origin = OriginChange(origin, wanted)
        self.origins.append(origin)


def tightest(change: OriginChange) -> OriginConfiguration:
    """What blocks all that a change blocks, and allows nothing that it allows first."""
    if change.before is None:
        return change.after
    ways = ((change.before.publish, change.after.publish), (change.before.upstream, change.after.upstream))
    publish, upstream = (Restriction.BLOCK if Restriction.BLOCK in way else Restriction.ALLOW for way in ways)
    return OriginConfiguration(publish, upstream)


def steps(move: Transition) -> tuple[tuple[Status, Status], ...]:
    """The statuses before and after each call of a transition: a deletion is disposed first."""
    if move.after is Status.DELETED and move.before is not Status.DISPOSED:
        return (move.before, Status.DISPOSED), (Status.DISPOSED, Status.DELETED)
    return ((move.before, move.after),)
