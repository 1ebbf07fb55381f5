"""Whether a plan is small enough to be carried out without somebody having said so.

The limits look at the plan of the whole run, so that a mistake in one manifest or in many is caught alike. What else is
declared does not count: a package that does not change, or changes a little, hides none that changes too much. See
docs/decisions/0012-changed-fraction.md.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import accumulate
from typing import NamedTuple

from packagestate.provider.plan.model import Changes, PackagePlan, Plan, Removal
from packagestate.provider.plan.words import counted
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import Fault

#: The configuration keys that raise the limits.
IRREVERSIBLE_KEY = "packagestate:irreversibleLimit"
LOOSENING_KEY = "packagestate:looseningLimit"
FRACTION_KEY = "packagestate:changedFractionLimit"

#: The engine's variable that makes it write the state once in a run. Source: Pulumi documentation, "Environment
#: variables".
CHECKPOINTS_VARIABLE = "PULUMI_SKIP_CHECKPOINTS"

#: Below this many observed versions a fraction says nothing: one version of two is half.
SMALLEST_POPULATION_COUNT = 10

_HEAVIEST_COUNT = 3

#: Says how a key is set to a value, in words that work where they are read.
Advice = Callable[[str, str], str]


def _engine_advice(key: str, value: str) -> str:
    return f"run `pulumi config set {key} {value} --stack STACK`"


#: Versions of packages that a statement for several repositories asks for.
Shared = Collection[tuple[Coordinates, str]]
_Name = tuple[str, str, str | None, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a run may change.

    Attributes:
        irreversible_count: The most transitions to Disposed or Deleted.
        loosening_count: The most transitions to a less restrictive status.
        changed_fraction: The largest part of a package's observed versions that may change, 0 to 1.
        may_delete_packages: Whether a package may be deleted as a whole.
        advice: Says how a limit is raised.
    """

    irreversible_count: int = 10
    loosening_count: int = 10
    changed_fraction: float = 0.3
    may_delete_packages: bool = True
    advice: Advice = field(default=_engine_advice, compare=False)


def exceeded(plan: Plan, limits: Limits, shared: Shared = frozenset()) -> tuple[Fault, ...]:
    """The limits that a plan goes over.

    Args:
        plan: The plan of the whole run.
        limits: The limits.
        shared: What a statement for several repositories asks for. A version of a package counts once there, however
            many repositories hold a copy.

    Returns:
        One fault for each limit that the plan goes over; empty where it may be carried out.
    """
    return (
        *_too_many_irreversible(plan, limits, shared),
        *_too_many_loosened(plan, limits),
        *_too_large_a_part(plan, limits, shared),
        *_unnoticed_deletions(plan, limits),
    )


def _too_many_irreversible(plan: Plan, limits: Limits, shared: Shared) -> Iterable[Fault]:
    counts = [(_irreversible_count(changes), coordinates) for coordinates, changes in plan.all_changes]
    count = sum(each for each, _ in counts) - _copy_count(plan, shared)
    if count > limits.irreversible_count:
        yield Fault(
            "Too many transitions that cannot be undone",
            f"The plan disposes or deletes versions, {count:,} in all, and `{IRREVERSIBLE_KEY}` allows "
            f"{limits.irreversible_count:,} in one run. {_heaviest((each, place, str(each)) for each, place in counts)}"
            " Nothing was changed.",
            f"review the plan; if it is right, {limits.advice(IRREVERSIBLE_KEY, str(count))}",
        )


def _too_many_loosened(plan: Plan, limits: Limits) -> Iterable[Fault]:
    """Versions that can be installed, or are seen, again. Every copy counts: each is one more that somebody gets."""
    counts = [(sum(each.loosens for each in changes.transitions), place) for place, changes in plan.all_changes]
    count = sum(each for each, _ in counts)
    if count > limits.loosening_count:
        yield Fault(
            "Too many versions would become less restrictive",
            f"The plan makes {count:,} versions less restrictive than AWS has them, so that people can see or install "
            f"them again, and `{LOOSENING_KEY}` allows {limits.loosening_count:,} in one run. "
            f"{_heaviest((each, place, str(each)) for each, place in counts)} Nothing was changed.",
            f"review the plan; if it is right, {limits.advice(LOOSENING_KEY, str(count))}",
        )


def _unnoticed_deletions(plan: Plan, limits: Limits) -> Iterable[Fault]:
    """Packages that the run deletes, where the state would not record that a deletion began."""
    deleted = [place for place, changes in plan.all_changes if changes.deletion is not None]
    if deleted and not limits.may_delete_packages:
        yield Fault(
            "Deletion would not be recorded",
            f"The plan deletes {counted(len(deleted), 'package')} as a whole, and `{CHECKPOINTS_VARIABLE}` is set. So "
            "the engine writes the state once, at the end of a run. If it died before, the state would not say that a "
            "deletion had begun, and no run would notice a package that was left fenced. Nothing was changed.",
            f"run it again with `{CHECKPOINTS_VARIABLE}` unset",
        )


