"""Whether the lock fits the advisories, as far as that is known without a network. Pure."""

from collections.abc import Collection, Iterator
from typing import Final

from packagestate.provider.advisories.in_force import Cause, causes_of, is_due, is_made_for
from packagestate.provider.plan.phrases import counted
from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.errors import Fault, shortened

_HINT: Final = (
    "run `packagestate lock`, with the `--stack` of the preview if there is one, review what it writes, and commit it"
)


def feeds_out_of_date(advisories: Collection[Advisories], locks: Collection[FeedLock]) -> Iterator[Fault]:
    """Say what does not fit.

    Args:
        advisories: The feeds, with their records.
        locks: The files of the lock.

    Yields:
        A fault for each feed that no reviewed file of the lock has, or that has changed; for each file that lacks
        advisories or has others than there are; and for each with lines that nothing causes.
    """
    known = {each.feed.name: each for each in advisories}
    reviewed = {each.feed for each in locks if not each.is_hold}
    for each in advisories:
        if each.feed.name not in reviewed and _relevant(each):
            held = any(lock.feed == each.feed.name for lock in locks)
            effect = "only what is held back is restricted for them" if held else "nothing is restricted for them"
            yield _stale(
                f"The advisories `{each.feed.name}` are in no reviewed file of the lock, so {effect}.", each.feed
            )
    for lock in locks:
        found = known.get(lock.feed)
        if found is None or found.feed.scope.domain != lock.domain:
            yield _stale(
                f"It is for the advisories `{lock.feed}`, which no manifest has any more. Its lines ask for nothing "
                "new, and no other statement makes their copies less restrictive.",
                lock,
            )
            continue
        if not is_made_for(lock, found.feed):
            words = "have changed since it was made, so its lines ask for nothing new"
            yield _stale(f"The advisories `{lock.feed}` {words}.", lock)
            continue
        yield from _of_records(lock, found)


def _of_records(lock: FeedLock, advisories: Advisories) -> Iterator[Fault]:
    if not lock.is_hold:
        digests = _relevant(advisories)
        # Of what is gone by now, the lock remembers the digest while a released line names it.
        released = {
            each for package in lock.packages for line in package.lines if line.is_released for each in line.via
        }
        either = digests.keys() | (lock.advisories.keys() - (released - digests.keys()))
        differing = sorted(each for each in either if digests.get(each) != lock.advisories.get(each))
        if differing:
            count = counted(len(differing), "advisory", "advisories")
            yield _stale(f"{count} came, went or changed since it was made, such as `{differing[0]}`.", lock)
            return
    early = [
        (package, each)
        for package in lock.packages
        for each in package.disposals
        for line in package.lines
        if line.version == each.version and not is_due(advisories.feed, line, each)
    ]
    if early:
        package, disposal = early[0]
        yield _stale(
            f"It disposes of {counted(len(early), 'copy', 'copies')} before the wait is over, such as "
            f"{shortened(lock.written(package))} {shortened(disposal.version)} in {disposal.repository}: two branches "
            "were merged, or the file was edited. Nothing is disposed of by that.",
            lock,
        )
    lines = [
        (package, line)
        for package in lock.packages
        for causes in [causes_of(lock, package, advisories)]
        for line in package.lines
        if not line.is_released and Cause.CHANGED in causes[line.version].values()
    ]
    if lines:
        package, line = lines[0]
        yield _stale(
            f"It has {counted(len(lines), 'line')} that an advisory causes no more as it is now, such as "
            f"{shortened(lock.written(package))} {shortened(line.version)}. Nothing new is asked for by that.",
            lock,
        )


def _relevant(advisories: Advisories) -> dict[str, str]:
    """The digests of the records that a file of the lock has."""
    feed = advisories.feed
    return {
        record.id: feed.digest_of(record)
        for record in advisories.records.values()
        if record.kind in feed.kinds and any(each.package_format is feed.package_format for each in record.affected)
    }


def _stale(detail: str, stated: Feed | FeedLock) -> Fault:
    return Fault("Lock is out of date", detail, _HINT, stated.place)
