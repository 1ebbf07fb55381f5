"""What an advisory has done, as if it were a plan: the copies that the lock restricted for it, and what they were."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from packagestate.provider.advisories.in_force import Cause, causes_of, scope_of
from packagestate.provider.advisories.remembering import strictest
from packagestate.provider.gateway import AbsentError
from packagestate.provider.observe.copies import find_copies
from packagestate.provider.plan.model import Changes, Transition
from packagestate.provider.population import FullGateway
from packagestate.provider.state.plan_file import PlanFile
from packagestate.schemas.advisories.feed import Advisories
from packagestate.schemas.advisories.locked import FeedLine, FeedLock, FeedPackage
from packagestate.schemas.choices import Choices
from packagestate.schemas.coordinates import Coordinates, Format
from packagestate.schemas.errors import ManifestError, shortened
from packagestate.schemas.wide_version import WideVersion

_Name = tuple[str, Format, str | None, str, str]


def made_by(
    gateway: FullGateway,
    advisory: str,
    choices: Choices,
    owner_of: Callable[[str], str | None],
    worker_count: int,
) -> PlanFile:
    """Find out what an advisory has done.

    Args:
        gateway: Where AWS is asked for the packages of its lines, in all repositories of their feeds.
        advisory: Its id.
        choices: The advisories and the lock; a line that is released counts too.
        owner_of: Gives the account that owns a domain as the manifests name it; None where they name none.
        worker_count: How many calls may be under way at once.

    Returns:
        The transitions of each copy that has the status of its line and was less restrictive before, as a plan would
        have them. A copy that another statement restricts is among them; it does not go back.

    Raises:
        ManifestError: No line of the lock is caused by the advisory.
        ObservationError: AWS could not be asked.
    """
    lines: defaultdict[_Name, list[tuple[FeedLine, WideVersion]]] = defaultdict(list)
    for lock, package, line in _lines_of(gateway, advisory, choices, owner_of):
        floor = _floor(lock, package, line, choices, owner_of)
        lines[lock.domain, lock.package_format, package.namespace, package.package, line.version].append((line, floor))
    if not lines:
        raise _unknown(advisory, choices)
    wide = [floor for each in lines.values() for _, floor in each]
    packages: dict[Coordinates, Changes] = {}
    for observed in find_copies(gateway, wide, (), worker_count).observed:
        place = observed.coordinates
        transitions = []
        for version in observed.versions:
            name = (place.repository.domain, place.format, place.namespace, place.package, version.version)
            was = strictest(
                line.was_in(place.repository.name)
                for line, floor in lines.get(name, ())
                if floor.is_about(place.repository.name) and floor.fits(version.origin) and line.made(version.status)
            )
            if was is not None and was.is_looser_than(version.status):
                transitions.append(Transition(version.version, was, version.status, version.revision))
        if transitions:
            packages[place] = Changes(tuple(sorted(transitions)))
    return PlanFile(packages, {}, ())


def _lines_of(
    gateway: FullGateway, advisory: str, choices: Choices, owner_of: Callable[[str], str | None]
) -> Iterator[tuple[FeedLock, FeedPackage, FeedLine]]:
    for lock in choices.feed_locks:
        advisories = _feed_of(lock, choices)
        found = [
            (package, line)
            for package in lock.packages
            for causes in [causes_of(lock, package, advisories)]
            for line in package.lines
            if advisory in line.via and not _has_another_cause(advisory, line, causes[line.version])
        ]
        if not found:
            continue
        try:
            asked = gateway.describe_domain(lock.domain, owner_of(lock.domain))
        except AbsentError:
            # A domain that is gone has nothing that could be brought back.
            continue
        if (lock.account, lock.region) == (asked.account, asked.region):
            yield from ((lock, package, line) for package, line in found)


def _feed_of(lock: FeedLock, choices: Choices) -> Advisories | None:
    """The feed of a file of the lock; None where no manifest has it for this domain."""
    same = (each for each in choices.advisories if each.feed.name == lock.feed)
    return next((each for each in same if each.feed.scope.domain == lock.domain), None)


def _has_another_cause(advisory: str, line: FeedLine, causes: Mapping[str, Cause]) -> bool:
    """Whether something else restricts the version too, so that it does not go back for this one."""
    others = (each for name, each in causes.items() if name != advisory)
    return not line.is_released and any(each is not Cause.WITHDRAWN for each in others)


def _floor(
    lock: FeedLock, package: FeedPackage, line: FeedLine, choices: Choices, owner_of: Callable[[str], str | None]
) -> WideVersion:
    return WideVersion(
        scope_of(lock, _feed_of(lock, choices), owner_of(lock.domain)),
        lock.package_format,
        package.namespace,
        package.package,
        line.version,
        line.status,
        None,
        (),
        package.marks.get(line.version),
        line.via,
        lock.feed,
        lock.is_hold,
        lock.origins,
    )


def _unknown(advisory: str, choices: Choices) -> ManifestError:
    # Not at the top: most ids are right.
    from packagestate.schemas.likeness import nearest  # noqa: PLC0415

    lines = (line for lock in choices.feed_locks for package in lock.packages for line in package.lines)
    known = {each for line in lines for each in line.via} - {advisory}
    near = nearest(advisory, known)
    return ManifestError.of(
        "Advisory is not in the lock",
        f"No line of the lock in this account and region is caused by `{shortened(advisory)}` alone, so it is not "
        "known what it restricted by itself. No file was written.",
        f"did you mean `{near}`?" if near else "take the lock of that time back from Git, and run it again",
    )
