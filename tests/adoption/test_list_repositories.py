"""The repositories of a domain, over HTTP."""

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import AbsentError, Gateway
from packagestate.schemas.coordinates import Repository
from tests.support.stores import domains, repository

NAMES = [f"store-{number:04}" for number in range(1001)]
SEED = domains(acme=dict.fromkeys(NAMES, repository()), other={"else": repository()})


@pytest.fixture
def gateway(endpoint: Endpoint) -> Gateway:
    return connect(ConnectionSettings(region="eu-west-1", endpoint=endpoint.url, attempt_count=1))


def test_the_repositories_of_one_domain_come_a_thousand_a_call(gateway: Gateway, endpoint: Endpoint) -> None:
    found = list(gateway.list_repositories("acme"))
    assert sorted(found) == [Repository("acme", name) for name in NAMES]
    assert [call.parameters["maxResults"] for call in endpoint.calls] == [1000, 1000]


def test_the_owner_that_was_given_is_kept(gateway: Gateway, endpoint: Endpoint) -> None:
    (found,) = gateway.list_repositories("other", "123456789012")
    assert found == Repository("other", "else", "123456789012")
    (call,) = endpoint.calls
    assert call.parameters["domainOwner"] == "123456789012"


def test_an_absent_domain_is_no_empty_one(gateway: Gateway) -> None:
    with pytest.raises(AbsentError) as caught:
        list(gateway.list_repositories("nowhere"))
    assert caught.value.resource_type == "domain"
    assert "ListRepositoriesInDomain" in caught.value.fault.detail
