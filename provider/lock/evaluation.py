"""What rules make of the versions of one package of one repository. Pure: the day is given, and nothing is read.

Rules that protect come first, and look at every version of the package. The others restrict what they match, apart from
what is protected or not touched; of several, the most restrictive wins. A line of the lock stays while nothing protects
its version and no rule that it depends on has changed. Two decisions are behind the details:

- A rule with `olderThan` counts only where no rule without it restricts the version at least as much. So neither the
  lines nor their causes depend on times that nobody needed to read.
- A line that is evaluated again is matched by rules of its own status as the version was before, once it is in effect.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from packagestate.provider.lock import emptying
from packagestate.provider.lock.keeping import protections
from packagestate.provider.lock.matching import Restriction, needs_understanding, restrictions
from packagestate.provider.lock.outcome import Choice, Evaluated, Spared, Why
from packagestate.provider.lock.subject import Subject, subjects
from packagestate.provider.plan.snapshots import is_build
from packagestate.provider.population import Population
from packagestate.schemas.fitness import can_be_a_version, can_be_named
from packagestate.schemas.locked import Line
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import FLOORS, Status


class Before(NamedTuple):
    """What the lock says before it is made again.

    Attributes:
        lines: The lines of the package.
        unchanged: The names of the rules that are there, and had the same digest when the lock was made.
        keeps_unchanged: Whether no rule with `keep` that may have been about the package has gone. Those that are
            there are looked up in `unchanged`.
    """

    lines: tuple[Line, ...] = ()
    unchanged: AbstractSet[str] = frozenset()
    keeps_unchanged: bool = True


def evaluate(rules: Iterable[Rule], population: Population, before: Before, today: datetime) -> Evaluated:
    """Evaluate rules for one package of one repository.

    Args:
        rules: All rules; those that are not about the package make no difference.
        population: The package as AWS lists it.
        before: What the lock says now.
        today: The time at which the lock is made, with a time zone.

    Returns:
        What the lock is to say. Where versions are undecided, read when they were published and evaluate again: with
        all these times nothing is undecided. A version of which AWS names no time is matched by no `olderThan`.
    """
    coordinates = population.coordinates
    about = [each for each in rules if each.is_about(coordinates.repository, coordinates)]
    if not about:
        return Evaluated(population)
    about.sort(key=lambda each: each.name)
    return _Evaluation.of(about, population, before, today).result()


class _Decision(NamedTuple):
    choice: Choice | None = None
    spared: Spared | None = None
    is_undecided: bool = False


# What there is to say of most versions.
_NOTHING: Final = _Decision()


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """The rules about one package, and its versions.

    Attributes:
        rules: The rules about the package, sorted by name.
        restricting: Those that restrict.
        protected: The rules that protect, by version.
        holding: The status of the rules whose lines stay, by name.
        population: The package.
        versions: Its versions.
        today: The time.
    """

    rules: list[Rule]
    restricting: list[Restriction]
    protected: Mapping[str, tuple[str, ...]]
    holding: Mapping[str, Status]
    population: Population
    versions: tuple[Subject, ...]
    today: datetime

    @classmethod
    def of(cls, rules: list[Rule], population: Population, before: Before, today: datetime) -> "_Evaluation":
        restricting = restrictions(rules, before.unchanged)
        versions = subjects(population, before.lines)
        may_stay = before.keeps_unchanged and all(each.name in before.unchanged for each in rules if each.keep)
        holding = {each.name: each.status for each in restricting if may_stay and each.is_unchanged}
        return cls(rules, restricting, protections(rules, versions), holding, population, versions, today)

    def result(self) -> Evaluated:
        decisions = {each.text: self._decide(each) for each in self.versions}
        choices = {version: each.choice for version, each in decisions.items() if each.choice is not None}
        spared = {version: each.spared for version, each in decisions.items() if each.spared is not None}
        named = {each.name: each for each in self.rules}
        last = emptying.last_published(self.versions, choices, named)
        if last is not None:
            del choices[last.version]
            spared[last.version] = Spared(last.version, Why.LAST_PUBLISHED, tuple([each.name for each in last.rules]))
        return Evaluated(
            self.population,
            choices,
            tuple(self._all_spared(spared)),
            tuple([version for version, each in decisions.items() if each.is_undecided]),
            () if last is None else tuple(emptying.faults(last, self.population.coordinates)),
        )

    def _all_spared(self, spared: Mapping[str, Spared]) -> Iterable[Spared]:
        readers = tuple([each.name for each in self.rules if needs_understanding(each)])
        for each in self.versions:
            if each.text in spared:
                yield spared[each.text]
            if readers and each.version.key is None:
                yield Spared(each.text, Why.NOT_UNDERSTOOD, readers)

    def _decide(self, subject: Subject) -> _Decision:
        staying = self._staying(subject)
        candidates = [
            each
            for each in self.restricting
            if (each.has_effect(subject) if staying is None else _raises(each, subject, staying))
            and each.matches_but_for_age(subject, self.today)
        ]
        if not candidates and subject.line is None:
            return _NOTHING
        untouched = self._untouched(subject, candidates)
        if untouched is not None:
            is_told = bool(candidates) or (subject.line is not None and staying is None)
            return _Decision(_choice([], subject, staying, self.today), untouched if is_told else None)
        certain = [each for each in candidates if each.match.older_than is None]
        decided = [each.status for each in certain] + ([] if staying is None else [staying.status])
        by_age = [
            each
            for each in candidates
            if each.match.older_than is not None and all(status.is_looser_than(each.status) for status in decided)
        ]
        published = subject.published
        old = [each for each in by_age if published is not None and each.is_old_enough(published, self.today)]
        choice = _choice([*certain, *old], subject, staying, self.today)
        return _Decision(choice, is_undecided=bool(by_age) and published is None)

    def _staying(self, subject: Subject) -> Line | None:
        """The line of the lock, if it stays: nothing protects the version, and its causes say what they said."""
        line = subject.line
        if line is None or not line.via or subject.text in self.protected:
            return None
        return line if all(self.holding.get(name) is line.status for name in line.via) else None

    def _untouched(self, subject: Subject, candidates: list[Restriction]) -> Spared | None:
        """Why no rule restricts a version, whatever it matches."""
        if subject.text in self.protected:
            return Spared(subject.text, Why.KEPT, self.protected[subject.text])
        why = next(self._reasons(subject), None)
        return None if why is None else Spared(subject.text, why, tuple(sorted(each.name for each in candidates)))

    def _reasons(self, subject: Subject) -> Iterator[Why]:
        if subject.status is Status.UNFINISHED:
            yield Why.UNFINISHED
        if subject.text == self.population.default_version:
            yield Why.DEFAULT_VERSION
        if is_build(subject.package_format, subject.text):
            yield Why.SNAPSHOT_BUILD
        # The lock could not be read again, or no run could carry out what it says.
        if not self._can_be_locked(subject):
            yield Why.ODD_NAME
        if not subject.candidate.revision:
            yield Why.NO_REVISION

    def _can_be_locked(self, subject: Subject) -> bool:
        """Whether a run can take it from the lock: others choose these names, and one could spoil the whole file."""
        coordinates = self.population.coordinates
        return can_be_named(coordinates) and can_be_a_version(coordinates, subject.text)


def _raises(restriction: Restriction, subject: Subject, staying: Line) -> bool:
    """Whether a rule makes more of a line that stays. AWS may have the version more restrictive than the line does."""
    return staying.status.is_looser_than(restriction.status) and subject.status.is_looser_than(restriction.status)


def _choice(matching: list[Restriction], subject: Subject, staying: Line | None, today: datetime) -> Choice | None:
    """The lines of a version: one for each status that rules ask for, and the one that stays."""
    lines: list[Line] = []
    for status in reversed(FLOORS):
        via = [each.name for each in matching if each.status is status]
        if via:
            lines.append(_line(subject, status, tuple(sorted(via)), today))
    if staying is not None:
        lines.append(staying)
    if not lines:
        return None
    return Choice(tuple(lines), staying, subject.line is not None and subject.line.status is lines[0].status)


def _line(subject: Subject, status: Status, via: tuple[str, ...], today: datetime) -> Line:
    if subject.line is not None and subject.line.status is status:
        return subject.line._replace(via=via)
    revision = subject.candidate.revision if status is Status.DISPOSED else None
    return Line(subject.text, status, via, today.astimezone(UTC).date(), subject.status, revision)
