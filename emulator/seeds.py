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
                chalk: {versions: {"5.6.0": Published, "5.6.1": {status: Archived}}}
                "@acme/session": {versions: ["1.0.0", "2.0.0"], origin: {publish: ALLOW, upstream: BLOCK}}
    public:                                         # what the external connections lead to
      npm:
        left-pad: {versions: ["1.3.0"]}

Packages are written as people know them: `@scope/name` for npm, `group:artifact` for maven, `namespace/name` for swift
and generic. Every version gets harmless files that package managers can install; equal seeds give equal revisions.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from emulator.codeartifact.names import Place
from emulator.codeartifact.operations.administration import managed_key
from emulator.contents import contents
from emulator.seed_document import SeedPackage, SeedReader, SeedRepository
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
"""Each version of a package is published a day after the one before it."""

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
    for position, (version, status) in enumerate(package.versions):
        assets, metadata = _contents(key, version, with_content=with_content)
        record = VersionRecord(
            version=version,
            status=status,
            revision=revision_of(key, version, assets, metadata, 1),
            published_time=_published(position),
            origin_type=OriginType.INTERNAL,
            entry_point=EntryPoint(repository=place.name),
            # The files of a disposed version are gone. Source: UG packages-overview.
            assets=() if status is Status.DISPOSED else assets,
            metadata=metadata,
        )
        records.append(record)
    newest = (("latest", records[-1].version),) if records and key.format is PackageFormat.NPM else ()
    store.registry.load(place, key, tuple(records), newest)
    if package.origin is not None:
        store.packages.put_origin(place, key, package.origin)


def _offer(store: Store, package: SeedPackage, *, with_content: bool) -> None:
    """Put a package behind the external connections."""
    tags = ("latest",) if package.key.format is PackageFormat.NPM else ()
    for position, (version, _) in enumerate(package.versions):
        assets, metadata = _contents(package.key, version, with_content=with_content)
        store.public.add(package.key, PublicVersion(version, _published(position), assets, metadata), tags)


def _contents(key: PackageKey, version: str, *, with_content: bool) -> tuple[tuple[Asset, ...], Metadata]:
    return contents(key, version) if with_content else ((), Metadata())


def _published(position: int) -> datetime:
    return FIRST_PUBLICATION + timedelta(days=position)
