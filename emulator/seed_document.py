"""From a seed as people write it to values; whatever is wrong with it is told at once, and plainly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from moto.core.utils import get_service_model

from emulator.codeartifact.routes import SERVICE_NAME
from emulator.codeartifact.validation import faults_in
from emulator.store import (
    InvalidRequestError,
    OriginRestrictions,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Restriction,
    Status,
)
from emulator.store.lifecycle import STORED
from emulator.store.naming import check_namespace, normalised

_EMPTY: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class SeedPackage:
    """A package of a seed.

    Attributes:
        key: The package.
        versions: Each version and its status, from the oldest to the newest.
        origin: Its origin configuration; None for what follows from its versions.
    """

    key: PackageKey
    versions: tuple[tuple[str, Status], ...]
    origin: OriginRestrictions | None


@dataclass(frozen=True, slots=True)
class SeedRepository:
    """A repository of a seed."""

    key: RepositoryKey
    description: str
    upstreams: tuple[str, ...]
    external_connection: str
    packages: tuple[SeedPackage, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """What an endpoint holds at first.

    Attributes:
        with_content: Whether versions have files.
        domains: The domains.
        repositories: Their repositories.
        public: What the external connections lead to.
    """

    with_content: bool
    domains: tuple[str, ...]
    repositories: tuple[SeedRepository, ...]
    public: tuple[SeedPackage, ...]


@dataclass(slots=True)
class SeedReader:
    """Reads one document.

    Attributes:
        faults: What is wrong with it, each with its place.
    """

    faults: list[str] = field(default_factory=list)

    def seed(self, document: object) -> Seed:
        """Read a seed. It counts only where no faults were found.

        Args:
            document: What YAML or JSON gave.
        """
        seed = self._members(document, "the seed", {"content", "domains", "public"})
        with_content = seed.get("content", True)
        if not isinstance(with_content, bool):
            self.faults.append(f"content: {with_content!r} is neither true nor false")
        domains = self._named(seed.get("domains"), "domains", "DomainName")
        repositories = [repository for name, body in domains.items() for repository in self._repositories(name, body)]
        public = tuple(self._packages(seed.get("public"), "public", {"versions"}))
        return Seed(bool(with_content), tuple(domains), tuple(repositories), public)

    def _repositories(self, domain: str, body: object) -> Iterator[SeedRepository]:
        members = self._members(body, domain, {"repositories"})
        for name, each in self._named(members.get("repositories"), domain, "RepositoryName").items():
            where = f"{domain}/{name}"
            known = {"description", "external_connection", "packages", "upstreams"}
            repository = self._members(each, where, known)
            upstreams = repository.get("upstreams") or []
            if not isinstance(upstreams, list):
                self.faults.append(f"{where}: upstreams: {upstreams!r} is not a list")
                upstreams = []
            yield SeedRepository(
                RepositoryKey(domain, name),
                self._text(repository.get("description") or "", f"{where}: description"),
                tuple(self._text(upstream, f"{where}: upstreams") for upstream in upstreams),
                self._text(repository.get("external_connection") or "", f"{where}: external_connection"),
                tuple(self._packages(repository.get("packages"), where, {"origin", "versions"})),
            )

    def _packages(self, by_format: object, where: str, known: set[str]) -> Iterator[SeedPackage]:
        formats = set(map(str, PackageFormat))
        for package_format, packages in self._members(by_format, where, formats).items():
            keys: set[PackageKey] = set()
            for written, body in self._mapping(packages, f"{where}/{package_format}").items():
                place = f"{where}/{package_format}/{written}"
                package = self._members(body, place, known)
                key = package_key(PackageFormat(package_format), str(written))
                self._check_key(key, place)
                if key in keys:
                    self.faults.append(f"{place}: this package is there in another spelling")
                keys.add(key)
                versions = tuple(self._versions(package.get("versions"), place))
                yield SeedPackage(key, versions, self._origin(package.get("origin"), place))

    def _check_key(self, key: PackageKey, where: str) -> None:
        try:
            check_namespace(key)
        except InvalidRequestError as error:
            self.faults.append(f"{where}: {error.message}")
        self._check("PackageName", key.name, where)
        if key.namespace:
            self._check("PackageNamespace", key.namespace, where)

    def _versions(self, declared: object, where: str) -> Iterator[tuple[str, Status]]:
        if isinstance(declared, list):
            pairs = [(version, Status.PUBLISHED) for version in declared]
        else:
            pairs = list(self._mapping(declared, where).items())
        for version, written in pairs:
            place = f"{where} {version}"
            if not isinstance(version, str):
                self.faults.append(f"{where}: {version!r} is not a text; put versions in quotes")
                continue
            self._check("PackageVersion", version, place)
            status = written
            if isinstance(written, Mapping):
                status = self._members(written, place, {"status"}).get("status", Status.PUBLISHED)
            if status not in STORED:
                self.faults.append(f"{place}: {status!r} is no status; there are {', '.join(sorted(STORED))}")
                continue
            yield version, Status(status)

    def _origin(self, written: object, where: str) -> OriginRestrictions | None:
        if written is None:
            return None
        origin = self._members(written, f"{where}: origin", {"publish", "upstream"})
        publish, upstream = origin.get("publish"), origin.get("upstream")
        if not {publish, upstream} <= set(Restriction):
            self.faults.append(f"{where}: origin: publish and upstream are ALLOW or BLOCK, both of them")
            return None
        return OriginRestrictions(Restriction(str(publish)), Restriction(str(upstream)))

    def _named(self, value: object, where: str, shape: str) -> Mapping[str, Any]:
        """The entries of a map whose keys are names in the sense of the service's model."""
        entries = self._mapping(value, where)
        for name in entries:
            self._check(shape, name, where)
        return entries

    def _members(self, value: object, where: str, known: set[str]) -> Mapping[str, Any]:
        """The entries of a map that has certain keys only."""
        entries = self._mapping(value, where)
        for name in entries:
            if name not in known:
                self.faults.append(f"{where}: there is no {name!r} here, only {', '.join(sorted(known))}")
        return {name: entry for name, entry in entries.items() if name in known}

    def _mapping(self, value: object, where: str) -> Mapping[str, Any]:
        """A map; nothing at all is an empty one."""
        if value is None or isinstance(value, Mapping):
            return value or _EMPTY
        self.faults.append(f"{where}: {value!r} is not a map")
        return _EMPTY

    def _text(self, value: object, where: str) -> str:
        if not isinstance(value, str):
            self.faults.append(f"{where}: {value!r} is not a text")
        return str(value)

    def _check(self, shape: str, value: object, where: str) -> None:
        """Hold a value against the service's model. Source: botocore's model, the shape of that name."""
        if any(faults_in(get_service_model(SERVICE_NAME).shape_for(shape), value, where)):
            self.faults.append(f"{where}: {value!r} is no {shape}")


def package_key(package_format: PackageFormat, written: str) -> PackageKey:
    """A package by the name that people write.

    Args:
        package_format: Its format.
        written: Such as `@scope/name`.
    """
    match package_format:
        case PackageFormat.NPM if written.startswith("@"):
            namespace, _, name = written[1:].partition("/")
        case PackageFormat.MAVEN:
            namespace, _, name = written.rpartition(":")
        case PackageFormat.SWIFT:
            namespace, _, name = written.lower().rpartition("/")
        case PackageFormat.GENERIC:
            namespace, _, name = written.rpartition("/")
        case PackageFormat.PYPI:
            namespace, name = "", normalised(written)
        case _:
            namespace, name = "", written
    return PackageKey(package_format, namespace, name)
