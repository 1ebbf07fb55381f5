"""Reads what the lock asks of a run: the files that belong to the account and the region where it runs."""

from collections.abc import Callable, Iterator

from packagestate.provider.advisories.in_force import feed_versions
from packagestate.provider.gateway import AbsentError
from packagestate.provider.lock.in_force import LockedVersion, locked_versions
from packagestate.provider.population import RuleGateway
from packagestate.schemas.choices import Choices


def read_locked(
    gateway: RuleGateway, choices: Choices, owner_of: Callable[[str], str | None]
) -> Iterator[LockedVersion]:
    """What the lock says here.

    Args:
        gateway: Where AWS is asked: DescribeDomain once for each domain of which a file of the lock speaks.
        choices: The rules and advisories of the manifests, and the lock.
        owner_of: Gives the account that owns a domain as the manifests name it; None where they name none.

    Yields:
        Each line of the files of this account and region.

    Raises:
        GatewayError: AWS does not say whose a domain is, so that nobody knows which files hold; or there is no such
            domain, and a rule or a feed speaks of it.
    """
    owners = {domain: owner_of(domain) for domain in choices.domains}
    spoken_of = {each.scope.domain for each in choices.rules} | {each.scope.domain for each in choices.feeds}
    here: dict[str, tuple[str, str]] = {}
    for domain, owner in owners.items():
        try:
            asked = gateway.describe_domain(domain, owner)
        except AbsentError:
            # Nothing speaks of it any more, so no line of it asks for anything: what is gone stops no run.
            if domain in spoken_of:
                raise
        else:
            here[domain] = asked.account, asked.region
    rules = {rule.name: rule for rule in choices.rules}
    for lock in choices.locks:
        domain = lock.repository.domain
        if (lock.account, lock.region) == here.get(domain):
            yield from locked_versions(lock, rules, owners[domain])
    feeds = {each.feed.name: each for each in choices.advisories}
    for found in choices.feed_locks:
        if (found.account, found.region) == here.get(found.domain):
            advisories = feeds.get(found.feed)
            is_same = advisories is not None and advisories.feed.scope.domain == found.domain
            yield from feed_versions(found, advisories if is_same else None, owners[found.domain])
