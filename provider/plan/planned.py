"""A plan, what it was made from, and what holds it back: all that there is to say about a run before it begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from packagestate.provider.plan.appeared import Appeared
from packagestate.provider.plan.model import Changes, ObservedPackage, PackagePlan, Plan
from packagestate.provider.plan.precedence import Contest, Uncontained
from packagestate.provider.plan.recorded import SettingChange
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, OnRemoval
from packagestate.schemas.errors import Fault
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and what it was made from.

    Attributes:
        desired: What is declared, by package.
        observed: What AWS answered, in the same order.
        plan: What a run does.
        excesses: The limits that the plan goes over.
        settings: The settings that differ from those of the last run.
        in_force: The settings of this run.
        has_removals: Whether the state holds a `Removals` resource.
        unfinished: What earlier runs were to delete and have not, as far as it is known.
        accepted: The deletions of earlier runs that are over because this run declares the package blocked.
        of_this_run: The limits that are other ones in this run alone.
        wide: The statements for several repositories.
        appeared: The copies that are left for the next run, since nobody has reviewed them.
        contests: The versions of which a statement for one repository asks less than one for several.
        uncontained: The versions that a statement for several repositories was about, and none is now.
        absent_count: How many versions a statement for several repositories names that none of these holds.
    """

    desired: Mapping[Coordinates, DesiredPackage]
    observed: tuple[ObservedPackage, ...]
    plan: Plan
    excesses: tuple[Fault, ...]
    settings: tuple[SettingChange, ...] = ()
    in_force: Mapping[str, str] = field(default_factory=dict)
    has_removals: bool = False
    unfinished: Mapping[Coordinates, Changes] = field(default_factory=dict)
    accepted: tuple[Coordinates, ...] = ()
    of_this_run: tuple[SettingChange, ...] = ()
    wide: tuple[WideVersion, ...] = ()
    appeared: tuple[Appeared, ...] = ()
    contests: tuple[Contest, ...] = ()
    uncontained: tuple[Uncontained, ...] = ()
    absent_count: int = 0

    @property
    def changing(self) -> tuple[PackagePlan, ...]:
        """The packages that there is something to say about: they change, or a declared version is absent."""
        return tuple(package for package in self.plan.packages if package.changes or package.waiting)

    @property
    def handed_over(self) -> dict[Coordinates, Changes]:
        """What the plugin may do in removals, and the packages that are deleted as a whole."""
        acting = {each.coordinates: each.changes for each in self.plan.removals if each.action is not OnRemoval.RETAIN}
        forgotten = {each.coordinates: Changes() for each in self.plan.removals if each.note}
        return forgotten | acting | self.deleted

    @property
    def deleted(self) -> dict[Coordinates, Changes]:
        """The packages that are declared, and that this run deletes as a whole."""
        return {each.coordinates: each.changes for each in self.plan.packages if each.changes.deletion is not None}

    @property
    def let_through(self) -> tuple[Contest, ...]:
        """The versions that a statement for one repository keeps less restrictive than one for several asks."""
        return tuple(each for each in self.contests if each.is_let_through)

    @property
    def outranked(self) -> tuple[Contest, ...]:
        """Those of which the one for several holds, but for versions that change: there the change itself says so."""
        changing = {(place, each.version) for place, changes in self.plan.all_changes for each in changes.transitions}
        return tuple(
            each
            for each in self.contests
            if not each.is_let_through and (each.coordinates, each.literal.version) not in changing
        )
