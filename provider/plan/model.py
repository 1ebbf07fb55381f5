"""The values of planning: what AWS answered, what would change, and what became of it.

Every collection is a sorted tuple, so equal inputs give plans that are equal to the byte.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from packagestate.provider.plan.recorded import Unmanaged
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredVersion, OnRemoval, OriginConfiguration
from packagestate.schemas.errors import Fault
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import IRREVERSIBLE, Status


@dataclass(frozen=True, slots=True, order=True)
class ObservedVersion:
    """One version as AWS lists it.

    Attributes:
        version: The version.
        status: Its status; never `Deleted`, since AWS lists no deleted version.
        revision: AWS's opaque token for its assets and metadata; empty where AWS named none. Such a version is shown
            and never written to.
        origin: How it entered the domain; not a part of the value, since no change is guarded by it.
    """

    version: str
    status: Status
    revision: str
    origin: OriginType = field(default=OriginType.UNKNOWN, compare=False)


@dataclass(frozen=True, slots=True)
class ObservedPackage:
    """One package as AWS answered for it.

    Attributes:
        coordinates: The package.
        versions: Every version that AWS lists, of every status, sorted; empty where the package is absent.
        origin: Its origin configuration; None where the package is absent, or where nobody asked.
    """

    coordinates: Coordinates
    versions: tuple[ObservedVersion, ...] = ()
    origin: OriginConfiguration | None = None


@dataclass(frozen=True, slots=True, order=True)
class Transition:
    """One version, from one status at one revision to another status.

    Attributes:
        version: The version.
        before, revision: What the plan was made from.
        after: The status that it gets.
    """

    version: str
    before: Status
    after: Status
    revision: str

    @property
    def irreversible(self) -> bool:
        """Whether no call leads back from it."""
        return self.after in IRREVERSIBLE

    @property
    def loosens(self) -> bool:
        """Whether the version becomes less restrictive: who could not get it can, or sees it again."""
        return self.after.is_looser_than(self.before)


@dataclass(frozen=True, slots=True, order=True)
class OriginChange:
    """A change of a package's origin configuration.

    Attributes:
        before, after: The one that the plan was made from, None where the package was absent, and the one that it gets.
    """

    before: OriginConfiguration | None
    after: OriginConfiguration


@dataclass(frozen=True, slots=True, order=True)
class PackageDeletion:
    """That a package is deleted as a whole, which drops its origin configuration too.

    Attributes:
        before: The origin configuration that the plan was made from; None where AWS named none.
        after: The origin configuration that is put again afterwards; None where none is declared.
    """

    before: OriginConfiguration | None
    after: OriginConfiguration | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a run does to one package.

    Attributes:
        transitions: Sorted by version, each once; every listed version where the package is deleted.
        origin: The change of the origin configuration; None where there is none, or the package is deleted.
        deletion: That the package is deleted as a whole; None where it is not.
    """

    transitions: tuple[Transition, ...] = ()
    origin: OriginChange | None = None
    deletion: PackageDeletion | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.transitions) or self.origin is not None or self.deletion is not None


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """What should change in one package.

    Attributes:
        coordinates: The package.
        changes: What the run does.
        waiting: Declared versions that are absent and need nothing yet: they are changed once they appear.
        may_return: The versions that the run deletes although the package, after the run, lets versions in from
            upstream: the next request may fetch them again. Sorted; empty where nobody knows the origin configuration.
        refusals: What the planner will not plan. A plan with a refusal is never carried out.
        warnings: What may be a mistake. A plan with a warning is carried out all the same.
        version_count: How many versions AWS listed.
    """

    coordinates: Coordinates
    changes: Changes
    waiting: tuple[DesiredVersion, ...] = ()
    may_return: tuple[str, ...] = ()
    refusals: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    version_count: int = 0


@dataclass(frozen=True, slots=True)
class Removal:
    """What a run does with a package that the state records and no manifest declares any more.

    Attributes:
        coordinates, changes: The package, and what happens to it; nothing where it is forgotten.
        action: What happens in AWS: nothing (`retain`, the package is forgotten), `dispose` or `delete`.
        note: Why the package is forgotten although `onRemoval` says otherwise; empty where it does not.
        may_return: The versions that may come back from upstream after the deletion, as in `PackagePlan`.
        refusals: Why the removal must not be carried out; empty where it may.
        version_count: How many versions AWS listed; 0 where nobody looked.
        gone: `repository` or `domain`, where that is known to be gone with all that was in it.
    """

    coordinates: Coordinates
    action: OnRemoval
    changes: Changes = Changes()
    note: str = ""
    may_return: tuple[str, ...] = ()
    refusals: tuple[Fault, ...] = ()
    version_count: int = 0
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run does.

    Attributes:
        packages: One plan for each declared package, sorted by coordinates.
        removals: One for each package that is no longer declared, sorted by coordinates.
        unmanaged: What is managed no longer, sorted by coordinates.
        run_warnings: What may be a mistake, or left over, of the run as a whole.
    """

    packages: tuple[PackagePlan, ...]
    removals: tuple[Removal, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    run_warnings: tuple[Fault, ...] = ()

    @property
    def parts(self) -> tuple[PackagePlan | Removal, ...]:
        """What happens to each package, declared or removed."""
        return (*self.packages, *self.removals)

    @property
    def observed_version_count(self) -> int:
        """How many versions AWS listed for all of these packages."""
        return sum(each.version_count for each in self.parts)

    @property
    def all_changes(self) -> tuple[tuple[Coordinates, Changes], ...]:
        """The changes of every package, declared or removed."""
        return tuple((each.coordinates, each.changes) for each in self.parts)

    @property
    def refusals(self) -> tuple[Fault, ...]:
        """Every refusal of every package."""
        return tuple(refusal for each in self.parts for refusal in each.refusals)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Every warning of the run and of every package."""
        return (*self.run_warnings, *(warning for package in self.packages for warning in package.warnings))


class Call(StrEnum):
    """The API call that carries a transition, or one step of it."""

    UPDATE = "UpdatePackageVersionsStatus"
    DISPOSE = "DisposePackageVersions"
    DELETE = "DeletePackageVersions"


@dataclass(frozen=True, slots=True)
class Batch:
    """The versions that one API call carries: the same call, the same status before and after, at most 100.

    Attributes:
        call, before: The API call, and the status that every version must still have: `expectedStatus`.
        after: The status that every version gets: `targetStatus` where the call has one.
        revisions: Version and the revision that it must still have, sorted by version.
    """

    call: Call
    before: Status
    after: Status
    revisions: tuple[tuple[str, str], ...]
