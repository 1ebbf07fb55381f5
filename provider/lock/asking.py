"""Asks AWS what rules make of one version now. It only reads."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from packagestate.provider.lock.evaluation import Before, evaluate
from packagestate.provider.lock.explaining import RuleWords, rule_words
from packagestate.provider.lock.resolving import unchanged
from packagestate.provider.population import FullGateway, Population
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.load import Manifests
from packagestate.schemas.locked import Line, Lock
from packagestate.schemas.status import Status


def rules_about(
    gateway: FullGateway,
    stated: Manifests,
    beside: Callable[[Population], Mapping[str, Status]],
    coordinates: Coordinates,
    version: str,
) -> list[RuleWords]:
    """Ask what each rule says of a version.

    Args:
        gateway: Where AWS is asked: DescribeDomain, ListPackageVersions, and DescribePackageVersion if the age of the
            version decides; nothing where no rule is about the package.
        stated: The manifests.
        beside: Gives what others than rules ask of the versions of a package.
        coordinates: The package.
        version: The version.

    Returns:
        Words for each rule that is about the package.

    Raises:
        GatewayError: AWS could not be asked.
    """
    if not any(each.is_about(coordinates.repository, coordinates) for each in stated.rules):
        return []
    domain = gateway.describe_domain(coordinates.repository.domain, coordinates.repository.domain_owner)
    population = gateway.list_population(coordinates)
    if population is None:
        return []
    population = replace(population, asked=beside(population))
    lock, line = _locked(stated, (domain.account, domain.region), coordinates, version)
    # No line stays: what matters here is what each rule makes of the version by itself.
    before = Before((line,) if line else (), unchanged(stated.rules, lock), keeps_unchanged=False)
    found = evaluate(stated.rules, population, before, domain.now)
    if version in found.undecided:
        published = gateway.read_published(coordinates, version)
        times = {} if published is None else {version: published}
        found = evaluate(stated.rules, replace(population, published=times), before, domain.now)
    return list(rule_words(stated.rules, found, version, line))


def _locked(
    stated: Manifests, where: tuple[str, str], coordinates: Coordinates, version: str
) -> tuple[Lock | None, Line | None]:
    """What the lock says of the version in this account and region, and the file that does."""
    found = (
        (lock, line)
        for lock in stated.locks
        if (lock.account, lock.region) == where
        for package in lock.packages
        if package.coordinates.resource_name == coordinates.resource_name
        for line in package.lines
        if line.version == version
    )
    return next(found, (None, None))
