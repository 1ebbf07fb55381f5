"""A file of the lock for advisories. A program wrote it, so whatever is odd is damage. Pure.

It lies in `packagestate.lock/ACCOUNT.REGION/DOMAIN/_domain.FEED.yaml`, or `_holds.FEED.yaml`, below the folder of the
manifests. A file of holds was reviewed by nobody, so it can say less: nothing in it is irreversible.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel

from packagestate.schemas.advisories.locked import DOMAIN, HOLDS, Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.coordinates import Format
from packagestate.schemas.document import Document
from packagestate.schemas.errors import Fault, ManifestError, Mark, Place
from packagestate.schemas.lock_damage import Damages, damaged_fields, place_at, root_of
from packagestate.schemas.manifest import Repositories
from packagestate.schemas.names import AdvisoryId, Day, Domain, RepositoryName, Revision, RuleName, Version
from packagestate.schemas.nodes import Node, map_at, place_of, plain
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import ALL
from packagestate.schemas.status import Status

Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{16}$")]
RecordDigest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{16}(?:-[0-9a-f]{16})?$")]
# What was Published is not written.
Was = Literal[Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel)


class LockedFeedVersion(_Model):
    """A line."""

    status: Literal[Status.UNLISTED, Status.ARCHIVED]
    via: list[AdvisoryId] = Field(min_length=1)
    since: Day
    was: dict[RepositoryName, Was] = Field(default_factory=dict)
    earlier: Literal[Status.UNLISTED, Status.ARCHIVED] | None = None
    released: Literal["true"] | None = None


class LockedDisposal(_Model):
    """A copy that is to be disposed of."""

    since: Day
    revision: Revision


class LockedFeedPackage(_Model):
    """The lines of one package."""

    versions: dict[Version, LockedFeedVersion] = Field(min_length=1)
    disposals: dict[RepositoryName, dict[Version, LockedDisposal]] = Field(default_factory=dict)


class FeedLockFile(_Model):
    """One file of the lock for advisories."""

    lock_version: Literal["1"]
    domain: Domain
    feed: RuleName
    format: Format
    digest: Digest
    repositories: Repositories
    origin: list[OriginType] = Field(min_length=1)
    advisories: dict[AdvisoryId, RecordDigest]
    packages: dict[str, LockedFeedPackage] = Field(default_factory=dict)


def is_of_feed(file: PurePath) -> bool:
    """Whether a file of the lock is one for advisories, by its name.

    Args:
        file: The file.
    """
    return file.name.startswith((f"{DOMAIN}.", f"{HOLDS}."))


def read_feed_lock(document: Document, file: PurePath, folder: PurePath) -> FeedLock:
    """What a file of the lock says.

    Args:
        document: The file's document.
        file: The file.
        folder: The folder of the manifests.

    Returns:
        The lock of one feed in one domain.

    Raises:
        ManifestError: The file is damaged, or lies where it does not belong; it carries every fault.
    """
    root = root_of(document, file)
    is_hold = file.name.startswith(HOLDS)
    try:
        held = FeedLockFile.model_validate(plain(root))
    except ValidationError as error:
        faults = list(damaged_fields(error, root))
        raise ManifestError(faults if not is_hold else [_of_hold(each) for each in faults]) from error
    reader = _Reader(held, root, is_hold=is_hold)
    name = f"{HOLDS if is_hold else DOMAIN}.{held.feed}.yaml"
    account, region = reader.damages.account_and_region(file, folder, held.domain, name)
    packages = tuple(sorted(reader.packages(), key=lambda each: (each.namespace or "", each.package)))
    reader.check_hold()
    if reader.damages.faults:
        raise ManifestError(reader.damages.faults)
    return FeedLock(
        account,
        region,
        held.domain,
        held.feed,
        held.format,
        held.digest,
        () if held.repositories == ALL else tuple(held.repositories),
        frozenset(held.origin),
        held.advisories,
        packages,
        reader.is_hold,
        place_of(root),
    )


class _Reader:
    """Reads what pydantic accepted, and notes what is wrong with it."""

    def __init__(self, held: FeedLockFile, root: Node, *, is_hold: bool) -> None:
        self._held, self._root, self.is_hold = held, root, is_hold
        self.damages = Damages(root, held.format)

    def check_hold(self) -> None:
        """Nobody has reviewed a hold: it must be possible to take all of it back."""
        if not self.is_hold:
            return
        if self._held.origin != [OriginType.EXTERNAL]:
            self._refuse("it holds back versions that did not come from outside.", "origin")
        for written, entry in self._held.packages.items():
            if entry.disposals:
                self._refuse("it disposes of versions.", "packages", written, "disposals")

    def packages(self) -> Iterator[FeedPackage]:
        for written, entry in self._held.packages.items():
            lines = tuple(sorted(self._lines(written, entry)))
            disposals = tuple(sorted(self._disposals(written, entry)))
            package = map_at(map_at(self._root, "packages"), written)
            marks = {version: key.start_mark for version, key in map_at(package, "versions").keys.items()}
            name = self.damages.name(written)
            if name is None:
                continue
            of_disposals: dict[tuple[str, str], Mark | None] = {}
            for repository in entry.disposals:
                keys = map_at(map_at(package, "disposals"), repository).keys
                of_disposals |= {(repository, version): key.start_mark for version, key in keys.items()}
            yield FeedPackage(*name, lines, disposals, marks, of_disposals)

    def _lines(self, written: str, entry: LockedFeedPackage) -> Iterator[FeedLine]:
        for version, said in entry.versions.items():
            path = ("packages", written, "versions", version)
            via = self.damages.causes(said.via, self._held.advisories, "advisories", *path)
            self.damages.version(version, *path)
            since = self.damages.day(said.since, *path)
            was = tuple(sorted((name, Status(status)) for name, status in said.was.items()))
            if since is not None:
                yield FeedLine(
                    version,
                    Status(said.status),
                    via,
                    since,
                    was,
                    said.released is not None,
                    None if said.earlier is None else Status(said.earlier),
                )

    def _disposals(self, written: str, entry: LockedFeedPackage) -> Iterator[Disposal]:
        for repository, versions in entry.disposals.items():
            for version, said in versions.items():
                path = ("packages", written, "disposals", repository, version)
                self.damages.version(version, *path)
                line = entry.versions.get(version)
                if line is None or line.status is not Status.ARCHIVED or line.released is not None:
                    self.damages.note("it disposes of a version that no line of it archives.", *path)
                since = self.damages.day(said.since, *path)
                if since is not None:
                    yield Disposal(repository, version, since, said.revision)

    def _refuse(self, detail: str, *path: str) -> None:
        self.damages.faults.append(_too_much(detail, place_at(self._root, path)))


def _of_hold(fault: Fault) -> Fault:
    """A fault of a file of holds: another status is not damage, but what nobody may say without a review."""
    if ".status`" not in fault.detail or fault.place is None:
        return fault
    return _too_much("a line has another status than these.", fault.place)


def _too_much(detail: str, place: Place) -> Fault:
    return Fault(
        "Hold says too much",
        f"A file of holds is carried out without a review, and {detail} It may say Unlisted and Archived, of versions "
        "from outside. Nothing was changed.",
        "take the file back from Git, and run `packagestate lock` without `--holds` to have it reviewed",
        place,
    )
