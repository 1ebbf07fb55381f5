"""One request, as the operations read it."""

from dataclasses import dataclass
from typing import Any

from emulator.codeartifact.names import Place
from emulator.store import PackageFormat, PackageKey, RepositoryKey, Store
from emulator.store.listing import DEFAULT_PAGE_SIZE, Page
from emulator.store.naming import normalised


@dataclass(frozen=True, slots=True)
class Request:
    """A request that fits the model.

    Attributes:
        parameters: The parameters by the names of the model's members.
        store: What it is about.
        place: Account and region.
        base_url: The URL of the endpoint, without a slash at the end.
    """

    parameters: dict[str, Any]
    store: Store
    place: Place
    base_url: str

    @property
    def domain(self) -> str:
        """The domain."""
        return str(self.parameters["domain"])

    @property
    def repository(self) -> RepositoryKey:
        """The repository."""
        return RepositoryKey(self.domain, self.parameters["repository"])

    @property
    def package(self) -> PackageKey:
        """The package, by the name under which the API knows it.

        Source: AWS CodeArtifact User Guide, "Python package name normalization" and "Swift package name and namespace
        normalization".
        """
        package_format, name = PackageFormat(self.parameters["format"]), self.parameters["package"]
        namespace = self.parameters.get("namespace") or ""
        if package_format is PackageFormat.PYPI:
            name = normalised(name)
        if package_format is PackageFormat.SWIFT:
            namespace, name = namespace.lower(), name.lower()
        return PackageKey(package_format, namespace, name)

    @property
    def page(self) -> Page:
        """Which part of a list is asked for."""
        return Page(self.parameters.get("maxResults") or DEFAULT_PAGE_SIZE, self.parameters.get("nextToken") or "")


def present(**members: Any) -> dict[str, Any]:  # noqa: ANN401 - members are of any type of the model
    """An answer without the members that have no value."""
    return {name: value for name, value in members.items() if value is not None and value != ""}


def described_package(key: PackageKey) -> dict[str, Any]:
    """The members by which answers name a package."""
    return present(format=str(key.format), namespace=key.namespace, package=key.name)
