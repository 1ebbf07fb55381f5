"""More threads for the plugin's hooks than the SDK gives.

The SDK serves the hooks with four threads. Each write of a package waits for AWS's answer in one of them, so at 50 ms
a call four threads reach 80 writes a second at best, and less where a hook makes several calls. Nothing of the SDK
changes their number, so the pool is found and widened from within one of its threads. What keeps the pace below AWS's
quotas is `provider.codeartifact.pace`, not the number of threads.

Source: `pulumi.dynamic.__main__` of the SDK: `ThreadPoolExecutor(max_workers=4)`. It is not documented, so where
no such pool is found the hooks stay as they are, four at a time, and `tests/engine/test_threads.py` notices.
"""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

#: As many operations as the engine has under way at once by default on four processors.
THREAD_COUNT: Final = 16


def widen_own_pool(thread_count: int = THREAD_COUNT) -> bool:
    """Let the pool of threads that this is called in grow.

    Args:
        thread_count: How many threads it may have; a pool that may have more is left as it is.

    Returns:
        Whether such a pool was found.
    """
    own = threading.current_thread()
    if own is threading.main_thread():  # never one of a pool's: no need to look at every object
        return False
    pools = (each for each in gc.get_objects() if type(each) is ThreadPoolExecutor)
    pool = next((each for each in pools if own in getattr(each, "_threads", ())), None)
    if pool is None:
        return False
    pool._max_workers = max(pool._max_workers, thread_count)  # noqa: SLF001 - see the module
    return True
