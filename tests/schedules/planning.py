"""What a plan must say and must not: held against what the world was while the program looked at it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from emulator.store import VersionRecord
from packagestate.provider.plan.model import Transition
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.status import Status
from tests.schedules.engine import State
from tests.schedules.findings import Finding, Kind
from tests.schedules.program import Program
from tests.schedules.scopes import without_unmatched
from tests.schedules.statements import Manifest, Said
from tests.schedules.world import Snapshot

_Version = tuple[Coordinates, str]


@dataclass
class Planning:
    """What the world was at each call of a program that plans.

    Attributes:
        steady: The versions that were the same all the time.
        ever: The versions that were there at some time.
        repositories: The repositories that were there all the time.
        seen: The repositories that were there at some time.
    """

    steady: dict[_Version, VersionRecord]
    repositories: frozenset[Repository]
    ever: set[_Version] = field(default_factory=set)
    seen: frozenset[Repository] = frozenset()

    @classmethod
    def begin(cls, held: Snapshot, repositories: frozenset[Repository]) -> "Planning":
        versions = _versions(held)
        return cls(versions, repositories, set(versions), repositories)

    def note(self, held: Snapshot, repositories: frozenset[Repository]) -> None:
        """The world as it is at the next call."""
        now = _versions(held)
        self.steady = {each: record for each, record in self.steady.items() if now.get(each) == record}
        self.ever |= now.keys()
        self.repositories &= repositories
        self.seen |= repositories


def _versions(held: Snapshot) -> dict[_Version, VersionRecord]:
    return {(place, each): record for place, package in held.items() for each, record in package.versions.items()}


def judge_plan(planning: Planning, manifest: Manifest, program: Program, told: State) -> Iterator[Finding]:
    """Everything that differs from what is demanded is planned, and nothing else is.

    Args:
        planning: What the world was.
        manifest: What is said.
        program: What the program made of it.
        told: The state that it was told of.
    """
    assert program.planned is not None
    plan = program.planned.plan
    planned = {(each.coordinates, move.version): move for each in plan.packages for move in each.changes.transitions}
    said = {place: manifest.said_of(place) for place in {place for place, _ in [*planning.ever, *planned]}}
    for (place, version), record in planning.steady.items():
        expected = _expected(said[place], version, record)
        if expected is not None and (place, version) not in planned:
            yield Finding(Kind.LOST, f"{place} {version} is not planned: {expected}")
    for (place, version), move in planned.items():
        steady = planning.steady.get((place, version))
        if said[place].is_deleted:
            continue
        demand = said[place].demand(version)
        if demand is None or demand.status is not move.after or not demand.allows(move.before, move.after):
            yield Finding(Kind.UNDECLARED, f"{place} {version} is planned: {move}; what is demanded is {demand}")
        elif steady is not None and move != _expected(said[place], version, steady):
            yield Finding(Kind.LOST, f"{place} {version} is planned: {move}; it is {steady}")
    yield from _judge_resources(planning, manifest, program.places(), told)
    if unmatched := without_unmatched(manifest, planning.seen)[1]:
        yield Finding(Kind.LOST, f"{', '.join(sorted(unmatched))} fits no repository, and nobody is told")


def _expected(said: Said, version: str, record: VersionRecord) -> Transition | None:
    demand, now = said.demand(version), Status(record.status)
    target = None if demand is None else demand.target(now)
    return None if target is None else Transition(version, now, target, record.revision)


def _judge_resources(
    planning: Planning, manifest: Manifest, registered: Collection[Coordinates], told: State
) -> Iterator[Finding]:
    """A resource is there for what is named alone, where a named version is present, and where it was before."""
    recorded = {each.coordinates for each in told.packages.values()}
    places = {*registered, *manifest.packages, *recorded, *(place for place, _ in planning.ever)}
    for place in sorted(places, key=lambda each: each.resource_name):
        said = manifest.said_of(place)
        named = {(place, version) for version in said.versions()}
        is_recorded = bool(said.floors) and place in recorded
        is_lasting = is_recorded and place.repository in planning.repositories
        is_needed = said.declared is not None or is_lasting or not named.isdisjoint(planning.steady)
        if is_needed and place not in registered:
            yield Finding(Kind.LOST, f"{place} has no resource, and {said} is said of it")
        may_be = is_needed or is_recorded or not named.isdisjoint(planning.ever)
        if place in registered and not (may_be and place.repository in planning.seen):
            yield Finding(Kind.UNDECLARED, f"{place} has a resource, and {said} is said of it")
