"""One request of a package manager to one repository."""

from dataclasses import dataclass

from werkzeug.wrappers import Request

from emulator.store import RepositoryKey, Store


@dataclass(frozen=True, slots=True)
class Visit:
    """A request whose sender has logged in.

    Attributes:
        request: The request.
        store: What there is.
        repository: The repository.
        path: The path below the repository, without a slash at its start.
        format: The package format in the path.
    """

    request: Request
    store: Store
    repository: RepositoryKey
    path: str
    format: str

    @property
    def url(self) -> str:
        """The repository's URL, without a slash at its end."""
        place = f"{self.repository.domain}/{self.format}/{self.repository.name}"
        return f"{self.request.host_url}-/{place}"
