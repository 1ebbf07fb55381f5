"""What the packages are that are no longer declared, over HTTP: their repositories may be gone."""

import boto3
import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.gateway import AbsentError
from packagestate.provider.observe import ObservationError, Observer
from packagestate.provider.plan.model import ObservedPackage
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.errors import Fault
from tests.support.model_gateway import ModelGateway
from tests.support.stores import domains, repository

STORE, OLD = Repository("acme", "npm-store"), Repository("acme", "old-store")
FAULT = Fault("Something is absent", "AWS says so.", "look")
HELD = repository(npm={"chalk": ["5.6.0"], "debug": {"4.4.1": "Unlisted"}})
SEED = domains(acme={"npm-store": HELD, "old-store": HELD}, gone={"store": repository()})


def of(repository: Repository, *names: str) -> tuple[Coordinates, ...]:
    return tuple(Coordinates(repository, Format.NPM, None, name) for name in names)


@pytest.mark.parametrize("names", [("chalk",), ("chalk", "debug")], ids=["one", "several"])
def test_a_repository_that_is_gone_is_an_answer(endpoint: Endpoint, names: tuple[str, ...]) -> None:
    client = boto3.client("codeartifact", endpoint_url=endpoint.url)
    client.delete_repository(domain="acme", repository="old-store")
    client.delete_repository(domain="gone", repository="store")
    client.delete_domain(domain="gone")
    nowhere = Repository("gone", "store")
    wanted = (*of(STORE, "chalk"), *of(OLD, *names), *of(nowhere, *names))
    gateway = connect(ConnectionSettings("eu-west-1", None, endpoint.url))
    observed, missing = Observer(gateway, 4).removed(wanted)
    assert missing == {OLD: "repository", nowhere: "domain"}
    assert [each.coordinates for each in observed] == list(wanted)
    assert observed[0].versions
    assert observed[1:] == tuple(map(ObservedPackage, wanted[1:]))


@pytest.mark.parametrize("call", ["list_versions", "read_origin"])
def test_an_answer_that_does_not_say_what_is_absent_is_an_error(call: str) -> None:
    (chalk,) = of(STORE, "chalk")

    def fail(_coordinates: Coordinates) -> None:
        raise AbsentError(FAULT, "")

    gateway = ModelGateway(chalk, {})
    setattr(gateway, call, fail)
    with pytest.raises(ObservationError):
        Observer(gateway, 1).removed((chalk,))
