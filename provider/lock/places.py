"""Where rules apply: the domains, their repositories, and the packages that these hold. It only reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from packagestate.provider.gateway import AbsentError
from packagestate.provider.lock.question import Question
from packagestate.provider.observe.faults import ObservationError
from packagestate.provider.population import AskedDomain, LockGateway
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.fitness import can_be_named
from packagestate.schemas.locked import LOCK_FOLDER, Lock
from packagestate.schemas.names import REPOSITORY
from packagestate.schemas.rule import Rule

#: A repository, and one of the formats of its packages.
Place = tuple[Repository, Format]


_NAME: Final = re.compile(REPOSITORY.schema["pattern"]).fullmatch


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain that rules, or the lock, speak of.

    Attributes:
        name: Its name.
        account: The account that owns it.
        region: The region that it is in.
        now: The time that it is for AWS.
        repositories: Its repositories; none where only the lock speaks of it.
    """

    name: str
    account: str
    region: str
    now: datetime
    repositories: tuple[Repository, ...]


def _domain(rule: Rule) -> tuple[str, str | None]:
    return rule.scope.domain, rule.scope.domain_owner


def ask_domains(gateway: LockGateway, question: Question) -> dict[tuple[str, str | None], Domain]:
    """Ask for the domains that a question is about.

    Args:
        gateway: Where AWS is asked.
        question: The question.

    Returns:
        The domains by name and owner.

    Raises:
        GatewayError: AWS could not be asked, or has no such domain.
        ObservationError: A repository has a name that no repository can have.
    """
    ruled = dict.fromkeys(map(_domain, question.asking))
    names = {name for name, _ in ruled}
    only = question.only
    locked = {each.repository.domain for each in question.locks if only is None or only.name in each.rules}
    others = [(name, question.owner_of(name)) for name in sorted(locked - names)]
    found = {}
    for name, owner in (*ruled, *others):
        said = _asked(gateway, name, owner, is_ruled=(name, owner) in ruled)
        repositories = tuple(gateway.list_repositories(name, owner)) if (name, owner) in ruled else ()
        _check_names(repositories)
        found[name, owner] = Domain(name, said.account, said.region, said.now, repositories)
    return found


def domain_of(gateway: LockGateway, name: str, owner: str | None) -> Domain:
    """Ask for a domain with its repositories.

    Args:
        gateway: Where AWS is asked.
        name: The domain.
        owner: The account that owns it; None means the caller's own.

    Raises:
        GatewayError: AWS could not be asked, or has no such domain.
        ObservationError: A repository has a name that no repository can have.
    """
    said = gateway.describe_domain(name, owner)
    repositories = tuple(gateway.list_repositories(name, owner))
    _check_names(repositories)
    return Domain(name, said.account, said.region, said.now, repositories)


def _asked(gateway: LockGateway, name: str, owner: str | None, *, is_ruled: bool) -> AskedDomain:
    try:
        return gateway.describe_domain(name, owner)
    except AbsentError as error:
        if is_ruled:
            raise
        detail = f"{error.fault.detail}\nNo rule speaks of the domain, and files of the lock do. No file was written."
        hint = f"delete the folders `{name}` in `{LOCK_FOLDER}`, if the domain is gone"
        raise AbsentError(replace(error.fault, detail=detail, hint=hint), error.resource_type) from error


def _check_names(repositories: Iterable[Repository]) -> None:
    """A name becomes the name of a file, so one such as `../elsewhere` must not come that far."""
    odd = [each.name for each in repositories if _NAME(each.name) is None]
    if odd:
        raise ObservationError(
            [
                Fault(
                    "Repository name not allowed",
                    f"`{shortened(odd[0])}` is no name of a repository. No file was written.",
                    "check that the endpoint is CodeArtifact's",
                )
            ]
        )


def is_here(lock: Lock, domains: Iterable[Domain]) -> bool:
    """Whether a file of the lock belongs to one of the domains.

    Args:
        lock: The file.
        domains: The domains.
    """
    where = (lock.repository.domain, lock.account, lock.region)
    return any(where == (each.name, each.account, each.region) for each in domains)


def places_of(
    rules: tuple[Rule, ...], domains: Mapping[tuple[str, str | None], Domain]
) -> Iterator[tuple[Place, Domain]]:
    """Find the repositories that rules are about.

    Args:
        rules: The rules.
        domains: Their domains, by name and owner.

    Yields:
        Each repository with each format that a rule is about there, and its domain.

    Raises:
        ObservationError: A name or a glob fits no repository.
    """
    faults = [
        fault
        for scope in {each.scope.place: each.scope for each in rules}.values()
        for fault in scope.faults({each.name for each in domains[scope.domain, scope.domain_owner].repositories})
    ]
    if faults:
        raise ObservationError(faults)
    found: dict[Place, Domain] = {}
    for rule in rules:
        domain = domains[_domain(rule)]
        for repository in domain.repositories:
            if rule.scope.holds(repository.name):
                found[repository, rule.package_format] = domain
    yield from found.items()


def sweep(
    gateway: LockGateway, rules: tuple[Rule, ...], repository: Repository, package_format: Format
) -> list[Coordinates]:
    """Find the packages of a repository that a rule is about.

    Args:
        gateway: Where AWS is asked, 1,000 packages a call.
        rules: The rules.
        repository: The repository.
        package_format: The format.

    Raises:
        GatewayError: AWS could not be asked.
    """
    listed = (each.coordinates for each in gateway.list_packages(repository, package_format))
    about = (each for each in listed if any(rule.is_about(repository, each) for rule in rules))
    return [each for each in about if can_be_named(each)]
