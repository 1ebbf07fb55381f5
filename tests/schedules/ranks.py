"""How restrictive a status is, said a second time."""

from packagestate.schemas.status import Status

# What is not finished is as open as what is published.
_ORDER = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.DELETED)


def rank(status: Status) -> int:
    """How restrictive a status is."""
    return 0 if status is Status.UNFINISHED else _ORDER.index(status)
