"""Listings between whose pages something happens: page tokens that expire, versions that appear and that vanish."""

from collections.abc import Callable

import pytest

from emulator import Endpoint
from packagestate.provider.gateway import AccessDeniedError, Gateway, InvalidRequestError, ListedPackage
from packagestate.schemas.coordinates import Coordinates, Format
from tests.codeartifact.gateway_calls import STORE
from tests.support.publishing import publish
from tests.support.stores import store, without_content

LARGE = Coordinates(STORE, Format.GENERIC, "many", "large")
VERSIONS = [f"1.0.{number}" for number in range(2500)]
PACKAGES = [f"package-{number}" for number in range(1500)]

READS: dict[str, Callable[[Gateway], object]] = {
    "ListPackageVersions": lambda gateway: gateway.list_versions(LARGE),
    "ListPackages": lambda gateway: list(gateway.list_packages(STORE)),
}
SEED = without_content(store(generic={**{f"many/{name}": ["1.0.0"] for name in PACKAGES}, "many/large": VERSIONS}))


def expire(endpoint: Endpoint, operation: str, skip: int, before: object = None) -> None:
    """One call is called malformed, maybe after somebody's change. What AWS says of an expired token is unknown."""
    endpoint.faults.plant(operation=operation, code="ValidationException", skip=skip, times=1, before=before)


def asked(endpoint: Endpoint) -> list[bool]:
    """For each call, whether it asked for a later page."""
    return ["nextToken" in call.parameters for call in endpoint.calls]


def deletion(*versions: str) -> dict[str, object]:
    place = {"domain": "acme", "repository": "npm-store", "format": "generic", "namespace": "many", "package": "large"}
    return {"operation": "DeletePackageVersions", "parameters": {**place, "versions": list(versions)}}


def listed(gateway: Gateway) -> list[str]:
    return [version.version for version in gateway.list_versions(LARGE) or ()]


def test_a_listing_whose_page_token_expires_starts_again(gateway: Gateway, endpoint: Endpoint) -> None:
    expire(endpoint, "ListPackageVersions", skip=2)
    assert listed(gateway) == sorted(VERSIONS)
    assert asked(endpoint) == [False, True, True, False, True, True]


def test_packages_that_were_listed_before_a_page_token_expired_are_not_listed_again(
    gateway: Gateway, endpoint: Endpoint
) -> None:
    expire(endpoint, "ListPackages", skip=1)
    names = [each.coordinates.package for each in gateway.list_packages(STORE)]
    assert names == sorted([*PACKAGES, "large"])
    assert asked(endpoint) == [False, True, False, True]


@pytest.mark.parametrize("operation", READS)
def test_a_listing_starts_again_twice_and_then_no_more(gateway: Gateway, endpoint: Endpoint, operation: str) -> None:
    # The first page of each attempt is answered, and the second is refused.
    for skip in (1, 3, 5):
        expire(endpoint, operation, skip)
    with pytest.raises(InvalidRequestError, match="A fault was planted"):
        READS[operation](gateway)
    assert asked(endpoint) == [False, True] * 3


@pytest.mark.parametrize("operation", READS)
def test_a_first_page_that_is_refused_is_not_asked_for_again(
    gateway: Gateway, endpoint: Endpoint, operation: str
) -> None:
    expire(endpoint, operation, skip=0)
    with pytest.raises(InvalidRequestError):
        READS[operation](gateway)
    assert asked(endpoint) == [False]


@pytest.mark.parametrize("operation", READS)
def test_another_error_of_a_later_page_starts_nothing_again(
    gateway: Gateway, endpoint: Endpoint, operation: str
) -> None:
    endpoint.faults.plant(operation=operation, code="AccessDeniedException", skip=1)
    with pytest.raises(AccessDeniedError):
        READS[operation](gateway)
    assert asked(endpoint) == [False, True]


def test_a_version_that_vanished_before_a_listing_started_again_is_not_listed(
    gateway: Gateway, endpoint: Endpoint
) -> None:
    first = min(VERSIONS)
    expire(endpoint, "ListPackageVersions", skip=1, before=deletion(first))
    assert listed(gateway) == sorted(VERSIONS)[1:]


def test_a_listing_during_which_versions_vanish_yields_every_other_version_once(
    gateway: Gateway, endpoint: Endpoint
) -> None:
    first, *_, last = sorted(VERSIONS)
    endpoint.faults.plant(operation="ListPackageVersions", skip=1, times=1, before=deletion(first, last))
    found = listed(gateway)
    # Of what vanishes meanwhile, nobody can say whether it is listed.
    assert [version for version in found if version not in {first, last}] == sorted(VERSIONS)[1:-1]


def test_a_listing_during_which_versions_appear_yields_every_other_version_once(
    gateway: Gateway, endpoint: Endpoint
) -> None:
    appearing = {"0.0.1", "9.0.0"}
    endpoint.faults.plant(
        operation="ListPackageVersions", skip=1, times=1, before=lambda: publish(endpoint, LARGE, *appearing)
    )
    found = listed(gateway)
    assert [version for version in found if version not in appearing] == sorted(VERSIONS)
    assert len(found) == len(set(found))


def test_the_rows_of_a_listing_that_started_again_are_whole(gateway: Gateway, endpoint: Endpoint) -> None:
    expected = list(gateway.list_packages(STORE))
    for skip in (1, 3):
        expire(endpoint, "ListPackages", skip)
    found: list[ListedPackage] = list(gateway.list_packages(STORE))
    assert found == expected
