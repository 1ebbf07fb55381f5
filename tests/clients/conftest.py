"""What the tests with real clients share: an endpoint with two repositories, machines, and a client of boto3."""

from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from emulator.conformance import hold_answers_to_the_model
from tests.clients.workstation import Workstation
from tests.support.stores import domains, repository, with_public

VERSIONS = ["1.0.0", "1.1.0"]

SEED = with_public(
    domains(
        acme={
            "store": repository(
                "cache",
                npm={"packagestate-probe": VERSIONS, "@packagestate-probe/scoped": VERSIONS},
                pypi={"packagestate-probe": VERSIONS},
            ),
            "cache": repository(connection="public:npmjs"),
        },
    ),
    npm={"packagestate-outside": VERSIONS},
)

MakeWorkstation = Callable[[str], Workstation]


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> object:
    """What most modules of this folder need; one that needs something else has a `SEED` of its own."""
    return getattr(request.module, "SEED", SEED)


@pytest.fixture
def client(endpoint: Endpoint) -> CodeArtifactClient:
    """A client of boto3 whose every answer is held against the model."""
    made: CodeArtifactClient = boto3.client(
        "codeartifact", endpoint_url=endpoint.url, config=Config(retries={"total_max_attempts": 1})
    )
    hold_answers_to_the_model(made)
    return made


@pytest.fixture
def token(client: CodeArtifactClient) -> str:
    """What package managers log in with."""
    return client.get_authorization_token(domain="acme")["authorizationToken"]


@pytest.fixture
def make_workstation(tmp_path: Path, endpoint: Endpoint) -> MakeWorkstation:
    """Give a new machine of that name."""

    def make(name: str) -> Workstation:
        home = tmp_path / name
        home.mkdir()
        return Workstation(home, endpoint)

    return make


@pytest.fixture
def workstation(make_workstation: MakeWorkstation) -> Workstation:
    """A machine on which nobody has logged in."""
    return make_workstation("alice")
