"""What is declared of versions beside the rules: what leaves anyway is none of the latest, and none that remains."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from packagestate.provider.advisories.in_force import feed_versions
from packagestate.provider.advisories.remembering import strictest
from packagestate.provider.plan.floors import Floors
from packagestate.provider.population import Population
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.load import Manifests
from packagestate.schemas.status import Status


def beside_rules(stated: Manifests, feed_locks: Iterable[FeedLock]) -> Callable[[Population], Mapping[str, Status]]:
    """What manifests, advisories and holds ask of versions, so that rules can count with it.

    Args:
        stated: The manifests.
        feed_locks: What the lock says, or is to say, for advisories.

    Returns:
        A function that gives, for a package of a repository, the most restrictive status that these ask of a version,
        by the versions of which they speak.
    """
    feeds = {(each.feed.scope.domain, each.feed.name): each for each in stated.advisories}
    locked = (
        each.floor
        for lock in feed_locks
        for each in feed_versions(lock, feeds.get((lock.domain, lock.feed)), stated.owner_of(lock.domain))
        if each.is_in_force
    )
    floors = Floors((*stated.wide, *locked))
    literals = {package.coordinates.resource_name: package for package in stated.packages}

    def asked_of(population: Population) -> Mapping[str, Status]:
        place = population.coordinates
        literal = literals.get(place.resource_name)
        exact = {each.version: each for each in literal.versions} if literal else {}
        origins = {each.version: each.origin for each in population.versions}
        asked: defaultdict[str, list[Status]] = defaultdict(list)
        for version, said in exact.items():
            asked[version].append(said.status)
        for floor in floors.of(place):
            over = exact[floor.version].over if floor.version in exact else None
            if floor.version in origins and floor.fits(origins[floor.version]) and not floor.is_overridden_by(over):
                asked[floor.version].append(floor.status)
        return {version: status for version, each in asked.items() if (status := strictest(each)) is not None}

    return asked_of
