"""The store's own mutable tree of domains, repositories and packages, and the look-ups in it.

Nothing of this leaves `emulator.store`: its callers get the values of `model`. Absence is told in one place, here.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from emulator.store.errors import NotFoundError
from emulator.store.model import OriginRestrictions, PackageKey, RepositoryKey, VersionRecord

ACCOUNT: Final = "123456789012"
"""The one account; the same as moto's."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A resource policy and the token that guards its replacement."""

    document: str
    revision: str


@dataclass(slots=True)
class Package:
    """A package in one repository; without versions when only its origin configuration was put."""

    key: PackageKey
    origin: OriginRestrictions
    versions: dict[str, VersionRecord] = field(default_factory=dict)
    dist_tags: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Repository:
    """A repository: its settings and its packages."""

    key: RepositoryKey
    created_time: datetime
    description: str = ""
    upstreams: tuple[str, ...] = ()
    external_connection: str = ""
    policy: Policy | None = None
    packages: dict[PackageKey, Package] = field(default_factory=dict)
    sorted_keys: list[PackageKey] | None = None  # a cache: listing 100,000 packages by pages must not sort each time

    def add_package(self, package: Package) -> Package:
        """Add an empty package."""
        self.packages[package.key] = package
        self.sorted_keys = None
        return package

    def remove_package(self, key: PackageKey) -> None:
        """Remove a package with all that belongs to it."""
        del self.packages[key]
        self.sorted_keys = None

    def package_keys(self) -> list[PackageKey]:
        """The keys of all packages, sorted."""
        if self.sorted_keys is None:
            self.sorted_keys = sorted(self.packages)
        return self.sorted_keys

    def record(self, package: PackageKey, version: str) -> VersionRecord | None:
        """The version's record in this very repository, when there is one."""
        found = self.packages.get(package)
        return found.versions.get(version) if found else None


@dataclass(slots=True)
class Domain:
    """A domain: its settings and its repositories."""

    name: str
    created_time: datetime
    encryption_key: str
    policy: Policy | None = None
    repositories: dict[str, Repository] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retention:
    """A version on its way into a repository, not yet visible there."""

    due_time: datetime
    repository: RepositoryKey
    package: PackageKey
    record: VersionRecord


@dataclass(slots=True)
class Tree:
    """All that the store holds."""

    domains: dict[str, Domain] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    pending: list[Retention] = field(default_factory=list)

    def domain(self, name: str) -> Domain:
        """The domain of that name.

        Source: the words of the message and those of an absent repository, real answers that were seen.

        Undocumented (Q11): that the answer names the domain as its `resourceType` and `resourceId`.

        Raises:
            NotFoundError: There is none.
        """
        try:
            return self.domains[name]
        except KeyError:
            raise NotFoundError(
                f"Domain not found. Domain '{name}' owned by account '{ACCOUNT}' does not exist.", name, "domain"
            ) from None

    def repository(self, key: RepositoryKey) -> Repository:
        """The repository at that address.

        Undocumented (Q11): that the answer names the repository as its `resourceType` and `resourceId`.

        Raises:
            NotFoundError: There is none, or no such domain.
        """
        try:
            return self.domain(key.domain).repositories[key.name]
        except KeyError:
            raise NotFoundError(
                f"Repository not found. Repository '{key.name}' in domain '{key.domain}' owned by account "
                f"'{ACCOUNT}' does not exist.",
                key.name,
                "repository",
            ) from None

    def package(self, repository: RepositoryKey, key: PackageKey) -> Package:
        """The package in that very repository.

        Source: the words of the message, a real answer of ListPackageVersions for an npm package without a scope.

        Undocumented (Q11): no answer that was seen has a `resourceType` or a `resourceId`, so there is none here.
        Undocumented (Q0): how AWS writes a scope or another namespace in the message.

        Raises:
            NotFoundError: It is not there; a package of an upstream repository does not count.
        """
        try:
            return self.repository(repository).packages[key]
        except KeyError:
            raise NotFoundError(
                f"The {key.format} package '{key.display_name}' does not exist in repository '{repository.name}'."
            ) from None

    def version(self, repository: RepositoryKey, key: PackageKey, version: str) -> VersionRecord:
        """The version's record in that very repository.

        Undocumented (Q11): that the answer names the version as its `resourceType` and `resourceId`.

        Raises:
            NotFoundError: The package or the version is not there.
        """
        try:
            return self.package(repository, key).versions[version]
        except KeyError:
            raise NotFoundError(
                f"Package version not found in repository. RepoId: {repository.name}, "
                f"Package = PackageCoordinate{{packageType={key.format}, packageName={key.name}}}, version = {version}",
                version,
                "package-version",
            ) from None
