"""From a seed as people write it to values; whatever is wrong with it is told at once, and plainly."""

from collections.abc import Iterator
from dataclasses import dataclass

from emulator.seed_reading import Reading
from emulator.seed_versions import SeedVersion, check_latest, read_versions
from emulator.store import (
    InvalidRequestError,
    OriginRestrictions,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Restriction,
)
from emulator.store.naming import check_namespace, normalised


@dataclass(frozen=True, slots=True)
class SeedPackage:
    """A package of a seed.

    Attributes:
        key: The package.
        versions: Its versions in the order of the document.
        latest: The version that npm's tag `latest` names; empty where the seed does not say so.
        origin: Its origin configuration; None for what follows from its versions.
    """

    key: PackageKey
    versions: tuple[SeedVersion, ...]
    latest: str
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


class SeedReader(Reading):
    """Reads one document."""

    def seed(self, document: object) -> Seed:
        """Read a seed. It counts only where no faults were found.

        Args:
            document: What YAML or JSON gave.
        """
        seed = self.members(document, "the seed", {"content", "domains", "public"})
        with_content = seed.get("content", True)
        if not isinstance(with_content, bool):
            self.faults.append(f"content: {with_content!r} is neither true nor false")
        domains = self.named(seed.get("domains"), "domains", "DomainName")
        repositories = [repository for name, body in domains.items() for repository in self._repositories(name, body)]
        public = tuple(self._packages(seed.get("public"), "public", {"latest", "versions"}))
        return Seed(bool(with_content), tuple(domains), tuple(repositories), public)

    def _repositories(self, domain: str, body: object) -> Iterator[SeedRepository]:
        members = self.members(body, domain, {"repositories"})
        for name, each in self.named(members.get("repositories"), domain, "RepositoryName").items():
            where = f"{domain}/{name}"
            known = {"description", "external_connection", "packages", "upstreams"}
            repository = self.members(each, where, known)
            upstreams = repository.get("upstreams") or []
            if not isinstance(upstreams, list):
                self.faults.append(f"{where}: upstreams: {upstreams!r} is not a list")
                upstreams = []
            yield SeedRepository(
                RepositoryKey(domain, name),
                self.text(repository.get("description") or "", f"{where}: description"),
                tuple(self.text(upstream, f"{where}: upstreams") for upstream in upstreams),
                self.text(repository.get("external_connection") or "", f"{where}: external_connection"),
                tuple(self._packages(repository.get("packages"), where, {"latest", "origin", "versions"})),
            )

    def _packages(self, by_format: object, where: str, known: set[str]) -> Iterator[SeedPackage]:
        formats = set(map(str, PackageFormat))
        for package_format, packages in self.members(by_format, where, formats).items():
            keys: set[PackageKey] = set()
            for written, body in self.mapping(packages, f"{where}/{package_format}").items():
                place = f"{where}/{package_format}/{written}"
                package = self.members(body, place, known)
                key = package_key(PackageFormat(package_format), str(written))
                self._check_key(key, place)
                if key in keys:
                    self.faults.append(f"{place}: this package is there in another spelling")
                keys.add(key)
                # What is public came from nowhere else.
                members = {"originType", "published", "status"} if "origin" in known else {"published", "status"}
                versions = tuple(read_versions(self, package.get("versions"), place, key.format, members))
                latest = check_latest(
                    self, package.get("latest"), place, key.format, {each.version for each in versions}
                )
                yield SeedPackage(key, versions, latest, self._origin(package.get("origin"), place))

    def _check_key(self, key: PackageKey, where: str) -> None:
        try:
            check_namespace(key)
        except InvalidRequestError as error:
            self.faults.append(f"{where}: {error.message}")
        self.check("PackageName", key.name, where)
        if key.namespace:
            self.check("PackageNamespace", key.namespace, where)

    def _origin(self, written: object, where: str) -> OriginRestrictions | None:
        if written is None:
            return None
        origin = self.members(written, f"{where}: origin", {"publish", "upstream"})
        publish, upstream = origin.get("publish"), origin.get("upstream")
        if not all(isinstance(each, str) and each in set(Restriction) for each in (publish, upstream)):
            self.faults.append(f"{where}: origin: publish and upstream are ALLOW or BLOCK, both of them")
            return None
        return OriginRestrictions(Restriction(str(publish)), Restriction(str(upstream)))


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
