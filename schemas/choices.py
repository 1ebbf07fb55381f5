"""What rules and advisories chose beforehand: they are committed, and a run reads nothing else of them. Pure values."""

from dataclasses import dataclass

from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule


@dataclass(frozen=True, slots=True)
class Choices:
    """The rules and the advisories of manifests, and the lock that was made of them.

    Attributes:
        rules: The rules, in the order of the files.
        locks: What the files of the lock say of one repository each, in their order.
        advisories: The feeds with their records, in the order of the files.
        feed_locks: What the files of the lock say for feeds, in their order.
    """

    rules: tuple[Rule, ...] = ()
    locks: tuple[Lock, ...] = ()
    advisories: tuple[Advisories, ...] = ()
    feed_locks: tuple[FeedLock, ...] = ()

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds."""
        return tuple(each.feed for each in self.advisories)

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains of which the lock speaks, each once."""
        of_locks = (each.repository.domain for each in self.locks)
        return tuple(dict.fromkeys((*of_locks, *(each.domain for each in self.feed_locks))))
