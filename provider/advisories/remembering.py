"""What copies were before the lock restricted them, so that people can take that back. Pure."""

from collections.abc import Collection, Mapping

from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.locked import FeedLine, FeedLock
from packagestate.schemas.status import Status


def remembered(
    copies: Mapping[str, Candidate], earlier: Collection[tuple[FeedLock, FeedLine]]
) -> tuple[tuple[str, Status], ...]:
    """Find out what the copies of a version were.

    A copy that is less restrictive than a line about it was not restricted by it yet: it is what it is now. Of all
    others the line knows what they were, also one of a feed that has another name by now.

    Args:
        copies: The copies that a line is about, by repository.
        earlier: The lines of the lock for the version, each with its file; the first one about a copy counts.

    Returns:
        The statuses of the copies that were not Published, sorted by repository.
    """
    statuses = {name: _status(name, copy, earlier) for name, copy in copies.items()}
    return tuple(sorted((name, status) for name, status in statuses.items() if status is not Status.PUBLISHED))


def _status(repository: str, copy: Candidate, earlier: Collection[tuple[FeedLock, FeedLine]]) -> Status:
    for lock, line in earlier:
        if lock.is_about(repository, copy.origin) and not copy.status.is_looser_than(line.status):
            return line.was_in(repository)
    # What is being published will be Published.
    return Status.PUBLISHED if copy.status is Status.UNFINISHED else copy.status
