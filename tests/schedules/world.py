"""A small domain at an endpoint, what it holds, and what other people do to it: by AWS's rules, at any moment."""

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
    Restriction,
    Status,
    StoreError,
    VersionRecord,
)
from emulator.store.lifecycle import SOURCES, StatusChange
from packagestate.schemas.coordinates import Coordinates, Repository
from tests.schedules.places import NAMES, OTHERS, STORE, VERSIONS, key_of, place_of, repository_of

_PUBLISHED = datetime(2025, 1, 1, tzinfo=UTC)
_HELD = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.UNFINISHED)
_WEIGHTS = (6, 2, 2, 2, 1)


@dataclass(frozen=True, slots=True)
class Held:
    """A package as the store has it."""

    origin: OriginRestrictions
    versions: Mapping[str, VersionRecord]


#: The packages of all repositories.
Snapshot = Mapping[Coordinates, Held]


@dataclass
class World:
    """One domain of an endpoint, and sometimes a second one.

    Attributes:
        endpoint: Where it is.
        domain: Its name.
        chance: What decides of what it holds, and of what other people do.
        is_wide: Whether there are several repositories, which come and go.
        note: Is told what other people did.
        targets: The versions that interest other people most.
        on_origin: Is told of a package whose origin configuration other people put, or drop.
        domains: All domains.
    """

    endpoint: Endpoint
    domain: str
    chance: random.Random
    is_wide: bool = False
    note: Callable[[str], None] = print
    targets: list[tuple[Coordinates, str]] = field(default_factory=list)
    on_origin: Callable[[Coordinates], object] = str
    domains: tuple[str, ...] = field(init=False)
    _revision_count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Say whether there is a second domain, which holds packages of the same names."""
        has_other = self.is_wide and self.chance.random() < 0.3
        self.domains = (self.domain, f"{self.domain}-other") if has_other else (self.domain,)

    def places(self) -> list[Coordinates]:
        """Every package that there may be."""
        others = OTHERS if self.is_wide else ()
        repositories = [(self.domain, each) for each in (STORE, *others)] + [(each, STORE) for each in self.domains[1:]]
        return [place_of(*each, name) for each in repositories for name in NAMES]

    def place(self, name: str) -> Coordinates:
        """A package of the repository that is there from the beginning."""
        return place_of(self.domain, STORE, name)

    def fill(self, *, many: bool) -> None:
        """Put one to three packages into each repository; many: one of them with more versions than a call carries."""
        administration = self.endpoint.store.administration
        for domain in self.domains:
            administration.create_domain(domain, "")
        for repository in dict.fromkeys(each.repository for each in self.places()):
            if repository.name == STORE or self.chance.random() < 0.6:
                self._create(repository)
                self._fill(repository, many=many and (repository.domain, repository.name) == (self.domain, STORE))

    def _create(self, repository: Repository) -> None:
        self.endpoint.store.administration.create_repository(repository_of(place_of(*_named(repository), NAMES[0])), "")

    def _fill(self, repository: Repository, *, many: bool) -> None:
        store = self.endpoint.store
        for name in NAMES[: self.chance.randint(1, len(NAMES))]:
            place = place_of(*_named(repository), name)
            versions = [version for version in VERSIONS if self.chance.random() < 0.75]
            if many and name == NAMES[0]:
                versions += [f"9.0.{number}" for number in range(self.chance.randint(95, 130))]
            statuses = self.chance.choices(_HELD, _WEIGHTS, k=len(versions))
            records = [self._record(place, each, status) for each, status in zip(versions, statuses, strict=True)]
            store.registry.load(repository_of(place), key_of(place), tuple(records))
            store.packages.put_origin(repository_of(place), key_of(place), self._origin())

    def forget(self) -> None:
        """Take it away with all that it holds."""
        for domain in self.domains:
            del self.endpoint.store.packages.ground.tree.domains[domain]

    def repositories(self) -> frozenset[Repository]:
        """The repositories that are there."""
        tree = self.endpoint.store.packages.ground.tree
        return frozenset(
            Repository(domain, name) for domain in self.domains for name in tree.domains[domain].repositories
        )

    def snapshot(self) -> Snapshot:
        domains = self.endpoint.store.packages.ground.tree.domains
        return {
            place_of(domain, repository.key.name, each.key.display_name): Held(each.origin, dict(each.versions))
            for domain in self.domains
            for repository in domains[domain].repositories.values()
            for each in repository.packages.values()
        }

    def interfere(self) -> str:
        """Somebody else does one thing, and AWS may refuse it.

        Returns:
            What it was.
        """
        place, version = self.chance.choice(self.places()), self.chance.choice(VERSIONS)
        if self.targets and self.chance.random() < 0.7:
            place, version = self.chance.choice(self.targets)
        deeds = [self._change_status, self._delete, self._publish, self._revise, self._put_origin, self._delete_package]
        weights = [6, 2, 4, 2, 2, 0.3]
        if self.is_wide:
            deeds += [self._create_repository, self._delete_repository]
            weights = [6, 2, 4, 2, 1, 2, 1.5, 1]
        deed = self.chance.choices(deeds, weights)[0]
        what = deed.__name__.strip("_").replace("_", " ")
        try:
            done = deed(place, version)
        except StoreError as error:
            self.note(f"somebody else: {what} {place} {version} is refused: {error}")
            return f"{what} is refused"
        self.note(f"somebody else: {place} {version}: {done}")
        return what

    def _change_status(self, place: Coordinates, version: str) -> str:
        target = self.chance.choice([status for status in SOURCES if status is not Status.DELETED])
        return self._change(place, StatusChange((version,), target))

    def _delete(self, place: Coordinates, version: str) -> str:
        return self._change(place, StatusChange((version,), Status.DELETED))

    def _change(self, place: Coordinates, change: StatusChange) -> str:
        result = self.endpoint.store.packages.change_statuses(repository_of(place), key_of(place), change)
        return f"to {change.target}: {', '.join(map(str, result.failures.values())) or 'done'}"

    def _publish(self, place: Coordinates, version: str) -> str:
        """Publish what is absent; delete and publish anew what is there, so that it has another revision."""
        held = self.snapshot().get(place)
        if held is not None and held.origin.publish is Restriction.BLOCK:
            return "cannot be published, since publishing is blocked"
        record = self._record(place, version, Status.PUBLISHED)
        self.endpoint.store.registry.load(repository_of(place), key_of(place), (record,))
        return f"published, revision {record.revision}"

    def _revise(self, place: Coordinates, version: str) -> str:
        """Change the metadata of a version, which keeps its status and gets another revision."""
        held = self.snapshot().get(place)
        record = held.versions.get(version) if held else None
        if record is None or record.status in {Status.ARCHIVED, Status.DISPOSED}:
            return "cannot be revised"
        revised = replace(record, revision=self._revision())
        self.endpoint.store.registry.load(repository_of(place), key_of(place), (revised,))
        return f"revised, revision {revised.revision}"

    def _put_origin(self, place: Coordinates, _version: str) -> str:
        self.on_origin(place)
        return f"origin {self.endpoint.store.packages.put_origin(repository_of(place), key_of(place), self._origin())}"

    def _delete_package(self, place: Coordinates, _version: str) -> str:
        self.endpoint.store.packages.delete_package(repository_of(place), key_of(place))
        self.on_origin(place)
        return "package deleted"

    def _create_repository(self, place: Coordinates, _version: str) -> str:
        """Make a repository that is not there, if there is one, with packages in it mostly."""
        there = self.repositories()
        absent = dict.fromkeys(each.repository for each in self.places() if each.repository not in there)
        repository = self.chance.choice(list(absent) or [place.repository])
        self._create(repository)
        if self.chance.random() < 0.7:
            self._fill(repository, many=False)
        return f"repository {repository.name} created"

    def _delete_repository(self, place: Coordinates, _version: str) -> str:
        self.endpoint.store.administration.delete_repository(repository_of(place))
        for each in self.places():
            if each.repository == place.repository:
                self.on_origin(each)
        return "repository deleted with all packages"

    def _origin(self) -> OriginRestrictions:
        ways = tuple(Restriction)
        return OriginRestrictions(self.chance.choices(ways, (3, 1))[0], self.chance.choices(ways, (1, 1))[0])

    def _record(self, place: Coordinates, version: str, status: Status) -> VersionRecord:
        entry = EntryPoint(repository=place.repository.name)
        return VersionRecord(version, status, self._revision(), _PUBLISHED, OriginType.INTERNAL, entry)

    def _revision(self) -> str:
        self._revision_count += 1
        return f"revision-{self._revision_count}"


def _named(repository: Repository) -> tuple[str, str]:
    return repository.domain, repository.name


@contextmanager
def new_world(endpoint: Endpoint, domain: str, chance: random.Random, *, is_wide: bool = False) -> Iterator[World]:
    """A filled domain that is forgotten in the end."""
    world = World(endpoint, domain, chance, is_wide)
    world.fill(many=chance.random() < 0.02)
    try:
        yield world
    finally:
        world.forget()
