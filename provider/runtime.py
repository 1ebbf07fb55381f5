"""Every trick for speed that is about how a process runs and not about what it does.

Each function says what it gains, measured with `make bench`, and a test notices where it stops working. What is no
trick, such as declaring packages in a coroutine, is where it belongs. See docs/decisions/0010-more-hooks-at-once.md.
"""

import atexit
import gc
import threading
from typing import Any, Final

#: How many hooks may be under way at once: as many as the engine has operations by default on four processors.
THREAD_COUNT: Final = 16

# How many more objects there are before somebody looks for garbage among them.
_COMMAND_THRESHOLD: Final = 500_000
_PLUGIN_THRESHOLD: Final = 50_000


def prepare_program() -> None:
    """Look for no garbage in the Pulumi program, not even at its end. Call it before Pulumi is imported.

    The SDK makes thousands of small objects for the resources, which live as long as the program. Looking for garbage
    among them took a quarter of the program's processor time, and found next to nothing.
    """
    gc.disable()
    atexit.register(gc.freeze)


def silence_debugging(log: Any) -> None:  # noqa: ANN401 - a module
    """Send the engine no messages that only `pulumi --debug` would show.

    The SDK sends four of them for each resource and waits for an answer to each: 3.5 s of 16.5 s of a run over 1,000
    packages, under a profiler. Who debugs a run has the engine's own: `pulumi --logtostderr -v=9`.

    Args:
        log: The module `pulumi.log`.
    """
    log.debug = lambda *_arguments, **_options: None


def leave_out_stack_traces(module: Any) -> None:  # noqa: ANN401 - a module
    """Send the engine no stack trace with each resource. Does nothing where the SDK makes none.

    All resources are declared on one line of this project, so the traces say nothing to anybody, and the engine would
    write that line's path on this machine into the state. Making them took 7 % of the program's processor time.

    Source: `pulumi.runtime.resource` of the SDK, `_get_stack_trace`, which is private.

    Args:
        module: The module `pulumi.runtime.resource`.
    """
    if hasattr(module, "_get_stack_trace"):
        module._get_stack_trace = module.source_pb2.StackTrace  # noqa: SLF001 - see above


def prepare_command() -> None:
    """Look for garbage rarely in a command: nearly all that it makes it keeps.

    Looking took a third of the time of reading 60,000 versions in 500 manifests.
    """
    gc.set_threshold(_COMMAND_THRESHOLD)


def prepare_plugin() -> None:
    """Serve more hooks at once, and look for garbage rarely. Does nothing outside of a hook of the plugin.

    A call leaves little garbage, and looking for it took a tenth of the plugin's time.
    """
    if widen_own_pool():
        gc.set_threshold(_PLUGIN_THRESHOLD)


def widen_own_pool(thread_count: int = THREAD_COUNT) -> bool:
    """Let the pool of threads that this is called in grow.

    The SDK serves the hooks with four threads. Each write waits for AWS in one of them, so at 50 ms a call four threads
    reach 80 writes a second at best, where AWS's quota is 100. Nothing of the SDK changes their number, so the pool is
    found from within one of its threads. Where none is found, the hooks stay as they are. What keeps the pace below
    AWS's quotas is `provider.codeartifact.pace`, and not the number of threads.

    Source: `pulumi.dynamic.__main__` of the SDK: `ThreadPoolExecutor(max_workers=4)`, which is private.

    Args:
        thread_count: How many threads it may have; a pool that may have more is left as it is.

    Returns:
        Whether such a pool was found.
    """
    own = threading.current_thread()
    if own is threading.main_thread():  # never one of a pool's: no need to look at every object
        return False
    # Not at the top: the command needs none of it, and is short enough to notice what it imports.
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    pools = (each for each in gc.get_objects() if type(each) is ThreadPoolExecutor)
    pool = next((each for each in pools if own in getattr(each, "_threads", ())), None)
    if pool is None:
        return False
    pool._max_workers = max(pool._max_workers, thread_count)  # noqa: SLF001 - see above
    return True
