"""The pace of the calls, with clocks that stand still until somebody sleeps."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from types import SimpleNamespace

import pytest

from emulator import Endpoint
from packagestate.provider.codeartifact import ConnectionSettings, connect
from packagestate.provider.codeartifact.pace import CATCH_UP_SECONDS, LONGEST_HOLD_SECONDS, WRITES, Pace, RateLimiter
from packagestate.provider.gateway import Gateway, ThrottledError
from packagestate.provider.plan.model import Batch, Call
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.status import Status

# Source: AWS CodeArtifact User Guide, "Quotas in AWS CodeArtifact": writes, reads, and calls of a List operation.
QUOTAS = (100, 800, 200)

CHALK = Coordinates(Repository("acme", "npm-store"), Format.NPM, None, "chalk")


@dataclass(slots=True)
class Clock:
    """Goes on when somebody sleeps, and only then."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def time(self) -> float:
        with self.lock:
            return self.now

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.now += seconds
            self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def bucket(clock: Clock, rate: float) -> RateLimiter:
    return RateLimiter(rate, clock.time, clock.sleep)


def pace(clock: Clock) -> Pace:
    return Pace(10, 100, 20, clock.time, clock.sleep)


def passed(clock: Clock, taken: RateLimiter, count: int) -> Iterator[float]:
    """When each of some calls passes."""
    for _ in range(count):
        taken.take()
        yield clock.now


def test_the_first_call_passes_at_once(clock: Clock) -> None:
    bucket(clock, 10).take()
    assert clock.slept == []


@pytest.mark.parametrize("rate", [0.5, 3, 80, 600])
def test_the_rate_is_kept(clock: Clock, rate: float) -> None:
    times = list(passed(clock, bucket(clock, rate), 1000))
    burst = CATCH_UP_SECONDS * rate + 1
    for count in (1, 10, 999):
        assert count / rate >= times[count] - times[0] >= (count - burst) / rate - 1e-6


@pytest.mark.parametrize("idle_seconds", [0.04, 1, 100_000])
def test_who_was_idle_may_catch_up_by_a_little_only(clock: Clock, idle_seconds: float) -> None:
    taken = bucket(clock, 100)
    list(passed(clock, taken, 100))
    clock.now += idle_seconds
    start = clock.now
    at_once = [time for time in passed(clock, taken, 100) if time == start]
    assert len(at_once) <= CATCH_UP_SECONDS * 100 + 1


def test_no_second_has_more_calls_than_the_quota_at_the_rates_that_are_the_default(clock: Clock) -> None:
    settings = ConnectionSettings()
    rates = settings.writes_per_second, settings.reads_per_second, settings.lists_per_second
    for rate, per_second in zip(rates, QUOTAS, strict=True):
        start = clock.now = clock.now + 100
        assert sum(time < start + 1 for time in passed(clock, bucket(clock, rate), 1000)) <= per_second


