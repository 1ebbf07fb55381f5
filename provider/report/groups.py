"""What happens in a plan, without repetition: the same change in many repositories is one group. Pure.

How much is taken together is a level of detail. At each level but the last, every version that cannot be brought back
is named; what is left out elsewhere is counted.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final, NamedTuple

from packagestate.provider.plan.words import counted
from packagestate.provider.report.repository_names import in_few_words
from packagestate.provider.report.statements import Kind, Statement, statements
from packagestate.provider.report.view import PlanReport
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.errors import printable
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.order import version_order

# What is reversible is told by itself, though others are counted together, where it is so large a part of all changes.
_KEPT_FRACTION: Final = 0.05
# So many repositories are named one by one where something happens; of more there is the number.
_NAMED_REPOSITORY_COUNT: Final = 3
# More than this nobody reads: of names that take more characters there is the number alone.
_LONGEST_NAMES: Final = 1_000


class Detail(IntEnum):
    """How much is taken together, from least to most.

    Attributes:
        VERSIONS: A group holds what happens in exactly the same repositories; a line for each version.
        JOINED: The same groups; a line for all versions of one.
        COUNTED: A group holds what happens to one package, in whichever repositories; what is reversible is counted.
        MERGED: What is reversible is counted over all packages, but for the few that have most of it.
        BARE: What is reversible is counted over all packages, and the reasons for what is not are left out.
    """

    VERSIONS = 1
    JOINED = 2
    COUNTED = 3
    MERGED = 4
    BARE = 5


class Told(NamedTuple):
    """One thing that happens in one place.

    Attributes:
        coordinates: The package.
        statement: What happens.
        version: The version that it happens to; empty where it happens to none.
    """

    coordinates: Coordinates
    statement: Statement
    version: str


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that happens, and everywhere that it does.

    Attributes:
        statement: What happens.
        places: The packages that it happens to, sorted.
        versions: Each version with the number of places where it happens to that one, in the order of their ecosystem;
            empty where it happens to no version, or to those of many packages.
        change_count: In how many places it happens to how many versions, in all.
        is_exact: Whether everything of it happens in each of the places.
    """

    statement: Statement
    places: tuple[Coordinates, ...]
    versions: tuple[tuple[str, int], ...]
    change_count: int
    is_exact: bool

    @property
    def repositories(self) -> tuple[Repository, ...]:
        """Where it happens."""
        return tuple(sorted({each.repository for each in self.places}, key=str))

    @property
    def version_names(self) -> tuple[str, ...]:
        """The versions, printable, each with the number of places where that is not all of them."""
        return tuple(
            printable(version) if count == len(self.places) else f"{printable(version)} (in {count})"
            for version, count in self.versions
        )

    @property
    def where(self) -> str:
        """The package and the repositories, in words."""
        return f"{self.package_words} in {self.place}"

    @property
    def place(self) -> str:
        """The repositories, in words; where everything happens in each of them, their names beside their number."""
        number = where(self.repositories)
        if not self.is_exact or not self.statement.written or len(self.repositories) <= _NAMED_REPOSITORY_COUNT:
            return number
        is_one_domain = len({each.domain for each in self.repositories}) == 1
        names = in_few_words(each.name if is_one_domain else str(each) for each in self.repositories)
        return f"{number} ({printable(names)})" if len(names) <= _LONGEST_NAMES else number

    @property
    def package_words(self) -> str:
        """The package if it is one, else how many they are, whatever the repository."""
        names = {f"{printable(each.written)} ({each.format})" for each in self.places}
        return counted(len(names), "package") if len(names) > 1 else min(names)


def where(repositories: tuple[Repository, ...]) -> str:
    """Repositories in words: by name where they are few, else their number.

    Args:
        repositories: The repositories, at least one.
    """
    if len(repositories) <= _NAMED_REPOSITORY_COUNT:
        return printable(", ".join(map(str, repositories)))
    domains = sorted({each.domain for each in repositories})
    return f"{len(repositories)} repositories of {printable(domains[0]) if len(domains) == 1 else 'several domains'}"


def told(report: PlanReport) -> tuple[Told, ...]:
    """What happens, statement by statement: what `groups` takes together.

    Args:
        report: The plan.
    """
    return tuple([Told(package.coordinates, *each) for package in report.parts for each in statements(package)])


