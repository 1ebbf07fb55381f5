"""Reads what the lock asks of a run: the files that belong to the account and the region where it runs."""

from collections.abc import Callable, Collection, Iterable, Iterator

from packagestate.provider.lock.in_force import LockedVersion, locked_versions
from packagestate.provider.population import RuleGateway
from packagestate.schemas.locked import Lock
from packagestate.schemas.rule import Rule


def read_locked(
    gateway: RuleGateway, locks: Collection[Lock], rules: Iterable[Rule], owner_of: Callable[[str], str | None]
) -> Iterator[LockedVersion]:
    """What the lock says here.

    Args:
        gateway: Where AWS is asked: DescribeDomain once for each domain of which a file of the lock speaks.
        locks: The files of the lock.
        rules: The rules of the manifests.
        owner_of: Gives the account that owns a domain as the manifests name it; None where they name none.

    Yields:
        Each line of the files of this account and region.

    Raises:
        GatewayError: AWS does not say whose a domain is. Which files hold is not known then.
    """
    known = {rule.name: rule for rule in rules}
    owners = {lock.repository.domain: owner_of(lock.repository.domain) for lock in locks}
    asked = {domain: gateway.describe_domain(domain, owner) for domain, owner in owners.items()}
    for lock in locks:
        domain = lock.repository.domain
        if (lock.account, lock.region) == (asked[domain].account, asked[domain].region):
            yield from locked_versions(lock, known, owners[domain])
