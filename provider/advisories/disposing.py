"""Which copies of archived versions are to be disposed of, so long after an advisory archived them. Pure.

Everything of it is irreversible, so everything has to hold at once: the feed asks for it, the line is in the reviewed
lock as it is for long enough, an advisory that no guard holds back is behind it, and the copy was archived by it, and
is Archived at a revision that people see in the lock.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from packagestate.provider.advisories.held import Held
from packagestate.schemas.advisories.feed import Feed
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedPackage
from packagestate.schemas.status import Status


def disposals(
    feed: Feed, lines: Iterable[FeedLine], earlier: FeedPackage, held: Held, today: date
) -> tuple[Disposal, ...]:
    """Find the copies.

    Args:
        feed: The feed.
        lines: The lines of a package, as they will be, which an unchanged advisory causes.
        earlier: The package as the reviewed lock has it.
        held: What the domain holds of it.
        today: The day.

    Returns:
        The copies, sorted. What is disposed of already stays in the lock as it is, for as long as AWS lists it.
    """
    if feed.dispose_after is None:
        return ()
    locked = {line.version for line in earlier.lines if line.status is Status.ARCHIVED and not line.is_released}
    due = [
        line
        for line in lines
        if line.version in locked and line.status is Status.ARCHIVED and today - line.since >= feed.dispose_after
    ]
    return tuple(sorted(each for line in due for each in _copies(feed, line, earlier, held, today)))


def _copies(feed: Feed, line: FeedLine, earlier: FeedPackage, held: Held, today: date) -> Iterator[Disposal]:
    known = {each.repository: each for each in earlier.disposals if each.version == line.version}
    for name, copy in held.copies_of(line.version, feed.origins).items():
        if not line.was_in(name).is_looser_than(line.status):
            # Somebody else has archived it, or disposed of it, before.
            continue
        before = known.get(name)
        is_as_locked = before is not None and (copy.status is Status.DISPOSED or copy.revision == before.revision)
        if before is not None and is_as_locked:
            yield before
        elif copy.status is Status.ARCHIVED and copy.revision:
            yield Disposal(name, line.version, today, copy.revision)
