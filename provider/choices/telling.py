"""What `packagestate lock` says it has found: for people, and for programs. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from packagestate.provider.advisories import rendering as feed_rendering
from packagestate.provider.advisories.changes import feed_changes
from packagestate.provider.advisories.reach import reaches
from packagestate.provider.advisories.resolving import ResolvedFeeds
from packagestate.provider.advisories.telling import feed_lines, feeds_document, warnings_of
from packagestate.provider.lock import rendering
from packagestate.provider.lock.changes import LineChange, by_cause, changes
from packagestate.provider.lock.outcome import WHY_WORDS, Why
from packagestate.provider.lock.resolving import Resolved
from packagestate.provider.plan.phrases import counted
from packagestate.provider.report.documents import identity
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.errors import Fault, printable
from packagestate.schemas.locked import Line, Lock
from packagestate.schemas.rule import Rule

#: So many lines are printed one by one; JSON and the files of the lock have all.
_SHOWN_COUNT = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What has been found.

    Attributes:
        resolved: What rules mean.
        rules: The rules that were asked about.
        due: How many lines are due in the next days, by rule.
        due_day: Until when that is, as a date; None where it is not said.
        of_feeds: What advisories mean.
        feeds: The feeds that were asked about.
        known_places: The accounts and regions that any file of the lock speaks of, as its folders name them.
    """

    resolved: Resolved
    rules: tuple[Rule, ...] = ()
    due: Mapping[str, int] = field(default_factory=dict)
    due_day: str | None = None
    of_feeds: ResolvedFeeds = field(default_factory=ResolvedFeeds)
    feeds: tuple[Feed, ...] = ()
    known_places: frozenset[str] = frozenset()

    @property
    def new_places(self) -> list[str]:
        """Accounts and regions that get their first lock, where there is one for others: the region may be wrong."""
        return sorted({path.parts[1] for path in self.after} - self.known_places) if self.known_places else []

    @property
    def before(self) -> Mapping[PurePosixPath, str]:
        """The files of the lock that this replaces, with their texts."""
        return _texts(self.resolved.known, self.of_feeds.known)

    @property
    def after(self) -> Mapping[PurePosixPath, str]:
        """The files of the lock as they are to be."""
        return _texts(self.resolved.locks, self.of_feeds.locks)

    @property
    def now(self) -> datetime | None:
        """The time that it is for AWS; None where nothing was asked."""
        return self.resolved.now or self.of_feeds.now

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What manifests say of single advisories, and has no effect."""
        return () if self.now is None else tuple(warnings_of(self.of_feeds, self.feeds, self.now.date()))

    @property
    def changes(self) -> tuple[LineChange, ...]:
        """Every line that differs."""
        return changes(self.resolved.known, self.resolved.locks)

    @property
    def is_changed(self) -> bool:
        """Whether a file of the lock differs, also if only the digest of a rule or an advisory does."""
        return self.before != self.after

    @property
    def line_count(self) -> int:
        """How many lines there are then."""
        of_rules = sum(len(package.lines) for each in self.resolved.locks for package in each.packages)
        return of_rules + sum(len(package.lines) for each in self.of_feeds.locks for package in each.packages)

    @property
    def change_count(self) -> int:
        """How many lines differ."""
        return len(self.changes) + len(feed_changes(self.of_feeds.known, self.of_feeds.locks))

    @property
    def idle(self) -> tuple[Rule, ...]:
        """The rules whose `packages` fit no package that was found: they may be misspelt."""
        places = [each.population.coordinates for each in self.resolved.evaluated]
        about = (each for each in self.rules if not any(each.is_about(place.repository, place) for place in places))
        return tuple(about)

    @property
    def spared(self) -> Mapping[Why, int]:
        """How many versions rules do not touch, by the reason."""
        found = [each.why for evaluated in self.resolved.evaluated for each in evaluated.spared]
        return {why: found.count(why) for why in Why if why in found}


def text_of(report: Report) -> Iterator[str]:
    """Say it for people: what changes by cause, then the lines themselves, what is left out, and what is due later.

    Args:
        report: What has been found.

    Yields:
        Lines.
    """
    found = report.changes
    for name, counts in by_cause(found).items():
        parts = (f"{counted(count, 'line')} {what}" for what, count in sorted(counts.items()))
        yield printable(f"{name}: {', '.join(parts)}")
    for each in found[:_SHOWN_COUNT]:
        yield printable(f"  {_change(each)}")
    if len(found) > _SHOWN_COUNT:
        yield f"  and {counted(len(found) - _SHOWN_COUNT, 'more line')}: `--json` has all"
    yield from feed_lines(report.of_feeds, report.feeds)
    if any(each.after is None for each in found):
        yield "versions whose lines are gone stay as they are in AWS"
    yield from map(printable, _doubts(report))
    for name, count in sorted(report.resolved.held_back.items()):
        yield printable(f"{name}: {counted(count, 'version')} held back by `atMost`")
    for why, count in report.spared.items():
        yield f"not touched: {counted(count, 'version')} {WHY_WORDS[why]}"
    for name, count in report.due.items():
        yield printable(f"due by {report.due_day}: {counted(count, 'more line')} of {name}")
    files = counted(len(report.after), "file")
    if report.is_changed and not report.change_count and not reaches(report.of_feeds.known, report.of_feeds.locks):
        yield "no line says anything else: only what the lock remembers of rules, advisories and reviews differs"
    yield f"{counted(report.change_count, 'line')} changed, {counted(report.line_count, 'line')} in {files}"


def _doubts(report: Report) -> Iterator[str]:
    """What may not be meant."""
    for rule in report.idle:
        effect = "protects nothing" if rule.keep is not None else "restricts nothing"
        yield f"warning: the rule `{rule.name}` fits no package, so it {effect}: check `packages` at {rule.place}"
    for place in report.new_places:
        known = ", ".join(sorted(report.known_places))
        yield f"warning: this is the first lock for {place}. There is one for {known}: check the region"


def document_of(report: Report, files: tuple[str, ...]) -> dict[str, Any]:
    """Say it for programs.

    Args:
        report: What has been found.
        files: The files that were written or taken away.

    Returns:
        Plain JSON.
    """
    return {
        "changed": report.is_changed,
        "changes": [
            {
                **identity(each.coordinates),
                "version": each.version,
                "before": _object(each.before),
                "after": _object(each.after),
            }
            for each in report.changes
        ],
        **({"advisories": feeds_document(report.of_feeds)} if report.feeds else {}),
        "newPlaces": report.new_places,
        "idle": [each.name for each in report.idle],
        "heldBack": dict(sorted(report.resolved.held_back.items())),
        "notTouched": {str(why): count for why, count in report.spared.items()},
        "due": {"by": report.due_day, "lines": dict(report.due)},
        "lineCount": report.line_count,
        "files": list(files),
    }


def _texts(locks: Iterable[Lock], feed_locks: Iterable[FeedLock]) -> dict[PurePosixPath, str]:
    texts = {each.path: rendering.render(each) for each in locks}
    return texts | {each.path: feed_rendering.render(each) for each in feed_locks}


def _change(change: LineChange) -> str:
    before, after = change.before, change.after
    was = "new" if before is None else str(before.status)
    now = "gone" if after is None else str(after.status)
    what = f"{was} -> {now}" if before is None or was != now else f"{now}, other causes"
    place = change.coordinates
    return f"{place.written} {change.version} in {place.repository}: {what} ({', '.join(change.causes)})"


def _object(line: Line | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "status": str(line.status),
        "via": list(line.via),
        "since": line.since.isoformat(),
        "was": str(line.was),
        "revision": line.revision,
    }
