"""What the lock says of a feed in a domain before it is made again. Pure values."""

from dataclasses import dataclass

from packagestate.provider.advisories.held import Name
from packagestate.schemas.advisories.locked import FeedLine, FeedLock
from packagestate.schemas.coordinates import Format

#: A line, with the file that it stands in.
Standing = tuple[FeedLock, FeedLine]


@dataclass(frozen=True, slots=True)
class Before:
    """What the lock says of a feed in a domain before it is made again.

    Attributes:
        reviewed: The file that people review; None where there is none.
        hold: The file of holds; None where there is none.
        others: The files of other feeds in the same domain: one may be this feed, under the name that it had before.
    """

    reviewed: FeedLock | None = None
    hold: FeedLock | None = None
    others: tuple[FeedLock, ...] = ()

    @property
    def files(self) -> tuple[FeedLock, ...]:
        """The files that there are."""
        return tuple(each for each in (self.reviewed, self.hold) if each is not None)

    def lines(self) -> dict[Name, dict[str, list[Standing]]]:
        """The lines of each package by version, each with its file; a hold, which is younger, before a reviewed one."""
        found: dict[Name, dict[str, list[Standing]]] = {}
        for lock in reversed(self.files):
            for package in lock.packages:
                known = found.setdefault((package.namespace, package.package), {})
                for line in package.lines:
                    known.setdefault(line.version, []).append((lock, line))
        return found

    def of_others(self, package_format: Format) -> dict[Name, dict[str, list[Standing]]]:
        """The lines of other feeds about each version of a format, the oldest first.

        Args:
            package_format: The format.
        """
        found: dict[Name, dict[str, list[Standing]]] = {}
        lines = [
            (line.since, (package.namespace, package.package), lock, line)
            for lock in sorted(self.others, key=lambda each: (each.feed, each.is_hold))
            if lock.package_format is package_format
            for package in lock.packages
            for line in package.lines
        ]
        for _, name, lock, line in sorted(lines, key=lambda each: each[0]):
            found.setdefault(name, {}).setdefault(line.version, []).append((lock, line))
        return found
