"""Clients of the endpoint whose every answer is held against the service's model."""

from collections.abc import Iterator

import boto3
import pytest
import urllib3
from botocore.config import Config
from mypy_boto3_codeartifact import CodeArtifactClient

from emulator import Endpoint
from emulator.conformance import hold_answers_to_the_model


@pytest.fixture
def client(endpoint: Endpoint) -> CodeArtifactClient:
    """A client that says what it is told, even if botocore would not, and once only."""
    settings = Config(parameter_validation=False, retries={"total_max_attempts": 1})
    made: CodeArtifactClient = boto3.client("codeartifact", endpoint_url=endpoint.url, config=settings)
    hold_answers_to_the_model(made)
    return made


@pytest.fixture
def web() -> Iterator[urllib3.PoolManager]:
    """A client of plain HTTP."""
    with urllib3.PoolManager(retries=False) as pool:
        yield pool
