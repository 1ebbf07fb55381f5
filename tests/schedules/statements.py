"""What manifests say of one repository and of several, and what that demands of a version: said a second time.

Nothing here is asked by the code that is tested, and nothing here asks it: a statement for several repositories is
matched and ranked on its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from packagestate.provider.plan.model import ObservedVersion
from packagestate.provider.state.properties import pack_versions
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OnRemoval,
    OriginConfiguration,
)
from packagestate.schemas.errors import Place
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion
from tests.schedules.locked import Locked, lines_of
from tests.schedules.ranks import rank


class _At(NamedTuple):
    """A place in a file, as the reader of YAML remembers it."""

    name: str
    line: int = 0
    column: int = 0


class Demand(NamedTuple):
    """What is demanded of one version.

    Attributes:
        status: The status.
        is_floor: Whether a more restrictive one will do as well, and absence.
        pin: The revision that it must have for anything to be done to it.
    """

    status: Status
    is_floor: bool = False
    pin: str | None = None

    def target(self, now: Status) -> Status | None:
        """What the version has to become; None where it is as demanded."""
        is_there = rank(now) >= rank(self.status) if self.is_floor else now is self.status
        return None if is_there else self.status

    def allows(self, before: Status, after: Status) -> bool:
        """Whether a write may bring the version from one status to another, a step of a deletion included."""
        if self.is_floor:
            return after is self.status and rank(before) < rank(after)
        return self.status in ({Status.DISPOSED, Status.DELETED} if after is Status.DISPOSED else {after})


@dataclass(frozen=True, slots=True)
class Declared:
    """What a manifest says of one package.

    Attributes:
        versions: Version and the status that it must have.
        pins: Version and the revision that it must have.
        origin: The origin configuration; None where it is left alone.
        on_removal: What happens when the package is no longer declared.
        is_deleted: Whether the package must be gone as a whole; then it names no versions.
        over: Version and what it stands over: the file of a statement for several repositories, or a rule.
    """

    versions: Mapping[str, Status] = field(default_factory=dict)
    pins: Mapping[str, str] = field(default_factory=dict)
    origin: OriginConfiguration | None = None
    on_removal: OnRemoval = OnRemoval.RETAIN
    is_deleted: bool = False
    over: Mapping[str, str] = field(default_factory=dict)

    def desired(self, place: Coordinates) -> DesiredPackage:
        """As the program has it after the manifests are loaded."""
        versions = (
            DesiredVersion(each, status, self.pins.get(each), over=self.over.get(each))
            for each, status in self.versions.items()
        )
        in_order = tuple(sorted(versions, key=lambda version: version.version))
        deletion = DesiredDeletion() if self.is_deleted else None
        return DesiredPackage(place, in_order, self.origin, self.on_removal, deletion=deletion)

    def inputs(self, place: Coordinates) -> dict[str, Any]:
        """As the constructor of `Package` sends it in a program by hand."""
        named = {
            "domain": place.repository.domain,
            "repository": place.repository.name,
            "format": str(place.format),
            "namespace": place.namespace,
            "package": place.package,
            "status": str(Status.DELETED) if self.is_deleted else None,
            "versions": pack_versions(self.versions.items()),
            "versionRevisions": dict(self.pins) or None,
            "origin": self.origin and {"publish": str(self.origin.publish), "upstream": str(self.origin.upstream)},
            "onRemoval": str(self.on_removal),
        }
        return {key: value for key, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one version must at least be in several repositories.

    Attributes:
        file: The manifest that says so; all that it says has the same scope.
        domain: The domain.
        patterns: The repositories that the manifest names; all where it names none.
        name: The written name of the package.
        version: The version.
        status: At least as restrictive as this.
        excepted: The repositories that it is not about.
    """

    file: str
    domain: str
    patterns: tuple[str, ...]
    name: str
    version: str
    status: Status
    excepted: tuple[str, ...] = ()

    def is_about(self, place: Coordinates) -> bool:
        repository = place.repository
        return (
            (repository.domain, place.written) == (self.domain, self.name)
            and self.has(repository.name)
            and not any(fnmatchcase(repository.name, each) for each in self.excepted)
        )

    def has(self, repository: str) -> bool:
        """Whether a repository is among those that its manifest names, whatever is excepted."""
        wanted = [each for each in self.patterns if not each.startswith("!")] or ["*"]
        unwanted = [each[1:] for each in self.patterns if each.startswith("!")]
        return any(fnmatchcase(repository, each) for each in wanted) and not any(
            fnmatchcase(repository, each) for each in unwanted
        )

    def wide(self, line: int) -> WideVersion:
        """As the program has it after the manifests are loaded."""
        scope = Scope.of(self.domain, None, self.patterns or "all", Place(self.file, 1, 1))
        namespace, _, package = self.name.rpartition("/")
        name = namespace.removeprefix("@") or None, package
        mark = _At(self.file, line)
        return WideVersion(scope, Format.NPM, *name, self.version, self.status, None, self.excepted, mark)


