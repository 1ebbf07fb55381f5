"""The pace of the calls: below AWS's quotas from the start, and slower when AWS asks for it.

A quota is so many calls a second, so that many pass at once, and the next ones a second after those: a run that makes
few calls waits for nothing. The quotas are kept where botocore sends, so that what it sends again is paced too.
botocore itself does not honour `Retry-After`; here it holds back every call that shares the quota.

Source: AWS CodeArtifact User Guide, "Quotas in AWS CodeArtifact"; API reference, ThrottlingException. How AWS counts
the calls of a second is not documented.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from provider.codeartifact.attempts import Answer, Events

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


class Quota:
    """Lets at most so many calls pass in any second; threads may share it.

    Attributes:
        rate: Calls a second.
    """

    def __init__(
        self,
        rate: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Begin with nothing taken.

        Args:
            rate: Calls a second; below one, a call in more than a second.
            clock: Gives the time in seconds.
            sleep: Waits for a number of seconds.
        """
        self.rate = rate
        self._clock = clock
        self._sleep = sleep
        self._count = max(1, int(rate))
        self._period_seconds = self._count / rate
        # When each of the last calls passes; the next one passes a period after the first of them.
        self._turns = deque([float("-inf")] * self._count, maxlen=self._count)
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait until the next call may be sent."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._turns[0] + self._period_seconds)
            self._turns.append(turn)
        if turn > now:
            self._sleep(turn - now)

    def hold(self, seconds: float) -> None:
        """Let no call pass for some time, and then one after the other: whoever asked had too many at once.

        Args:
            seconds: How long; cut at `LONGEST_HOLD_SECONDS`.
        """
        with self._lock:
            begin = self._clock() + min(seconds, LONGEST_HOLD_SECONDS) - self._period_seconds
            evenly = (begin + number / self.rate for number in range(self._count))
            self._turns.extend(list(map(max, self._turns, evenly)))


class Pace:
    """The quotas of one client: all writes, all reads, and each List operation."""

    def __init__(
        self,
        writes_per_second: float,
        reads_per_second: float,
        lists_per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make the quotas.

        Args:
            writes_per_second: The most write calls a second.
            reads_per_second: The most read calls a second, List operations included.
            lists_per_second: The most calls of each List operation a second.
            clock: Gives the time in seconds.
            sleep: Waits for a number of seconds.
        """
        self._writes = Quota(writes_per_second, clock, sleep)
        self._reads = Quota(reads_per_second, clock, sleep)
        self._lists = {
            operation: Quota(lists_per_second, clock, sleep) for operation in ("ListPackages", "ListPackageVersions")
        }

    def register(self, events: Events) -> None:
        """Pace every call of a client.

        Args:
            events: The client's event emitter.
        """
        events.register("before-send.codeartifact.*", self._before_send)
        events.register("needs-retry.codeartifact.*", self._after_answer)

    def quotas(self, operation: str) -> tuple[Quota, ...]:
        """The quotas that a call counts against.

        Args:
            operation: The API operation.

        Returns:
            The quotas, the tightest first.
        """
        if operation in WRITES:
            return (self._writes,)
        if operation in self._lists:
            return self._lists[operation], self._reads
        return (self._reads,)

    def _before_send(self, event_name: str, **_others: object) -> None:
        for quota in self.quotas(event_name.rpartition(".")[2]):
            quota.take()

    def _after_answer(self, event_name: str, response: Answer, **_others: object) -> None:
        """Hold back what shares the quota when AWS asks to slow down."""
        if response is None or response[0].status_code != HTTPStatus.TOO_MANY_REQUESTS:
            return
        asked = str(response[0].headers.get("Retry-After", ""))
        if asked.isdecimal():
            self.quotas(event_name.rpartition(".")[2])[0].hold(float(asked))
