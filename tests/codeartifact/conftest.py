"""A gateway to the test's endpoint that tries each call once."""

import pytest

from emulator import Endpoint
from packagestate.provider.gateway import Gateway
from tests.codeartifact.gateway_calls import connected


@pytest.fixture
def gateway(endpoint: Endpoint) -> Gateway:
    return connected(endpoint.url)
