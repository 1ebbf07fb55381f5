"""Reads what the lock asks of a run: the files that belong to the account and the region where it runs."""

from collections.abc import Callable, Collection, Iterable, Iterator

from packagestate.provider.gateway import AbsentError
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
        GatewayError: AWS does not say whose a domain is, so that nobody knows which files hold; or there is no such
            domain, and a rule speaks of it.
    """
    known = {rule.name: rule for rule in rules}
    owners = {lock.repository.domain: owner_of(lock.repository.domain) for lock in locks}
    ruled = {rule.scope.domain for rule in known.values()}
    here: dict[str, tuple[str, str]] = {}
    for domain, owner in owners.items():
        try:
            asked = gateway.describe_domain(domain, owner)
        except AbsentError:
            # No rule speaks of it any more, so no line of it asks for anything: what is gone stops no run.
            if domain in ruled:
                raise
        else:
            here[domain] = asked.account, asked.region
    for lock in locks:
        domain = lock.repository.domain
        if (lock.account, lock.region) == here.get(domain):
            yield from locked_versions(lock, known, owners[domain])
