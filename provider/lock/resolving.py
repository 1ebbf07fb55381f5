"""From rules to the lock: what they mean for what AWS has now. It only reads.

Source of the number of calls: one ListRepositoriesInDomain and one DescribeDomain for each domain, one ListPackages for
each 1,000 packages of a repository and format, one ListPackageVersions for each 1,000 versions of a package that a rule
is about, and one DescribePackageVersion for each version whose age alone decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.limiting import at_most
from packagestate.provider.lock.outcome import Evaluated
from packagestate.provider.lock.places import Domain, Place, ask_domains, is_here, places_of, sweep
from packagestate.provider.lock.question import Question
from packagestate.provider.lock.selecting import considered, moved
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.faults import ObservationError, cut_short
from packagestate.provider.population import LockGateway, Population
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.locked import Line, Lock, LockedPackage
from packagestate.schemas.rule import Rule
from packagestate.schemas.status import Status

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What rules mean.

    Attributes:
        known: The files of the lock that this replaces.
        locks: What each file of the lock is to say, sorted: one for each repository and format that a rule is about.
        evaluated: What the rules make of every package, for reports.
        held_back: How many lines a rule had no room for, by its name.
        now: The time that it is for AWS; None where no domain was asked.
    """

    known: tuple[Lock, ...]
    locks: tuple[Lock, ...]
    evaluated: tuple[Evaluated, ...]
    held_back: Mapping[str, int]
    now: datetime | None


def resolve(
    gateway: LockGateway, question: Question, worker_count: int, progress: Progress = lambda _count: None
) -> Resolved:
    """Find out what rules mean.

    Args:
        gateway: Where AWS is asked.
        question: What is to be found out.
        worker_count: How many calls may be under way at once.
        progress: Told how many packages have been read.

    Returns:
        What the lock is to say.

    Raises:
        ObservationError: Something could not be read, a name or glob of `repositories` fits none, or a rule would empty
            a package.
        GatewayError: AWS could not be asked at all.
    """
    domains = ask_domains(gateway, question)
    here = [lock for lock in question.locks if is_here(lock, domains.values())]
    before = {(lock.repository, lock.package_format): lock for lock in here}
    places = dict(places_of(question.asking, domains))
    with ParallelCalls(worker_count, "lock") as calls:
        swept = calls.answers(partial(sweep, gateway, question.asking, *place) for place in places)
        asked: list[tuple[_Evaluator, Coordinates]] = []
        for (place, domain), packages in zip(places.items(), swept, strict=True):
            evaluator = _Evaluator.of(question, before.get((_without_owner(place[0]), place[1])), domain.now)
            asked += [(evaluator, each) for each in packages]
        # Packages of all repositories at once: many small repositories take no longer than a large one.
        # Each is evaluated in its thread, while others wait for AWS.
        found_out = calls.answers((partial(each.found, gateway, place) for each, place in asked), progress)
        pairs = [
            (evaluator, found) for (evaluator, _), found in zip(asked, found_out, strict=True) if found is not None
        ]
        evaluated = _with_ages(gateway, calls, pairs)
    faults = [fault for each in evaluated for fault in each.faults]
    if faults:
        raise ObservationError(cut_short(faults))
    limited = at_most(evaluated, question.rules)
    packages_of: defaultdict[Place, list[LockedPackage]] = defaultdict(list)
    for package in limited.packages:
        packages_of[package.coordinates.repository, package.coordinates.format].append(package)
    found = [_said(place, domain, question.rules, packages_of[place]) for place, domain in places.items()]
    known = here
    if question.only is not None:
        reached = frozenset(_without_owner_of(each.population.coordinates) for each in evaluated)
        known, found = _of_one(question, question.only, (here, found), reached)
    known, found = sorted(known, key=_order), sorted(found, key=_order)
    now = min((each.now for each in domains.values()), default=None)
    return Resolved(tuple(known), tuple(found), tuple(evaluated), limited.held_back, now)


def _with_ages(
    gateway: LockGateway, calls: ParallelCalls, pairs: list[tuple["_Evaluator", Evaluated]]
) -> list[Evaluated]:
    """What the rules make of the packages, once it is known when the versions were published whose age decides."""
    undecided = [(each.population.coordinates, version) for _, each in pairs for version in each.undecided]
    published = calls.answers(partial(gateway.read_published, *each) for each in undecided)
    times: defaultdict[Coordinates, dict[str, datetime]] = defaultdict(dict)
    for (place, version), when in zip(undecided, published, strict=True):
        if when is not None:
            times[place][version] = when
    return [
        evaluator.evaluated(replace(each.population, published=times[each.population.coordinates]))
        if each.undecided
        else each
        for evaluator, each in pairs
    ]


