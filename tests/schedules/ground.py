"""What every schedule stands on: an endpoint that others used before, a world of its own, and a report."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from emulator import Endpoint
from packagestate.provider.codeartifact.client import ClientGateway
from tests.schedules.findings import Finding, Kind
from tests.schedules.gateway import gateway_without_waiting, retry_at_once
from tests.schedules.watch import Watch
from tests.schedules.world import new_world


@dataclass
class Report:
    """What became of one schedule."""

    seed: int
    findings: Sequence[Finding] = ()
    trace: Sequence[object] = ()
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class Ground:
    """What schedules share that run one after the other."""

    endpoint: Endpoint
    gateway: ClientGateway


@contextmanager
def new_ground() -> Iterator[Ground]:
    with Endpoint.start() as endpoint:
        yield Ground(endpoint, gateway_without_waiting(endpoint.url))


@contextmanager
def watched(report: Report, ground: Ground, chance: random.Random, *, is_wide: bool) -> Iterator[Watch]:
    """A world for one schedule, and who watches it; at the end the report says what was found.

    Args:
        report: The report of the schedule.
        ground: Where.
        chance: Decides what is there at first.
        is_wide: Whether there are several repositories.
    """
    ground.endpoint.calls.clear()
    retry_at_once(ground.gateway)
    with new_world(ground.endpoint, f"schedule-{report.seed}", chance, is_wide=is_wide) as world:
        watch = Watch(world)
        world.note = watch.say
        try:
            yield watch
        except Exception as error:  # noqa: BLE001 - a hook that ends like this is a finding, whatever it is
            watch.report(Kind.LOST, f"{type(error).__name__}: {error}")
        watch.say("the end")
        report.findings, report.trace = watch.findings, watch.trace
        report.counts.update({f"unguarded: {what}": count for what, count in watch.unguarded.items()})
    report.counts["calls"] = len(ground.endpoint.calls)
    report.counts["changes by us"] = watch.change_count
