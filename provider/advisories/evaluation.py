"""From the advisories of a feed to what the lock says for it in one domain. Pure: the day is given.

A line stays as long as an advisory with an effect still names its version and nobody said anything else of it: an
advisory that grows beyond a guard takes nothing away of what it did before. A line whose advisories all lost their
effect is released: it asks for nothing, and remembers what the version was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from packagestate.provider.advisories.disposing import disposals
from packagestate.provider.advisories.held import Held, Name, was
from packagestate.provider.advisories.verdict import WITHOUT_EFFECT, Verdict, judge, named_of, names
from packagestate.schemas.advisories.feed import REMARK, Advisories
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.rule import OriginType


@dataclass(frozen=True, slots=True)
class Before:
    """What the lock says of a feed in a domain before it is made again.

    Attributes:
        reviewed: The file that people review; None where there is none.
        hold: The file of holds; None where there is none.
    """

    reviewed: FeedLock | None = None
    hold: FeedLock | None = None

    @property
    def files(self) -> tuple[FeedLock, ...]:
        """The files that there are."""
        return tuple(each for each in (self.reviewed, self.hold) if each is not None)

    def lines(self) -> dict[Name, dict[str, tuple[FeedLock, FeedLine]]]:
        """The line of each version, with its file; of two, the one that was reviewed."""
        found: dict[Name, dict[str, tuple[FeedLock, FeedLine]]] = {}
        for lock in reversed(self.files):
            for package in lock.packages:
                known = found.setdefault((package.namespace, package.package), {})
                known |= {line.version: (lock, line) for line in package.lines}
        return found


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
            for version, repository, copy in held.others(named_of(each.affected, held.copies), self._feed.origins):
                found[copy.origin].add((each.affected.written, version, repository))
        return {origin: tuple(sorted(found[origin])) for origin in sorted(found)}

    def _package(self, name: Name, verdicts: list[Verdict], held: Held) -> Iterator[FeedLine]:
        known = self._lines.get(name, {})
        causes: defaultdict[str, set[str]] = defaultdict(set)
        for each in verdicts:
            for version in each.versions:
                causes[version].add(each.record.id)
            if each.guard not in WITHOUT_EFFECT:
                for version, (lock, line) in known.items():
                    if self._keeps(each, lock, line):
                        causes[version].add(each.record.id)
        for version in causes.keys() | known.keys():
            before = known.get(version)
            if self._is_hold and before is not None and self._is_reviewed(*before, causes[version]):
                continue
            if version in causes:
                yield self._line(version, tuple(sorted(causes[version])), before, held)
            elif before is not None and (released := self._released(before[1], held)) is not None:
                yield released

    def _is_reviewed(self, lock: FeedLock, line: FeedLine, causes: Collection[str]) -> bool:
        """Whether people have reviewed a line, and a run keeps to it; without a cause there is nothing to hold."""
        if lock.is_hold or line.is_released:
            return False
        living = (each for each in causes if each in line.via and lock.advisories.get(each) == self.digests[each])
        return not causes or (lock.digest == self._digest and any(living))

    def _keeps(self, verdict: Verdict, lock: FeedLock, line: FeedLine) -> bool:
        """Whether an advisory goes on to cause a line that it caused, although a guard holds it back by now."""
        advisory = verdict.record.id
        if line.is_released or advisory not in line.via or lock.digest != self._digest:
            return False
        said, now = lock.advisories.get(advisory, ""), self.digests[advisory]
        return _remark(said) == _remark(now) and names(verdict.affected, line.version)

    def _line(
        self, version: str, via: tuple[str, ...], before: tuple[FeedLock, FeedLine] | None, held: Held
    ) -> FeedLine:
        status = self._feed.status
        if before is None or before[1].status is not status:
            status_was, elsewhere = was(held.copies_of(version, self._feed.origins))
            return FeedLine(version, status, via, self._today, status_was, elsewhere)
        lock, line = before
        if line.is_released:
            return line._replace(via=via, since=self._today, is_released=False)
        # The wait before a disposal begins again with whatever changes, and with the first review.
        is_unchanged = via == line.via and all(lock.advisories.get(each) == self.digests[each] for each in via)
        is_new = not is_unchanged or (lock.is_hold and not self._is_hold)
        return line._replace(via=via, since=self._today if is_new else line.since)

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
