"""Faults that are planted into the answers of the API: errors, delays, lost answers, and other people's changes."""

import math
import random
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

from moto.core.utils import get_service_model

from emulator.changes import Change, check_change
from emulator.codeartifact.operations import OPERATIONS
from emulator.codeartifact.routes import SERVICE_NAME

EVERY_OPERATION: Final = "*"

_HIGHEST: Final = {"times": math.inf, "skip": math.inf, "latency_seconds": math.inf, "rate": 1, "status": 599}


class Drop(StrEnum):
    """When the connection is lost."""

    BEFORE = "before"
    AFTER = "after"
    NEVER = ""


@dataclass(slots=True)
class Fault:
    """What goes wrong with some calls of an operation.

    Attributes:
        operation: The operation, or `*` for every one.
        times: How often it happens; always, where it is left out.
        skip: How many calls are spared first.
        rate: Which part of the calls it happens to, 0 to 1.
        latency_seconds: How long the answer is held back.
        code: The error that is answered instead, such as `ThrottlingException`.
        status: The HTTP status of that error, or of `body`; the one in the service's model, where it is left out.
        message: The message of that error.
        headers: More headers of that error or `body`.
        body: What is answered instead, as it is.
        omit: The members that are left out of the answer, at any depth: such as `resourceType`, `revision` or
            `originConfiguration`, which AWS may leave out too. The call itself is carried out.
        drop: The connection is lost before the call is carried out, or after.
        reset: The lost connection is reset, and not closed.
        before: What somebody else does before the call is carried out.
        after: What somebody else does after the call was carried out.
    """

    operation: str = EVERY_OPERATION
    times: float = math.inf
    skip: int = 0
    rate: float = 1.0
    latency_seconds: float = 0.0
    code: str = ""
    status: int = 0
    message: str = "A fault was planted."
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes | None = None
    omit: Collection[str] = ()
    drop: Drop = Drop.NEVER
    reset: bool = False
    before: Change | None = None
    after: Change | None = None

    def __post_init__(self) -> None:
        """Take the words of a request as well as the values, and no others.

        Raises:
            ValueError: A member has a value that there is not.
        """
        self.drop = Drop(self.drop)
        if self.code and not self.status:
            self.status = _status_of(self.code)
        if self.operation not in {*OPERATIONS, EVERY_OPERATION}:
            raise ValueError(f"operation: there is no operation {self.operation!r}")
        if isinstance(self.omit, str) or not all(isinstance(name, str) for name in self.omit):
            raise ValueError(f"omit: {self.omit!r} is not a list of names")
        for name, most in _HIGHEST.items():
            number = getattr(self, name)
            if not isinstance(number, int | float) or not 0 <= number <= most:
                raise ValueError(f"{name}: {number!r} is not a number from 0 to {most}")
        for name, change in (("before", self.before), ("after", self.after)):
            if change is not None:
                try:
                    check_change(change)
                except ValueError as error:
                    raise ValueError(f"{name}: {error}") from error

    @property
    def answers(self) -> bool:
        """Whether it answers instead of the API."""
        return bool(self.code) or self.body is not None

    def happens(self, operation: str, chance: float) -> bool:
        """Whether it happens to this call; counts the call.

        Args:
            operation: The operation that is called.
            chance: A number from 0 to 1.
        """
        if self.operation not in {operation, EVERY_OPERATION} or self.times == 0:
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if chance >= self.rate:
            return False
        self.times -= 1
        return True


def _status_of(code: str) -> int:
    """The HTTP status of an error. Source: botocore's model, the error's shape."""
    shapes = get_service_model(SERVICE_NAME).error_shapes
    statuses = {shape.error_code: shape.metadata["error"].get("httpStatusCode") for shape in shapes}
    return statuses.get(code) or HTTPStatus.BAD_REQUEST


class Faults:
    """The planted faults; threads may share them."""

    def __init__(self, seed: int = 0) -> None:
        """Plant none yet.

        Args:
            seed: Decides by chance where a fault has a rate; equal seeds decide alike.
        """
        self._faults: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311 - nothing is secret about a fault
        self._lock = threading.Lock()

    def plant(self, **fault: Any) -> Fault:  # noqa: ANN401 - the members of a fault
        """Plant a fault.

        Args:
            fault: The members of a `Fault`.

        Returns:
            The fault.

        Raises:
            TypeError: There is no such member.
            ValueError: A member has a value that there is not.
        """
        planted = Fault(**fault)
        with self._lock:
            self._faults.append(planted)
        return planted

    def clear(self) -> None:
        """Take all faults away."""
        with self._lock:
            self._faults.clear()

    def that_happen(self, operation: str) -> tuple[Fault, ...]:
        """The faults that happen to this call of an operation, in the order in which they were planted.

        Args:
            operation: The operation that is called.
        """
        with self._lock:
            return tuple(fault for fault in self._faults if fault.happens(operation, self._random.random()))
