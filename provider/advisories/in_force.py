"""What the lock asks of a run for advisories: each line is a floor in all repositories of its feed. Pure.

an advisory of the line                           the line asks for
is as it was when the line was made               its status at least
was withdrawn, or is ignored since                nothing, as far as no other one of it is as it was
is gone, has changed, or names it no more         nothing new and no way back: what AWS has now, up to its status
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from packagestate.provider.advisories.verdict import names
from packagestate.provider.lock.in_force import LockedVersion
from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.advisories.record import Affected
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion


class Cause(Enum):
    """What an advisory is to a line of the lock now."""

    LIVING = "as it was"
    WITHOUT_EFFECT = "withdrawn or ignored"
    CHANGED = "gone or changed"


def feed_versions(lock: FeedLock, advisories: Advisories | None, domain_owner: str | None) -> Iterator[LockedVersion]:
    """What one file of the lock says to a run.

    Args:
        lock: The file, of the account and region of the run.
        advisories: Its feed, with its records; None where no manifest has such a feed any more.
        domain_owner: The owner of the domain as the manifests name it; None where they name none.

    Yields:
        Each line that asks for something, then the copies that are to be disposed of.
    """
    scope = scope_of(lock, advisories, domain_owner)
    for package in lock.packages:
        in_force: dict[str, FeedLine] = {}
        for line in package.lines:
            causes = causes_of(lock, package, line, advisories)
            if line.is_released or all(each is Cause.WITHOUT_EFFECT for each in causes.values()):
                continue
            living = tuple([name for name, each in causes.items() if each is Cause.LIVING])
            if len(living) == len(causes):
                in_force[line.version] = line
            # One that has changed may still hold, so that an `over` of another one does not override it.
            standing = tuple([name for name, each in causes.items() if each is not Cause.WITHOUT_EFFECT])
            floor = WideVersion(
                scope,
                lock.package_format,
                package.namespace,
                package.package,
                line.version,
                line.status,
                _reason(living or line.via, lock),
                (),
                package.marks.get(line.version),
                standing,
                lock.feed,
                lock.is_hold,
                lock.origins,
            )
            yield LockedVersion(None, floor, None, bool(living))
        if advisories is not None:
            yield from _disposals(lock, package, in_force, advisories.feed)


def scope_of(lock: FeedLock, advisories: Advisories | None, domain_owner: str | None) -> Scope:
    """The repositories that a file of the lock is about.

    Args:
        lock: The file.
        advisories: Its feed; None where no manifest has such a feed any more: then all repositories of the domain.
        domain_owner: The owner of the domain as the manifests name it; None where they name none.
    """
    if advisories is not None:
        return advisories.feed.scope
    return Scope(lock.domain, domain_owner, (), lock.place, may_be_gone=True)


def causes_of(
    lock: FeedLock, package: FeedPackage, line: FeedLine, advisories: Advisories | None
) -> Mapping[str, Cause]:
    """What the advisories of a line are to it now.

    Args:
        lock: The file that it stands in.
        package: Its package.
        line: The line.
        advisories: Its feed, with its records; None where no manifest has such a feed any more.

    Returns:
        This for each of them, by id.
    """
    return {each: _cause(each, lock, package, line, advisories) for each in line.via}


def _cause(advisory: str, lock: FeedLock, package: FeedPackage, line: FeedLine, advisories: Advisories | None) -> Cause:
    record = None if advisories is None else advisories.records.get(advisory)
    if advisories is None or record is None:
        return Cause.CHANGED
    feed = advisories.feed
    said = lock.advisories[advisory]
    if record.is_withdrawn or (advisory in feed.ignored and said != feed.digest_of(record)):
        return Cause.WITHOUT_EFFECT
    is_same = (lock.digest, lock.package_format) == (feed.digest, feed.package_format)
    if not is_same or said != feed.digest_of(record) or record.kind not in feed.kinds:
        return Cause.CHANGED
    name = lock.package_format, package.namespace, package.package
    about = [each for each in record.affected if (each.package_format, each.namespace, each.package) == name]
    is_named = line.status is feed.status and any(names(each, line.version) for each in about)
    if lock.is_hold and not _may_be_held(advisory, package, line, feed, about):
        return Cause.CHANGED
    return Cause.LIVING if is_named else Cause.CHANGED


def _may_be_held(advisory: str, package: FeedPackage, line: FeedLine, feed: Feed, about: Iterable[Affected]) -> bool:
    """Whether a hold can be within the guards: nobody has reviewed it, so somebody may have written it."""
    count = sum(advisory in each.via for each in package.lines)
    return count <= feed.most_versions and any(names(each, line.version, is_bounded=True) for each in about)


def is_due(feed: Feed, line: FeedLine, disposal: Disposal) -> bool:
    """Whether a disposal stands in the lock because its line was there for long enough: two branches may be merged.

    Args:
        feed: The feed.
        line: The line of the version.
        disposal: The disposal.
    """
    has_waited = feed.dispose_after is not None and disposal.since - line.since >= feed.dispose_after
    return has_waited and line.was_in(disposal.repository).is_looser_than(line.status)


def _disposals(
    lock: FeedLock, package: FeedPackage, in_force: Mapping[str, FeedLine], feed: Feed
) -> Iterator[LockedVersion]:
    """The copies to dispose of: each in one repository, at one revision, and only if it is Archived."""
    scope = feed.scope
    for each in package.disposals:
        line = in_force.get(each.version)
        if line is None or not is_due(feed, line, each) or not scope.holds(each.repository):
            continue
        repository = Repository(lock.domain, each.repository, scope.domain_owner)
        here = Scope(lock.domain, scope.domain_owner, (each.repository,), lock.place, may_be_gone=True)
        floor = WideVersion(
            here,
            lock.package_format,
            package.namespace,
            package.package,
            each.version,
            Status.DISPOSED,
            f"{_reason(line.via, lock)}, archived for long enough",
            (),
            package.disposal_marks.get((each.repository, each.version)),
            line.via,
            lock.feed,
            is_hold=False,
            origins=lock.origins,
        )
        coordinates = Coordinates(repository, lock.package_format, package.namespace, package.package)
        yield LockedVersion(coordinates, floor, each.revision, is_in_force=True, begins_at=Status.ARCHIVED)


def _reason(causes: Iterable[str], lock: FeedLock) -> str:
    """The advisories, which is what people look for; whether somebody has reviewed them."""
    found = tuple(causes)
    words = f"{'advisory' if len(found) == 1 else 'advisories'} {', '.join(found)}"
    return f"{words}, on hold: not reviewed yet" if lock.is_hold else words
