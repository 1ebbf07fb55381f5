"""The log of the API calls that an endpoint received, in the order in which they were answered."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

READS = ("Describe", "Get", "List")
"""How the names of operations begin that change nothing."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        operation: The operation.
        parameters: Its parameters by the names of the model's members; without an asset's content.
        status: The HTTP status of the answer; 0 where the connection was dropped.
    """

    operation: str
    parameters: Mapping[str, Any]
    status: int

    @property
    def is_write(self) -> bool:
        """Whether the operation changes something."""
        return not self.operation.startswith(READS)

    @property
    def succeeded(self) -> bool:
        """Whether it was answered without an error; versions of a batch may have failed all the same."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@dataclass(slots=True)
class Calls:
    """The log; threads may share it."""

    _calls: list[Call] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, call: Call) -> None:
        """Note a call."""
        with self._lock:
            self._calls.append(call)

    def clear(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._calls.clear()

    def count(self, operation: str) -> int:
        """How many calls of an operation there were."""
        return sum(call.operation == operation for call in self)

    @property
    def writes(self) -> tuple[Call, ...]:
        """The calls that change something, also those that were refused."""
        return tuple(call for call in self if call.is_write)

    def __iter__(self) -> Iterator[Call]:
        """Go through the calls that there are now."""
        with self._lock:
            return iter(tuple(self._calls))

    def __len__(self) -> int:
        """How many calls there were."""
        return len(self._calls)
