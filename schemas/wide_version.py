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
        return f"{self.status} in {self.scope.words}{excepted}"
