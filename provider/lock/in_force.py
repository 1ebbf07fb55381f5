"""What the lock adds to a run: floors for single repositories, of the lines whose rules say what they said. Pure.

A line whose rules are gone or changed asks for nothing until the lock is made again; everything else goes on.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from packagestate.schemas.errors import Fault, Place
from packagestate.schemas.locked import Line, Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.wide_version import WideVersion

_HINT: Final = "run `packagestate lock`, review what it writes, and commit it"


class _Mark(NamedTuple):
    """A place in a file, counted from 0."""

    name: str
    line: int
    column: int


def floors_of(
    locks: Iterable[Lock], rules: Iterable[Rule], account: str, region: str, domain_owner: str | None = None
) -> tuple[WideVersion, ...]:
    """What the lock asks for in one account and region.

    Args:
        locks: The files of the lock.
        rules: The rules of the manifests.
        account: The account that owns the domains.
        region: The region.
        domain_owner: The owner that the manifests name; None where they name none.

    Returns:
        A floor for each line that is in force, each about one repository.
    """
    known = {rule.name: rule for rule in rules}
    return tuple(
        _floor(lock, name, line, known, domain_owner)
        for lock in locks
        if (lock.account, lock.region) == (account, region)
        for package in lock.packages
        for name in [(package.coordinates.namespace, package.coordinates.package)]
        for line in package.lines
        if _causes(lock, line, known)
    )


def out_of_date(locks: Iterable[Lock], rules: Iterable[Rule]) -> Iterator[Fault]:
    """Whether the lock fits the rules, as far as that is known without a network.

    Args:
        locks: The files of the lock.
        rules: The rules of the manifests.

    Yields:
        A fault for each rule that no file of the lock has as it is now, and for each file that has one that is gone.
    """
    known = {rule.name: rule for rule in rules}
    locked = [(lock, name) for lock in locks for name in lock.rules]
    for name, rule in known.items():
        if not any(lock.rules[each] == rule.digest for lock, each in locked if each == name):
            is_new = all(each != name for _, each in locked)
            what = "is new" if is_new else "has changed since the lock was made"
            yield Fault(
                "Lock is out of date",
                f"The rule `{name}` {what}, so its versions are not restricted as it says.",
                _HINT,
                rule.place,
            )
    for lock, name in locked:
        if name not in known:
            yield Fault(
                "Lock is out of date",
                f"The lock names the rule `{name}`, which no manifest has any more. Its lines ask for nothing.",
                _HINT,
                lock.place,
            )


def _causes(lock: Lock, line: Line, known: Mapping[str, Rule]) -> tuple[str, ...]:
    """The rules behind a line that say what they said when it was made."""
    return tuple(name for name in line.via if name in known and known[name].digest == lock.rules.get(name))


def _floor(
    lock: Lock, name: tuple[str | None, str], line: Line, known: Mapping[str, Rule], domain_owner: str | None
) -> WideVersion:
    place = lock.place or Place("", 1, 1)
    causes = _causes(lock, line, known)
    reasons = [reason for cause in causes if (reason := known[cause].reason)]
    scope = Scope(lock.repository.domain, domain_owner, (lock.repository.name,), place)
    return WideVersion(
        scope,
        lock.package_format,
        *name,
        line.version,
        line.status,
        f"rule {', '.join(causes)}{f': {reasons[0]}' if reasons else ''}",
        (),
        _Mark(place.file, place.line - 1, place.column - 1),
    )
