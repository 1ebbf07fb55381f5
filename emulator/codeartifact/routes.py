"""Which operation a request is for.

All request URIs of the model are static, and no two operations share one with its method: routing is a dictionary.
"""

from functools import cache

from moto.core.utils import get_service_model

SERVICE_NAME = "codeartifact"


@cache
def operations() -> dict[tuple[str, str], str]:
    """HTTP method and path to the operation's name, for all operations of the model."""
    model = get_service_model(SERVICE_NAME)
    bindings = {name: model.operation_model(name).http for name in model.operation_names}
    return {(http["method"], http["requestUri"]): name for name, http in bindings.items()}


def operation_for(method: str, path: str) -> str | None:
    """The name of the operation that a request is for, or None when the model has none."""
    return operations().get((method, path))
