"""A plan that knows how many versions each package had when it was made: what a part of them is measured by."""

from collections.abc import Iterator
from dataclasses import dataclass

from provider.plan.model import PackagePlan, Plan


@dataclass(frozen=True, slots=True)
class MeasuredPlan(Plan):
    """A plan, with how many versions AWS listed for each package.

    Attributes:
        version_counts: How many versions AWS listed, in the order of `packages`.
    """

    version_counts: tuple[int, ...]

    def measured(self) -> Iterator[tuple[PackagePlan, int]]:
        """Each package's plan, with how many versions AWS listed for the package."""
        return zip(self.packages, self.version_counts, strict=True)
