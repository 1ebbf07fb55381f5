"""What a plan must say and must not: held against what the world was while the program looked at it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from emulator.store import VersionRecord
from packagestate.provider.plan.model import ObservedVersion, Plan, Transition
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.status import Status
from tests.schedules.engine import State
from tests.schedules.findings import Finding, Kind, observed
from tests.schedules.locked import ACCOUNT, MOVED, REGION, STALE, Locked, outdated, told
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

    def asking(self, place: Coordinates, said: Said) -> tuple[Said, Said]:
        """What is said without the lines that may have asked for nothing, and without those that surely did."""
        both: tuple[list[Locked], list[Locked]] = ([], [])
        for line in said.lines:
            record, is_certain = self.steady.get((place, line.version)), (place, line.version) not in self.ever
            found = None if record is None else observed(record)
            is_asking = line.asks(found) is not None
            if is_asking if found is not None or is_certain else not line.is_stale and line.pin is None:
                both[0].append(line)
            if is_asking or (found is None and not is_certain):
                both[1].append(line)
        surely, maybe = (replace(said, lines=tuple(each)) for each in both)
        return surely, maybe


def _versions(held: Snapshot) -> dict[_Version, VersionRecord]:
    return {(place, each): record for place, package in held.items() for each, record in package.versions.items()}


def judge_plan(planning: Planning, manifest: Manifest, program: Program, state: State) -> Iterator[Finding]:
    """Everything that differs from what is demanded is planned, and nothing else is.

    Args:
        planning: What the world was.
        manifest: What is said.
        program: What the program made of it.
        state: The state that it was told of.
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
        demand = said[place].demand(version, ObservedVersion(version, move.before, move.revision))
        if demand is None or demand.status is not move.after or not demand.allows(move.before, move.after):
            yield Finding(Kind.UNDECLARED, f"{place} {version} is planned: {move}; what is demanded is {demand}")
        elif steady is not None and move != _expected(said[place], version, steady):
            yield Finding(Kind.LOST, f"{place} {version} is planned: {move}; it is {steady}")
    yield from _judge_resources(planning, manifest, program.places(), state)
    yield from _judge_warnings(planning, manifest, plan)
    if unmatched := without_unmatched(manifest, planning.seen)[1]:
        yield Finding(Kind.LOST, f"{', '.join(sorted(unmatched))} fits no repository, and nobody is told")


def _expected(said: Said, version: str, record: VersionRecord) -> Transition | None:
    demand, now = said.demand(version, observed(record)), Status(record.status)
    target = None if demand is None else demand.target(now)
    return None if target is None else Transition(version, now, target, record.revision)


def _judge_warnings(planning: Planning, manifest: Manifest, plan: Plan) -> Iterator[Finding]:
    """What the lock says and a run does not carry out is told, and nothing else is told of it."""
    stale, expected = told(plan.run_warnings, STALE), outdated(manifest.locks, manifest.rules)
    for name in expected:
        if not any(f"`{name}`" in each for each in stale):
            yield Finding(Kind.LOST, f"the lock is out of date by the rule {name}, and nobody is told")
    # A lock of another account, which the schedules make up, says what no rule says.
    is_home = all((each.account, each.region) == (ACCOUNT, REGION) for each in manifest.locks)
    if stale and not expected and is_home:
        yield Finding(Kind.UNDECLARED, f"the lock is as the rules are, and somebody is told: {stale}")
    moved, known = told(plan.run_warnings, MOVED), set[str]()
    for place in {place for place, _ in planning.ever}:
        for line in manifest.said_of(place).lines:
            record, text = planning.steady.get((place, line.version)), f"`{place.written}` {line.version} in "
            text += f"`{place.repository}` "
            is_told = any(text in each for each in moved)
            known |= {each for each in moved if text in each}
            if record is not None and is_told is not line.has_moved(observed(record)):
                yield Finding(Kind.LOST, f"{place} {line} is {record}, and is told of: {is_told}")
    if len(known) != len(moved):
        yield Finding(Kind.UNDECLARED, f"a line is said to need review that is none: {moved}")


def _judge_resources(
    planning: Planning, manifest: Manifest, registered: Collection[Coordinates], state: State
) -> Iterator[Finding]:
    """A resource is there for what is named alone, where a named version is present, and where it was before."""
    recorded = {each.coordinates for each in state.packages.values()}
    places = {*registered, *manifest.packages, *recorded, *(place for place, _ in planning.ever)}
    for place in sorted(places, key=lambda each: each.resource_name):
        said = manifest.said_of(place)
        surely, maybe = planning.asking(place, said)
        named = {(place, version) for version in maybe.versions()}
        is_recorded = bool(maybe.floors or maybe.lines) and place in recorded
        is_lasting = bool(surely.floors or surely.lines) and is_recorded and place.repository in planning.repositories
        is_there = any((place, version) in planning.steady for version in surely.versions())
        is_needed = said.declared is not None or is_lasting or is_there
        if is_needed and place not in registered:
            yield Finding(Kind.LOST, f"{place} has no resource, and {said} is said of it")
        may_be = is_needed or is_recorded or not named.isdisjoint(planning.ever)
        if place in registered and not (may_be and place.repository in planning.seen):
            yield Finding(Kind.UNDECLARED, f"{place} has a resource, and {said} is said of it")
