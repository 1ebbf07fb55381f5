"""What holds for all tests of the provider."""

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def tracebacks() -> Iterator[None]:
    """`configure` shortens the tracebacks of its process, which here is that of the tests."""
    yield
    if hasattr(sys, "tracebacklimit"):
        del sys.tracebacklimit
