"""A small repository at an endpoint, what it holds, and what other people do to it: by AWS's rules, at any moment."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from emulator import Endpoint
from emulator.store import (
    EntryPoint,
    OriginRestrictions,
    OriginType,
    PackageFormat,
    PackageKey,
    RepositoryKey,
    Restriction,
    Status,
    StoreError,
    VersionRecord,
)
from emulator.store.lifecycle import SOURCES, StatusChange

VERSIONS = tuple(f"{number}.0.0" for number in range(7))
NAMES = ("chalk", "debug", "@ctrl/tinycolor")
REPOSITORY = "npm-store"

_PUBLISHED = datetime(2025, 1, 1, tzinfo=UTC)
_HELD = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED)
_WEIGHTS = (6, 2, 2, 2, 1)


@dataclass(frozen=True, slots=True)
class Held:
    """A package as the store has it."""

    origin: OriginRestrictions
    versions: Mapping[str, VersionRecord]


#: The packages of the repository by their written names.
Snapshot = Mapping[str, Held]


@dataclass
class World:
    """One domain of an endpoint.

    Attributes:
        endpoint: Where it is.
        domain: Its name.
        chance: What decides of what it holds, and of what other people do.
        note: Is told what other people did.
        targets: The versions that interest other people most.
        on_origin: Is told the name of a package whose origin configuration other people put, or drop.
    """

    endpoint: Endpoint
    domain: str
    chance: random.Random
    note: Callable[[str], None] = print
    targets: list[tuple[str, str]] = field(default_factory=list)
    on_origin: Callable[[str], object] = str
    _revision_count: int = field(default=0, init=False)

    @property
    def repository(self) -> RepositoryKey:
        return RepositoryKey(self.domain, REPOSITORY)

    def fill(self, *, many: bool) -> None:
        """Put one to three packages into it; many: one of them with more versions than a call carries."""
        store = self.endpoint.store
        store.administration.create_domain(self.domain, "")
        store.administration.create_repository(self.repository, "")
        for name in NAMES[: self.chance.randint(1, len(NAMES))]:
            versions = [version for version in VERSIONS if self.chance.random() < 0.75]
            if many and name == NAMES[0]:
                versions += [f"9.0.{number}" for number in range(self.chance.randint(95, 130))]
            statuses = self.chance.choices(_HELD, _WEIGHTS, k=len(versions))
            records = [self._record(version, status) for version, status in zip(versions, statuses, strict=True)]
            store.registry.load(self.repository, key_of(name), tuple(records))
            store.packages.put_origin(self.repository, key_of(name), self._origin())

    def forget(self) -> None:
        """Take it away with all that it holds."""
        del self.endpoint.store.packages.ground.tree.domains[self.domain]

    def snapshot(self) -> Snapshot:
        tree = self.endpoint.store.packages.ground.tree
        packages = tree.repository(self.repository).packages.values()
        return {each.key.display_name: Held(each.origin, dict(each.versions)) for each in packages}

    def interfere(self) -> None:
        """Somebody else does one thing; AWS may refuse it."""
        name, version = self.chance.choice(NAMES), self.chance.choice(VERSIONS)
        if self.targets and self.chance.random() < 0.7:
            name, version = self.chance.choice(self.targets)
        deeds = (self._change_status, self._delete, self._publish, self._revise, self._put_origin, self._delete_package)
        deed = self.chance.choices(deeds, (6, 2, 4, 2, 2, 0.3))[0]
        try:
            done = deed(name, version)
        except StoreError as error:
            self.note(f"somebody else: {deed.__name__.strip('_')} {name} {version} is refused: {error}")
        else:
            self.note(f"somebody else: {name} {version}: {done}")

    def _change_status(self, name: str, version: str) -> str:
        target = self.chance.choice([status for status in SOURCES if status is not Status.DELETED])
        return self._change(name, StatusChange((version,), target))

    def _delete(self, name: str, version: str) -> str:
        return self._change(name, StatusChange((version,), Status.DELETED))

    def _change(self, name: str, change: StatusChange) -> str:
        result = self.endpoint.store.packages.change_statuses(self.repository, key_of(name), change)
        return f"to {change.target}: {', '.join(map(str, result.failures.values())) or 'done'}"

    def _publish(self, name: str, version: str) -> str:
        """Publish what is absent; delete and publish anew what is there, so that it has another revision."""
        held = self.snapshot().get(name)
        if held is not None and held.origin.publish is Restriction.BLOCK:
            return "cannot be published, since publishing is blocked"
        record = self._record(version, Status.PUBLISHED)
        self.endpoint.store.registry.load(self.repository, key_of(name), (record,))
        return f"published, revision {record.revision}"

    def _revise(self, name: str, version: str) -> str:
        """Change the metadata of a version, which keeps its status and gets another revision."""
        held = self.snapshot().get(name)
        record = held.versions.get(version) if held else None
        if record is None or record.status in {Status.ARCHIVED, Status.DISPOSED}:
            return "cannot be revised"
        revised = replace(record, revision=self._revision())
        self.endpoint.store.registry.load(self.repository, key_of(name), (revised,))
        return f"revised, revision {revised.revision}"

    def _put_origin(self, name: str, _version: str) -> str:
        self.on_origin(name)
        return f"origin {self.endpoint.store.packages.put_origin(self.repository, key_of(name), self._origin())}"

    def _delete_package(self, name: str, _version: str) -> str:
        self.endpoint.store.packages.delete_package(self.repository, key_of(name))
        self.on_origin(name)
        return "package deleted"

    def _origin(self) -> OriginRestrictions:
        ways = tuple(Restriction)
        return OriginRestrictions(self.chance.choices(ways, (3, 1))[0], self.chance.choices(ways, (1, 1))[0])

    def _record(self, version: str, status: Status) -> VersionRecord:
        entry = EntryPoint(repository=REPOSITORY)
        return VersionRecord(version, status, self._revision(), _PUBLISHED, OriginType.INTERNAL, entry)

    def _revision(self) -> str:
        self._revision_count += 1
        return f"revision-{self._revision_count}"


@contextmanager
def new_world(endpoint: Endpoint, domain: str, chance: random.Random) -> Iterator[World]:
    """A filled domain that is forgotten in the end."""
    world = World(endpoint, domain, chance)
    world.fill(many=chance.random() < 0.02)
    try:
        yield world
    finally:
        world.forget()


def key_of(name: str) -> PackageKey:
    namespace, _, package = name.rpartition("/")
    return PackageKey(PackageFormat.NPM, namespace.removeprefix("@"), package)