def test_threads_share_the_rate(clock: Clock) -> None:
    taken = bucket(clock, 50)
    threads = [threading.Thread(target=lambda: list(passed(clock, taken, 25))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.now - 1000 >= (200 - 1) / 50 - CATCH_UP_SECONDS - 1e-6


def test_a_hold_lets_no_call_pass_until_it_is_over(clock: Clock) -> None:
    taken = bucket(clock, 10)
    taken.take()
    taken.hold(7)
    taken.take()
    assert clock.now == pytest.approx(1007)
    taken.take()
    assert clock.now == pytest.approx(1007.1)


def test_a_shorter_hold_shortens_no_longer_one(clock: Clock) -> None:
    taken = bucket(clock, 10)
    taken.hold(9)
    taken.hold(1)
    taken.take()
    assert clock.now == pytest.approx(1009)


@pytest.mark.parametrize("seconds", [61, 10**9, float("inf")])
def test_no_hold_is_longer_than_a_minute(clock: Clock, seconds: float) -> None:
    taken = bucket(clock, 10)
    taken.hold(seconds)
    taken.take()
    assert clock.now == 1000 + LONGEST_HOLD_SECONDS


def test_writes_share_a_bucket_and_leave_the_reads_alone(clock: Clock) -> None:
    calls = pace(clock)
    (writes,) = {id(bucket) for operation in WRITES for bucket in calls.buckets(operation)}
    assert calls.buckets("DisposePackageVersions")[0].rate == 10
    for read in ("DescribePackage", "ListPackages", "ListPackageVersions"):
        assert writes not in map(id, calls.buckets(read))


def test_each_list_operation_has_a_bucket_of_its_own_and_counts_as_a_read(clock: Clock) -> None:
    calls = pace(clock)
    (reads,) = calls.buckets("DescribePackage")
    packages, versions = calls.buckets("ListPackages"), calls.buckets("ListPackageVersions")
    assert (packages[0].rate, versions[0].rate, reads.rate) == (20, 20, 100)
    assert packages[1] is versions[1] is reads
    assert packages[0] is not versions[0]


class Events:
    """An emitter that calls every handler of an operation."""

    def __init__(self) -> None:
        self.handlers: dict[str, object] = {}

    def register(self, event_name: str, handler: object) -> None:
        self.handlers[event_name] = handler

    def sent(self, operation: str) -> None:
        self._emit("before-send", operation, request=None)

    def answered(self, operation: str, status: int | None, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = SimpleNamespace(status_code=status, headers=named)
        self._emit("needs-retry", operation, response=None if status is None else (answer, {}))

    def _emit(self, event: str, operation: str, **details: object) -> None:
        handler = self.handlers[f"{event}.codeartifact.*"]
        assert callable(handler)
        assert handler(event_name=f"{event}.codeartifact.{operation}", **details) is None


@pytest.fixture
def events(clock: Clock) -> Events:
    events = Events()
    pace(clock).register(events)
    return events


def test_every_sending_takes_its_turn(clock: Clock, events: Events) -> None:
    for _ in range(101):
        events.sent("DisposePackageVersions")
    assert clock.now - 1000 == pytest.approx(10, abs=CATCH_UP_SECONDS + 0.01)


def test_who_is_asked_to_slow_down_holds_back_what_shares_the_quota(clock: Clock, events: Events) -> None:
    events.answered("DisposePackageVersions", 429, Retry_After="3")
    events.sent("ListPackageVersions")
    assert clock.now == 1000
    events.sent("DeletePackageVersions")
    assert clock.now == pytest.approx(1003)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, {"Retry_After": "3"}),
        (503, {}),
        (429, {}),
        (429, {"Retry_After": ""}),
        (429, {"Retry_After": "-5"}),
        (429, {"Retry_After": "soon"}),
        (429, {"Retry_After": "Mon, 01 Jan 2035 00:00:00 GMT"}),
        (None, {}),
    ],
)
def test_other_answers_hold_nothing_back(
    clock: Clock, events: Events, status: int | None, headers: dict[str, str]
) -> None:
    events.answered("DisposePackageVersions", status, **headers)
    events.sent("DisposePackageVersions")
    assert clock.now == 1000


def test_an_absurd_number_of_seconds_is_cut(clock: Clock, events: Events) -> None:
    events.answered("DisposePackageVersions", 429, Retry_After="9" * 5000)
    events.sent("DisposePackageVersions")
    assert clock.now == 1000 + LONGEST_HOLD_SECONDS


@pytest.fixture
def patient(endpoint: Endpoint) -> Gateway:
    return connect(ConnectionSettings(region="eu-west-1", endpoint=endpoint.url, attempt_count=2, writes_per_second=4))


def test_what_is_sent_again_waits_as_long_as_aws_asked(patient: Gateway, endpoint: Endpoint) -> None:
    times: list[float] = []
    headers = {"Retry-After": "2"}
    endpoint.faults.plant(
        code="ThrottlingException", status=429, headers=headers, before=lambda: times.append(monotonic())
    )
    with pytest.raises(ThrottledError):
        patient.write(CHALK, Batch(Call.DISPOSE, Status.PUBLISHED, Status.DISPOSED, (("1.0.0", "r"),)))
    assert len(times) == 2
    assert times[1] - times[0] >= 2
