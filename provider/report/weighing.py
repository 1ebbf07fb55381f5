"""Which statement about a version wins in a repository, and why each of the others loses. Pure.

`provider.plan.floors.combine` decides, as in a run. Here it is only said why.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from packagestate.provider.plan.floors import combine
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.provider.plan.words import GRAVEST_FIRST
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredDeletion, DesiredPackage, DesiredVersion
from packagestate.schemas.errors import Place
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class WeighedStatement:
    """One statement that names a version, in one repository.

    Attributes:
        status: What it says; `Deleted` where it says so of the whole package.
        place: Where it stands.
        reason: Why, in the words of the person who wrote it. Untrusted text.
        repository: The repository that it is weighed in.
        scope: The repositories that it is about; None where it is about this one alone.
        excepted: Those of them, by name or glob, that it leaves out.
        wins: Whether it decides what a run wants of the version.
        why: Why it wins or loses, in words.
    """

    status: Status
    place: Place | None
    reason: str | None
    repository: str
    scope: Scope | None
    excepted: tuple[str, ...]
    wins: bool
    why: str

    @property
    def scope_words(self) -> str:
        """Which repositories it is about, in words."""
        if self.scope is None:
            return "this repository"
        return ", ".join(self.scope.patterns) or "all repositories"


@dataclass(frozen=True, slots=True)
class Weighed:
    """Everything that is said of one version, for one repository.

    Attributes:
        declared: What the winner asks for; None where no statement holds, or the whole package is declared `Deleted`.
        statements: Every statement that names the version: the winner, the others that hold here, those that do not.
    """

    declared: DesiredVersion | None
    statements: tuple[WeighedStatement, ...]


def weigh(
    version: str,
    place: Coordinates,
    literal: DesiredPackage | None,
    wide: Iterable[WideVersion],
    origin: OriginType | None = None,
) -> Weighed:
    """Weigh what is said of one version.

    Args:
        version: The version.
        place: Its package, in the repository that is asked about.
        literal: What manifests say of the package in this repository alone; None where they do not name it.
        wide: What they say of the package in several repositories, also in others than this one.
        origin: How the version entered the domain; None where AWS has none, so that it may still be of any origin.
    """
    exact = next((each for each in literal.versions if each.version == version), None) if literal else None
    said = None if literal is None else replace(literal, versions=() if exact is None else (exact,))
    named = sorted((each for each in wide if each.version == version), key=lambda each: each.place)
    about = (each for each in named if each.is_about(place.repository.name))
    holding = [each._replace(origins=frozenset()) for each in about if origin is None or each.fits(origin)]
    # As if it were there and Published: then the statements alone decide, and not what AWS has.
    present = ObservedPackage(place, (ObservedVersion(version, Status.PUBLISHED, ""),))
    wanted = combine(said, holding, present, is_recorded=False)
    declared = next(iter(wanted.versions), None) if wanted else None
    contest = _Contest(place.repository.name, exact, literal.deletion if literal else None, holding, declared, origin)
    weighed = [*contest.of_this_repository(), *map(contest.of_several, named)]
    return Weighed(declared, tuple(sorted(weighed, key=contest.rank)))


class _Best(NamedTuple):
    """What the winner says, and where; what others are compared with."""

    status: Status
    place: Place | None

    def __str__(self) -> str:
        return f"`{self.status}` ({self.place})"


@dataclass(frozen=True, slots=True)
class _Contest:
    """What is said of one version in one repository, and which statement wins.

    Attributes:
        repository: The repository.
        exact: What is said of the version in this repository alone.
        deletion: That the whole package must be gone from this repository. Then there is no `exact`.
        holding: The statements of several repositories that hold here, in the order of their places.
        declared: What the winner asks for.
        origin: How the version entered the domain; None where AWS has none.
    """

    repository: str
    exact: DesiredVersion | None
    deletion: DesiredDeletion | None
    holding: Sequence[WideVersion]
    declared: DesiredVersion | None
    origin: OriginType | None = None

    def of_this_repository(self) -> Iterator[WeighedStatement]:
        """What is said of the version, or of its whole package, in this repository alone."""
        if self.deletion is not None:
            why = "the whole package is declared `Deleted` in this repository"
            yield self._weighed(Status.DELETED, self.deletion, wins=True, why=why)
        elif self.exact is not None:
            wins = self.declared is self.exact
            why = self._why_exact(self.exact) if wins else f"less restrictive than {self._best}, which overrides it"
            yield self._weighed(self.exact.status, self.exact, wins=wins, why=why)

    def of_several(self, stated: WideVersion) -> WeighedStatement:
        """One of the statements of several repositories."""
        declared = self.declared
        wins = (
            declared is not None
            and declared.is_of_several
            and (declared.status, declared.place) == (stated.status, stated.place)
        )
        why = self._why_it_wins(stated) if wins else self._why_it_loses(stated)
        return self._weighed(stated.status, stated, stated.scope, stated.excepted, wins=wins, why=why)

    def rank(self, statement: WeighedStatement) -> tuple[object, ...]:
        """The winner first, then what holds here, the most restrictive first, then the rest."""
        scope, name = statement.scope, self.repository
        holds = scope is None or (scope.holds(name) and not scope.excludes(name, statement.excepted))
        return not statement.wins, not holds, GRAVEST_FIRST.index(statement.status), statement.place or ()

    def _weighed(
        self,
        status: Status,
        stated: DesiredDeletion | DesiredVersion | WideVersion,
        scope: Scope | None = None,
        excepted: tuple[str, ...] = (),
        *,
        wins: bool,
        why: str,
    ) -> WeighedStatement:
        return WeighedStatement(status, stated.place, stated.reason, self.repository, scope, excepted, wins, why)

    @property
    def _best(self) -> _Best:
        if self.declared is not None:
            return _Best(self.declared.status, self.declared.place)
        return _Best(Status.DELETED, self.deletion.place if self.deletion else None)

    @property
    def _standing(self) -> list[WideVersion]:
        """The statements of several repositories that hold here and that this one does not stand over."""
        over = self.exact.over if self.exact else None
        return [each for each in self.holding if not each.is_overridden_by(over)]

    def _why_exact(self, exact: DesiredVersion) -> str:
        """Why the statement of this repository alone wins."""
        standing = self._standing
        over = [f"it stands `over` {exact.over}"] if len(standing) < len(self.holding) else []
        rest = ["no statement of several repositories is more restrictive"] if standing else []
        return " and ".join((*over, *rest)) or "the only statement that holds here"

    def _why_it_wins(self, stated: WideVersion) -> str:
        """Why a statement of several repositories wins."""
        if len(self.holding) == 1 and self.exact is None:
            return "the only statement that holds here"
        is_one_of_equals = sum(each.status is stated.status for each in self._standing) > 1
        return f"the most restrictive that holds here{', and the first of equal ones' if is_one_of_equals else ''}"

    def _why_it_loses(self, stated: WideVersion) -> str:
        """Why a statement of several repositories does not win."""
        if not stated.is_about(self.repository):
            return f"does not hold here: {_why_elsewhere(stated, self.repository)}"
        if self.origin is not None and not stated.fits(self.origin):
            return f"does not hold here: it is about {' and '.join(sorted(stated.origins))}, and this is {self.origin}"
        if self.exact is not None and stated.is_overridden_by(self.exact.over):
            return f"{self.exact.place} stands `over` {self.exact.over}"
        best = self._best
        return f"less restrictive than {best}" if stated.status.is_looser_than(best.status) else f"the same as {best}"


def _why_elsewhere(stated: WideVersion, repository: str) -> str:
    """Why a statement is not about a repository."""
    if stated.scope.holds(repository):
        pattern = next(each for each in stated.excepted if stated.scope.excludes(repository, [each]))
        return f"`except` names {repository}" + ("" if pattern == repository else f" (`{pattern}`)")
    left_out_by = stated.scope.left_out_by(repository)
    if left_out_by is None:
        return f"`repositories` does not name {repository}"
    return f"`repositories` leaves {repository} out (`{left_out_by}`)"
