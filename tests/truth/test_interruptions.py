"""Whenever a run dies, a sweep leaves nothing, and takes nothing that no run made."""

import pytest
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from tests.truth.asking import asked, client_of
from tools.truth.ground import PREFIX, TAG, clear, leftovers

# Making the place takes 8 calls, and taking it away 6: each of them, and some of those between.
_QUESTION = 9
_CALLS = 32


class KilledError(BaseException):
    """The process is gone: nothing of it runs any more, what cleans up included."""


def killed_after(endpoint: Endpoint, count: int) -> CodeArtifactClient:
    """A client whose process dies after so many calls."""
    client = client_of(endpoint)
    calls = 0

    def count_call(**_arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls > count:
            raise KilledError

    client.meta.events.register("before-call.codeartifact.*", count_call)
    return client


def domains(endpoint: Endpoint) -> list[str]:
    return [each["name"] for each in client_of(endpoint).list_domains()["domains"]]


def test_the_calls_of_a_run_are_counted(endpoint: Endpoint) -> None:
    asked(killed_after(endpoint, _CALLS), _QUESTION)
    with pytest.raises(KilledError):
        asked(killed_after(endpoint, _CALLS - 1), _QUESTION)


@pytest.mark.parametrize("count", range(_CALLS))
def test_a_sweep_leaves_nothing_of_a_run_that_died(endpoint: Endpoint, count: int) -> None:
    with pytest.raises(KilledError):
        asked(killed_after(endpoint, count), _QUESTION)
    client = client_of(endpoint)
    for each in leftovers(client):
        clear(client, each.domain)
    assert domains(endpoint) == []


def test_a_sweep_takes_only_what_has_both_the_name_and_the_tag(endpoint: Endpoint) -> None:
    client = client_of(endpoint)
    client.create_domain(domain="acme", tags=[{"key": TAG, "value": "2026-01-01"}])
    client.create_domain(domain=f"{PREFIX}of-somebody-else", tags=[{"key": "team", "value": "a"}])
    client.create_domain(domain=f"{PREFIX}left", tags=[{"key": TAG, "value": "2026-01-01"}])
    assert [each.domain for each in leftovers(client)] == [f"{PREFIX}left"]


@pytest.mark.parametrize("operation", ["CreateRepository", "GetAuthorizationToken", "AssociateExternalConnection"])
def test_a_place_that_cannot_be_made_is_taken_away(endpoint: Endpoint, operation: str) -> None:
    endpoint.faults.plant(operation=operation, code="ServiceQuotaExceededException", status=402)
    client = client_of(endpoint)
    with pytest.raises(client.exceptions.ServiceQuotaExceededException):
        asked(client, _QUESTION)
    assert domains(endpoint) == []