@dataclass(frozen=True, slots=True)
class Said:
    """All that is said of one package of one repository.

    Attributes:
        declared: What is said of it alone.
        floors: What is said of several repositories.
        lines: What the lock says.
    """

    declared: Declared | None = None
    floors: tuple[Statement, ...] = ()
    lines: tuple[Locked, ...] = ()

    @property
    def is_deleted(self) -> bool:
        return self.declared is not None and self.declared.is_deleted

    @property
    def origin(self) -> OriginConfiguration | None:
        return self.declared.origin if self.declared is not None else None

    def versions(self) -> set[str]:
        """The versions that it names."""
        literal = self.declared.versions.keys() if self.declared is not None else set()
        named = {*literal, *(each.version for each in self.floors), *(each.version for each in self.lines)}
        return set() if self.is_deleted else named

    def asking(self, found: Mapping[str, ObservedVersion]) -> "Said":
        """The same without the lines that ask for nothing where this is there."""
        return replace(self, lines=tuple(each for each in self.lines if each.asks(found.get(each.version))))

    def demand(self, version: str, found: ObservedVersion | None) -> Demand | None:
        """What is demanded of a version that is so now, or is absent; None where nothing is."""
        declared = self.declared or Declared()
        if self.is_deleted:
            return None
        exact = declared.versions.get(version)
        over = None if exact is None else declared.over.get(version)
        floors = [each.status for each in self.floors if each.version == version and each.file != over]
        lines = [each for each in self.lines if each.version == version and not each.is_set_aside(over)]
        asked = [status for each in lines if (status := each.asks(found)) is not None]
        floor = max([*floors, *asked], key=rank, default=None)
        if exact is not None and (floor is None or rank(exact) >= rank(floor)):
            return Demand(exact, pin=declared.pins.get(version))
        # A pin says of which artefact a stack speaks, whoever says what becomes of it.
        return None if floor is None else Demand(floor, is_floor=True, pin=declared.pins.get(version))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What all manifests of a stack say.

    Attributes:
        packages: What is said of packages of one repository.
        statements: What is said of several repositories.
        rules: The rules.
        locks: The files of the lock.
    """

    packages: Mapping[Coordinates, Declared] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    rules: tuple[Rule, ...] = ()
    locks: tuple[Lock, ...] = ()

    def said_of(self, place: Coordinates) -> Said:
        floors = tuple(each for each in self.statements if each.is_about(place))
        return Said(self.packages.get(place), floors, tuple(lines_of(place, self.locks, self.rules)))

    def wide(self) -> tuple[WideVersion, ...]:
        """The statements as the program has them after the manifests are loaded."""
        return tuple(each.wide(line) for line, each in enumerate(self.statements))

    def by_file(self) -> Iterator[tuple[str, list[Statement]]]:
        """The statements of each manifest."""
        for file in sorted({each.file for each in self.statements}):
            yield file, [each for each in self.statements if each.file == file]
