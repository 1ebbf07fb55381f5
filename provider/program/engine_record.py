"""The record of this program's own stack, asked of the engine while AWS is being read.

The SDK's own `invoke` belongs to the program's event loop, which the reading of AWS keeps busy, and which would wait
for the answer where the program has failed long ago. So a thread makes the call that `invoke` makes.

Source: Pulumi engine 3.259, `deploy/builtins.go`: `readStackResourceOutputs` answers with the outputs of every resource
that the backend holds, without those that an interrupted replacement left to be deleted. Pulumi SDK 3.272,
`runtime/invoke.py`.
"""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pulumi
from pulumi.runtime import rpc
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import get_monitor

from packagestate.provider.state.record import Record, parse_record
from packagestate.schemas.errors import StateError

_FUNCTION: Final = "pulumi:pulumi:readStackResourceOutputs"


def begin_reading_record() -> Callable[[], Record]:
    """Ask the engine for the record, and go on meanwhile.

    Returns:
        A function that waits for the answer and gives the record; it raises `StateError` where there is none, or where
        it is not what this project writes.
    """
    executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="record")
    # The SDK keeps what it knows of the engine in the context of the thread.
    answer = executor.submit(contextvars.copy_context().run, _ask)
    executor.shutdown(wait=False)

    def record() -> Record:
        try:
            return answer.result()
        except StateError:
            raise
        except Exception as error:
            raise StateError.of(
                "Stack's record cannot be read",
                f"The engine did not say what this stack remembers (`{type(error).__name__}`). Without it nobody can "
                "tell what this run removes. Nothing was changed.",
                "see that the engine is 3.259 or newer and that its backend can be reached, and run it again",
            ) from error

    return record


def _ask() -> Record:
    """The answer, read in the thread too: AWS is slower than that, and the program waits for AWS."""
    request = resource_pb2.ResourceInvokeRequest(tok=_FUNCTION)
    request.args["stackName"] = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    monitor: Any = get_monitor()
    answer = monitor.Invoke(request)
    outputs, _ = rpc.deserialize_properties_unwrap_secrets(getattr(answer, "return"))
    return parse_record(outputs.get("outputs") or {})
