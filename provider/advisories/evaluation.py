"""From the advisories of a feed to what the lock says for it in one domain. Pure: the day is given.

A line stays as long as an advisory with an effect still names its version and nobody took back what allowed it: an
advisory that grows beyond a guard takes nothing away of what it did before. A line whose advisories all lost their
effect is released: it asks for nothing, and remembers what the version was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from packagestate.provider.advisories.before import Before, Standing
from packagestate.provider.advisories.disposing import disposals
from packagestate.provider.advisories.held import Held, Name
from packagestate.provider.advisories.keeping import kept
from packagestate.provider.advisories.remembering import earlier_status, remembered
from packagestate.provider.advisories.verdict import WITHOUT_EFFECT, Verdict, judge, named_of
from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.rule import OriginType


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
    origins = origins_of(feed, is_hold=is_hold)
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
        patterns_of(feed),
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
        feed = self._of = advisories.feed
        self._feed = replace(feed, origins=origins_of(feed, is_hold=is_hold))
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
        if not self._feed.origins:
            return
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
        standing = self._lines.get(name, {})
        # The line that goes on: of the kind of the file that is made, where there are two.
        known = {version: found[0 if self._is_hold else -1] for version, found in standing.items()}
        causes: defaultdict[str, set[str]] = defaultdict(set)
        for each in verdicts:
            goes_on = kept(self._of, each, known, held, self._today, is_hold=self._is_hold)
            for version in (*each.versions, *goes_on):
                causes[version].add(each.record.id)
        for version in causes.keys() | known.keys():
            found, via = standing.get(version, []), tuple(sorted(causes.get(version, ())))
            if self._is_hold and found and self._is_reviewed(found, via):
                continue
            copies = held.copies_of(version, self._feed.origins)
            others = self._others.get(name, {}).get(version, [])
            was = remembered(copies, found, others)
            if via:
                yield self._line(version, via, known.get(version), copies, [*found, *others])._replace(was=was)
            elif _is_restricted(released := known[version][1]._replace(was=was, is_released=True), copies):
                yield released

    def _is_reviewed(self, found: Sequence[Standing], via: Collection[str]) -> bool:
        """Whether people have reviewed a line, and a run keeps to it; without a cause there is nothing to hold."""
        lock, line = found[-1]
        if not via:
            return not found[0][0].is_hold
        if lock.is_hold or line.is_released or lock.digest != self._of.digest:
            return False
        return any(each in line.via and lock.advisories.get(each) == self.digests[each] for each in via)

    def _line(
        self,
        version: str,
        via: tuple[str, ...],
        before: Standing | None,
        copies: Mapping[str, Candidate],
        everything: Sequence[Standing],
    ) -> FeedLine:
        status = self._feed.status
        earlier = earlier_status(status, copies, before, everything)
        line = FeedLine(version, status, via, self._today, earlier=earlier)
        if before is None or before[1].status is not status or before[1].is_released:
            return line
        lock, known = before
        # The wait before a disposal begins again with whatever changes, and with the first review.
        is_unchanged = via == known.via and all(lock.advisories.get(each) == self.digests[each] for each in via)
        is_for_the_same = (lock.origins, lock.repositories) == (self._feed.origins, patterns_of(self._feed))
        is_new = not (is_unchanged and is_for_the_same) or (lock.is_hold and not self._is_hold)
        return line if is_new else line._replace(since=known.since)

    def _disposals(
        self, lines: Iterable[FeedLine], earlier: FeedPackage | None, held: Held, verdicts: Iterable[Verdict]
    ) -> tuple[Disposal, ...]:
        lock = self._before.reviewed
        if self._is_hold or lock is None or earlier is None or lock.digest != self._of.digest:
            return ()
        # An advisory that a guard stops does nothing irreversible.
        sure = {(each.record.id, version) for each in verdicts for version in each.versions}
        due = [line for line in lines if any((advisory, line.version) in sure for advisory in line.via)]
        return disposals(self._feed, due, earlier, held, self._today)


def origins_of(feed: Feed, *, is_hold: bool) -> frozenset[OriginType]:
    """How copies must have entered the domain that a file of the lock is about.

    Args:
        feed: The feed.
        is_hold: Whether nobody reviews the file: then it is about versions from outside alone.
    """
    return feed.origins & {OriginType.EXTERNAL} if is_hold else feed.origins


def patterns_of(feed: Feed) -> tuple[str, ...]:
    """The repositories of a feed, as a file of the lock has them.

    Args:
        feed: The feed.
    """
    return tuple(sorted(feed.scope.patterns))


def _is_restricted(line: FeedLine, copies: Mapping[str, Candidate]) -> bool:
    """Whether a copy is as the line made it, so that people may want it back."""
    return any(
        line.made(each.status) and line.was_in(name).is_looser_than(each.status) for name, each in copies.items()
    )
