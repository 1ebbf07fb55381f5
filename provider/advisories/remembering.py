"""What copies were before the lock restricted them, so that people can take that back. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from packagestate.provider.advisories.before import Standing
from packagestate.provider.population import Candidate
from packagestate.schemas.advisories.locked import FeedLine, FeedLock
from packagestate.schemas.status import Status


def remembered(
    copies: Mapping[str, Candidate], own: Sequence[Standing], others: Sequence[Standing]
) -> tuple[tuple[str, Status], ...]:
    """Find out what the copies of a version were.

    Of a copy that a line has restricted, the line knows it. Every other one is what it is now.

    Args:
        copies: The copies that a line is about, by repository.
        own: The lines that the lock has for the version and this feed. Where a hold and a reviewed line both know what
            a copy was, the more restrictive status counts: nobody has reviewed the hold.
        others: Those of other feeds; the first one that may have given a copy its status counts.

    Returns:
        The statuses of the copies that were not Published, sorted by repository.
    """
    statuses = {name: _status(name, copy, own, others) for name, copy in copies.items()}
    return tuple(sorted((name, status) for name, status in statuses.items() if status is not Status.PUBLISHED))


def earlier_status(
    status: Status, copies: Mapping[str, Candidate], own: Standing | None, standing: Sequence[Standing]
) -> Status | None:
    """Find out which other status than its own the copies of a line may have from a line that was there before.

    Args:
        status: The status of the line.
        copies: The copies that it is about, by repository.
        own: The line as it is in the lock; None where it is new: then it may be that of a feed with another name.
        standing: The lines that the lock has for the version, of this feed and of others.

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


def strictest(statuses: Iterable[Status]) -> Status | None:
    """The most restrictive of some statuses; None of none.

    Args:
        statuses: The statuses.
    """
    found: Status | None = None
    for each in statuses:
        found = each if found is None or found.is_looser_than(each) else found
    return found


def _status(repository: str, copy: Candidate, own: Sequence[Standing], others: Sequence[Standing]) -> Status:
    known = strictest(_known(repository, copy, own)) or next(_known(repository, copy, others), None)
    if known is not None:
        return known
    # What is being published will be Published.
    return Status.PUBLISHED if copy.status is Status.UNFINISHED else copy.status


def _known(repository: str, copy: Candidate, standing: Sequence[Standing]) -> Iterator[Status]:
    """What a copy was, as each line knows it that may have given the copy its status."""
    for lock, line in standing:
        is_disposed = copy.status is Status.DISPOSED and line.made(Status.ARCHIVED)
        if lock.is_about(repository, copy.origin) and (line.made(copy.status) or is_disposed):
            yield line.was_in(repository)
