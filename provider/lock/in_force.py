"""What the lock asks of a run: each line is a floor in one repository. Pure.

    line                                          asks for
    a rule of it says what it said                its status at least
    its rules are gone or have changed            nothing new and no way back: what AWS has now, up to its status
    no rule says this, or one protects it now     the same: see `fitting`
    Disposed, and AWS has another revision now    the same, and it needs review

So a stale lock never stops a run, and never loosens anything.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from packagestate.provider.lock.fitting import Fitting
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.errors import Fault
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS
from packagestate.schemas.wide_version import WideVersion


class LockedVersion(NamedTuple):
    """A line of the lock, as a run reads it.

    Attributes:
        coordinates: The package, in the account that the manifests name.
        floor: What it asks for.
        pin: The revision without which it is not carried out; None where any will do.
        is_in_force: Whether one of its rules says what it said when the line was made, and none protects the version.
    """

    coordinates: Coordinates
    floor: WideVersion
    pin: str | None
    is_in_force: bool


class Settled(NamedTuple):
    """What the lock asks for, once it is known what AWS has.

    Attributes:
        floors: What it asks for.
        warnings: The lines that need review.
    """

    floors: tuple[WideVersion, ...] = ()
    warnings: tuple[Fault, ...] = ()


def locked_versions(lock: Lock, rules: Mapping[str, Rule], domain_owner: str | None) -> Iterator[LockedVersion]:
    """What one file of the lock says to a run.

    Args:
        lock: The file, of the account and region of the run.
        rules: The rules of the manifests, by name.
        domain_owner: The owner of the domain as the manifests name it; None where they name none.

    Yields:
        Each line.
    """
    repository, place = lock.repository, lock.place
    owned = Repository(repository.domain, repository.name, domain_owner)
    scope = Scope(repository.domain, domain_owner, (repository.name,), place, may_be_gone=True)
    for package in lock.packages:
        coordinates = Coordinates(
            owned, lock.package_format, package.coordinates.namespace, package.coordinates.package
        )
        fitting = Fitting(lock, package, rules)
        for line in package.lines:
            causes = fitting.causes(line)
            floor = WideVersion(
                scope,
                lock.package_format,
                coordinates.namespace,
                coordinates.package,
                line.version,
                line.status,
                _reason(causes or line.via, rules),
                (),
                package.marks.get(line.version),
                causes or line.via,
            )
            yield LockedVersion(coordinates, floor, line.revision, bool(causes))


def settle(locked: Iterable[LockedVersion], observed: Iterable[ObservedPackage]) -> Settled:
    """What the lock asks for where AWS has this.

    Args:
        locked: The lines.
        observed: What AWS has of their packages.

    Returns:
        The floors. A line that is not carried out asks for what AWS has already, so that no other statement loosens it.
    """
    lines = tuple(locked)
    if not lines:
        return Settled()
    # A stack knows a domain by its name alone, and so does the name of a resource.
    present = {package.coordinates.resource_name: package.versions for package in observed}
    found_in = {name: {each.version: each for each in versions} for name, versions in present.items()}
    floors: list[WideVersion] = []
    warnings: list[Fault] = []
    for each in lines:
        found = found_in.get(each.coordinates.resource_name, {}).get(each.floor.version)
        has_moved = found is not None and _has_moved(each, found)
        if each.is_in_force and not has_moved:
            floors.append(each.floor)
            continue
        if found is not None and found.status in FLOORS:
            floors.append(_as_it_is(each, found))
        if each.is_in_force and found is not None:
            warnings.append(_needs_review(each, found))
    return Settled(tuple(floors), tuple(warnings))


def _has_moved(locked: LockedVersion, found: ObservedVersion) -> bool:
    """Whether another revision is there than was reviewed. Disposing of a version may change it, so not afterwards."""
    is_due = found.status.is_looser_than(locked.floor.status)
    return locked.pin is not None and is_due and found.revision != locked.pin


def _as_it_is(locked: LockedVersion, found: ObservedVersion) -> WideVersion:
    """A floor that asks for nothing that AWS does not have."""
    floor = locked.floor
    status = found.status if found.status.is_looser_than(floor.status) else floor.status
    stands_still = "AWS has another revision than was locked" if locked.is_in_force else "the lock is out of date"
    return floor._replace(status=status, reason=f"{floor.reason} ({stands_still}, so that it stays as it is)")


def _reason(causes: Collection[str], rules: Mapping[str, Rule]) -> str:
    """The reason of a rule with its name, which is what people look for."""
    reasons = (rules[each].reason for each in causes if each in rules)
    reason = next(filter(None, reasons), None)
    names = f"{'rule' if len(causes) == 1 else 'rules'} {', '.join(causes)}"
    return f"{names}: {reason}" if reason else names


def _needs_review(locked: LockedVersion, found: ObservedVersion) -> Fault:
    floor = locked.floor
    return Fault(
        "Line of the lock needs review",
        f"`{locked.coordinates.written}` {floor.version} in `{locked.coordinates.repository}` was locked as "
        f"`{floor.status}` at the revision `{locked.pin}`, and AWS has it as `{found.status}` at "
        f"{f'`{found.revision}`' if found.revision else 'none'} now: it may hold other files than were reviewed. It "
        "stays as it is; everything else goes on.",
        "look at the version, then run `packagestate lock` and review what it writes",
        floor.place,
    )
