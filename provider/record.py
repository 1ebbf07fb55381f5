"""The record of this program's own stack, asked of the engine while AWS is being read.

Source: Pulumi engine 3.259, `deploy/builtins.go`: `readStackResourceOutputs` answers with the outputs of every resource
that the backend holds, without those that an interrupted replacement left to be deleted.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pulumi
from pulumi.runtime.invoke import invoke_async

from provider.state import Record, StateError, parse_record

_FUNCTION: Final = "pulumi:pulumi:readStackResourceOutputs"


def begin_reading_record() -> Callable[[], Record]:
    """Ask the engine for the record, and go on meanwhile.

    Returns:
        A function that waits for the answer and gives the record; it raises `StateError` where there is none.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
    # The SDK keeps what it knows of the engine in the context of the thread.
    answer = executor.submit(contextvars.copy_context().run, asyncio.run, _ask())
    executor.shutdown(wait=False)

    def record() -> Record:
        try:
            return parse_record(answer.result())
        except Exception as error:
            raise StateError.of(
                "Stack's record cannot be read",
                f"The engine did not say what this stack remembers: {error} Without it nobody can tell what this run "
                "removes. Nothing was changed.",
                "see that the engine is 3.259 or newer and that its backend can be reached, and run it again",
            ) from error

    return record


async def _ask() -> dict[str, Any]:
    """The type and the outputs of each resource, by its URN."""
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    answer: Any = await invoke_async(_FUNCTION, {"stackName": stack})
    return (answer or {}).get("outputs") or {}
