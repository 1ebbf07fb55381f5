"""A statement for several repositories at once: a version must be at least as restrictive as stated."""

from typing import NamedTuple

from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Mark, Place
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
        rules: The rules behind it, if it is a line of the lock.
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

    def is_overridden_by(self, over: str | None) -> bool:
        """Whether an `over` sets it aside.

        Args:
            over: A manifest, or a rule; None sets nothing aside. A line that several rules cause needs more than one.
        """
        return over is not None and over in self.names and len(self.rules) < 2  # noqa: PLR2004

    @property
    def names(self) -> tuple[str, ...]:
        """What an `over` may call it: its rules, or its manifest."""
        return self.rules or (self.place.file,)

    def is_about(self, repository: str) -> bool:
        """Whether it holds for a repository of its domain.

        Args:
            repository: The repository's name.
        """
        return self.scope.holds(repository) and not self.scope.excludes(repository, self.excepted)

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
        return f"{self.status} in {self.scope.words}{excepted}{', by the lock' if self.rules else ''}"
