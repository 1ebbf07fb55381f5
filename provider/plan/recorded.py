"""What the state of a stack remembers: not what AWS has now, but what the last run left.

A record can say `Deleted`, for a version that was absent; AWS never lists one.
"""

from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self

from packagestate.provider.plan.commands import of_engine
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import StateError, shortened
from packagestate.schemas.status import Status


class _Observed(Protocol):
    """A version as AWS listed it."""

    @property
    def version(self) -> str: ...

    @property
    def status(self) -> Status: ...

    @property
    def revision(self) -> str: ...


@dataclass(frozen=True, slots=True, order=True)
class RecordedVersion:
    """One version as the stack's state remembers it.

    Attributes:
        version: The version.
        status: The status that it had when the last run ended; `Deleted` where it was absent.
        revision: Its revision then; empty where it was absent.
    """

    version: str
    status: Status
    revision: str

    @classmethod
    def absent(cls, version: str) -> Self:
        """A version that AWS does not list.

        Args:
            version: The version.
        """
        return cls(version, Status.DELETED, "")

    @classmethod
    def of(cls, observed: _Observed) -> Self:
        """A version as AWS listed it.

        Args:
            observed: The observation.
        """
        return cls(observed.version, observed.status, observed.revision)


@dataclass(frozen=True, slots=True)
class RecordedPackage:
    """One package as the stack's state remembers it.

    Attributes:
        name: The name of its resource; that of the package, unless somebody renamed the resource.
        coordinates: The package.
        versions: Each recorded version, sorted.
        on_removal: What happens when the package is no longer declared.
        floors: The versions that a statement for several repositories was about, sorted.
        several: The versions that `on_removal` is not about: only statements for several repositories named them.
    """

    name: str
    coordinates: Coordinates
    versions: tuple[RecordedVersion, ...]
    on_removal: OnRemoval
    floors: tuple[str, ...] = ()
    several: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """Versions of one package that the state records and no manifest names any more. They stay as they are.

    Attributes:
        coordinates: The package.
        versions: The versions as they are, sorted: as observed, or as recorded where nobody looked.
    """

    coordinates: Coordinates
    versions: tuple[RecordedVersion, ...]


class SettingChange(NamedTuple):
    """A setting of the stack that is not what it was in the last run.

    Attributes:
        key: Its key, without the namespace.
        before: What it was in the last run; empty where it was not set.
        after: What it is now; empty where it is not set.
    """

    key: str
    before: str
    after: str


def unreadable_record(name: str) -> StateError:
    """That nobody can tell what the state remembers of a resource.

    Args:
        name: The name of the resource.
    """
    return StateError.of(
        "Stack's record cannot be read",
        f"What the state holds of `{shortened(name)}` is not what this project writes: somebody edited it, or a newer "
        "version wrote it. So nobody can tell what a run would do with it. Nothing was changed.",
        f"put back an earlier state with {of_engine('stack import --file FILE')}, or use the version that wrote it",
    )
