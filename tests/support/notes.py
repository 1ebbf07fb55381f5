"""The real SDK with a monitor that only takes notes of what a program registers."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pulumi.runtime import mocks
from pulumi.runtime.settings import set_root_resource
from pulumi.runtime.stack import run_in_stack


class Notes(mocks.Mocks):
    """What was registered."""

    def __init__(self) -> None:
        self.inputs: dict[str, dict[str, Any]] = {}
        self.record: dict[str, dict[str, Any]] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.inputs[args.name] = args.inputs
        return args.name, args.inputs

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        assert args.token == "pulumi:pulumi:readStackResourceOutputs"
        assert args.args["stackName"].endswith("/packagestate/test")
        return {"outputs": self.record}, []


class Loops(asyncio.DefaultEventLoopPolicy):
    """Remembers every event loop, since the SDK's mocks make some in threads of theirs and close none."""

    def __init__(self) -> None:
        super().__init__()
        self.loops: list[asyncio.AbstractEventLoop] = []

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        self.loops.append(super().new_event_loop())
        return self.loops[-1]


@contextmanager
def taken_notes() -> Iterator[Notes]:
    """Notes, and the end of every event loop that was made meanwhile."""
    policy = Loops()
    asyncio.set_event_loop_policy(policy)
    yield Notes()
    asyncio.set_event_loop_policy(None)
    for loop in policy.loops:
        loop.close()


def registered(notes: Notes, program: Callable[[], None]) -> dict[str, dict[str, Any]]:
    async def main() -> None:
        mocks.set_mocks(notes, project="packagestate", stack="test", preview=True)
        # The mocks have a stack of theirs; the real one runs what `pulumi.run` is given.
        set_root_resource(None)  # type: ignore[arg-type] # as it is before there is one
        await run_in_stack(program)

    asyncio.run(main())
    return notes.inputs
