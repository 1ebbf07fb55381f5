"""Asks AWS once for what rules and advisories both ask for, while one lock is made."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from packagestate.provider.gateway import ListedPackage
from packagestate.provider.population import AskedDomain, LockGateway, Population
from packagestate.schemas.coordinates import Coordinates, Format, Repository


class Once:
    """A gateway that remembers what it was told. A failed call is made again.

    Nothing is written while a lock is made, so that a second answer could only differ by what others do meanwhile: one
    lock is made of one view.
    """

    def __init__(self, gateway: LockGateway) -> None:
        """Remember nothing yet.

        Args:
            gateway: Where AWS is asked.
        """
        self._gateway = gateway
        self._describe_domain = cache(gateway.describe_domain)
        self._list_population = cache(gateway.list_population)
        self._list_repositories = cache(self._all_repositories)
        self._list_packages = cache(self._all_packages)

    def describe_domain(self, domain: str, domain_owner: str | None = None) -> AskedDomain:
        """See `RuleGateway.describe_domain`."""
        return self._describe_domain(domain, domain_owner)

    def list_population(self, coordinates: Coordinates) -> Population | None:
        """See `RuleGateway.list_population`."""
        return self._list_population(coordinates)

    def read_published(self, coordinates: Coordinates, version: str) -> datetime | None:
        """See `RuleGateway.read_published`; advisories never ask."""
        return self._gateway.read_published(coordinates, version)

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        """See `Gateway.list_repositories`."""
        return iter(self._list_repositories(domain, domain_owner))

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        """See `Gateway.list_packages`."""
        return iter(self._list_packages(repository, package_format))

    def _all_repositories(self, domain: str, domain_owner: str | None) -> tuple[Repository, ...]:
        return tuple(self._gateway.list_repositories(domain, domain_owner))

    def _all_packages(self, repository: Repository, package_format: Format | None) -> tuple[ListedPackage, ...]:
        return tuple(self._gateway.list_packages(repository, package_format))
