from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from packagestate.provider.codeartifact.client import ClientGateway
from packagestate.provider.gateway import BatchAnswer, GatewayError
from packagestate.provider.plan.model import Batch, ObservedVersion
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration
from tests.schedules.__main__ import print_findings
from tests.schedules.expectation import FENCE
from tests.schedules.findings import Finding, Kind
from tests.schedules.ground import Ground, Report, new_ground
from tests.schedules.seeds import run_seed

# `make soak` runs thousands. Each chunk has every kind of schedule.
COUNT = 60
CHUNK_COUNT = 20
MOST_UNTIL_FOUND = 250


@pytest.fixture
def ground() -> Iterator[Ground]:
    with new_ground() as ground:
        yield ground


@pytest.mark.parametrize("first", range(0, COUNT, CHUNK_COUNT))
def test_nothing_is_lost_and_nothing_is_undeclared_whatever_goes_wrong(ground: Ground, first: int) -> None:
    reports = [run_seed(seed, ground) for seed in range(first, first + CHUNK_COUNT)]
    assert [(report.seed, report.findings) for report in reports if report.findings] == []
    assert sum(report.counts["changes by us"] for report in reports) > CHUNK_COUNT
    assert sum(count for report in reports for what, count in report.counts.items() if what.startswith("fault:")) > 0


@pytest.mark.parametrize("seed", [2, 7, 9])
def test_a_schedule_goes_the_same_way_when_it_is_replayed(ground: Ground, seed: int) -> None:
    first, second = run_seed(seed, ground), run_seed(seed, ground)
    assert [str(event) for event in first.trace] == [str(event) for event in second.trace]
    assert first.counts == second.counts


def test_the_store_is_empty_after_each_schedule(ground: Ground) -> None:
    run_seed(1, ground)
    assert ground.endpoint.store.packages.ground.tree.domains == {}


class SkippedIsDone(ClientGateway):
    """Takes what AWS left alone, since another version failed, for done."""

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        answer = super().write(coordinates, batch)
        skipped = {failed.version for failed in answer.failed if failed.code == "SKIPPED"}
        return as_if_done(batch, answer, skipped)


class FailedIsDone(ClientGateway):
    """Looks at the HTTP status only."""

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        answer = super().write(coordinates, batch)
        return as_if_done(batch, answer, {failed.version for failed in answer.failed})


class ErrorIsDone(ClientGateway):
    """Goes on after an error as if nothing had happened."""

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        try:
            return super().write(coordinates, batch)
        except GatewayError:
            return as_if_done(batch, BatchAnswer((), ()), {version for version, _ in batch.revisions})


class TakesOneMore(ClientGateway):
    """Writes to a version that nobody named."""

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        named = {version for version, _ in batch.revisions}
        others = [
            (each.version, each.revision)
            for each in self.list_versions(coordinates) or ()
            if each.status is batch.before and each.version not in named
        ]
        return super().write(coordinates, replace(batch, revisions=(*batch.revisions, *others[:1])))


class WithoutFence(ClientGateway):
    """Deletes a package whose doors are open."""

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        if origin != FENCE:
            super().put_origin(coordinates, origin)


class KeepsFence(ClientGateway):
    """Never opens a package again."""

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        if self.read_origin(coordinates) != FENCE:
            super().put_origin(coordinates, origin)


class OpensAlways(ClientGateway):
    """Allows what the plan blocks."""

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        super().put_origin(coordinates, OriginConfiguration(origin.publish, type(origin.upstream).ALLOW))


class DeletesAtOnce(ClientGateway):
    """Deletes a fenced package as soon as anything was written to it, without another look."""

    is_fenced = False

    def put_origin(self, coordinates: Coordinates, origin: OriginConfiguration) -> None:
        super().put_origin(coordinates, origin)
        self.is_fenced = origin == FENCE

    def write(self, coordinates: Coordinates, batch: Batch) -> BatchAnswer:
        answer = super().write(coordinates, batch)
        if self.is_fenced:
            self.delete_package(coordinates)
        return answer


def as_if_done(batch: Batch, answer: BatchAnswer, versions: set[str]) -> BatchAnswer:
    done = tuple(ObservedVersion(each, batch.after, revision) for each, revision in batch.revisions if each in versions)
    return BatchAnswer(
        tuple(sorted((*answer.succeeded, *done))),
        tuple(failed for failed in answer.failed if failed.version not in versions),
    )


def is_found(words: str, run: Callable[[int], Report], first: int = 0) -> bool:
    seeds = range(first, first + MOST_UNTIL_FOUND)
    return any(words in finding.text for seed in seeds for finding in run(seed).findings)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (SkippedIsDone, "the error is silent about"),
        (FailedIsDone, "said to be done, but never was"),
        (ErrorIsDone, "said to be done, but never was"),
        (TakesOneMore, "which no plan said"),
        (WithoutFence, "outside of the fence"),
        (KeepsFence, "stays fenced after a refusal"),
        (OpensAlways, "planned was"),
        (DeletesAtOnce, "was deleted as a whole"),
        (DeletesAtOnce, "without a look"),
    ],
)
def test_a_gateway_that_breaks_its_contract_is_noticed(ground: Ground, broken: type[ClientGateway], words: str) -> None:
    gateway = broken(ground.gateway._client)  # noqa: SLF001 - the broken one makes its calls like the right one
    # What seldom happens: from these seeds on it happens soonest.
    first = {KeepsFence: 515, SkippedIsDone: 60}.get(broken, 0)
    assert is_found(words, lambda seed: run_seed(seed, ground, gateway), first)


@pytest.mark.parametrize(
    ("guard", "words"), [("versionRevisions", "planned at revision-"), ("expectedStatus", "planned from ")]
)
def test_a_request_without_a_guard_is_noticed(ground: Ground, guard: str, words: str) -> None:
    def unguarded(params: dict[str, Any], **_others: object) -> None:
        params.pop(guard, None)

    events = ground.gateway._client.meta.events  # noqa: SLF001 - what is sent is changed behind the gateway's back
    events.register("provide-client-params.codeartifact.*", unguarded)
    assert is_found(words, lambda seed: run_seed(seed, ground))


def test_what_was_found_is_printed_with_the_command_that_replays_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_findings([Report(1), Report(2, [Finding(Kind.LOST, "chalk is lost")])]) == 1
    printed = capsys.readouterr().out
    assert "python -m tests.schedules --count 1 --seed 2\n  lost: chalk is lost\n" in printed
    assert printed.endswith("\n2 schedules, 1 lost, 0 undeclared\n")


def test_what_found_nothing_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_findings([Report(1)]) == 0
    assert capsys.readouterr().out == "\n1 schedules, 0 lost, 0 undeclared\n"
