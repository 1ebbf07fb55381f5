"""What the lock asks of a run, said a second time: from docs/reference/rules.md, without `provider.lock.in_force`.

A line that is in force is a floor in its repository. One of which every rule has changed, or is gone, one of a package
about which a rule with `keep` is new or has changed, and one that asks to dispose of another artefact than was
reviewed, ask for nothing new, and let nothing become less restrictive.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import Fault
from packagestate.schemas.locked import Line, Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status
from tests.schedules.ranks import rank

#: Where every schedule runs.
ACCOUNT, REGION = "123456789012", "eu-west-1"

#: The summaries of the two warnings of a plan about the lock.
STALE, MOVED = "Lock is out of date", "Line of the lock needs review"


class Locked(NamedTuple):
    """What the lock says of one version in one repository.

    Attributes:
        version: The version.
        status: What it must at least be.
        causes: The rules that an `over` must name: those that say what they said, or all where none does.
        pin: The revision without which it is not disposed of.
        is_stale: Whether none of its rules says what it said.
    """

    version: str
    status: Status
    causes: tuple[str, ...]
    pin: str | None
    is_stale: bool

    def has_moved(self, found: ObservedVersion | None) -> bool:
        """Whether it asks to dispose of another artefact than was reviewed; what is disposed of is past that."""
        return (
            not self.is_stale
            and self.pin is not None
            and found is not None
            and found.status is not Status.DISPOSED
            and found.revision != self.pin
        )

    def asks(self, found: ObservedVersion | None) -> Status | None:
        """What a version must at least be that is so now; None where it may be anything.

        Args:
            found: The version; None where it is absent.
        """
        if not self.is_stale and not self.has_moved(found):
            return self.status
        if found is None:
            return None
        held = min(found.status, self.status, key=rank)
        return None if rank(held) == 0 else held

    def is_set_aside(self, over: str | None) -> bool:
        """Whether an `over` stands over it: one rule is named, so it must be the only one."""
        return self.causes == (over,)


def lines_of(place: Coordinates, locks: Iterable[Lock], rules: Iterable[Rule]) -> Iterator[Locked]:
    """The lines about a package of one repository; those of another account or region are none."""
    known = tuple(rules)
    digests = {each.name: each.digest for each in known}
    for lock in locks:
        if (lock.account, lock.region, lock.repository) == (ACCOUNT, REGION, place.repository):
            keeping = [each for each in known if each.keep and each.is_about(place.repository, place)]
            now = {} if any(lock.rules.get(each.name) != each.digest for each in keeping) else digests
            for package in lock.packages:
                if package.coordinates == place:
                    yield from (_locked(line, lock.rules, now) for line in package.lines)


def _locked(line: Line, then: Mapping[str, str], now: Mapping[str, str]) -> Locked:
    living = tuple(name for name in line.via if now.get(name) == then[name])
    return Locked(line.version, line.status, living or line.via, line.revision, is_stale=not living)


def outdated(locks: Iterable[Lock], rules: Iterable[Rule]) -> set[str]:
    """The rules that a plan must say to be out of date, whosever files of the lock these are."""
    known = tuple(rules)
    digests = {each.name: each.digest for each in known}
    made: dict[str, set[str | None]] = {}
    for lock in locks:
        for name, digest in lock.rules.items():
            made.setdefault(name, set()).add(digest)
        for rule in known:
            is_there = (rule.scope.domain, rule.package_format) == (lock.repository.domain, lock.package_format)
            if is_there and rule.scope.holds(lock.repository.name) and rule.name not in lock.rules:
                made.setdefault(rule.name, set()).add(None)
    return {name for name in digests.keys() | made.keys() if made.get(name) != {digests.get(name)}}


def told(warnings: Iterable[Fault], summary: str) -> list[str]:
    """What a plan warns of the lock."""
    return [each.detail for each in warnings if each.summary == summary]