class _Part(NamedTuple):
    """How much of one package changes; of several copies of it together, where others are counted."""

    changed_count: int
    version_count: int
    coordinates: Coordinates
    other_count: int = 0

    @property
    def where(self) -> str:
        others = f" and {counted(self.other_count, 'more copy', 'more copies')}" if self.other_count else ""
        return f"{self.coordinates}{others}"

    @property
    def fraction(self) -> float:
        # The quotient of two integers is the float next to the true value, as the limit is: 3 of 10 is not above 0.3.
        return self.changed_count / self.version_count


def _too_large_a_part(plan: Plan, limits: Limits, shared: Shared) -> Iterable[Fault]:
    """The packages of which too large a part changes, once they hold enough versions together.

    Each is held against the limit by itself, so no other package can dilute it. Those that go over it are counted
    together, so many small packages are caught as one large package is. A package that is declared `Deleted` changes as
    a whole on purpose, and does not count; one that goes because nobody declares it any more does.
    """
    declared = [each for each in plan.packages if each.changes.deletion is None]
    copies = [each for each in declared if _is_shared(each, shared)]
    others = [_part(each) for each in declared if not _is_shared(each, shared)]
    parts = [*others, *_together(copies), *map(_part, plan.removals)]
    over = [part for part in parts if part.changed_count and part.fraction > limits.changed_fraction]
    population_count = sum(part.version_count for part in over)
    if population_count >= SMALLEST_POPULATION_COUNT:
        changed_count = sum(part.changed_count for part in over)
        figure = f"{_sufficient_percentage(over) / 100:.2f}"
        where = "1 package" if len(over) == 1 else f"{len(over):,} packages"
        heaviest = _heaviest(
            (part.changed_count, part.where, f"{part.changed_count:,} of {part.version_count:,}") for part in over
        )
        yield Fault(
            "Too large a part of the versions would change",
            f"In {where} the plan changes a larger part of the observed versions than `{FRACTION_KEY}` allows in one "
            f"run, {limits.changed_fraction:g}: {changed_count:,} of {population_count:,}, a fraction of "
            f"{_percentage(changed_count, population_count) / 100:.2f}. {heaviest} Nothing was changed.",
            f"review the plan; if it is right, {limits.advice(FRACTION_KEY, figure)}",
        )


def _is_shared(package: PackagePlan, shared: Shared) -> bool:
    """Whether statements for several repositories alone change a package."""
    changing = package.changes.transitions
    return bool(changing) and all((package.coordinates, each.version) in shared for each in changing)


def _together(copies: Iterable[PackagePlan]) -> Iterator[_Part]:
    """The copies of each package as one: the versions that change in any, of those that the largest holds."""
    groups: defaultdict[_Name, list[PackagePlan]] = defaultdict(list)
    for each in copies:
        groups[_name(each.coordinates)].append(each)
    for group in groups.values():
        versions = {each.version for package in group for each in package.changes.transitions}
        population_count = max(len(versions), *(package.version_count for package in group))
        yield _Part(len(versions), population_count, group[0].coordinates, len(group) - 1)


def _copy_count(plan: Plan, shared: Shared) -> int:
    """How many of the transitions that cannot be undone are of further copies of the same version."""
    copies = [
        (_name(place), each.version)
        for place, changes in plan.all_changes
        for each in changes.transitions
        if each.irreversible and (place, each.version) in shared
    ]
    return len(copies) - len(set(copies))


def _name(coordinates: Coordinates) -> _Name:
    """A package, in whatever repository of its domain."""
    return coordinates.repository.domain, str(coordinates.format), coordinates.namespace, coordinates.package


def _part(package: PackagePlan | Removal) -> _Part:
    return _Part(len(package.changes.transitions), package.version_count, package.coordinates)


def _sufficient_percentage(over: Sequence[_Part]) -> int:
    """The lowest limit under which the packages that still go over it hold too few versions to say anything."""
    worst_first = sorted(over, key=lambda part: -part.fraction)
    population_counts = accumulate(part.version_count for part in worst_first)
    index = next(index for index, count in enumerate(population_counts) if count >= SMALLEST_POPULATION_COUNT)
    return _percentage(worst_first[index].changed_count, worst_first[index].version_count)


def _percentage(count: int, population_count: int) -> int:
    """A part in percent, rounded up so that it suffices as a limit."""
    return -(-count * 100 // population_count)


def _heaviest(weights: Iterable[tuple[int, object, str]]) -> str:
    """The packages that weigh most, each with its figure, in a sentence; ties in the order given."""
    heaviest = nsmallest(_HEAVIEST_COUNT, (weight for weight in weights if weight[0]), key=lambda weight: -weight[0])
    return f"Most are in {', '.join(f'{where}: {figure}' for _, where, figure in heaviest)}."


def _irreversible_count(changes: Changes) -> int:
    return sum(transition.irreversible for transition in changes.transitions)