def fewest_groups(said: Iterable[Told], detail: Detail) -> int:
    """How many groups, or versions in them, there are at least at a level of detail: no fewer lines can name them.

    Args:
        said: What happens.
        detail: The level.
    """
    if detail is Detail.VERSIONS:
        return len({(each.statement, each.version) for each in said})
    return len({_folded(each, detail) for each in {each.statement for each in said}})


def groups(said: Collection[Told], detail: Detail) -> tuple[Group, ...]:
    """What happens, taken together as far as a level of detail says.

    Args:
        said: What happens.
        detail: The level.

    Returns:
        The groups, what cannot be undone first, and those of one package in the same repositories side by side.
    """
    kept = _largest(statement for _, statement, _ in said) if detail is Detail.MERGED else frozenset[Statement]()
    found: dict[Statement, dict[str, set[Coordinates]]] = {}
    for coordinates, statement, version in said:
        versions = found.setdefault(_folded(statement, Detail.COUNTED if statement in kept else detail), {})
        versions.setdefault(version, set()).add(coordinates)
    made = (group for statement, versions in found.items() for group in _made(statement, versions, detail))
    return tuple(sorted(made, key=_order))


def _largest(statements: Iterable[Statement]) -> frozenset[Statement]:
    """What is reversible and most of what changes."""
    counts = Counter(each for each in statements if each.kind is Kind.TRANSITION and not each.irreversible)
    return frozenset(statement for statement, count in counts.items() if count >= _KEPT_FRACTION * counts.total())


def is_repeated(report: PlanReport) -> bool:
    """Whether the same happens in several repositories, so that a group says more than one package does.

    Args:
        report: The plan.
    """
    places: dict[tuple[Statement, str], Coordinates] = {}
    return any(places.setdefault(each[1:], each.coordinates) != each.coordinates for each in told(report))


def _folded(statement: Statement, detail: Detail) -> Statement:
    """The statement without what a level of detail does not tell apart."""
    if detail < Detail.COUNTED:
        return statement
    if statement.kind in {Kind.DELETION, Kind.TRANSITION} and statement.irreversible:
        reason = statement.reason if detail < Detail.BARE else None
        whole = statement.whole if statement.kind is Kind.DELETION and detail < Detail.MERGED else ()
        return replace(statement, reason=reason, whole=whole)
    if statement.kind is Kind.TRANSITION and detail < Detail.MERGED:
        return statement
    return replace(statement, format=None, written="", reason=None, whole=())


def _made(statement: Statement, versions: dict[str, set[Coordinates]], detail: Detail) -> Iterator[Group]:
    """The groups of one statement: one for each set of places, or one for all."""
    if detail >= Detail.COUNTED:
        places = set[Coordinates]().union(*versions.values())
        yield _group(statement, places, {version: len(found) for version, found in versions.items()})
        return
    exact: dict[frozenset[Coordinates], dict[str, int]] = {}
    for version, found in versions.items():
        exact.setdefault(frozenset(found), {})[version] = len(found)
    for places_of_all, counts in exact.items():
        yield _group(statement, places_of_all, counts)


def _group(statement: Statement, places: Iterable[Coordinates], counts: dict[str, int]) -> Group:
    ordered = tuple(sorted(places, key=lambda each: (each.resource_name, each.repository.domain_owner or "")))
    package_format = statement.format
    named: list[tuple[str, int]] = []
    if package_format is not None:
        named = [(version, counts[version]) for version in counts if version]
        named.sort(key=lambda each: version_order(each[0], package_format))
    is_exact = all(count == len(ordered) for count in counts.values())
    return Group(statement, ordered, tuple(named), sum(counts.values()), is_exact)


def _order(group: Group) -> tuple[Any, ...]:
    """What cannot be undone first; then by package, by place, and by what happens."""
    statement = group.statement
    first = version_order(group.versions[0][0], statement.format) if group.versions and statement.format else ()
    return (
        not statement.irreversible,
        not statement.written,
        natural(statement.written),
        str(statement.format),
        str(statement.action or ""),
        statement.note,
        statement.whole,
        [str(each) for each in group.repositories],
        statement.kind,
        statement.rank,
        first,
        statement.what,
        statement.reason or "",
    )
