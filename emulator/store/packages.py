"""What the API does with packages and versions in one repository. Upstream repositories do not count here.

Source: UG upstream-repo-api-behavior. The shapes of requests and answers are left to `emulator.codeartifact`.
"""

from dataclasses import dataclass

from emulator.store.copying import Copy, copy_versions
from emulator.store.guarded import StorePart, alone
from emulator.store.lifecycle import BatchResult, StatusChange, change_statuses
from emulator.store.listing import (
    PackageFilter,
    PackageSummary,
    Page,
    VersionFilter,
    default_display_version,
    list_packages,
    paged,
)
from emulator.store.model import Asset, Dependency, OriginRestrictions, PackageKey, RepositoryKey, VersionRecord
from emulator.store.naming import check_namespace
from emulator.store.tree import Package


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One page of a package's versions."""

    versions: tuple[VersionRecord, ...]
    default_display_version: str
    next_token: str


class Packages(StorePart):
    """The API's side of the store, for packages and versions."""

    @alone
    def list_packages(
        self, repository: RepositoryKey, wanted: PackageFilter, page: Page
    ) -> tuple[list[PackageSummary], str]:
        """One page of a repository's packages, and the token of the next page or `""`.

        Raises:
            InvalidRequestError: The token is none of ours.
            NotFoundError: The repository is not there.
        """
        return list_packages(self.ground.tree.repository(repository), wanted, page)

    @alone
    def list_versions(
        self, repository: RepositoryKey, package: PackageKey, wanted: VersionFilter, page: Page
    ) -> VersionPage:
        """One page of a package's versions.

        Raises:
            InvalidRequestError: The token is none of ours, or the namespace does not fit the format.
            NotFoundError: The package is not there.
        """
        check_namespace(package)
        found = self.ground.tree.package(repository, package)
        versions, token = paged(wanted.select(found.versions.values()), page, wanted.position)
        return VersionPage(tuple(versions), default_display_version(found), token)

    @alone
    def describe_package(self, repository: RepositoryKey, package: PackageKey) -> PackageSummary:
        """A package and its origin configuration.

        Raises:
            NotFoundError: The package is not there.
        """
        check_namespace(package)
        return PackageSummary(package, self.ground.tree.package(repository, package).origin)

    @alone
    def describe_version(self, repository: RepositoryKey, package: PackageKey, version: str) -> VersionRecord:
        """A version, disposed ones too.

        Raises:
            NotFoundError: The version is not there.
        """
        check_namespace(package)
        return self.ground.tree.version(repository, package, version)

    @alone
    def list_assets(
        self, repository: RepositoryKey, package: PackageKey, version: str, page: Page
    ) -> tuple[VersionRecord, tuple[Asset, ...], str]:
        """A version, one page of its assets, and the token of the next page or `""`.

        Raises:
            InvalidRequestError: The token is none of ours.
            NotFoundError: The version is not there.
        """
        record = self.describe_version(repository, package, version)
        assets = sorted(record.assets, key=lambda asset: asset.name)
        chosen, token = paged(assets, page, lambda asset: (asset.name,))
        return record, tuple(chosen), token

    @alone
    def list_dependencies(
        self, repository: RepositoryKey, package: PackageKey, version: str, page: Page
    ) -> tuple[VersionRecord, tuple[Dependency, ...], str]:
        """A version, one page of its direct dependencies, and the token of the next page or `""`.

        Raises:
            InvalidRequestError: The token is none of ours.
            NotFoundError: The version is not there.
        """
        record = self.describe_version(repository, package, version)
        dependencies = sorted(set(record.metadata.dependencies))
        chosen, token = paged(
            dependencies,
            page,
            lambda each: (each.namespace, each.package, each.dependency_type, each.version_requirement),
        )
        return record, tuple(chosen), token

    @alone
    def change_statuses(self, repository: RepositoryKey, package: PackageKey, change: StatusChange) -> BatchResult:
        """Update, dispose or delete versions of a package.

        A package stays when its last version is deleted.

        Source: UG delete-package ("A package can exist in a repository without any package versions").

        Raises:
            InvalidRequestError: The change contradicts itself.
            NotFoundError: The package is not there.
        """
        check_namespace(package)
        change.check()
        found = self.ground.tree.package(repository, package)
        return change_statuses(found.versions, change, partial_success=self.ground.settings.partial_success)

    @alone
    def copy_versions(self, copy: Copy) -> BatchResult:
        """Copy versions of a package to another repository of the domain.

        Raises:
            InvalidRequestError: The call contradicts itself.
            NotFoundError: A repository or the package is not there.
        """
        check_namespace(copy.package)
        copy.check()
        return copy_versions(self.ground.tree, self.ground.public, copy)

    @alone
    def delete_package(self, repository: RepositoryKey, package: PackageKey) -> PackageSummary:
        """Delete a package with its versions and its origin configuration.

        Source: UG delete-package ("including all of its package versions and configuration").

        Undocumented (Q14): that an absent package is an error.

        Returns:
            The package as it was.

        Raises:
            NotFoundError: The package is not there.
        """
        found = self.describe_package(repository, package)
        self.ground.tree.repository(repository).remove_package(package)
        return found

    @alone
    def put_origin(
        self, repository: RepositoryKey, package: PackageKey, restrictions: OriginRestrictions
    ) -> OriginRestrictions:
        """Set a package's origin configuration; a package that is not there is created without versions.

        Source: botocore's model, PutPackageOriginConfiguration.

        Raises:
            InvalidRequestError: The namespace does not fit the format.
            NotFoundError: The repository is not there.
        """
        check_namespace(package)
        place = self.ground.tree.repository(repository)
        found = place.packages.get(package)
        if found:
            found.origin = restrictions
        else:
            place.add_package(Package(package, restrictions))
        return restrictions
