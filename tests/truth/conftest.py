"""An endpoint with the package that the probes fetch from outside."""

import pytest

from tools.truth.run import OUTSIDE


@pytest.fixture
def seed() -> object:
    """What the endpoint of each test holds at first."""
    return OUTSIDE
