"""Where one package is in a domain: a call for each repository, and none of them is taken for empty without one."""

from collections import Counter

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import CredentialsError
from packagestate.provider.observe import ObservationError
from packagestate.provider.observe.whereabouts import Sighting, look_everywhere
from packagestate.schemas.coordinates import Format
from tests.support.stores import domains, repository

NAMES = [f"npm-{number:02}" for number in range(40)]
SEED = domains(
    acme={name: repository(npm={"chalk": ["5.6.1"]} if number % 20 == 7 else {}) for number, name in enumerate(NAMES)}
)


def seen(endpoint: Endpoint, worker_count: int = 4) -> Sighting:
    gateway = connect(ConnectionSettings("eu-west-1", endpoint=endpoint.url))
    return look_everywhere(gateway, ("acme", None), Format.NPM, (None, "chalk"), worker_count)


@pytest.mark.parametrize("worker_count", [1, 8])
def test_every_repository_is_asked_once(endpoint: Endpoint, worker_count: int) -> None:
    sighting = seen(endpoint, worker_count)
    assert Counter(call.operation for call in endpoint.calls) == {
        "ListRepositoriesInDomain": 1,
        "ListPackageVersions": 40,
    }
    assert [each.coordinates.repository.name for each in sighting.packages] == NAMES
    held = [each.coordinates.repository.name for each in sighting.packages if each.versions]
    assert (held, sighting.unread, sighting.error) == (["npm-07", "npm-27"], (), None)


def test_a_repository_that_cannot_be_read_is_unread_and_its_fault_names_it(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", code="AccessDeniedException", status=403, times=5)
    sighting = seen(endpoint)
    known = {each.coordinates.repository.name for each in sighting.packages}
    unread = [each.name for each in sighting.unread]
    assert (len(known), len(unread), sorted({*known, *unread})) == (35, 5, NAMES)
    assert sighting.error is not None
    named = " ".join(fault.detail for fault in sighting.error.faults)
    assert sum(f"acme/{name}" in named for name in unread) == 3
    assert "The same is wrong 2 more times." in named


def test_a_repository_that_is_gone_meanwhile_is_unread(endpoint: Endpoint) -> None:
    answer = '{"message": "Repository not found. It is gone.", "resourceType": "repository"}'
    headers = {"x-amzn-ErrorType": "ResourceNotFoundException"}
    endpoint.faults.plant(operation="ListPackageVersions", body=answer, status=404, headers=headers, times=1)
    assert len(seen(endpoint).unread) == 1


def test_what_makes_all_calls_senseless_ends_it(endpoint: Endpoint) -> None:
    endpoint.faults.plant(operation="ListPackageVersions", code="ExpiredTokenException", status=403, skip=39)
    with pytest.raises(ObservationError) as caught:
        seen(endpoint)
    assert isinstance(caught.value.__cause__, CredentialsError)
