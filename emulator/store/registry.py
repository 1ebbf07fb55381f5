"""What package managers do with a repository: publish, look, fetch, tag.

The paths and documents of npm and PyPI are left to `emulator.registry`.
"""

from dataclasses import dataclass
from datetime import timedelta

from emulator.store.errors import ConflictError, NotFoundError
from emulator.store.guarded import StorePart, alone
from emulator.store.ingestion import find, is_downloadable, is_listed, merged_dist_tags, merged_versions, retain, settle
from emulator.store.model import Asset, Metadata, OriginType, PackageKey, RepositoryKey, VersionRecord
from emulator.store.naming import check_namespace
from emulator.store.origin import default_restrictions
from emulator.store.publishing import publish, revised
from emulator.store.tree import Package


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """A package as package managers see it: its listed versions by publication, and all of its npm tags.

    Undocumented (Q10): a tag may name a version that is not listed; what AWS makes of such a tag.
    """

    key: PackageKey
    versions: tuple[VersionRecord, ...]
    dist_tags: tuple[tuple[str, str], ...]


class Registry(StorePart):
    """The package managers' side of the store."""

    @alone
    def publish_asset(
        self,
        repository: RepositoryKey,
        package: PackageKey,
        version: str,
        asset: Asset,
        *,
        metadata: Metadata | None = None,
        finish: bool = True,
        dist_tags: tuple[str, ...] = (),
    ) -> VersionRecord:
        """Add an asset to a version, which is created when it is not there.

        Args:
            repository: Where to.
            package: The package; created when it is not there.
            version: The version.
            asset: The file.
            metadata: What the version says of itself; None leaves it as it is.
            finish: Whether the version is complete, and so Published rather than Unfinished.
            dist_tags: npm tags that shall name this version.

        Returns:
            The version's new record.

        Raises:
            ConflictError: The version or the asset is there, or publishing is blocked.
            NotFoundError: The repository is not there.
        """
        ground = self.ground
        check_namespace(package)
        record = publish(
            ground.tree,
            ground.public,
            repository,
            package,
            version=version,
            asset=asset,
            metadata=metadata,
            finish=finish,
            now=ground.clock(),
        )
        tags = ground.tree.package(repository, package).dist_tags
        tags.update(dict.fromkeys(dist_tags, version))
        return record

    @alone
    def revise(self, repository: RepositoryKey, package: PackageKey, version: str, metadata: Metadata) -> VersionRecord:
        """Give a version other metadata, and so a new revision.

        Raises:
            NotFoundError: The version is not in this very repository.
        """
        record = revised(self.ground.tree.version(repository, package, version), package, metadata=metadata)
        self.ground.tree.package(repository, package).versions[version] = record
        return record

    @alone
    def listed_package(self, repository: RepositoryKey, package: PackageKey) -> ListedPackage:
        """What a package manager sees of a package here and upstream; nothing is retained by looking.

        Raises:
            NotFoundError: No repository on the way has the package.
        """
        ground = self.ground
        merged = merged_versions(ground.tree, ground.public, repository, package)
        if not merged:
            ground.tree.package(repository, package)
        listed = sorted(
            (record for record in merged.values() if is_listed(record)),
            key=lambda record: (record.published_time, record.version),
        )
        tags = merged_dist_tags(ground.tree, ground.public, repository, package)
        return ListedPackage(package, tuple(listed), tuple(sorted(tags.items())))

    @alone
    def fetch_version(self, repository: RepositoryKey, package: PackageKey, version: str) -> VersionRecord:
        """A version that a package manager names exactly, Unlisted ones too; it is retained on the first fetch.

        Raises:
            NotFoundError: It is nowhere on the way upstream, or an Archived, Disposed or Unfinished one ends the way.
        """
        ground = self.ground
        found = find(ground.tree, ground.public, repository, package, version)
        if not found or not is_downloadable(found.record):
            raise NotFoundError(f"{package.display_name} {version} not found.", version, "package-version")
        now = ground.clock()
        lag = timedelta(seconds=ground.settings.ingestion_lag_seconds)
        retain(ground.tree, repository, package, found, now + lag)
        settle(ground.tree, now)
        return found.record

    def fetch_asset(self, repository: RepositoryKey, package: PackageKey, version: str, asset: str) -> Asset:
        """A file of a version, as `fetch_version` gives it.

        Raises:
            NotFoundError: The version cannot be fetched, or has no such file.
        """
        found = self.fetch_version(repository, package, version).asset(asset)
        if not found:
            raise NotFoundError(f"{asset} not found in {package.display_name} {version}.", asset, "asset")
        return found

    @alone
    def put_dist_tag(self, repository: RepositoryKey, package: PackageKey, tag: str, version: str) -> None:
        """Let an npm tag name a version of this repository.

        Raises:
            NotFoundError: The version is not there.
            ConflictError: The version is not offered any more.
        """
        record = self.ground.tree.version(repository, package, version)
        if not is_downloadable(record):
            raise ConflictError(f"Version {version} is {record.status}.", version, "package-version")
        self.ground.tree.package(repository, package).dist_tags[tag] = version

    @alone
    def remove_dist_tag(self, repository: RepositoryKey, package: PackageKey, tag: str) -> None:
        """Take an npm tag away.

        Raises:
            NotFoundError: The package is not there, or has no such tag.
        """
        tags = self.ground.tree.package(repository, package).dist_tags
        if tag not in tags:
            raise NotFoundError(f"{package.display_name} has no tag {tag}.", tag, "package")
        del tags[tag]

    @alone
    def load(
        self,
        repository: RepositoryKey,
        package: PackageKey,
        records: tuple[VersionRecord, ...],
        dist_tags: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Put versions into a repository as they are, past all rules: how a seed fills the store.

        Raises:
            NotFoundError: The repository is not there.
        """
        place = self.ground.tree.repository(repository)
        present = place.packages.get(package)
        if present is None:
            origin = default_restrictions(records[0].origin_type if records else OriginType.INTERNAL)
            present = place.add_package(Package(package, origin))
        present.versions.update((record.version, record) for record in records)
        present.dist_tags.update(dist_tags)
