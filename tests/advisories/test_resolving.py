"""Advisories are resolved against a domain whose packages may go meanwhile."""

from collections.abc import Iterator
from datetime import UTC, datetime

from packagestate.provider.advisories.resolving import resolve_feeds
from packagestate.provider.gateway import ListedPackage
from packagestate.provider.population import AskedDomain, Candidate, Population
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from tests.support.advisories import advisories, affected, copy, feed, lines, record

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PLACES = [Coordinates(Repository("acme", name), Format.NPM, None, "chalk") for name in ("npm-store", "npm-web")]


class Domain:
    """Two repositories with one package; the second one is gone when its versions are listed."""

    def describe_domain(self, domain: str, domain_owner: str | None = None) -> AskedDomain:
        assert (domain, domain_owner) == ("acme", None)
        return AskedDomain("123456789012", "eu-west-1", NOW)

    def list_repositories(self, domain: str, domain_owner: str | None = None) -> Iterator[Repository]:
        assert (domain, domain_owner) == ("acme", None)
        return iter([each.repository for each in PLACES])

    def list_packages(self, repository: Repository, package_format: Format | None = None) -> Iterator[ListedPackage]:
        assert package_format is Format.NPM
        return iter([ListedPackage(each, None) for each in PLACES if each.repository == repository])

    def list_population(self, coordinates: Coordinates) -> Population | None:
        found: tuple[Candidate, ...] = (copy("5.6.0"), copy("5.6.1"))
        return Population(coordinates, found) if coordinates == PLACES[0] else None

    def read_published(self, coordinates: Coordinates, version: str) -> datetime | None:
        raise AssertionError((coordinates, version))


def test_a_package_that_is_gone_by_then_is_held_nowhere() -> None:
    of = advisories(feed(), record("MAL-2025-1", affected(ranges=[[{"introduced": "5.6.1"}, {"fixed": "6.0.0"}]])))
    found = resolve_feeds(Domain(), [of], [], 2)
    assert (found.now, set(lines(found.locks[0]))) == (NOW, {"chalk 5.6.1"})
