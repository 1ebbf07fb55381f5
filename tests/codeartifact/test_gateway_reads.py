"""The reads of the gateway, over HTTP: every page, every status, and None where there is no such package."""

from dataclasses import replace

import pytest

from emulator import Endpoint
from packagestate.provider.gateway import AbsentError, Gateway, GatewayError, ListedPackage, ServiceError
from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.support.stores import Held, domains, repository, without_content

STORE = Repository("acme", "npm-store")
CHALK = Coordinates(STORE, Format.NPM, None, "chalk")
SESSION = Coordinates(STORE, Format.NPM, "acme", "session")
CLIENT = Coordinates(STORE, Format.MAVEN, "com.acme", "client")
LARGE = Coordinates(STORE, Format.NPM, None, "large")
CLOSED = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
STATUSES = {"5.0.0": "Published", "5.1.0": "Unlisted", "5.2.0": "Archived", "5.3.0": "Disposed", "5.4.0": "Unfinished"}

ABSENCES = [
    pytest.param(Repository("nowhere", "npm-store"), "domain", id="domain"),
    pytest.param(Repository("acme", "nowhere"), "repository", id="repository"),
]
SEED = without_content(
    domains(
        acme={
            "npm-store": repository(
                npm={
                    "chalk": STATUSES,
                    "@acme/session": Held(["1.0.0"]),
                    "large": [f"1.0.{number}" for number in range(2100)],
                },
                maven={"com.acme:client": ["1.0"]},
            ),
            "many": repository(generic={f"many/{number}": ["1"] for number in range(2001)}),
        },
    )
)


def sent(endpoint: Endpoint) -> list[tuple[str, dict[str, object]]]:
    return [(call.operation, dict(call.parameters)) for call in endpoint.calls]


def test_versions_of_every_status_are_listed_sorted(gateway: Gateway) -> None:
    versions = gateway.list_versions(CHALK)
    assert versions is not None
    assert [(version.version, version.status) for version in versions] == list(STATUSES.items())
    assert all(version.revision for version in versions)


def test_versions_come_a_thousand_a_call(gateway: Gateway, endpoint: Endpoint) -> None:
    versions = gateway.list_versions(LARGE)
    assert versions is not None
    assert [version.version for version in versions] == sorted(f"1.0.{number}" for number in range(2100))
    assert [parameters["maxResults"] for _, parameters in sent(endpoint)] == [1000] * 3


def test_packages_come_a_thousand_a_call(gateway: Gateway, endpoint: Endpoint) -> None:
    packages = list(gateway.list_packages(Repository("acme", "many")))
    assert {listed.coordinates.package for listed in packages} == {str(number) for number in range(2001)}
    assert len(packages) == 2001
    assert [parameters["maxResults"] for _, parameters in sent(endpoint)] == [1000] * 3


def test_a_listing_asks_for_no_page_before_it_is_needed(gateway: Gateway, endpoint: Endpoint) -> None:
    listing = gateway.list_packages(Repository("acme", "many"))
    assert len(endpoint.calls) == 0
    next(listing)
    assert len(endpoint.calls) == 1


def test_packages_are_listed_with_namespace_and_origin_configuration(gateway: Gateway) -> None:
    listed = {package.coordinates: package for package in gateway.list_packages(STORE)}
    assert listed.keys() == {CHALK, SESSION, LARGE, CLIENT}
    assert listed[SESSION] == ListedPackage(SESSION, CLOSED)


def test_packages_of_one_format_are_asked_for_by_their_format(gateway: Gateway, endpoint: Endpoint) -> None:
    assert [package.coordinates for package in gateway.list_packages(STORE, Format.MAVEN)] == [CLIENT]
    assert sent(endpoint)[0][1].items() >= {"domain": "acme", "repository": "npm-store", "format": "maven"}.items()


def test_a_namespace_and_an_owner_are_sent_where_there_is_one(gateway: Gateway, endpoint: Endpoint) -> None:
    owned = replace(SESSION, repository=replace(STORE, domain_owner="123456789012"))
    gateway.list_versions(CHALK)
    gateway.list_versions(owned)
    gateway.read_origin(owned)
    without, *with_both = [parameters for _, parameters in sent(endpoint)]
    assert without.keys().isdisjoint({"namespace", "domainOwner"})
    for parameters in with_both:
        assert parameters.items() >= {"namespace": "acme", "domainOwner": "123456789012"}.items()


