"""`atMost`: a rule restricts only so many versions at a time, over all packages and repositories. Pure.

A rule that is full is left out of the causes of a line, as if it did not match. So a line with several causes needs
room in one of them, and counts for each that has room. Without a cause it is held back, and the version gets what the
less restrictive rules ask for, or keeps the line that it has.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from packagestate.provider.lock.outcome import Choice, Evaluated
from packagestate.provider.lock.subject import height
from packagestate.schemas.locked import Line, LockedPackage
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from packagestate.schemas.versions.ecosystems import ecosystem


class Limited(NamedTuple):
    """What the lock is to say.

    Attributes:
        packages: The packages with lines, in the order given.
        held_back: How many lines a rule had no room for, by its name; only rules with some.
    """

    packages: tuple[LockedPackage, ...]
    held_back: Mapping[str, int]


def at_most(evaluated: Iterable[Evaluated], rules: Iterable[Rule]) -> Limited:
    """Hold back what rules have no room for.

    Only lines that are not in effect yet take room: AWS has the version less restrictive. Those that stay take it
    first, and are never held back. Then come those that the lock has with the same status, then all others; each by
    package, by repository, and the lowest version first.

    Args:
        evaluated: What the rules make of every package of every repository.
        rules: All rules.
    """
    packages = tuple(evaluated)
    limits = {each.name: each.at_most for each in rules if each.at_most is not None}
    # Mostly there is no limit, and nothing to sort.
    granted = _granted(packages, limits) if limits else _Room(limits)
    return Limited(
        tuple([locked for number, each in enumerate(packages) if (locked := granted.package(number, each)).lines]),
        dict(granted.held_back),
    )


class _Entry(NamedTuple):
    """A version of one of the packages.

    Attributes:
        number: The number of the package.
        choice: What to say of it.
        status: The status that AWS has.
    """

    number: int
    choice: Choice
    status: Status

    @property
    def key(self) -> tuple[int, str]:
        return self.number, self.choice.line.version


@dataclass(frozen=True, slots=True)
class _Room:
    """The room that rules have, and who got it.

    Attributes:
        limits: The limits, by the name of the rule.
        used: How many lines that are not in effect a rule has.
        held_back: How many lines it had no room for.
        lines: What was decided; None for a version of which nothing is left. Others get what they ask for.
    """

    limits: Mapping[str, int]
    used: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    lines: dict[tuple[int, str], Line | None] = field(default_factory=dict)

    def package(self, number: int, evaluated: Evaluated) -> LockedPackage:
        lines = [self.lines.get((number, each.version), each) for each in evaluated.lines]
        return LockedPackage(evaluated.population.coordinates, tuple([each for each in lines if each is not None]))

    def give(self, entry: _Entry) -> Line | None:
        for line in entry.choice.lines:
            if not entry.status.is_looser_than(line.status):
                return line
            via = line.via
            if line is not entry.choice.locked:
                via = tuple([name for name in via if self._has_room(name)])
            if via:
                self.used.update(via)
                return line._replace(via=via)
            self.held_back.update(line.via)
        return None

    def _has_room(self, name: str) -> bool:
        return name not in self.limits or self.used[name] < self.limits[name]


def _granted(packages: tuple[Evaluated, ...], limits: Mapping[str, int]) -> _Room:
    room = _Room(limits)
    orders = [_package_order(each) for each in packages]

    def order(entry: _Entry) -> tuple[Any, ...]:
        version = ecosystem(packages[entry.number].population.coordinates.format).parse(entry.choice.line.version)
        is_new = not entry.choice.stays, not entry.choice.is_confirmed
        return *is_new, orders[entry.number], height(version)

    for entry in sorted(_entries(packages, limits), key=order):
        room.lines[entry.key] = room.give(entry)
    return room


def _entries(packages: tuple[Evaluated, ...], limits: Mapping[str, int]) -> Iterator[_Entry]:
    """The versions of which a line that has a limit is not in effect yet."""
    for number, each in enumerate(packages):
        statuses = {candidate.version: candidate.status for candidate in each.population.versions}
        for version, choice in each.choices.items():
            if any(name in limits for line in choice.lines for name in line.via):
                yield _Entry(number, choice, statuses[version])


def _package_order(evaluated: Evaluated) -> tuple[str, str, str]:
    coordinates = evaluated.population.coordinates
    return coordinates.written, coordinates.resource_name, coordinates.repository.domain_owner or ""
