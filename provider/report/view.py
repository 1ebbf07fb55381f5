"""All that there is to say about a plan, as one value. Text, Markdown and JSON are functions of it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from packagestate.provider.plan.appeared import Appeared
from packagestate.provider.plan.model import OriginChange, PackageDeletion, PackagePlan, Plan, Removal, Transition
from packagestate.provider.plan.planned import Planned
from packagestate.provider.plan.precedence import Contest, Uncontained
from packagestate.provider.plan.recorded import SettingChange, Unmanaged
from packagestate.provider.plan.words import GRAVEST_FIRST, caution, reversibility
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion, OnRemoval, Outranked
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status
from packagestate.schemas.versions.order import version_order


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One version that changes.

    Attributes:
        transition: From which status, at which revision, to which one.
        declared: What the manifest says of the version; None where its package goes as a whole, or is not declared.
    """

    transition: Transition
    declared: DesiredVersion | None

    @property
    def verdict(self) -> str:
        """Whether it can be undone, in words."""
        return reversibility(self.transition)

    @property
    def caution(self) -> str:
        """What to look at twice: that it loosens, rests on no document, or overrides another statement."""
        outranked = self.outranked
        return ", ".join(filter(None, (caution(self.transition), outranked and f"overrides {outranked.status}")))

    @property
    def outranked(self) -> Outranked | None:
        """What a manifest says of one repository, where a statement of several is more restrictive."""
        return None if self.declared is None else self.declared.outranks

    @property
    def reason(self) -> str | None:
        """Why, in the words of the manifest."""
        return None if self.declared is None else self.declared.reason


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What there is to say about one package of one repository.

    Attributes:
        coordinates: The package.
        changes: The versions that change, those that cannot be undone first.
        origin: The change of its origin configuration.
        deletion: That it is deleted as a whole.
        declared_deletion: What the manifest says about that; None where the package is not declared `Deleted`.
        waiting: Declared versions that are absent and need nothing yet, in the order of their ecosystem.
        may_return: Versions that are deleted and may be fetched from upstream again, in the same order.
        action: What happens to a package that is no longer declared; None where it is declared.
        note: Why such a package is only forgotten, where that is not what its manifest asked for; else empty.
    """

    coordinates: Coordinates
    changes: tuple[VersionChange, ...]
    origin: OriginChange | None = None
    deletion: PackageDeletion | None = None
    declared_deletion: DesiredDeletion | None = None
    waiting: tuple[DesiredVersion, ...] = ()
    may_return: tuple[str, ...] = ()
    action: OnRemoval | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a run does as a whole.

    Attributes:
        package_count, repository_count, observed_version_count: What was looked at.
        changed_package_count: In how many of these packages something changes.
        transitions: How many versions change, by whether that can be undone and by the status that they get.
        irreversible_repository_count: In how many repositories something changes that cannot be undone.
        loosening: How many versions become less restrictive, by the status that they get.
        origin_count: How many origin configurations change.
        deletion_count: How many packages are deleted as a whole.
        waiting_count: How many declared versions are absent and need nothing yet.
        may_return_count: How many deleted versions may be fetched from upstream again.
        removals: How many packages are no longer declared, by what happens to them.
        unmanaged: How many versions are no longer managed, by status.
    """

    package_count: int
    repository_count: int
    observed_version_count: int
    changed_package_count: int
    transitions: Mapping[tuple[str, Status], int]
    irreversible_repository_count: int
    loosening: Counter[Status]
    origin_count: int
    deletion_count: int
    waiting_count: int
    may_return_count: int
    removals: Mapping[OnRemoval, int]
    unmanaged: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class PlanReport:
    """All that there is to say about a plan.

    Attributes:
        totals: How much it does.
        packages: The declared packages that change, or of which a version waits; sorted by coordinates.
        removals: The packages that are no longer declared, sorted by coordinates.
        unmanaged: The versions that are no longer managed, by package.
        settings: The settings that differ from those of the last run.
        of_this_run: The limits that are other ones in this run alone.
        appeared: The copies that are left for the next run, since nobody has reviewed them.
        let_through, outranked: See `Planned`.
        uncontained: The versions that a statement for several repositories was about, and none is now.
        absent_count: How many versions a statement for several repositories names that none of these holds.
        refusals, excesses: Why the plan is not carried out.
        warnings: What may be a mistake.
        note: What was not looked at, in a sentence for people; None where everything was.
    """

    totals: Totals
    packages: tuple[PackageReport, ...]
    removals: tuple[PackageReport, ...]
    unmanaged: tuple[Unmanaged, ...]
    settings: tuple[SettingChange, ...]
    of_this_run: tuple[SettingChange, ...]
    appeared: tuple[Appeared, ...]
    let_through: tuple[Contest, ...]
    outranked: tuple[Contest, ...]
    uncontained: tuple[Uncontained, ...]
    absent_count: int
    refusals: tuple[Fault, ...]
    excesses: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    note: str | None

    @property
    def parts(self) -> tuple[PackageReport, ...]:
        """Every package that there is something to say about, declared or not."""
        return (*self.packages, *self.removals)


