"""What an endpoint holds at first, as people write it: domains, repositories, packages, versions.

    content: true                                   # false: versions without files, for seeds of many thousands
    domains:
      acme:
        repositories:
          shared: {external_connection: public:npmjs}
          npm-store:
            upstreams: [shared]
            packages:
              npm:
                "@acme/session": {versions: ["1.0.0", "2.0.0"], origin: {publish: ALLOW, upstream: BLOCK}}
                chalk:
                  latest: "5.6.0"                   # npm only; else the version that was published last
                  versions:
                    "5.6.0": {published: 2025-03-20, originType: EXTERNAL}
                    "5.6.1": {published: 2025-09-08T13:16:00Z, originType: EXTERNAL, status: Archived}
                    "5.6.2": Published              # a day after the one before it
    public:                                         # what the external connections lead to
      npm:
        left-pad: {versions: ["1.3.0"]}

Packages are written as people know them: `@scope/name` for npm, `group:artifact` for maven, `namespace/name` for swift
and generic. Every version gets harmless files that package managers can install; equal seeds give equal revisions.

Of a version a seed can say:

- `status`: Published where it says nothing.
- `published`: a date or a time of ISO 8601, in UTC where it names no zone. Without it a version is published a day
  after the one before it in the seed, and the first one on 1 January 2025. `sortBy` and `publishedTime` follow it.
- `originType`: INTERNAL (the default), EXTERNAL or UNKNOWN. The domain entry point follows from it: this repository,
  the external connection for the format (for maven that of Maven Central), or none.

There is no key for the default display version, because AWS derives it: from npm's tag `latest`, which a seed can say,
and for other formats from the time of publication.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import yaml

from emulator.codeartifact.names import Place
from emulator.codeartifact.operations.administration import managed_key
from emulator.contents import contents
from emulator.seed_document import SeedPackage, SeedReader, SeedRepository
from emulator.seed_versions import SeedVersion, connection_to
from emulator.store import (
    Asset,
    EntryPoint,
    Metadata,
    OriginType,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Status,
    Store,
    StoreError,
    VersionRecord,
)
from emulator.store.model import revision_of
from emulator.store.public import PublicVersion
from emulator.store.tree import ACCOUNT

FIRST_PUBLICATION: Final = datetime(2025, 1, 1, tzinfo=UTC)
"""When the first version of a package is published, where the seed does not say so."""

SEEDED_KEY: Final = managed_key(Place("us-east-1", ACCOUNT))
"""The encryption key of the domains of a seed."""

# Ten times as fast as the other one, which is there always.
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SeedError(Exception):
    """A seed is wrong.

    Attributes:
        faults: All that is wrong with it.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Say what is wrong."""
        super().__init__("\n".join(faults))
        self.faults = faults


def read_seed(file: Path) -> Mapping[str, Any]:
    """Read a seed from a YAML or JSON file.

    Args:
        file: The file.

    Raises:
        SeedError: It cannot be read, or is not a map.
    """
    try:
        # JSON is YAML too.
        seed = yaml.load(file.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - both loaders are safe ones
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SeedError((f"{file} cannot be read: {error}",)) from error
    if not isinstance(seed, Mapping):
        raise SeedError((f"{file} is not a map",))
    return seed


def sow(store: Store, document: Mapping[str, Any]) -> None:
    """Fill a store.

    Args:
        store: The store, still empty.
        document: The seed.

    Raises:
        SeedError: The seed is wrong.
    """
    reader = SeedReader()
    seed = reader.seed(document)
    if reader.faults:
        raise SeedError(tuple(reader.faults))
    for domain in seed.domains:
        store.administration.create_domain(domain, SEEDED_KEY)
    for repository in seed.repositories:
        store.administration.create_repository(repository.key, repository.description)
    faults = [fault for repository in seed.repositories for fault in _connect(store, repository)]
    if faults:
        raise SeedError(tuple(faults))
    for repository in seed.repositories:
        for package in repository.packages:
            _load(store, repository.key, package, with_content=seed.with_content)
    for package in seed.public:
        _offer(store, package, with_content=seed.with_content)


def _connect(store: Store, repository: SeedRepository) -> list[str]:
    """Give a repository its upstreams and its external connection; what the rules forbid is told."""
    place = repository.key
    try:
        store.administration.update_repository(place, None, repository.upstreams)
        if repository.external_connection:
            store.administration.connect(place, repository.external_connection)
    except StoreError as error:
        return [f"{place.domain}/{place.name}: {error.message}"]
    return []


def _load(store: Store, place: RepositoryKey, package: SeedPackage, *, with_content: bool) -> None:
    """Put a package into a repository."""
    key = package.key
    records = []
    for each, published_time in _by_publication(package):
        assets, metadata = _contents(key, each.version, with_content=with_content)
        record = VersionRecord(
            version=each.version,
            status=each.status,
            revision=revision_of(key, each.version, assets, metadata, 1),
            published_time=published_time,
            origin_type=each.origin_type,
            entry_point=_entry_point(place, key.format, each.origin_type),
            # The files of a disposed version are gone. Source: UG packages-overview.
            assets=() if each.status is Status.DISPOSED else assets,
            metadata=metadata,
        )
        records.append(record)
    latest = _latest(package)
    store.registry.load(place, key, tuple(records), (("latest", latest),) if latest else ())
    if package.origin is not None:
        store.packages.put_origin(place, key, package.origin)


def _offer(store: Store, package: SeedPackage, *, with_content: bool) -> None:
    """Put a package behind the external connections."""
    latest = _latest(package)
    for each, published_time in _by_publication(package):
        assets, metadata = _contents(package.key, each.version, with_content=with_content)
        tags = ("latest",) if each.version == latest else ()
        store.public.add(package.key, PublicVersion(each.version, published_time, assets, metadata), tags)


def _by_publication(package: SeedPackage) -> list[tuple[SeedVersion, datetime]]:
    """The versions of a package with their times, the oldest first."""
    timed = []
    following = FIRST_PUBLICATION
    for each in package.versions:
        published_time = each.published_time or following
        following = published_time + timedelta(days=1)
        timed.append((each, published_time))
    return sorted(timed, key=itemgetter(1))


def _latest(package: SeedPackage) -> str:
    """What npm's tag `latest` names: what the seed says, else what was published last."""
    if package.key.format is not PackageFormat.NPM or not package.versions:
        return ""
    return package.latest or _by_publication(package)[-1][0].version


def _entry_point(place: RepositoryKey, package_format: PackageFormat, origin_type: OriginType) -> EntryPoint:
    """Where a version entered the domain.

    Source: botocore's model, `DomainEntryPoint`.

    Undocumented (Q0): that a version of the origin type UNKNOWN has none.
    """
    match origin_type:
        case OriginType.INTERNAL:
            return EntryPoint(repository=place.name)
        case OriginType.EXTERNAL:
            return EntryPoint(external_connection=connection_to(package_format) or "")
        case OriginType.UNKNOWN:
            return EntryPoint()


def _contents(key: PackageKey, version: str, *, with_content: bool) -> tuple[tuple[Asset, ...], Metadata]:
    return contents(key, version) if with_content else ((), Metadata())
