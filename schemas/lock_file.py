"""A file of the lock, as `packagestate lock` wrote it. A program wrote it, so whatever is odd is damage. Pure.

It lies in `packagestate.lock/ACCOUNT.REGION/DOMAIN/REPOSITORY.FORMAT.yaml` below the folder of the manifests.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.document import Document
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.lock_damage import Damages, damaged_fields, root_of
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.names import Day, Domain, RepositoryName, Revision, RuleName, Version
from packagestate.schemas.nodes import Node, map_at, place_of, plain
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
    root = root_of(document, file)
    try:
        held = LockFile.model_validate(plain(root))
    except ValidationError as error:
        raise ManifestError(damaged_fields(error, root)) from error
    reader = _Reader(held, root)
    name = f"{held.repository}.{held.format}.yaml"
    account, region = reader.damages.account_and_region(file, folder, held.domain, name)
    packages = tuple(sorted(reader.packages(), key=lambda each: each.coordinates.resource_name))
    if reader.damages.faults:
        raise ManifestError(reader.damages.faults)
    return Lock(account, region, reader.repository, held.format, held.rules, packages, place_of(root))


class _Reader:
    """Reads what pydantic accepted, and notes what is wrong with it."""

    def __init__(self, held: LockFile, root: Node) -> None:
        self._held, self._root = held, root
        self.repository = Repository(held.domain, held.repository)
        self.damages = Damages(root, held.format)

    def packages(self) -> Iterator[LockedPackage]:
        for written, entry in self._held.packages.items():
            lines = tuple(sorted(self._lines(written, entry)))
            keys = map_at(map_at(map_at(self._root, "packages"), written), "versions").keys
            marks = {version: key.start_mark for version, key in keys.items()}
            name = self.damages.name(written)
            if name is not None:
                yield LockedPackage(Coordinates(self.repository, self._held.format, *name), lines, marks)

    def _lines(self, written: str, entry: LockedEntry) -> Iterator[Line]:
        for version, said in entry.versions.items():
            path = ("packages", written, "versions", version)
            if (said.status is Status.DISPOSED) != (said.revision is not None):
                self.damages.note("a line has a revision if, and only if, it says `Disposed`.", *path)
            via = self.damages.causes(said.via, self._held.rules, "rules", *path)
            self.damages.version(version, *path)
            since = self.damages.day(said.since, *path)
            if since is not None:
                yield Line(version, Status(said.status), via, since, Status(said.was), said.revision)
