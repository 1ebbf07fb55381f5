"""Fixtures of the tests, for attacks: a stack with the usual manifest, and an endpoint."""
from tests.conftest import _no_traceback_limit, _own_environment, endpoint  # noqa: F401
from tests.engine.conftest import sandbox, seed  # noqa: F401
