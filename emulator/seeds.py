"""What an endpoint holds at first, as people write it: domains, repositories, packages, versions.

    content: true                                   # false: versions without files, for seeds of many thousands
    domains:
      acme:
        repositories:
          npm-store:
            upstreams: [shared]
            external_connection: public:npmjs
            packages:
              npm:
                chalk: {versions: {"5.6.0": Published, "5.6.1": Archived}}
                "@acme/session": {versions: ["1.0.0", "2.0.0"], origin: {publish: ALLOW, upstream: BLOCK}}
    public:                                         # what the external connections lead to
      npm:
        left-pad: {versions: ["1.3.0"]}

Packages are written as people know them: `@scope/name` for npm, `group:artifact` for maven, `namespace/name` for swift
and generic. Every version gets harmless files that package managers can install; equal seeds give equal revisions.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import yaml

from emulator.contents import contents
from emulator.store import (
    EntryPoint,
    Metadata,
    OriginRestrictions,
    OriginType,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Restriction,
    Status,
    Store,
    StoreError,
    VersionRecord,
)
from emulator.store.model import revision_of
from emulator.store.naming import normalised
from emulator.store.public import PublicVersion

FIRST_PUBLICATION: Final = datetime(2025, 1, 1, tzinfo=UTC)


class SeedError(Exception):
    """A seed is wrong; the text says where and why."""


def read_seed(file: Path) -> Mapping[str, Any]:
    """Read a seed from a YAML or JSON file.

    Args:
        file: The file.

    Raises:
        SeedError: It cannot be read.
    """
    try:
        # JSON is YAML. Versions are quoted in a seed, or they become numbers.
        seed = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SeedError(f"{file}: {error}") from error
    return _mapping(seed, str(file))


def sow(store: Store, seed: Mapping[str, Any]) -> None:
    """Fill a store.

    Args:
        store: The store, still empty.
        seed: The seed.

    Raises:
        SeedError: The seed is wrong.
    """
    _require_keys(seed, "the seed", {"content", "domains", "public"})
    with_content = bool(seed.get("content", True))
    for domain, body in _entries(seed, "domains"):
        store.administration.create_domain(domain, f"arn:aws:kms:us-east-1:123456789012:alias/{domain}")
        repositories = dict(_entries(body, "repositories", where=domain))
        for name, repository in repositories.items():
            _require_keys(
                repository, f"{domain}/{name}", {"description", "external_connection", "packages", "upstreams"}
            )
            store.administration.create_repository(RepositoryKey(domain, name), repository.get("description", ""))
        for name, repository in repositories.items():
            _fill(store, RepositoryKey(domain, name), repository, with_content=with_content)
    for key, package in _packages(seed.get("public") or {}, "public"):
        for version, _, published in _versions(package, key):
            assets, metadata = contents(key, version) if with_content else ((), Metadata())
            tags = ("latest",) if key.format is PackageFormat.NPM else ()
            store.public.add(key, PublicVersion(version, published, assets, metadata), tags)


def _fill(store: Store, place: RepositoryKey, repository: Mapping[str, Any], *, with_content: bool) -> None:
    """Give a repository its upstreams, its connection and its packages."""
    where = f"{place.domain}/{place.name}"
    try:
        store.administration.update_repository(place, None, tuple(repository.get("upstreams") or ()))
        if connection := repository.get("external_connection"):
            store.administration.connect(place, connection)
    except StoreError as error:
        raise SeedError(f"{where}: {error}") from error
    for key, package in _packages(repository.get("packages") or {}, where):
        records = tuple(
            _record(place, key, version, status, published, with_content=with_content)
            for version, status, published in _versions(package, key)
        )
        newest = (("latest", records[-1].version),) if records and key.format is PackageFormat.NPM else ()
        store.registry.load(place, key, records, newest)
        if origin := package.get("origin"):
            restrictions = OriginRestrictions(Restriction(origin["publish"]), Restriction(origin["upstream"]))
            store.packages.put_origin(place, key, restrictions)


def _record(
    place: RepositoryKey, key: PackageKey, version: str, status: Status, published: datetime, *, with_content: bool
) -> VersionRecord:
    assets, metadata = contents(key, version) if with_content else ((), Metadata())
    return VersionRecord(
        version=version,
        status=status,
        revision=revision_of(key, version, assets, metadata, 1),
        published_time=published,
        origin_type=OriginType.INTERNAL,
        entry_point=EntryPoint(repository=place.name),
        # The files of a disposed version are gone. Source: UG packages-overview.
        assets=() if status is Status.DISPOSED else assets,
        metadata=metadata,
    )


def _packages(by_format: object, where: str) -> Iterator[tuple[PackageKey, Mapping[str, Any]]]:
    for format_name, packages in _mapping(by_format, where).items():
        try:
            package_format = PackageFormat(format_name)
        except ValueError as error:
            raise SeedError(f"{where}: {error}") from error
        for written, package in _mapping(packages, f"{where}/{format_name}").items():
            key = _key(package_format, written)
            _require_keys(package, f"{where}/{format_name}/{written}", {"origin", "versions"})
            yield key, package


def _key(package_format: PackageFormat, written: str) -> PackageKey:
    """A package by the name that people write."""
    match package_format:
        case PackageFormat.NPM if written.startswith("@"):
            namespace, _, name = written[1:].partition("/")
        case PackageFormat.MAVEN:
            namespace, _, name = written.partition(":")
        case PackageFormat.SWIFT | PackageFormat.GENERIC:
            namespace, _, name = written.partition("/")
        case PackageFormat.PYPI:
            namespace, name = "", normalised(written)
        case _:
            namespace, name = "", written
    return PackageKey(package_format, namespace, name)


def _versions(package: Mapping[str, Any], key: PackageKey) -> Iterator[tuple[str, Status, datetime]]:
    """Version, status and time of publication: a day later each, in the order of the seed."""
    declared = package.get("versions") or {}
    if isinstance(declared, list):
        declared = dict.fromkeys(declared, Status.PUBLISHED)
    for position, (version, status) in enumerate(_mapping(declared, key.display_name).items()):
        if not isinstance(version, str):
            raise SeedError(f"{key.display_name}: {version!r} is not a text; put versions in quotes")
        try:
            yield version, Status(status), FIRST_PUBLICATION + timedelta(days=position)
        except ValueError as error:
            raise SeedError(f"{key.display_name} {version}: {error}") from error


def _entries(seed: Mapping[str, Any], name: str, where: str = "the seed") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in _mapping(seed.get(name) or {}, f"{where}: {name}").items():
        yield key, _mapping(value or {}, f"{where}: {name}: {key}")


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SeedError(f"{where}: a map is missing")
    return value


def _require_keys(value: object, where: str, known: set[str]) -> None:
    unknown = sorted(_mapping(value, where).keys() - known)
    if unknown:
        raise SeedError(f"{where}: unknown {', '.join(map(repr, unknown))}; known are {', '.join(sorted(known))}")
