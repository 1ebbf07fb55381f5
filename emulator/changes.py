"""What somebody else does while a call is on its way: it is no call, and not logged."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.core.utils import get_service_model

from emulator.codeartifact.exceptions import CodeArtifactError
from emulator.codeartifact.models import CodeArtifactBackend
from emulator.codeartifact.names import Place
from emulator.codeartifact.operations import OPERATIONS
from emulator.codeartifact.operations.request import Request
from emulator.codeartifact.routes import SERVICE_NAME
from emulator.codeartifact.validation import check

Change = Callable[[], object] | Mapping[str, Any]
"""A function, or `{"operation": …, "parameters": …}`."""


def check_change(change: Change) -> None:
    """Hold a change against the service's model.

    Args:
        change: The change.

    Raises:
        ValueError: It is none.
    """
    match change:
        case {"operation": str(operation), "parameters": dict(parameters), **others} if not others:
            if operation not in OPERATIONS:
                raise ValueError(f"there is no operation {operation!r}")
            try:
                check(get_service_model(SERVICE_NAME).operation_model(operation).input_shape, parameters)
            except CodeArtifactError as error:
                raise ValueError(error.message) from error
        case _ if not callable(change):
            raise ValueError(f'a change is {{"operation": …, "parameters": …}}, and not {change!r}')
        case _:
            pass


def carry_out(change: Change, backend: CodeArtifactBackend) -> None:
    """Do what somebody else does.

    Args:
        change: What is done; `check_change` found nothing wrong with it.
        backend: Where.

    Raises:
        StoreError: It cannot be done.
    """
    if callable(change):
        change()
        return
    place = Place(backend.region_name, backend.account_id)
    OPERATIONS[change["operation"]](Request(dict(change["parameters"]), backend.store, place, ""))
