"""From the advisories of a feed to what the lock says for it in one domain. Pure: the day is given.

A line stays as long as an advisory with an effect still names its version and nobody took back what allowed it: an
advisory that grows beyond a guard takes nothing away of what it did before. A line whose advisories all lost their
effect is released: it asks for nothing, and remembers what the version was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from packagestate.provider.advisories.before import Before
from packagestate.provider.advisories.disposing import disposals
from packagestate.provider.advisories.held import Held, Name
from packagestate.provider.advisories.remembering import remembered
from packagestate.provider.advisories.verdict import WITHOUT_EFFECT, Verdict, judge, named_of
from packagestate.schemas.advisories.feed import REMARK, Advisories
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.rule import OriginType
from packagestate.schemas.status import Status


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What advisories mean for one feed in one domain.

    Attributes:
        lock: What the lock is to say.
        verdicts: What each advisory means for each package that the domain holds.
        spared: The copies that advisories name and the feed is not about, by how they entered the domain: the written
            package, the version and the repository.
    """

    lock: FeedLock
    verdicts: tuple[Verdict, ...] = ()
    spared: Mapping[OriginType, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)


def evaluate(
    advisories: Advisories,
    place: tuple[str, str],
    held: Mapping[Name, Held],
    before: Before,
    today: date,
    *,
    is_hold: bool = False,
) -> Evaluated:
    """Find out what the lock is to say for a feed in its domain.

    Args:
        advisories: The feed, with its records.
        place: The account and the region of the domain.
        held: What the domain holds, by package: every package that a record or a line names.
        before: What the lock says now.
        today: The day.
        is_hold: Whether the file of holds is made: only what no reviewed line says already, and what can be undone.
    """
    feed = advisories.feed
    evaluation = _Evaluation(advisories, held, before, today, is_hold=is_hold)
    packages = tuple(evaluation.packages())
    origins = frozenset({OriginType.EXTERNAL}) if is_hold else feed.origins
    named = {name for package in packages for line in package.lines for name in line.via}
    # What a released line was for may be gone by now: its digest is the one of that time.
    known = {each: digest for file in before.files for each, digest in file.advisories.items() if each in named}
    digests = known | evaluation.digests
    lock = FeedLock(
        *place,
        feed.scope.domain,
        feed.name,
        feed.package_format,
        feed.digest,
        tuple(sorted(feed.scope.patterns)),
        origins,
        {each: digests[each] for each in sorted(digests) if not is_hold or each in named},
        packages,
        is_hold,
    )
    return Evaluated(lock, tuple(evaluation.verdicts), evaluation.spared())


