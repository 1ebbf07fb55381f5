"""The calls that only rules need, against the endpoint."""

import json

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import AbsentError, GatewayError
from packagestate.provider.population import FullGateway
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.rule import OriginType
from tests.support.stores import store

SEED = store(npm={"chalk": {"1.0.0": "Published", "1.1.0": "Archived"}})
CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")


@pytest.fixture
def gateway(endpoint: Endpoint) -> FullGateway:
    return connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url, attempt_count=1))


def test_a_package_is_listed_with_all_that_rules_ask_about(gateway: FullGateway) -> None:
    found = gateway.list_population(CHALK)
    assert found is not None
    assert [each.version for each in found.versions] == ["1.0.0", "1.1.0"]
    assert found.default_version == "1.1.0"
    assert {each.origin for each in found.versions} <= {*OriginType}
    assert gateway.list_population(Coordinates(CHALK.repository, Format.NPM, None, "absent")) is None


def test_an_absent_package_has_no_time_and_an_absent_repository_is_an_error(gateway: FullGateway) -> None:
    assert gateway.read_published(CHALK, "1.0.0") is not None
    assert gateway.read_published(Coordinates(CHALK.repository, Format.NPM, None, "absent"), "1.0.0") is None
    with pytest.raises(AbsentError):
        gateway.read_published(Coordinates(Repository("acme", "nowhere"), Format.NPM, None, "chalk"), "1.0.0")


@pytest.mark.parametrize("said", [{}, {"publishedTime": None}])
def test_a_version_may_have_no_time(endpoint: Endpoint, gateway: FullGateway, said: dict[str, object]) -> None:
    endpoint.faults.plant(operation="DescribePackageVersion", body=json.dumps({"packageVersion": said}).encode())
    assert gateway.read_published(CHALK, "1.0.0") is None


@pytest.mark.parametrize(
    "said", [{}, {"packageVersion": []}, {"packageVersion": {"publishedTime": "someday"}}, {"packageVersion": None}]
)
def test_what_is_no_answer_is_an_error(endpoint: Endpoint, gateway: FullGateway, said: dict[str, object]) -> None:
    endpoint.faults.plant(operation="DescribePackageVersion", body=json.dumps(said).encode())
    with pytest.raises(GatewayError):
        gateway.read_published(CHALK, "1.0.0")


@pytest.mark.parametrize("said", [{}, {"domain": {}}, {"domain": {"arn": "acme", "owner": "1"}}, {"domain": 7}])
def test_a_domain_that_is_not_described_is_an_error(
    endpoint: Endpoint, gateway: FullGateway, said: dict[str, object]
) -> None:
    endpoint.faults.plant(operation="DescribeDomain", body=json.dumps(said).encode())
    with pytest.raises(GatewayError):
        gateway.describe_domain("acme")
