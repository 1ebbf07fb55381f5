"""What a new lock says otherwise for advisories than the one that is there. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock
from packagestate.schemas.versions.order import version_order


class FeedChange(NamedTuple):
    """A line that is new, gone, or says something else.

    Attributes:
        lock: The file that it stands in, or stood.
        package: The package as people write it.
        version: The version.
        repository: The repository where a copy is to be disposed of; None where it is a line about all of them.
        before: What it says; None where it is new.
        after: What it will say; None where it goes.
    """

    lock: FeedLock
    package: str
    version: str
    repository: str | None
    before: FeedLine | Disposal | None
    after: FeedLine | Disposal | None

    @property
    def words(self) -> str:
        """What becomes of it."""
        before, after = _said(self.before) or "new", _said(self.after) or "gone"
        return f"{before} -> {after}" if before != after else f"{after}, {self._difference}"

    @property
    def _difference(self) -> str:
        """What differs, where the status does not."""
        if not (isinstance(self.before, FeedLine) and isinstance(self.after, FeedLine)):
            return "at another revision"
        if self.before.via != self.after.via:
            return "for other advisories"
        return "and its wait begins again" if self.before.since != self.after.since else "and what copies were before"


def feed_changes(before: Iterable[FeedLock], after: Iterable[FeedLock]) -> tuple[FeedChange, ...]:
    """Compare what two locks say for advisories.

    A line that moves from a file of holds to the one that people review asks for the same as before, and is no change.

    Args:
        before: What the lock says now.
        after: What it is to say.

    Returns:
        Every line that differs, sorted by feed, package and version.
    """
    old, new = {each.key: each for each in _entries(before)}, {each.key: each for each in _entries(after)}
    either = sorted((old | new).values(), key=_Entry.order)
    changes = (
        FeedChange(
            each.lock,
            each.package,
            each.line.version,
            each.repository,
            old[each.key].line if each.key in old else None,
            new[each.key].line if each.key in new else None,
        )
        for each in either
    )
    return tuple(each for each in changes if each.before != each.after)


class _Entry(NamedTuple):
    lock: FeedLock
    package: str
    repository: str | None
    line: FeedLine | Disposal

    @property
    def key(self) -> tuple[str | bool | None, ...]:
        lock = self.lock
        place = lock.account, lock.region, lock.domain, lock.feed, lock.package_format
        return (*place, self.package, self.line.version, self.repository)

    def order(self) -> tuple[object, ...]:
        version = version_order(self.line.version, self.lock.package_format)
        return self.lock.domain, self.lock.feed, self.lock.package_format, self.package, version, self.repository or ""


def _entries(locks: Iterable[FeedLock]) -> Iterator[_Entry]:
    # What people have reviewed comes last, and counts.
    for lock in sorted(locks, key=lambda each: not each.is_hold):
        for package in lock.packages:
            written = lock.written(package)
            yield from (_Entry(lock, written, None, each) for each in package.lines)
            yield from (_Entry(lock, written, each.repository, each) for each in package.disposals)


def counts_by_status(found: Iterable[FeedChange]) -> dict[str, Counter[str]]:
    """Count changes for people.

    Args:
        found: The changes.

    Returns:
        For each feed, sorted by name, how many lines get which status, are released, or go.
    """
    counts: dict[str, Counter[str]] = {}
    for each in found:
        counts.setdefault(each.lock.feed, Counter())[_said(each.after) or "gone"] += 1
    return {name: counts[name] for name in sorted(counts)}


def _said(line: FeedLine | Disposal | None) -> str:
    if line is None:
        return ""
    if isinstance(line, Disposal):
        return "Disposed"
    return "released" if line.is_released else str(line.status)