def report(planned: Planned, note: str | None = None) -> PlanReport:
    """Everything that there is to say about a plan.

    Args:
        planned: The plan.
        note: What was not looked at; None where everything was.
    """
    plan = planned.plan
    return PlanReport(
        totals=_totals(plan),
        packages=tuple(_package(each, planned.desired[each.coordinates]) for each in planned.changing),
        removals=tuple(map(_removal, plan.removals)),
        unmanaged=plan.unmanaged,
        settings=planned.settings,
        of_this_run=planned.of_this_run,
        appeared=planned.appeared,
        let_through=planned.let_through,
        outranked=planned.outranked,
        uncontained=planned.uncontained,
        absent_count=planned.absent_count,
        refusals=plan.refusals,
        excesses=planned.excesses,
        warnings=plan.warnings,
        note=note,
    )


def _package(plan: PackagePlan, desired: DesiredPackage) -> PackageReport:
    declared = {version.version: version for version in desired.versions}
    package_format = plan.coordinates.format
    return PackageReport(
        plan.coordinates,
        _changes(plan.changes.transitions, declared, package_format),
        plan.changes.origin,
        plan.changes.deletion,
        desired.deletion,
        tuple(sorted(plan.waiting, key=lambda each: version_order(each.version, package_format))),
        tuple(sorted(plan.may_return, key=lambda each: version_order(each, package_format))),
    )


def _removal(removal: Removal) -> PackageReport:
    package_format = removal.coordinates.format
    return PackageReport(
        removal.coordinates,
        _changes(removal.changes.transitions, {}, package_format),
        deletion=removal.changes.deletion,
        may_return=tuple(sorted(removal.may_return, key=lambda each: version_order(each, package_format))),
        action=removal.action,
        note=_why_forgotten(removal),
    )


def _why_forgotten(removal: Removal) -> str:
    if removal.gone:
        return f"its {removal.gone} is gone"
    return f"although `onRemoval` says otherwise: {removal.note}" if removal.note else ""


def _changes(
    transitions: Iterable[Transition], declared: Mapping[str, DesiredVersion], package_format: Format
) -> tuple[VersionChange, ...]:
    """The changes in the order in which they are read: what is hardest to undo first."""
    ordered = sorted(
        transitions,
        key=lambda each: (GRAVEST_FIRST.index(each.after), version_order(each.version, package_format)),
    )
    return tuple(VersionChange(each, declared.get(each.version)) for each in ordered)


def _totals(plan: Plan) -> Totals:
    irreversible = {
        coordinates.repository
        for coordinates, changes in plan.all_changes
        if changes.deletion or any(each.irreversible for each in changes.transitions)
    }
    return Totals(
        package_count=len(plan.parts),
        repository_count=len({each.coordinates.repository for each in plan.parts}),
        observed_version_count=plan.observed_version_count,
        changed_package_count=sum(bool(changes) for _, changes in plan.all_changes),
        transitions=Counter(
            (reversibility(each), each.after) for _, changes in plan.all_changes for each in changes.transitions
        ),
        irreversible_repository_count=len(irreversible),
        loosening=Counter(
            each.after for _, changes in plan.all_changes for each in changes.transitions if each.loosens
        ),
        origin_count=sum(package.changes.origin is not None for package in plan.packages),
        deletion_count=sum(changes.deletion is not None for _, changes in plan.all_changes),
        waiting_count=sum(len(package.waiting) for package in plan.packages),
        may_return_count=sum(len(package.may_return) for package in plan.parts),
        removals=Counter(removal.action for removal in plan.removals),
        unmanaged=Counter(version.status for each in plan.unmanaged for version in each.versions),
    )
