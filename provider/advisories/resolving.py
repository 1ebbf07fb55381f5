"""From advisories to the lock: what they mean for what AWS has now. It only reads.

Source of the number of calls: one ListRepositoriesInDomain and one DescribeDomain for each domain, one ListPackages for
each 1,000 packages of a repository and format, and one ListPackageVersions for each 1,000 versions of a package that an
advisory or a line of the lock names.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from packagestate.provider.advisories.before import Before
from packagestate.provider.advisories.evaluation import Evaluated, evaluate
from packagestate.provider.advisories.held import Held, Name
from packagestate.provider.gateway import AbsentError
from packagestate.provider.lock.places import Place, domain_of
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.faults import ObservationError
from packagestate.provider.population import LockGateway, Population
from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.fitness import can_be_named

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ResolvedFeeds:
    """What advisories mean.

    Attributes:
        known: The files of the lock that this replaces.
        evaluated: What each feed's file is to say, and why.
        now: The time that it is for AWS; None where no domain was asked.
    """

    known: tuple[FeedLock, ...] = ()
    evaluated: tuple[Evaluated, ...] = ()
    now: datetime | None = None

    @property
    def locks(self) -> tuple[FeedLock, ...]:
        """The files as they are to be. One of holds without lines is none."""
        return tuple(each.lock for each in self.evaluated if each.lock.packages or not each.lock.is_hold)


def resolve_feeds(
    gateway: LockGateway,
    advisories: Collection[Advisories],
    locks: Collection[FeedLock],
    worker_count: int,
    progress: Progress = lambda _count: None,
    *,
    others: Collection[FeedLock] = (),
    owner_of: Callable[[str], str | None] = lambda _domain: None,
    is_hold: bool = False,
    as_of: datetime | None = None,
) -> ResolvedFeeds:
    """Find out what advisories mean.

    Args:
        gateway: Where AWS is asked.
        advisories: The feeds with their records.
        locks: What the lock says for feeds now; of other accounts and regions too.
        worker_count: How many calls may be under way at once.
        progress: Told how many packages have been read.
        others: What the lock says for other feeds, of which it knows what versions were; `locks` may be among them.
        owner_of: Gives the account that owns a domain of which only the lock speaks; None where nobody names one.
        is_hold: Whether the files of holds are made, which nobody reviews.
        as_of: The time for which it is asked; None means now.

    Returns:
        What the lock is to say.

    Raises:
        ObservationError: Something could not be read, or a name or glob of `repositories` fits none.
        GatewayError: AWS could not be asked at all.
    """
    known: list[FeedLock] = []
    asked: list[_Asked] = []
    now: datetime | None = None
    with ParallelCalls(worker_count, "lock") as calls:
        for each in advisories:
            feed = each.feed
            domain = domain_of(gateway, feed.scope.domain, feed.scope.domain_owner)
            now = domain.now
            place = domain.account, domain.region
            here = [lock for lock in locks if _is_of(lock, feed, place)]
            before = _before(feed, here)
            repositories = _in_scope(feed, domain.repositories)
            places = [(one, feed.package_format) for one in repositories]
            held = _held(gateway, calls, places, _names(each, before), progress)
            today = (as_of or domain.now).date()
            asked.append(_Asked(each, place, held, before, today, is_hold))
            # A file of holds goes once its lines stand in the one that people review.
            known += [lock for lock in here if lock.is_hold or not is_hold]
    if not is_hold:
        known += _without_feed(gateway, advisories, locks, owner_of)
    return ResolvedFeeds(tuple(known), _evaluated(asked, [*others, *locks]), now)


class _Asked(NamedTuple):
    """A feed, and what was found out for it."""

    advisories: Advisories
    place: tuple[str, str]
    held: Mapping[Name, Held]
    before: Before
    today: date
    is_hold: bool

    def evaluated(self, locks: Iterable[FeedLock]) -> Evaluated:
        """What the lock is to say for it, beside what it says for other feeds."""
        beside = _beside(self.advisories.feed, locks, self.place)
        before = replace(self.before, others=beside)
        return evaluate(self.advisories, self.place, self.held, before, self.today, is_hold=self.is_hold)


def _evaluated(asked: Sequence[_Asked], locks: Iterable[FeedLock]) -> tuple[Evaluated, ...]:
    """What the lock is to say for each feed. Of each other they know what copies were, so they are looked at twice."""
    found = [each.evaluated(locks) for each in asked]
    if len(found) > 1:
        new = [each.lock for each in found if each.lock.packages]
        replaced = {(each.lock.domain, each.lock.feed) for each in found}
        # A hold stands beside the file that people review, which stays as it is.
        is_hold = asked[0].is_hold
        left = [each for each in locks if (each.domain, each.feed) not in replaced or (is_hold and not each.is_hold)]
        found = [each.evaluated([*left, *new]) for each in asked]
    return tuple(found)


def _without_feed(
    gateway: LockGateway,
    advisories: Iterable[Advisories],
    locks: Iterable[FeedLock],
    owner_of: Callable[[str], str | None],
) -> Iterator[FeedLock]:
    """The files of this account and region of which no manifest has the feed any more."""
    living = {(each.feed.scope.domain, each.feed.name) for each in advisories}
    for lock in locks:
        if (lock.domain, lock.feed) not in living:
            try:
                asked = gateway.describe_domain(lock.domain, owner_of(lock.domain))
            except AbsentError:
                # Nothing speaks of the domain any more, and its file asks for nothing.
                continue
            if (lock.account, lock.region) == (asked.account, asked.region):
                yield lock


def held_names(gateway: LockGateway, feed: Feed, worker_count: int) -> frozenset[Name]:
    """The packages of a feed's format that its repositories hold.

    Args:
        gateway: Where AWS is asked: ListPackages for each 1,000 packages of a repository.
        feed: The feed.
        worker_count: How many calls may be under way at once.

    Raises:
        ObservationError: Something could not be read, or a name or glob of `repositories` fits none.
        GatewayError: AWS could not be asked at all.
    """
    domain = domain_of(gateway, feed.scope.domain, feed.scope.domain_owner)
    repositories = _in_scope(feed, domain.repositories)
    with ParallelCalls(worker_count, "advisories") as calls:
        found = calls.answers(partial(_all, gateway, each, feed.package_format) for each in repositories)
    return frozenset().union(*found)


def _all(gateway: LockGateway, repository: Repository, package_format: Format) -> frozenset[Name]:
    listed = (each.coordinates for each in gateway.list_packages(repository, package_format))
    return frozenset([(each.namespace, each.package) for each in listed])


def _in_scope(feed: Feed, repositories: Iterable[Repository]) -> list[Repository]:
    found = list(repositories)
    faults = list(feed.scope.faults({each.name for each in found}))
    if faults:
        raise ObservationError(faults)
    return [each for each in found if feed.scope.holds(each.name)]


def _is_of(lock: FeedLock, feed: Feed, place: tuple[str, str]) -> bool:
    return (lock.account, lock.region, lock.domain, lock.feed) == (*place, feed.scope.domain, feed.name)


def _beside(feed: Feed, locks: Iterable[FeedLock], place: tuple[str, str]) -> tuple[FeedLock, ...]:
    """The files of other feeds in the domain of one, each once."""
    found = {
        (each.feed, each.is_hold): each
        for each in locks
        if (each.account, each.region, each.domain) == (*place, feed.scope.domain) and each.feed != feed.name
    }
    return tuple(found.values())


def _before(feed: Feed, locks: Iterable[FeedLock]) -> Before:
    # A version of another format is another version, whatever it is called.
    found = {each.is_hold: each for each in locks if each.package_format is feed.package_format}
    return Before(found.get(False), found.get(True))


def _names(advisories: Advisories, before: Before) -> set[Name]:
    """The packages that a record or a line names."""
    feed = advisories.feed
    named = {
        (affected.namespace, affected.package)
        for record in advisories.records.values()
        if record.kind in feed.kinds
        for affected in record.affected
        if affected.package_format is feed.package_format
    }
    return named | before.lines().keys()


def _held(
    gateway: LockGateway,
    calls: ParallelCalls,
    places: Iterable[Place],
    names: Collection[Name],
    progress: Progress,
) -> Mapping[Name, Held]:
    """What the domain holds of some packages."""
    if not names:
        return {}
    swept = calls.answers(partial(_swept, gateway, *each, names) for each in places)
    packages = [each for found in swept for each in found]
    populations = calls.answers((partial(gateway.list_population, each) for each in packages), progress)
    found: defaultdict[Name, list[Population]] = defaultdict(list)
    for place, population in zip(packages, populations, strict=True):
        if population is not None:
            found[place.namespace, place.package].append(population)
    return {name: Held.of(each) for name, each in found.items()}


def _swept(
    gateway: LockGateway, repository: Repository, package_format: Format, names: Collection[Name]
) -> list[Coordinates]:
    listed: Iterator[Coordinates] = (each.coordinates for each in gateway.list_packages(repository, package_format))
    return [each for each in listed if (each.namespace, each.package) in names and can_be_named(each)]
