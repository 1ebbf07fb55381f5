"""Publishing assets, by package managers and by PublishPackageVersion, and copying versions between repositories.

Rules:

1. A package whose `publish` restriction is BLOCK takes no versions (UG package-origin-controls).
2. A version that is reachable upstream cannot be published: 409 (UG package-origin-controls, "Publishing and upstream
   repositories").
3. An Archived or Disposed version cannot be published again, because it is still there; a deleted one can (UG
   packages-overview).
4. An asset that is there is not replaced: 409. Sent again with the same content it is there already, and nothing
   changes (UG packages-overview, "Overwriting package assets"). Another asset gives the version a new revision (UG
   codeartifact-concepts).
5. A finished generic version takes nothing more: 409, also for an asset that is there with the same content (a real
   answer that was seen, for a Published version).

Undocumented (Q0): that rule 5 holds for other assets, read from "omit the unfinished flag when uploading the final
asset", and for an Unlisted version.
Undocumented (Q0): whether the 409 that was seen for a PyPI file sent again also comes where its content is the same.
"""

from dataclasses import replace
from datetime import datetime

from emulator.store.errors import ConflictError, QuotaExceededError
from emulator.store.ingestion import find
from emulator.store.model import (
    Asset,
    EntryPoint,
    Metadata,
    OriginType,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Status,
    VersionRecord,
    revision_of,
)
from emulator.store.origin import PUBLISHED_FIRST, check_publishing, reaches_upstream
from emulator.store.public import PublicRegistry
from emulator.store.tree import Package, Tree

ASSET_COUNT_LIMIT = 350
"""Most assets of a version. Source: QUOTA (older pages say 150)."""


def publish(
    tree: Tree,
    public: PublicRegistry,
    place: RepositoryKey,
    key: PackageKey,
    *,
    version: str,
    asset: Asset,
    metadata: Metadata | None,
    finish: bool,
    now: datetime,
) -> VersionRecord:
    """Add an asset to a version, which is created when it is not there.

    Returns:
        The version's new record.

    Raises:
        ConflictError: A rule of the module forbids it.
        NotFoundError: The repository is not there.
        QuotaExceededError: The version has as many assets as it may have.
    """
    repository = tree.repository(place)
    package = repository.packages.get(key)
    check_publishing(package)
    present = package.versions.get(version) if package else None
    if present:
        check_addition(present, key, asset)
        changed = present
        if not present.asset(asset.name):
            changed = revised(
                present,
                key,
                assets=(*present.assets, asset),
                metadata=present.metadata if metadata is None else metadata,
            )
        if finish and present.status is Status.UNFINISHED:
            changed = replace(changed, status=Status.PUBLISHED)
    else:
        if reaches_upstream(package) and find(tree, public, place, key, version):
            raise ConflictError(
                f"Version {version} of {key.display_name} is reachable in an upstream repository or external "
                "connection and cannot be published.",
                version,
                "package-version",
            )
        changed = first_record(place, key, version, assets=(asset,), metadata=metadata or Metadata(), now=now)
        if not finish:
            changed = replace(changed, status=Status.UNFINISHED)
    package = package or repository.add_package(Package(key, PUBLISHED_FIRST))
    package.versions[version] = changed
    return changed


def check_addition(present: VersionRecord, key: PackageKey, asset: Asset) -> None:
    """Hold an asset against the version that it shall belong to.

    Raises:
        ConflictError: Rule 3, 4 or 5 forbids it.
        QuotaExceededError: The version has as many assets as it may have.
    """
    same = present.asset(asset.name)
    if present.status in {Status.ARCHIVED, Status.DISPOSED}:
        reason = f"is {present.status}"
    elif key.format is PackageFormat.GENERIC and present.status is not Status.UNFINISHED:
        reason = "is finished"
    elif same and same.sha256 == asset.sha256:
        return
    elif same:
        reason = f"already has the asset {asset.name} with other content"
    elif len(present.assets) >= ASSET_COUNT_LIMIT:
        raise QuotaExceededError(
            f"A package version can have at most {ASSET_COUNT_LIMIT} assets.", present.version, "package-version"
        )
    else:
        return
    raise ConflictError(
        f"Version {present.version} of {key.display_name} {reason}.", present.version, "package-version"
    )


def first_record(
    place: RepositoryKey,
    key: PackageKey,
    version: str,
    *,
    assets: tuple[Asset, ...],
    metadata: Metadata,
    now: datetime,
) -> VersionRecord:
    """The record of a version that is published into a repository."""
    return VersionRecord(
        version=version,
        status=Status.PUBLISHED,
        revision=revision_of(key, version, assets, metadata, 1),
        published_time=now,
        origin_type=OriginType.INTERNAL,
        entry_point=EntryPoint(repository=place.name),
        assets=assets,
        metadata=metadata,
    )


def revised(
    record: VersionRecord,
    key: PackageKey,
    *,
    assets: tuple[Asset, ...] | None = None,
    metadata: Metadata | None = None,
) -> VersionRecord:
    """The record with other assets or metadata, and so with a new revision."""
    assets = record.assets if assets is None else assets
    metadata = record.metadata if metadata is None else metadata
    change_count = record.change_count + 1
    return replace(
        record,
        assets=assets,
        metadata=metadata,
        change_count=change_count,
        revision=revision_of(key, record.version, assets, metadata, change_count),
    )