def test_an_origin_configuration_is_read_with_one_call(gateway: Gateway, endpoint: Endpoint) -> None:
    assert gateway.read_origin(SESSION) == CLOSED
    assert [operation for operation, _ in sent(endpoint)] == ["DescribePackage"]


def test_an_absent_package_is_none(gateway: Gateway) -> None:
    absent = replace(CHALK, package="nothing")
    assert gateway.list_versions(absent) is None
    assert gateway.read_origin(absent) is None


@pytest.mark.parametrize("resource_type", ["package", "package-version"])
def test_a_package_that_is_called_absent_either_way_is_none(
    gateway: Gateway, endpoint: Endpoint, resource_type: str
) -> None:
    body = f'{{"message": "Not there.", "resourceType": "{resource_type}", "resourceId": "chalk"}}'
    headers = {"x-amzn-ErrorType": "ResourceNotFoundException"}
    endpoint.faults.plant(status=404, body=body, headers=headers)
    assert gateway.list_versions(CHALK) is None
    assert gateway.read_origin(CHALK) is None


@pytest.mark.parametrize(("repository", "resource_type"), ABSENCES)
def test_an_absent_domain_or_repository_is_no_absent_package(
    gateway: Gateway, repository: Repository, resource_type: str
) -> None:
    package = replace(CHALK, repository=repository)
    for read in (gateway.list_versions, gateway.read_origin):
        with pytest.raises(AbsentError, match=repository.name) as caught:
            read(package)
        assert caught.value.resource_type == resource_type
        assert not caught.value.uncertain
    with pytest.raises(AbsentError) as listing:
        next(gateway.list_packages(repository))
    assert listing.value.resource_type == resource_type


def test_absence_of_nothing_named_is_an_error(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(code="ResourceNotFoundException", status=404)
    with pytest.raises(AbsentError) as caught:
        gateway.list_versions(CHALK)
    assert caught.value.resource_type == ""


def test_a_fault_on_a_later_page_is_a_fault_of_the_whole_read(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(code="AccessDeniedException", status=403, skip=1)
    with pytest.raises(GatewayError):
        gateway.list_versions(LARGE)


def test_a_deleted_version_is_never_listed(gateway: Gateway, endpoint: Endpoint) -> None:
    endpoint.faults.plant(body='{"versions": [{"version": "1", "status": "Deleted", "revision": "r"}]}')
    assert gateway.list_versions(CHALK) == ()


def test_a_version_that_two_pages_name_is_listed_once_as_it_was_named_last(
    gateway: Gateway, endpoint: Endpoint
) -> None:
    first = '{"versions": [{"version": "1", "status": "Published", "revision": "a"}], "nextToken": "t"}'
    second = '{"versions": [{"version": "1", "status": "Archived", "revision": "b"}]}'
    endpoint.faults.plant(body=first, times=1)
    endpoint.faults.plant(body=second)
    versions = gateway.list_versions(CHALK)
    assert versions is not None
    assert [(version.status, version.revision) for version in versions] == [(Status.ARCHIVED, "b")]


def test_a_page_may_be_empty_although_more_follow(gateway: Gateway, endpoint: Endpoint) -> None:
    for page in range(3):
        endpoint.faults.plant(body=f'{{"versions": [], "nextToken": "{page}"}}', skip=page, times=1)
    endpoint.faults.plant(body='{"versions": [{"version": "1", "status": "Published", "revision": "a"}]}', skip=3)
    assert gateway.list_versions(CHALK) == (ObservedVersion("1", Status.PUBLISHED, "a"),)


@pytest.mark.parametrize("items", ["", '{"version": "1", "status": "Published", "revision": "a"}'])
def test_a_page_token_that_comes_again_is_no_listing(gateway: Gateway, endpoint: Endpoint, items: str) -> None:
    endpoint.faults.plant(body=f'{{"versions": [{items}], "nextToken": "again"}}')
    with pytest.raises(ServiceError):
        gateway.list_versions(CHALK)
    assert len(endpoint.calls) == 2


def test_empty_pages_without_end_are_no_listing(gateway: Gateway, endpoint: Endpoint) -> None:
    for page in range(200):
        endpoint.faults.plant(body=f'{{"packages": [], "nextToken": "{page}"}}', skip=page, times=1)
    with pytest.raises(ServiceError):
        list(gateway.list_packages(STORE))
    assert len(endpoint.calls) < 150
