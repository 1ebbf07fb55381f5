"""The lock around the store: every public method of its parts runs alone, on a tree that is up to date."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from threading import RLock
from typing import Concatenate, ParamSpec, TypeVar

from emulator.store.ingestion import settle
from emulator.store.public import PublicRegistry
from emulator.store.tree import Tree

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Part = TypeVar("Part", bound="StorePart")


def now_in_utc() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Settings:
    """The switches of the store; a test may turn them while it runs.

    Attributes:
        partial_success: Whether a batch changes the versions that it can although others fail. Off is what AWS does
            today; AWS reserves the right to the other.
        ingestion_lag_seconds: How long a version that was fetched from upstream stays out of lists. AWS says around
            180 seconds.
    """

    partial_success: bool = False
    ingestion_lag_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Ground:
    """What the parts of a store share."""

    clock: Callable[[], datetime] = now_in_utc
    settings: Settings = field(default_factory=Settings)
    tree: Tree = field(default_factory=Tree)
    public: PublicRegistry = field(default_factory=PublicRegistry)
    lock: RLock = field(default_factory=RLock)


class StorePart:
    """A part of the store, standing on the ground that it shares with the others."""

    def __init__(self, ground: Ground) -> None:
        """Stand on the shared ground."""
        self.ground = ground


def alone(
    method: Callable[Concatenate[Part, Arguments], Result],
) -> Callable[Concatenate[Part, Arguments], Result]:
    """Make a method run under the store's lock, after what is due has become visible."""

    @wraps(method)
    def guarded(part: Part, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        ground = part.ground
        with ground.lock:
            if ground.tree.pending:
                settle(ground.tree, ground.clock())
            return method(part, *arguments, **named)

    return guarded
