"""The quotas of an account: how many calls a second AWS takes before it asks to slow down."""

import threading
import time
from collections.abc import Callable, Mapping

from emulator.calls import READS

WRITES, ALL_READS = "writes", "reads"

CALLS_PER_SECOND: Mapping[str, float] = {
    WRITES: 100,
    ALL_READS: 800,
    "ListPackages": 200,
    "ListPackageVersions": 200,
    "ListPackageVersionAssets": 200,
    "CopyPackageVersions": 5,
    "PublishPackageVersion": 10,
    "GetPackageVersionAsset": 50,
}
"""Source: QUOTA.

Undocumented (Q0): that they are counted as a bucket of one second's worth.
"""


class Quotas:
    """Counts calls against the quotas; threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with full buckets."""
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets = {name: (rate, clock()) for name, rate in CALLS_PER_SECOND.items()}

    def allow(self, operation: str) -> bool:
        """Whether a call is within its quotas; if it is, it counts.

        Args:
            operation: The operation; `reads` or `writes` for a request of a package manager.
        """
        kind = ALL_READS if operation == ALL_READS or operation.startswith(READS) else WRITES
        names = [name for name in (kind, operation) if name in self._buckets]
        with self._lock:
            now = self._clock()
            levels = {name: self._level(name, now) for name in names}
            if min(levels.values()) < 1:
                return False
            for name, level in levels.items():
                self._buckets[name] = (level - 1, now)
        return True

    def _level(self, name: str, now: float) -> float:
        level, then = self._buckets[name]
        rate = CALLS_PER_SECOND[name]
        return min(rate, level + (now - then) * rate)
