"""The operations: from the parameters of a request to the members of its answer, through the store."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.codeartifact.operations import administration, attachments, packages, versions
from emulator.codeartifact.operations.request import Request

Operation = Callable[[Request], dict[str, Any]]

OPERATIONS: Mapping[str, Operation] = {
    **administration.OPERATIONS,
    **attachments.OPERATIONS,
    **packages.OPERATIONS,
    **versions.OPERATIONS,
}
"""Name and function of every operation that there is; package groups are not."""
