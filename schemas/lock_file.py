"""A file of the lock, as `packagestate lock` wrote it. A program wrote it, so whatever is odd is damage. Pure.

It lies in `packagestate.lock/ACCOUNT.REGION/DOMAIN/REPOSITORY.FORMAT.yaml` below the folder of the manifests.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from packagestate.schemas.coordinates import (
    Coordinates,
    Format,
    PackageNameError,
    Repository,
    normalised_version,
    parse_package_name,
)
from packagestate.schemas.document import Document
from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.lock_damage import account_and_region, damaged, damaged_fields, misplaced
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.names import Day, Domain, RepositoryName, Revision, RuleName, Version
from packagestate.schemas.nodes import Node, entry_at, map_at, place_of, plain
from packagestate.schemas.status import Status

#: The only version of the lock that there is.
LOCK_VERSION: Final = "1"

Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{16}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class LockedVersion(_Model):
    """A line of the lock."""

    status: Literal[Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED]
    via: list[RuleName] = Field(min_length=1)
    since: Day
    was: Literal[Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED]
    revision: Revision | None = None


class LockedEntry(_Model):
    """The lines of one package."""

    versions: dict[Version, LockedVersion] = Field(min_length=1)


class LockFile(_Model):
    """One file of the lock."""

    lock_version: Literal["1"]
    domain: Domain
    repository: RepositoryName
    format: Format
    rules: dict[RuleName, Digest]
    packages: dict[str, LockedEntry] = Field(default_factory=dict)


def read_lock(document: Document, file: PurePath, folder: PurePath) -> Lock:
    """What a file of the lock says.

    Args:
        document: The file's document.
        file: The file.
        folder: The folder of the manifests.

    Returns:
        The lock of one format in one repository.

    Raises:
        ManifestError: The file is damaged, or lies where it does not belong; it carries every fault.
    """
    root = document.root
    if root is None or document.faults:
        raise ManifestError(document.faults or (damaged("it is empty.", Place(str(file), 1, 1)),))
    try:
        held = LockFile.model_validate(plain(root))
    except ValidationError as error:
        raise ManifestError(damaged_fields(error, root)) from error
    reader = _Reader(held, root)
    account, region = reader.where(file, folder)
    packages = tuple(sorted(reader.packages(), key=lambda each: each.coordinates.resource_name))
    if reader.faults:
        raise ManifestError(reader.faults)
    return Lock(account, region, reader.repository, held.format, held.rules, packages, place_of(root))


class _Reader:
    """Reads what pydantic accepted, and notes what is wrong with it."""

    def __init__(self, held: LockFile, root: Node) -> None:
        self._held, self._root = held, root
        self.repository = Repository(held.domain, held.repository)
        self.faults: list[Fault] = []

    def where(self, file: PurePath, folder: PurePath) -> tuple[str, str]:
        """The account and the region that the path names; it must name the repository and the format as well."""
        name = f"{self._held.repository}.{self._held.format}.yaml"
        found = account_and_region(file, folder, self._held.domain, name)
        if found is None:
            self.faults.append(misplaced(self._held.domain, name, place_of(self._root)))
        return found or ("", "")

    def packages(self) -> Iterator[LockedPackage]:
        for written, entry in self._held.packages.items():
            lines = tuple(sorted(self._lines(written, entry)))
            keys = map_at(map_at(map_at(self._root, "packages"), written), "versions").keys
            marks = {version: key.start_mark for version, key in keys.items()}
            try:
                name = parse_package_name(self._held.format, written)
            except PackageNameError as error:
                self._fault(f"{error}.", "packages", written)
            else:
                yield LockedPackage(Coordinates(self.repository, self._held.format, *name), lines, marks)

    def _lines(self, written: str, entry: LockedEntry) -> Iterator[Line]:
        for version, said in entry.versions.items():
            path = ("packages", written, "versions", version)
            if (said.status is Status.DISPOSED) != (said.revision is not None):
                self._fault("a line has a revision if, and only if, it says `Disposed`.", *path)
            for name in said.via:
                if name not in self._held.rules:
                    self._fault(f"`via` names `{name}`, of which `rules` has no digest.", *path)
            if version != normalised_version(self._held.format, version):
                self._fault("the version is not spelt as AWS lists it.", *path)
            try:
                since = date.fromisoformat(said.since)
            except ValueError:
                self._fault(f"`{said.since}` is no day.", *path)
                continue
            yield Line(version, Status(said.status), tuple(sorted(said.via)), since, Status(said.was), said.revision)

    def _fault(self, detail: str, *path: str) -> None:
        entry = entry_at(self._root, path)
        self.faults.append(damaged(detail, place_of(self._root if entry is None else entry.key)))
