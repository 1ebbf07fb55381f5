"""From rules to the lock: what they mean for what AWS has now. It only reads.

Source of the number of calls: one ListRepositoriesInDomain and one DescribeDomain for each domain, one ListPackages for
each 1,000 packages of a repository and format, one ListPackageVersions for each 1,000 versions of a package that a rule
is about, and one DescribePackageVersion for each version whose age alone decides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.limiting import at_most
from packagestate.provider.lock.outcome import Evaluated
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.faults import ObservationError
from packagestate.provider.population import AskedDomain, FullGateway, Population
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Rule

Progress = Callable[[int], None]
_Place = tuple[Repository, Format]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What rules mean now.

    Attributes:
        locks: What each file of the lock is to say, sorted: one for each repository and format that a rule is about.
        evaluated: What the rules make of every package, for reports.
        held_back: How many lines a rule had no room for, by its name.
    """

    locks: tuple[Lock, ...]
    evaluated: tuple[Evaluated, ...]
    held_back: Mapping[str, int]


def resolve(
    gateway: FullGateway,
    rules: tuple[Rule, ...],
    locks: Iterable[Lock],
    worker_count: int,
    progress: Progress = lambda _count: None,
) -> Resolved:
    """Find out what rules mean.

    Args:
        gateway: Where AWS is asked.
        rules: All rules.
        locks: What the lock says now; of other accounts and regions too.
        worker_count: How many calls may be under way at once.
        progress: Told how many packages have been read.

    Returns:
        What the lock is to say.

    Raises:
        ObservationError: Something could not be read, a name or glob of `repositories` fits none, or a rule would empty
            a package.
        GatewayError: AWS could not be asked at all.
    """
    domains = {place: _asked(gateway, *place) for place in dict.fromkeys(_domain(rule) for rule in rules)}
    before = {(lock.account, lock.region, lock.repository, lock.package_format): lock for lock in locks}
    places = list(_places(rules, domains))
    evaluated: list[Evaluated] = []
    with ParallelCalls(worker_count, "lock") as calls:
        swept = calls.answers(partial(_swept, gateway, rules, *place) for place, _ in places)
        for (place, domain), packages in zip(places, swept, strict=True):
            lock = before.get((domain.account, domain.region, _without_owner(place[0]), place[1]))
            populations = calls.answers(partial(gateway.list_population, each) for each in packages)
            asked = partial(_evaluated, gateway, rules, lock, domain.now)
            evaluated += calls.answers(partial(asked, each) for each in populations if each is not None)
            progress(len(evaluated))
    faults = [fault for each in evaluated for fault in each.faults]
    if faults:
        raise ObservationError(faults)
    limited = at_most(evaluated, rules)
    found = tuple(
        Lock(domain.account, domain.region, _without_owner(place[0]), place[1], *_said(place, rules, limited.packages))
        for place, domain in sorted(places, key=lambda each: (str(each[0][0]), each[0][1]))
    )
    return Resolved(found, tuple(evaluated), limited.held_back)


@dataclass(frozen=True, slots=True)
class _Domain:
    account: str
    region: str
    now: datetime
    repositories: tuple[Repository, ...]


def _domain(rule: Rule) -> tuple[str, str | None]:
    return rule.scope.domain, rule.scope.domain_owner


def _asked(gateway: FullGateway, domain: str, owner: str | None) -> _Domain:
    said: AskedDomain = gateway.describe_domain(domain, owner)
    return _Domain(said.account, said.region, said.now, tuple(gateway.list_repositories(domain, owner)))


def _places(
    rules: tuple[Rule, ...], domains: Mapping[tuple[str, str | None], _Domain]
) -> Iterator[tuple[_Place, _Domain]]:
    """The repositories, each with each format that a rule is about there."""
    faults = [
        fault
        for scope in {each.scope.place: each.scope for each in rules}.values()
        for fault in scope.faults({each.name for each in domains[scope.domain, scope.domain_owner].repositories})
    ]
    if faults:
        raise ObservationError(faults)
    found: dict[_Place, _Domain] = {}
    for rule in rules:
        domain = domains[_domain(rule)]
        for repository in domain.repositories:
            if rule.scope.holds(repository.name):
                found[repository, rule.package_format] = domain
    yield from found.items()


def _swept(
    gateway: FullGateway, rules: tuple[Rule, ...], repository: Repository, package_format: Format
) -> list[Coordinates]:
    """The packages of a repository that a rule is about."""
    listed = (each.coordinates for each in gateway.list_packages(repository, package_format))
    return [each for each in listed if any(rule.is_about(repository, each) for rule in rules)]


def _evaluated(
    gateway: FullGateway, rules: tuple[Rule, ...], lock: Lock | None, now: datetime, population: Population
) -> Evaluated:
    before = _before(rules, lock, population.coordinates)
    found = evaluate(rules, population, before, now)
    if not found.undecided:
        return found
    asked = {version: gateway.read_published(population.coordinates, version) for version in found.undecided}
    times = {version: time for version, time in asked.items() if time is not None}
    return evaluate(rules, replace(population, published=times), before, now)


def _before(rules: tuple[Rule, ...], lock: Lock | None, coordinates: Coordinates) -> Before:
    """What the lock says of one package now."""
    if lock is None:
        return Before()
    digests = {rule.name: rule.digest for rule in rules}
    unchanged = {name for name, digest in lock.rules.items() if digests.get(name) == digest}
    named = replace(coordinates, repository=_without_owner(coordinates.repository))
    lines: tuple[Line, ...] = next((each.lines for each in lock.packages if each.coordinates == named), ())
    return Before(lines, unchanged, keeps_unchanged=lock.rules.keys() <= digests.keys())


def _said(
    place: _Place, rules: Iterable[Rule], packages: Iterable[LockedPackage]
) -> tuple[dict[str, str], tuple[LockedPackage, ...]]:
    """The digests of the rules that are about a place, and its packages, as its file has them."""
    repository, package_format = place
    about = [
        rule
        for rule in rules
        if (rule.scope.domain, rule.package_format) == (repository.domain, package_format)
        and rule.scope.holds(repository.name)
    ]
    found = (
        LockedPackage(replace(each.coordinates, repository=_without_owner(repository)), each.lines)
        for each in packages
        if (each.coordinates.repository, each.coordinates.format) == place
    )
    digests = {rule.name: rule.digest for rule in sorted(about, key=lambda each: each.name)}
    return digests, tuple(sorted(found, key=lambda each: each.coordinates.resource_name))


def _without_owner(repository: Repository) -> Repository:
    """The repository as a file of the lock names it: its path says whose it is."""
    return Repository(repository.domain, repository.name)
