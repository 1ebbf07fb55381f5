"""Where one version is in a domain, and what is declared of it there. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.report.explanation import Explanation, Verdict, explain
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class Copy:
    """A repository that holds the version.

    Attributes:
        found: The version, as AWS has it there.
        explained: What is declared of it there.
    """

    found: ObservedVersion
    explained: Explanation


@dataclass(frozen=True, slots=True)
class Absence:
    """A repository that does not hold the version.

    Attributes:
        explained: What is declared of the version there all the same.
        holds_package: Whether it holds other versions of the package.
    """

    explained: Explanation
    holds_package: bool


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where one version is, as far as repositories could be read.

    Attributes:
        copies: The version in each repository that holds it, in the order of the repositories.
        absences: The repositories that do not, in the same order.
    """

    copies: tuple[Copy, ...]
    absences: tuple[Absence, ...]

    @property
    def awaited_count(self) -> int:
        """In how many repositories a copy that appears is changed by the next run."""
        return sum(each.explained.verdict is Verdict.WAIT for each in self.absences)

    @property
    def other_count(self) -> int:
        """How many repositories hold other versions of the package, and not this one."""
        return sum(each.holds_package for each in self.absences)


def whereabouts(
    version: str, observed: Iterable[ObservedPackage], packages: Iterable[DesiredPackage], wide: Iterable[WideVersion]
) -> Whereabouts:
    """Say where a version is, and what is declared of it there.

    Args:
        version: The version.
        observed: Its package in each repository that could be read.
        packages: What manifests say of one repository.
        wide: What they say of several.
    """
    # A stack knows a domain by its name alone, and so does the name of a resource.
    literal = {each.coordinates.resource_name: each for each in packages}
    floors = Floors(wide)
    copies: list[Copy] = []
    absences: list[Absence] = []
    for each in observed:
        said = literal.get(each.coordinates.resource_name)
        explained = explain(version, said, None, each, floors.naming(each.coordinates), has_state=False)
        if explained.observed is None:
            absences.append(Absence(explained, bool(each.versions)))
        else:
            copies.append(Copy(explained.observed, explained))
    return Whereabouts(tuple(copies), tuple(absences))
