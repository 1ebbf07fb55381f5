"""What copies were before the lock restricted them, so that people can take that back. Pure."""

from collections.abc import Mapping, Sequence

from packagestate.provider.advisories.before import Standing
from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.locked import FeedLine, FeedLock
from packagestate.schemas.status import Status


def remembered(copies: Mapping[str, Candidate], standing: Sequence[Standing]) -> tuple[tuple[str, Status], ...]:
    """Find out what the copies of a version were.

    Of a copy that a line has restricted, the line knows it. Every other one is what it is now.

    Args:
        copies: The copies that a line is about, by repository.
        standing: The lines that the lock has for the version, of this feed and of others; the first one that may have
            given a copy its status counts.

    Returns:
        The statuses of the copies that were not Published, sorted by repository.
    """
    statuses = {name: _status(name, copy, standing) for name, copy in copies.items()}
    return tuple(sorted((name, status) for name, status in statuses.items() if status is not Status.PUBLISHED))


def earlier_status(
    status: Status, copies: Mapping[str, Candidate], own: Standing | None, standing: Sequence[Standing]
) -> Status | None:
    """Find out which other status than its own the copies of a line may have from a line that was there before.

    Args:
        status: The status of the line.
        copies: The copies that it is about, by repository.
        own: The line as it is in the lock; None where it is new: then it may be that of a feed with another name.
        standing: See `remembered`.

    Returns:
        The status; None where there is none.
    """
    found = [None if own is None else own[1].earlier]
    for name, copy in sorted(copies.items()):
        if any(_restricted(name, copy, *each) for each in (standing if own is None else [own])):
            found.append(copy.status)
    return next((each for each in found if each not in {None, status}), None)


def _restricted(repository: str, copy: Candidate, lock: FeedLock, line: FeedLine) -> bool:
    """Whether a line has given a copy its status."""
    is_about = lock.is_about(repository, copy.origin)
    return is_about and line.made(copy.status) and line.was_in(repository).is_looser_than(copy.status)


def _status(repository: str, copy: Candidate, standing: Sequence[Standing]) -> Status:
    for lock, line in standing:
        is_disposed = copy.status is Status.DISPOSED and line.made(Status.ARCHIVED)
        if lock.is_about(repository, copy.origin) and (line.made(copy.status) or is_disposed):
            return line.was_in(repository)
    # What is being published will be Published.
    return Status.PUBLISHED if copy.status is Status.UNFINISHED else copy.status