class _Evaluation:
    """The records of a feed, held against what a domain has."""

    def __init__(
        self, advisories: Advisories, held: Mapping[Name, Held], before: Before, today: date, *, is_hold: bool
    ) -> None:
        feed = advisories.feed
        # Nobody reviews a hold, so it is about versions from outside alone.
        self._feed = feed if not is_hold else replace(feed, origins=frozenset({OriginType.EXTERNAL}))
        self._digest = feed.digest
        self._held, self._before, self._today, self._is_hold = held, before, today, is_hold
        self._lines = before.lines()
        self._others = before.of_others(feed.package_format)
        relevant = [
            (record, affected)
            for record in advisories.records.values()
            if record.kind in feed.kinds
            for affected in record.affected
            if affected.package_format is feed.package_format
        ]
        self.digests = {record.id: feed.digest_of(record) for record, _ in relevant}
        self.verdicts = [
            judge(self._feed, record, affected, held[name], today, is_hold=is_hold)
            for record, affected in relevant
            if (name := (affected.namespace, affected.package)) in held
        ]
        self.verdicts.sort(key=lambda each: (each.affected.written, each.record.id))

    def packages(self) -> Iterator[FeedPackage]:
        """The packages with lines, sorted."""
        verdicts: defaultdict[Name, list[Verdict]] = defaultdict(list)
        for each in self.verdicts:
            verdicts[each.affected.namespace, each.affected.package].append(each)
        for name in sorted(verdicts.keys() | self._lines.keys(), key=lambda each: (each[0] or "", each[1])):
            held = self._held.get(name, Held())
            lines = tuple(sorted(self._package(name, verdicts[name], held)))
            if lines:
                known = [] if self._is_hold or self._before.reviewed is None else self._before.reviewed.packages
                earlier = next((each for each in known if (each.namespace, each.package) == name), None)
                yield FeedPackage(*name, lines, self._disposals(lines, earlier, held, verdicts[name]))

    def spared(self) -> dict[OriginType, tuple[tuple[str, str, str], ...]]:
        """The copies that advisories name and the feed is not about."""
        found: defaultdict[OriginType, set[tuple[str, str, str]]] = defaultdict(set)
        for each in self.verdicts:
            if each.guard in WITHOUT_EFFECT:
                continue
            held = self._held[each.affected.namespace, each.affected.package]
            beside = {version for version, _, _ in held.others(held.copies, self._feed.origins)}
            named = named_of(each.affected, beside) if beside else []
            for version, repository, copy in held.others(named, self._feed.origins):
                found[copy.origin].add((each.affected.written, version, repository))
        return {origin: tuple(sorted(found[origin])) for origin in sorted(found)}

    def _package(self, name: Name, verdicts: list[Verdict], held: Held) -> Iterator[FeedLine]:
        known = self._lines.get(name, {})
        causes: defaultdict[str, set[str]] = defaultdict(set)
        for each in verdicts:
            for version in each.versions:
                causes[version].add(each.record.id)
            for version in self._kept(each, known):
                causes[version].add(each.record.id)
        for version in causes.keys() | known.keys():
            before = known.get(version)
            if self._is_hold and before is not None and self._is_reviewed(*before, causes[version]):
                continue
            if version in causes:
                via, others = tuple(sorted(causes[version])), self._others.get(name, {}).get(version, [])
                earlier = others if before is None else [before, *others]
                was = remembered(held.copies_of(version, self._feed.origins), earlier)
                yield self._line(version, via, before, was)
            elif before is not None and (released := self._released(before[1], held)) is not None:
                yield released

    def _is_reviewed(self, lock: FeedLock, line: FeedLine, causes: Collection[str]) -> bool:
        """Whether people have reviewed a line, and a run keeps to it; without a cause there is nothing to hold."""
        if lock.is_hold or line.is_released:
            return False
        living = (each for each in causes if each in line.via and lock.advisories.get(each) == self.digests[each])
        return not causes or (lock.digest == self._digest and any(living))

    def _kept(self, verdict: Verdict, known: Mapping[str, tuple[FeedLock, FeedLine]]) -> list[str]:
        """The lines of an advisory that stay although a guard may hold it back by now, by their versions."""
        advisory, affected = verdict.record.id, verdict.affected
        of_it = {each: lock for each, (lock, line) in known.items() if advisory in line.via and not line.is_released}
        if not of_it or verdict.guard in WITHOUT_EFFECT:
            return []
        accepted = None if self._is_hold else self._feed.accepts(advisory, self._today)
        most = self._feed.most_versions if accepted is None or accepted.at_most is None else accepted.at_most
        is_unbounded = accepted is not None and accepted.is_unbounded
        bounded = {*named_of(affected, of_it, is_bounded=True)}
        remark = _remark(self.digests[advisory])

        def is_allowed(version: str, lock: FeedLock) -> bool:
            before = _remark(lock.advisories.get(advisory, ""))
            if (lock.digest, before) == (self._digest, remark):
                return True
            # Somebody changed what the feed says. What it says now has to allow what the advisory did; a range that
            # came without an end was not what allowed it, unless the manifest accepted that.
            return len(of_it) <= most and (not before or is_unbounded or version in bounded)

        return [each for each in named_of(affected, of_it) if is_allowed(each, of_it[each])]

    def _line(
        self,
        version: str,
        via: tuple[str, ...],
        before: tuple[FeedLock, FeedLine] | None,
        was: tuple[tuple[str, Status], ...],
    ) -> FeedLine:
        line = FeedLine(version, self._feed.status, via, self._today, was)
        if before is None or before[1].status is not line.status or before[1].is_released:
            return line
        lock, known = before
        # The wait before a disposal begins again with whatever changes, and with the first review.
        is_unchanged = via == known.via and all(lock.advisories.get(each) == self.digests[each] for each in via)
        is_new = not is_unchanged or (lock.is_hold and not self._is_hold)
        return line if is_new else line._replace(since=known.since)

    def _released(self, line: FeedLine, held: Held) -> FeedLine | None:
        """What is left of a line without a cause: nothing, once no copy is as the line made it."""
        copies = held.copies_of(line.version, self._feed.origins)
        is_restricted = any(
            each.status is line.status and line.was_in(name).is_looser_than(line.status)
            for name, each in copies.items()
        )
        return line._replace(is_released=True) if is_restricted else None

    def _disposals(
        self, lines: Iterable[FeedLine], earlier: FeedPackage | None, held: Held, verdicts: Iterable[Verdict]
    ) -> tuple[Disposal, ...]:
        lock = self._before.reviewed
        if self._is_hold or lock is None or earlier is None or lock.digest != self._digest:
            return ()
        # An advisory that a guard holds back does nothing irreversible.
        sure = {(each.record.id, version) for each in verdicts for version in each.versions}
        due = [line for line in lines if any((advisory, line.version) in sure for advisory in line.via)]
        return disposals(self._feed, due, earlier, held, self._today)


def _remark(digest: str) -> str:
    """The part of a digest that is about what a manifest says of the record."""
    return digest.partition(REMARK)[2]
