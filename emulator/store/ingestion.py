"""Look-ups through upstream repositories and external connections, and what they leave behind.

Rules, all from UG repo-upstream-behavior, repo-upstream-search-order and external-connection-requesting-packages:

1. The repository itself comes first, then its upstream repositories in order, each with its own upstreams before the
   next one. At most 25 repositories are searched.
2. What was found upstream is retained in the repository that was asked and, when it came through an external
   connection, in the repository that has the connection; not in those between.
3. A retained version does not change when the upstream one does.
4. A package whose `upstream` restriction is BLOCK is looked for in the repository itself only.
5. Ingestion is asynchronous: a version that was just fetched may be missing from lists for some minutes.

Undocumented (Q1): a record in any status ends the search, so that an Archived or Disposed one is a tombstone. It
follows from "it is still present in the repository".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from emulator.store.model import (
    EntryPoint,
    OriginType,
    PackageKey,
    RepositoryKey,
    Status,
    VersionRecord,
    revision_of,
)
from emulator.store.origin import INGESTED_FIRST, reaches_upstream
from emulator.store.public import PublicRegistry, PublicVersion
from emulator.store.tree import Package, Repository, Retention, Tree

SEARCHED_REPOSITORY_LIMIT = 25
"""Source: QUOTA, "Searched upstream repositories"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A version and where it was found; `connected` has the external connection that it came through."""

    record: VersionRecord
    owner: Repository
    connected: Repository | None = None


def searched_repositories(tree: Tree, start: RepositoryKey, package: PackageKey) -> Iterator[Repository]:
    """The repositories in which a package is looked for, in order, the one that was asked first."""
    stack = [start]
    seen: set[str] = set()
    while stack and len(seen) < SEARCHED_REPOSITORY_LIMIT:
        key = stack.pop()
        if key.name in seen:
            continue
        seen.add(key.name)
        repository = tree.repository(key)
        yield repository
        if reaches_upstream(repository.packages.get(package)):
            stack.extend(RepositoryKey(start.domain, upstream) for upstream in reversed(repository.upstreams))


def find(tree: Tree, public: PublicRegistry, start: RepositoryKey, package: PackageKey, version: str) -> Found | None:
    """The first record of a version on the way upstream, whatever its status."""
    for repository in searched_repositories(tree, start, package):
        record = repository.record(package, version)
        if record:
            return Found(record, repository)
        if repository.external_connection and reaches_upstream(repository.packages.get(package)):
            offered = public.behind(repository.external_connection, package)
            if offered and version in offered.versions:
                ingested = record_of(package, offered.versions[version], repository.external_connection)
                return Found(ingested, repository, connected=repository)
    return None


def merged_versions(
    tree: Tree, public: PublicRegistry, start: RepositoryKey, package: PackageKey
) -> dict[str, VersionRecord]:
    """All versions of a package that are here or reachable upstream; the nearest record of each wins."""
    merged: dict[str, VersionRecord] = {}
    for repository in searched_repositories(tree, start, package):
        here = repository.packages.get(package)
        for version, record in here.versions.items() if here else ():
            merged.setdefault(version, record)
        if repository.external_connection and reaches_upstream(here):
            offered = public.behind(repository.external_connection, package)
            for version, public_version in offered.versions.items() if offered else ():
                if version not in merged:
                    merged[version] = record_of(package, public_version, repository.external_connection)
    return merged


def merged_dist_tags(tree: Tree, public: PublicRegistry, start: RepositoryKey, package: PackageKey) -> dict[str, str]:
    """A package's npm tags, merged with those upstream; the value farthest upstream wins. Source: UG npm-tags."""
    merged: dict[str, str] = {}
    for repository in searched_repositories(tree, start, package):
        here = repository.packages.get(package)
        merged.update(here.dist_tags if here else {})
        if repository.external_connection and reaches_upstream(here):
            offered = public.behind(repository.external_connection, package)
            merged.update(offered.dist_tags if offered else {})
    return merged


def retain(tree: Tree, start: RepositoryKey, package: PackageKey, found: Found, due_time: datetime) -> None:
    """Keep what was found upstream where rule 2 says, visible from `due_time` on."""
    keepers = {start, found.connected.key} if found.connected else {start} - {found.owner.key}
    on_the_way = {(waiting.repository, waiting.package, waiting.record.version) for waiting in tree.pending}
    tree.pending += [
        Retention(due_time, keeper, package, found.record)
        for keeper in sorted(keepers)
        if (keeper, package, found.record.version) not in on_the_way
    ]


def settle(tree: Tree, now: datetime) -> None:
    """Let the retentions that are due become visible.

    A record that is there meanwhile stays: somebody published it, or it is a tombstone.
    """
    due = [retention for retention in tree.pending if retention.due_time <= now]
    tree.pending = [retention for retention in tree.pending if retention.due_time > now]
    for retention in due:
        repository = tree.repository(retention.repository)
        package = repository.packages.get(retention.package)
        package = package or repository.add_package(Package(retention.package, INGESTED_FIRST))
        package.versions.setdefault(retention.record.version, retention.record)


def is_downloadable(record: VersionRecord) -> bool:
    """Whether package managers get the assets of a version that they name exactly. Source: UG packages-overview."""
    return record.status in {Status.PUBLISHED, Status.UNLISTED}


def is_listed(record: VersionRecord) -> bool:
    """Whether package managers see a version in lists. Source: UG packages-overview."""
    return record.status is Status.PUBLISHED


def record_of(package: PackageKey, version: PublicVersion, connection: str) -> VersionRecord:
    """A public version as the domain knows it.

    Undocumented (Q0): its time of publication. It is the public registry's here. Real answers contradict each other: in
    one it is the public registry's, in another the time of ingestion. AWS's page on the age of versions says not to
    rely on it.
    """
    return VersionRecord(
        version=version.version,
        status=Status.PUBLISHED,
        revision=revision_of(package, version.version, version.assets, version.metadata, 1),
        published_time=version.published_time,
        origin_type=OriginType.EXTERNAL,
        entry_point=EntryPoint(external_connection=connection),
        assets=version.assets,
        metadata=version.metadata,
    )
