"""Whether a plan is small enough to be carried out without somebody having said so.

The limits look at the plan of the whole run, so that a mistake in one manifest or in many is caught alike.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest

from provider.plan.model import PackagePlan, Plan
from schemas.errors import Fault

#: The configuration keys that raise the limits.
IRREVERSIBLE_KEY = "packagestate:irreversibleLimit"
FRACTION_KEY = "packagestate:changedFractionLimit"

#: Below this many observed versions a fraction says nothing: one version of two is half.
SMALLEST_POPULATION_COUNT = 10

_HEAVIEST_COUNT = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a run may change.

    Attributes:
        irreversible_count: The most transitions to Disposed or Deleted.
        changed_fraction: The largest part of the observed versions that may change, 0 to 1.
    """

    irreversible_count: int = 10
    changed_fraction: float = 0.3


def exceeded(plan: Plan, limits: Limits) -> tuple[Fault, ...]:
    """The limits that a plan goes over.

    Args:
        plan: The plan of the whole run.
        limits: The limits.

    Returns:
        One fault for each limit that the plan goes over; empty where it may be carried out.
    """
    return (*_too_many_irreversible(plan, limits), *_too_large_a_part(plan, limits))


def _too_many_irreversible(plan: Plan, limits: Limits) -> Iterable[Fault]:
    count = sum(map(_irreversible_count, plan.packages))
    if count > limits.irreversible_count:
        yield Fault(
            "Too many transitions that cannot be undone",
            f"The plan disposes or deletes versions, {count} in all, and `{IRREVERSIBLE_KEY}` allows "
            f"{limits.irreversible_count} in one run. {_heaviest(plan, _irreversible_count)} Nothing was changed.",
            f"review the plan; if it is right, run `pulumi config set {IRREVERSIBLE_KEY} {count}`",
        )


def _too_large_a_part(plan: Plan, limits: Limits) -> Iterable[Fault]:
    count, population_count = sum(map(_changed_count, plan.packages)), plan.observed_version_count
    # The quotient of two integers is the float next to the true value, as the limit is: 3 of 10 is not above 0.3.
    if population_count >= SMALLEST_POPULATION_COUNT and count / population_count > limits.changed_fraction:
        # Rounded up, so that the figure suffices as a limit.
        fraction = -(-count * 100 // population_count) / 100
        yield Fault(
            "Too large a part of the versions would change",
            f"The plan changes {count} of {population_count} observed versions, a fraction of {fraction:.2f}, and "
            f"`{FRACTION_KEY}` allows {limits.changed_fraction:g} in one run. {_heaviest(plan, _changed_count)} "
            "Nothing was changed.",
            f"review the plan; if it is right, run `pulumi config set {FRACTION_KEY} {fraction:.2f}`",
        )


def _heaviest(plan: Plan, weigh: Callable[[PackagePlan], int]) -> str:
    """The packages that weigh most, in a sentence; ties in the plan's order."""
    weights = ((weigh(package), package.coordinates) for package in plan.packages)
    heaviest = nsmallest(_HEAVIEST_COUNT, (weight for weight in weights if weight[0]), key=lambda weight: -weight[0])
    return f"Most are in {', '.join(f'{coordinates}: {count}' for count, coordinates in heaviest)}."


def _irreversible_count(package: PackagePlan) -> int:
    return sum(transition.irreversible for transition in package.changes.transitions)


def _changed_count(package: PackagePlan) -> int:
    return len(package.changes.transitions)
