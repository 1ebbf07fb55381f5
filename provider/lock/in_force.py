"""What the lock asks of a run: each line is a floor in one repository. Pure.

    line                                          asks for
    a rule or advisory says what it said          its status at least
    these are gone or have changed                nothing new and no way back: what AWS has now, up to its status
    none says this, or a rule protects it now     the same: see `fitting`
    Disposed, and AWS has another revision now    the same, and it needs review
    Disposed, and somebody brought it back        the same, and it needs review

So a stale lock never stops a run, and never loosens anything. A line for rules is about one repository, one for
advisories about every repository that its feed is about.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from packagestate.provider.lock.fitting import Fitting
from packagestate.provider.plan.model import ObservedPackage, ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.errors import Fault
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import FLOORS, Status
from packagestate.schemas.wide_version import WideVersion


class LockedVersion(NamedTuple):
    """A line of the lock, as a run reads it.

    Attributes:
        coordinates: The package, in the account that the manifests name; None where it is about several repositories.
        floor: What it asks for.
        pin: The revision without which it is not carried out; None where any will do.
        is_in_force: Whether one of its rules or advisories says what it said when the line was made, and none protects
            the version.
        begins_at: The status that the version must have for the transition; None where any will do.
    """

    coordinates: Coordinates | None
    floor: WideVersion
    pin: str | None
    is_in_force: bool
    begins_at: Status | None = None

    def names(self, package: Coordinates) -> bool:
        """Whether it is about a package, in whichever repository and account.

        Args:
            package: The package, in a repository of any domain.
        """
        floor = self.floor
        named = floor.scope.domain, floor.package_format, floor.namespace, floor.package
        return named == (package.repository.domain, package.format, package.namespace, package.package)


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
                # A rule that has changed may still hold, so that an `over` of another one does not override it.
                line.via,
            )
            # What was reviewed is the way from the status that the version had then.
            begins_at = line.was if line.status is Status.DISPOSED else None
            yield LockedVersion(coordinates, floor, line.revision, bool(causes), begins_at)


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
    present = _Present(observed)
    floors: list[WideVersion] = []
    warnings: list[Fault] = []
    for each in lines:
        if each.coordinates is None and each.is_in_force:
            floors.append(each.floor)
            continue
        for place, found in present.copies_of(each):
            has_moved = found is not None and _has_moved(each, found)
            is_early = found is not None and each.begins_at is not None and found.status.is_looser_than(each.begins_at)
            if each.is_in_force and not (has_moved or is_early):
                floors.append(each.floor)
                continue
            if found is not None and found.status in FLOORS:
                floors.append(_as_it_is(each, place, found))
            if each.is_in_force and found is not None and has_moved:
                warnings.append(_needs_review(each, place, found))
            # A copy that a feed disposes of is archived again by its other line, and says nothing new.
            elif each.is_in_force and found is not None and each.floor.feed is None:
                warnings.append(_came_back(each, place, found))
    return Settled(tuple(floors), tuple(warnings))


class _Present:
    """What AWS has, found by line."""

    def __init__(self, observed: Iterable[ObservedPackage]) -> None:
        packages = tuple(observed)
        # A stack knows a domain by its name alone, and so does the name of a resource.
        self._by_name = {each.coordinates.resource_name: _by_version(each) for each in packages}
        self._by_package: defaultdict[tuple[object, ...], list[ObservedPackage]] = defaultdict(list)
        for each in packages:
            place = each.coordinates
            name = (place.repository.domain, place.format, place.namespace, place.package)
            self._by_package[name].append(each)

    def copies_of(self, line: LockedVersion) -> Iterator[tuple[Coordinates, ObservedVersion | None]]:
        """The copies that a line is about: of one repository, also the one that is not there."""
        floor = line.floor
        if line.coordinates is not None:
            found = self._by_name.get(line.coordinates.resource_name, {})
            yield line.coordinates, found.get(floor.version)
            return
        for each in self._by_package.get(
            (floor.scope.domain, floor.package_format, floor.namespace, floor.package), ()
        ):
            place = each.coordinates
            if floor.is_about(place.repository.name):
                copies = (one for one in each.versions if one.version == floor.version)
                yield from ((place, one) for one in copies if floor.fits(one.origin))


def _by_version(package: ObservedPackage) -> dict[str, ObservedVersion]:
    return {each.version: each for each in package.versions}


def _has_moved(locked: LockedVersion, found: ObservedVersion) -> bool:
    """Whether another revision is there than was reviewed. Disposing of a version may change it, so not afterwards."""
    is_due = found.status.is_looser_than(locked.floor.status)
    return locked.pin is not None and is_due and found.revision != locked.pin


def _as_it_is(locked: LockedVersion, place: Coordinates, found: ObservedVersion) -> WideVersion:
    """A floor that asks for nothing that AWS does not have."""
    floor = locked.floor
    status = found.status if found.status.is_looser_than(floor.status) else floor.status
    stands_still = "AWS has another revision than was locked" if locked.is_in_force else "the lock is out of date"
    scope = floor.scope
    if locked.coordinates is None:
        here = place.repository
        scope = Scope(here.domain, here.domain_owner, (here.name,), scope.place, may_be_gone=True)
    return floor._replace(
        scope=scope, status=status, reason=f"{floor.reason} ({stands_still}, so that it stays as it is)"
    )


def _reason(causes: Collection[str], rules: Mapping[str, Rule]) -> str:
    """The reason of a rule with its name, which is what people look for."""
    reasons = (rules[each].reason for each in causes if each in rules)
    reason = next(filter(None, reasons), None)
    names = f"{'rule' if len(causes) == 1 else 'rules'} {', '.join(causes)}"
    return f"{names}: {reason}" if reason else names


def _came_back(locked: LockedVersion, place: Coordinates, found: ObservedVersion) -> Fault:
    floor = locked.floor
    return Fault(
        "Line of the lock needs review",
        f"`{place.written}` {floor.version} in `{place.repository}` was `{locked.begins_at}` when it was locked as "
        f"`{floor.status}`, and AWS has it as `{found.status}` now: somebody brought it back. It stays as it is; "
        "everything else goes on.",
        "take this line out of the lock and run `packagestate lock`, or restrict the version again",
        floor.place,
    )


def _needs_review(locked: LockedVersion, place: Coordinates, found: ObservedVersion) -> Fault:
    floor = locked.floor
    return Fault(
        "Line of the lock needs review",
        f"`{place.written}` {floor.version} in `{place.repository}` was locked as "
        f"`{floor.status}` at the revision `{locked.pin}`, and AWS has it as `{found.status}` at "
        f"{f'`{found.revision}`' if found.revision else 'none'} now: it may hold other files than were reviewed. It "
        "stays as it is; everything else goes on.",
        "look at the version, then run `packagestate lock` and review what it writes",
        floor.place,
    )
