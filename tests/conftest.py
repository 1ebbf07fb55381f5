"""What holds for all tests: no settings of the machine, no deadline of Hypothesis, and an endpoint for who asks."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from emulator import Endpoint

# Other work on the machine must not fail a law.
settings.register_profile("packagestate", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("packagestate")


@pytest.fixture(autouse=True, scope="session")
def _own_environment() -> Iterator[None]:
    """Nothing of the developer's AWS settings reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_") and name != "AWS_CA_BUNDLE"]:
            patch.delenv(name)
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_REGION", "eu-west-1")
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
        yield


@pytest.fixture
def seed() -> object:
    """What the endpoint holds at first; a module that needs something overrides it."""
    return None


@pytest.fixture
def endpoint(seed: object) -> Iterator[Endpoint]:
    """A local CodeArtifact of the test's own."""
    with Endpoint.start(seed=seed) as endpoint:
        yield endpoint
