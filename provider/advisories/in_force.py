"""What the lock asks of a run for advisories: each line is a floor in all repositories of its feed. Pure.

an advisory of the line                           the line asks for
is as it was when the line was made               its status at least
was withdrawn                                     nothing, as far as no other one of it is as it was
is gone, ignored, changed, or names it no more    nothing new and no way back: what AWS has now, up to its status
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum

from packagestate.provider.advisories.verdict import named_of
from packagestate.provider.lock.in_force import LockedVersion
from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.locked import Disposal, FeedLine, FeedLock, FeedPackage
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.rule import OriginType
from packagestate.schemas.scope import Scope
from packagestate.schemas.status import Status
from packagestate.schemas.wide_version import WideVersion


class Cause(Enum):
    """What an advisory is to a line of the lock now."""

    LIVING = "as it was"
    WITHDRAWN = "withdrawn"
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
        found = causes_of(lock, package, advisories)
        for line in package.lines:
            causes = found[line.version]
            if line.is_released or all(each is Cause.WITHDRAWN for each in causes.values()):
                continue
            living = tuple([name for name, each in causes.items() if each is Cause.LIVING])
            if len(living) == len(causes):
                in_force[line.version] = line
            # One that has changed may still hold, so that an `over` of another one does not override it.
            standing = tuple([name for name, each in causes.items() if each is not Cause.WITHDRAWN])
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
        advisories: Its feed; None where no manifest has such a feed any more.
        domain_owner: The owner of the domain as the manifests name it; None where they name none.
    """
    if advisories is not None and is_made_for(lock, advisories.feed):
        return advisories.feed.scope
    # Of a feed that has changed since, the lines hold what they were made for: a narrower feed loosens nothing.
    return replace(lock.scope, domain_owner=domain_owner if advisories is None else advisories.feed.scope.domain_owner)


def is_made_for(lock: FeedLock, feed: Feed) -> bool:
    """Whether a file of the lock was made for a feed as it is now, and about the copies that this is about.

    Args:
        lock: The file.
        feed: The feed.
    """
    origins = feed.origins & {OriginType.EXTERNAL} if lock.is_hold else feed.origins
    made_for = lock.digest, lock.package_format, lock.origins, frozenset(lock.repositories)
    return made_for == (feed.digest, feed.package_format, origins, frozenset(feed.scope.patterns))


def causes_of(lock: FeedLock, package: FeedPackage, advisories: Advisories | None) -> Mapping[str, Mapping[str, Cause]]:
    """What the advisories of the lines of a package are to them now.

    Args:
        lock: The file that it stands in.
        package: The package.
        advisories: Its feed, with its records; None where no manifest has such a feed any more.

    Returns:
        This for each advisory of each line, by version and id.
    """
    causes: dict[str, dict[str, Cause]] = {line.version: {} for line in package.lines}
    lines: defaultdict[str, list[FeedLine]] = defaultdict(list)
    for line in package.lines:
        for advisory in line.via:
            lines[advisory].append(line)
    for advisory in sorted(lines):
        cause = _cause(advisory, lock, advisories)
        named = _named(advisory, lock, package, lines[advisory], advisories) if cause is Cause.LIVING else frozenset()
        for line in lines[advisory]:
            is_living = cause is Cause.LIVING and line.version in named
            causes[line.version][advisory] = Cause.CHANGED if cause is Cause.LIVING and not is_living else cause
    return causes


def _cause(advisory: str, lock: FeedLock, advisories: Advisories | None) -> Cause:
    """What an advisory is now, whatever versions it names."""
    record = None if advisories is None else advisories.records.get(advisory)
    if advisories is None or record is None:
        return Cause.CHANGED
    if record.is_withdrawn:
        return Cause.WITHDRAWN
    feed = advisories.feed
    if lock.is_hold and advisory in feed.ignored:
        return Cause.CHANGED
    is_as_it_was = lock.advisories[advisory] == feed.digest_of(record) and record.kind in feed.kinds
    return Cause.LIVING if is_as_it_was and is_made_for(lock, feed) else Cause.CHANGED


def _named(
    advisory: str, lock: FeedLock, package: FeedPackage, lines: Collection[FeedLine], advisories: Advisories | None
) -> frozenset[str]:
    """The versions of the lines that an advisory still causes."""
    if advisories is None or (lock.is_hold and len(lines) > advisories.feed.most_versions):
        # Nobody has reviewed a hold, so somebody may have written it: it counts within the guards alone.
        return frozenset()
    name = lock.package_format, package.namespace, package.package
    versions = [line.version for line in lines if line.status is advisories.feed.status]
    found = (
        named_of(each, versions, is_bounded=lock.is_hold)
        for each in advisories.records[advisory].affected
        if (each.package_format, each.namespace, each.package) == name
    )
    return frozenset().union(*found)


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