def _of_one(
    question: Question, only: Rule, locks: tuple[list[Lock], list[Lock]], reached: frozenset[Coordinates]
) -> tuple[list[Lock], list[Lock]]:
    """The files of the lock that speak of one rule, or are to: as they are, and with its lines alone moved."""
    here, found = locks
    after = {(each.repository, each.package_format): each for each in found}
    known = {
        (each.repository, each.package_format): each
        for each in here
        if only.name in each.rules or (each.repository, each.package_format) in after
    }
    moving = []
    for place in known.keys() | after.keys():
        either = known.get(place) or after[place]
        nothing = replace(either, rules={}, packages=())
        lock = known.get(place)
        evaluated = {each.name for each in considered(question.rules, only, unchanged(question.rules, lock))}
        moving.append(moved(only, lock or nothing, after.get(place, nothing), evaluated, reached))
    return [*known.values()], [each for each in moving if each.rules]


@dataclass(frozen=True, slots=True)
class _Evaluator:
    """Evaluates the packages of one repository and format.

    Attributes:
        rules: The rules that are evaluated.
        before: What the lock says of this place now, but for the lines.
        now: The time for which it is asked.
        lines: The lines of the lock by package, in the caller's own account.
        beside: Gives what others than rules ask of the versions of a package.
    """

    rules: tuple[Rule, ...]
    before: Before
    now: datetime
    lines: Mapping[Coordinates, tuple[Line, ...]]
    beside: Callable[[Population], Mapping[str, Status]]

    @classmethod
    def of(cls, question: Question, lock: Lock | None, now: datetime) -> "_Evaluator":
        known = unchanged(question.rules, lock)
        names = {rule.name for rule in question.rules}
        before = Before() if lock is None else Before((), known, keeps_unchanged=lock.rules.keys() <= names)
        packages = () if lock is None else lock.packages
        return cls(
            considered(question.rules, question.only, known),
            before,
            question.as_of or now,
            {each.coordinates: each.lines for each in packages},
            question.beside,
        )

    def found(self, gateway: LockGateway, place: Coordinates) -> Evaluated | None:
        """What the rules make of a package as AWS lists it; None where there is none."""
        population = gateway.list_population(place)
        return None if population is None else self.evaluated(population)

    def evaluated(self, population: Population) -> Evaluated:
        place = population.coordinates
        lines = self.lines.get(_without_owner_of(place), ())
        beside = replace(population, asked=self.beside(population))
        return evaluate(self.rules, beside, self.before._replace(lines=lines), self.now)


def unchanged(rules: Iterable[Rule], lock: Lock | None) -> frozenset[str]:
    """The rules that say what they said when a file of the lock was made.

    Args:
        rules: All rules.
        lock: The file; None where there is none.
    """
    digests = {} if lock is None else lock.rules
    return frozenset(rule.name for rule in rules if digests.get(rule.name) == rule.digest)


def _said(place: Place, domain: Domain, rules: Iterable[Rule], packages: Iterable[LockedPackage]) -> Lock:
    """The file of a place, given its packages: also the digests of the rules that are about it."""
    repository, package_format = place
    about = [
        rule
        for rule in rules
        if (rule.scope.domain, rule.package_format) == (repository.domain, package_format)
        and rule.scope.holds(repository.name)
    ]
    named = _without_owner(repository)
    found = (LockedPackage(replace(each.coordinates, repository=named), each.lines) for each in packages)
    digests = {rule.name: rule.digest for rule in sorted(about, key=lambda each: each.name)}
    in_order = tuple(sorted(found, key=lambda each: each.coordinates.resource_name))
    return Lock(domain.account, domain.region, named, package_format, digests, in_order)


def _without_owner(repository: Repository) -> Repository:
    """The repository as a file of the lock names it: its path says whose it is."""
    return Repository(repository.domain, repository.name)


def _without_owner_of(package: Coordinates) -> Coordinates:
    return replace(package, repository=_without_owner(package.repository))


def _order(lock: Lock) -> tuple[str, str, str]:
    return lock.repository.domain, lock.repository.name, lock.package_format
