"""The pace of the calls: below AWS's quotas from the start, and slower when AWS asks for it.

The buckets stand where botocore sends, so that what it sends again is paced too. botocore itself does not honour
`Retry-After`; here it holds back every call that shares the bucket.

Source: AWS CodeArtifact User Guide, "Quotas in AWS CodeArtifact"; API reference, ThrottlingException.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from packagestate.provider.codeartifact.attempts import Answer, Events

#: A caller that comes late may catch up by this much, so that the pace is kept on average, and a short run waits for
#: nothing. Less than a second: AWS counts by a clock of its own.
#: Undocumented (Q0): over which span of time AWS counts the calls of its quotas.
CATCH_UP_SECONDS: Final = 0.75

#: How many times its rate a second may have, while somebody catches up. The rates that are the default are four fifths
#: of AWS's quotas or less, so that no second has more calls than the quota.
CATCH_UP_FACTOR: Final = 1.25

#: The longest that a single `Retry-After` holds calls back.
LONGEST_HOLD_SECONDS: Final = 60.0

#: The operations that change something.
WRITES: Final = frozenset(
    {
        "DeletePackage",
        "DeletePackageVersions",
        "DisposePackageVersions",
        "PutPackageOriginConfiguration",
        "UpdatePackageVersionsStatus",
    }
)


class RateLimiter:
    """Lets calls pass at an even pace, on average; threads may share it.

    Attributes:
        rate: Calls a second.
    """

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make a bucket from which nothing was taken.

        Args:
            rate: Calls a second.
            clock: Gives the time in seconds.
            sleep: Waits for a number of seconds.
        """
        self.rate = rate
        self._clock = clock
        self._sleep = sleep
        self._next = float("-inf")
        # When the last calls passed, as many as a second may have.
        count = max(1, int(rate * CATCH_UP_FACTOR))
        self._passed = deque([float("-inf")] * count, maxlen=count)
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait until the next call may be sent."""
        with self._lock:
            now = self._clock()
            turn = max(self._next, now - CATCH_UP_SECONDS)
            self._next = turn + 1 / self.rate
            passing = max(turn, now, self._passed[0] + 1)
            self._passed.append(passing)
        if passing > now:
            self._sleep(passing - now)

    def hold(self, seconds: float) -> None:
        """Let no call pass for some time.

        Args:
            seconds: How long; cut at `LONGEST_HOLD_SECONDS`.
        """
        with self._lock:
            self._next = max(self._next, self._clock() + min(seconds, LONGEST_HOLD_SECONDS))


class Pace:
    """The buckets of one client: all writes, all reads, and each List operation."""

    def __init__(
        self,
        writes_per_second: float,
        reads_per_second: float,
        lists_per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make the buckets.

        Args:
            writes_per_second: The most write calls a second.
            reads_per_second: The most read calls a second, List operations included.
            lists_per_second: The most calls of each List operation a second.
            clock: Gives the time in seconds.
            sleep: Waits for a number of seconds.
        """
        self._writes = RateLimiter(writes_per_second, clock, sleep)
        self._reads = RateLimiter(reads_per_second, clock, sleep)
        self._lists = {
            operation: RateLimiter(lists_per_second, clock, sleep)
            for operation in ("ListPackages", "ListPackageVersions")
        }

    def register(self, events: Events) -> None:
        """Pace every call of a client.

        Args:
            events: The client's event emitter.
        """
        events.register("before-send.codeartifact.*", self._before_send)
        events.register("needs-retry.codeartifact.*", self._after_answer)

    def buckets(self, operation: str) -> tuple[RateLimiter, ...]:
        """The buckets from which a call takes.

        Args:
            operation: The API operation.

        Returns:
            The buckets, the tightest first.
        """
        if operation in WRITES:
            return (self._writes,)
        if operation in self._lists:
            return self._lists[operation], self._reads
        return (self._reads,)

    def _before_send(self, event_name: str, **_others: object) -> None:
        for bucket in self.buckets(event_name.rpartition(".")[2]):
            bucket.take()

    def _after_answer(self, event_name: str, response: Answer, **_others: object) -> None:
        """Hold back what shares the bucket when AWS asks to slow down."""
        if response is None or response[0].status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return
        asked = str(response[0].headers.get("Retry-After", ""))
        if asked.isascii() and asked.isdecimal():
            self.buckets(event_name.rpartition(".")[2])[0].hold(float(asked))
