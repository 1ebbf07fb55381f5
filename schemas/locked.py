"""What the lock says: the versions that rules mean in one repository, for people to review. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath, PurePosixPath
from typing import Final, NamedTuple

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Mark, Place
from packagestate.schemas.status import Status

#: The folder that holds the lock, in the folder of the manifests.
LOCK_FOLDER: Final = "packagestate.lock"


def lock_path(account: str, region: str, domain: str, name: str) -> PurePosixPath:
    """Where a file of the lock lies, below the folder of the manifests.

    Args:
        account: The account that owns the domain.
        region: The region.
        domain: The domain.
        name: The name of the file.
    """
    return PurePosixPath(LOCK_FOLDER, f"{account}.{region}", domain, name)


class Line(NamedTuple):
    """What the lock says of one version of one package in one repository.

    Attributes:
        version: The version.
        status: What it must at least be.
        via: The names of the rules that cause this, sorted.
        since: The day on which this status was locked first.
        was: The status that the version had then.
        revision: The revision that it must have for the transition; only where `status` is Disposed.
    """

    version: str
    status: Status
    via: tuple[str, ...]
    since: date
    was: Status
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """What the lock says of one package of one repository.

    Attributes:
        coordinates: The package.
        lines: The lines, sorted by version; each version once.
        marks: Where each line stands in its file, by version; not a part of the value.
    """

    coordinates: Coordinates
    lines: tuple[Line, ...]
    marks: Mapping[str, Mark | None] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Lock:
    """What one file of the lock says: of the packages of one format in one repository.

    Attributes:
        account: The account that owns the domain.
        region: The region.
        repository: The repository.
        package_format: The format.
        rules: The digest of each rule that is about the repository, by its name.
        packages: The packages with lines, sorted.
        place: Where the file begins; not a part of the value.
    """

    account: str
    region: str
    repository: Repository
    package_format: Format
    rules: Mapping[str, str]
    packages: tuple[LockedPackage, ...] = ()
    place: Place = field(default=Place("", 1, 1), compare=False)

    @property
    def path(self) -> PurePosixPath:
        """Where the file lies, below the folder of the manifests."""
        name = f"{self.repository.name}.{self.package_format}.yaml"
        return lock_path(self.account, self.region, self.repository.domain, name)


def is_of_lock(file: PurePath, folder: PurePath) -> bool:
    """Whether a file belongs to the lock.

    Args:
        file: The file.
        folder: The folder of the manifests.
    """
    return file.is_relative_to(folder / LOCK_FOLDER)
