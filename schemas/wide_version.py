"""A statement for several repositories at once: a version must be at least as restrictive as stated."""

from typing import NamedTuple

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Mark, Place
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status


class WideVersion(NamedTuple):
    """What one version must at least be in every repository of a scope.

    Attributes:
        scope: The repositories.
        package_format: The format of the package.
        namespace: Its namespace, if it has one.
        package: Its name.
        version: The version.
        status: At least as restrictive as this.
        reason: Why, in the words of the person who declared it. Untrusted text.
        excepted: Repositories, or globs of them, that it is not about.
        mark: Where the manifest says so.
        rules: The rules or advisories behind it, if it is a line of the lock.
        feed: The feed of these advisories; None where it is a line for rules, or none.
        is_hold: Whether nobody has reviewed it: it holds versions back until somebody does.
        origins: How a copy must have entered the domain for this to be about it; empty where that does not matter.
    """

    scope: Scope
    package_format: Format
    namespace: str | None
    package: str
    version: str
    status: Status
    reason: str | None
    excepted: tuple[str, ...]
    mark: Mark | None
    rules: tuple[str, ...] = ()
    feed: str | None = None
    is_hold: bool = False
    origins: frozenset[OriginType] = frozenset()

    def is_overridden_by(self, over: str | None) -> bool:
        """Whether an `over` sets it aside.

        Args:
            over: A manifest, a rule, a feed or an advisory; None sets nothing aside. Of a line with several causes, one
                of them is not enough.
        """
        if over is None:
            return False
        return over == self.feed or (over in (self.rules or self.names) and len(self.rules) < 2)  # noqa: PLR2004

    @property
    def names(self) -> tuple[str, ...]:
        """What an `over` calls it: its feed, its rules, or its manifest."""
        return (self.feed,) if self.feed else self.rules or (self.place.file,)

    def is_about(self, repository: str) -> bool:
        """Whether it holds for a repository of its domain.

        Args:
            repository: The repository's name.
        """
        return self.scope.holds(repository) and not self.scope.excludes(repository, self.excepted)

    def fits(self, origin: OriginType) -> bool:
        """Whether it is about a copy that entered the domain in some way.

        Args:
            origin: The way.
        """
        return not self.origins or origin in self.origins

    @property
    def place(self) -> Place:
        """Where the manifest says so."""
        return Place.at(self.mark)

    @property
    def subject(self) -> str:
        """The version that it is about, in words."""
        repository = Repository(self.scope.domain, "")
        written = Coordinates(repository, self.package_format, self.namespace, self.package).written
        return f"{written} {self.version} ({self.package_format}) in {self.scope.domain}"

    @property
    def sentence(self) -> str:
        """What it says of that version: all of it but the reason."""
        excepted = f", except {', '.join(self.excepted)}" if self.excepted else ""
        origins = f", of the origin {' or '.join(sorted(self.origins))}" if self.origins else ""
        lock = ", by a hold" if self.is_hold else ", by the lock" if self.rules else ""
        return f"{self.status} in {self.scope.words}{excepted}{origins}{lock}"
