"""The status of a package version, in AWS's own words."""

from enum import StrEnum


class Status(StrEnum):
    """The status of one package version.

    `Unfinished` is only ever observed: a version whose publishing has not ended. `Deleted` is never observed in an
    answer: AWS lists no deleted version, so it stands for absence.

    Source: AWS CodeArtifact API reference, `PackageVersionStatus`; User Guide, "Package version status".
    """

    PUBLISHED = "Published"
    UNLISTED = "Unlisted"
    ARCHIVED = "Archived"
    DISPOSED = "Disposed"
    UNFINISHED = "Unfinished"
    DELETED = "Deleted"

    def is_looser_than(self, other: "Status") -> bool:
        """Whether it is less restrictive than another status.

        Args:
            other: The other.
        """
        return _RESTRICTIVENESS[self] < _RESTRICTIVENESS[other]


# What is not finished is no more restrictive than what is published: it becomes that by itself.
_RESTRICTIVENESS = {
    Status.UNFINISHED: 0,
    Status.PUBLISHED: 0,
    Status.UNLISTED: 1,
    Status.ARCHIVED: 2,
    Status.DISPOSED: 3,
    Status.DELETED: 4,
}

#: What can be asked for of several repositories; more restrictive ones last.
FLOORS = (Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED)

#: The statuses that a manifest may ask for.
DECLARABLE = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED, Status.DELETED)

#: The statuses out of which no call leads back: the assets are gone.
IRREVERSIBLE = frozenset({Status.DISPOSED, Status.DELETED})
