"""What the lock says for advisories: versions, in every repository of a domain that has them. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Mark, Place
from packagestate.schemas.locked import lock_path
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status


class FeedLine(NamedTuple):
    """What the lock says of one version of one package in a whole domain.

    Attributes:
        version: The version.
        status: What each copy must at least be: Unlisted or Archived.
        via: The ids of the advisories that cause this, sorted.
        since: The day on which this was locked first; a changed advisory starts it again.
        was: The status of each copy that was not Published before it was restricted, by repository; sorted.
        is_released: Whether no advisory has an effect any more: the line asks for nothing, and is kept for as long as
            there is a copy that it may have restricted, so that people can take that back.
        earlier: Another status that the line had before, or one of another feed: a copy may still have it.
    """

    version: str
    status: Status
    via: tuple[str, ...]
    since: date
    was: tuple[tuple[str, Status], ...] = ()
    is_released: bool = False
    earlier: Status | None = None

    def made(self, status: Status) -> bool:
        """Whether the line may have given a copy its status.

        Args:
            status: The status.
        """
        return status in {self.status, self.earlier}

    def was_in(self, repository: str) -> Status:
        """The status that the copy of a repository had; one that came later was Published.

        Args:
            repository: The repository.
        """
        return dict(self.was).get(repository, Status.PUBLISHED)


class Disposal(NamedTuple):
    """That one copy of a version is to be disposed of.

    Attributes:
        repository: Its repository.
        version: The version.
        since: The day on which this was locked first.
        revision: The revision that the copy must have.
    """

    repository: str
    version: str
    since: date
    revision: str


@dataclass(frozen=True, slots=True)
class FeedPackage:
    """What the lock says of one package.

    Attributes:
        namespace: Its namespace, if it has one.
        package: Its name.
        lines: The lines, sorted by version; each version once.
        disposals: The copies to dispose of, sorted; each once.
        marks: Where each line stands in its file, by version; not a part of the value.
        disposal_marks: Where each disposal stands, by repository and version; not a part of the value.
    """

    namespace: str | None
    package: str
    lines: tuple[FeedLine, ...]
    disposals: tuple[Disposal, ...] = ()
    marks: Mapping[str, Mark | None] = field(default_factory=dict, compare=False)
    disposal_marks: Mapping[tuple[str, str], Mark | None] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class FeedLock:
    """What one file of the lock says for one feed in one domain.

    Attributes:
        account: The account that owns the domain.
        region: The region.
        domain: The domain.
        feed: The name of the feed.
        package_format: The format.
        digest: The digest of the feed.
        repositories: The repositories that the lines are about, as the patterns of a scope; none means all.
        origins: How versions entered the domain that the lines are about.
        advisories: The digest of each advisory that a line names, by its id.
        packages: The packages with lines, sorted.
        is_hold: Whether nobody has reviewed it: it holds versions back until somebody does.
        place: Where the file begins; not a part of the value.
    """

    account: str
    region: str
    domain: str
    feed: str
    package_format: Format
    digest: str
    repositories: tuple[str, ...]
    origins: frozenset[OriginType]
    advisories: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[FeedPackage, ...] = ()
    is_hold: bool = False
    place: Place = field(default=Place("", 1, 1), compare=False)

    @property
    def scope(self) -> Scope:
        """The repositories that the lines are about; one that is gone by now is no fault."""
        return Scope(self.domain, None, self.repositories, self.place, may_be_gone=True)

    def is_about(self, repository: str, origin: OriginType) -> bool:
        """Whether the lines are about the copies of a repository that entered the domain in one way.

        Args:
            repository: The repository.
            origin: The way.
        """
        return origin in self.origins and self.scope.holds(repository)

    @property
    def file_name(self) -> str:
        """The name of its file: one that no repository can have."""
        return f"{HOLDS if self.is_hold else DOMAIN}.{self.feed}.yaml"

    @property
    def path(self) -> PurePosixPath:
        """Where the file lies, below the folder of the manifests."""
        return lock_path(self.account, self.region, self.domain, self.file_name)

    def written(self, package: FeedPackage) -> str:
        """The name of a package as people write it.

        Args:
            package: The package.
        """
        nowhere = Repository(self.domain, "")
        return Coordinates(nowhere, self.package_format, package.namespace, package.package).written


#: What the names of the files begin with.
DOMAIN = "_domain"
HOLDS = "_holds"
