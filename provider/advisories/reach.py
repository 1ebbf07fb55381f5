"""Of which copies a new lock for advisories speaks, where the one that is there speaks of others. Pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from packagestate.provider.plan.phrases import counted
from packagestate.schemas.advisories.locked import FeedLock


class Reach(NamedTuple):
    """That the lines of a feed are about other copies from now on.

    Attributes:
        before: What the lock says now.
        after: What it is to say.
    """

    before: FeedLock
    after: FeedLock

    @property
    def words(self) -> str:
        """What differs: a reviewer sees it nowhere else, since no line does."""
        count = sum(len(package.lines) for package in self.after.packages)
        told = []
        if self.before.origins != self.after.origins:
            told.append(f"copies with the origin {_origins(self.after)} (before: {_origins(self.before)})")
        if self.before.repositories != self.after.repositories:
            told.append(f"{self.after.scope.words} (before: {self.before.scope.words})")
        lines = "its line is" if count == 1 else f"its {counted(count, 'line')} are"
        about = f"{self.after.feed}: {lines} about {' in '.join(told)} from now on"
        return f"{about}. `packagestate plan` shows what that changes"

    def document(self) -> dict[str, Any]:
        """Say it for programs."""
        both = {"before": self.before, "after": self.after}
        return {
            "feed": self.after.feed,
            "domain": self.after.domain,
            **{
                name: {"origin": sorted(map(str, lock.origins)), "repositories": list(lock.repositories)}
                for name, lock in both.items()
            },
        }


def reaches(before: Iterable[FeedLock], after: Iterable[FeedLock]) -> tuple[Reach, ...]:
    """The feeds with lines whose copies are others than before.

    Args:
        before: What the lock says now.
        after: What it is to say.

    Returns:
        The feeds, in the order of the files.
    """
    known = {each.path: each for each in before}
    found = (Reach(known[each.path], each) for each in after if each.packages and each.path in known)
    return tuple(
        each
        for each in found
        if (each.before.origins, each.before.repositories) != (each.after.origins, each.after.repositories)
    )


def _origins(lock: FeedLock) -> str:
    return " or ".join(sorted(map(str, lock.origins)))
