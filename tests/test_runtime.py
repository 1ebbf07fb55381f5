"""Each trick for speed works, and where it is meant to alone: a new Python or SDK in which one does not is noticed."""

import atexit
import gc
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from types import ModuleType

import pulumi
import pytest
from pulumi.dynamic import Config, ConfigureRequest
from pulumi.runtime import mocks, resource
from pulumi.runtime.proto.resource_pb2 import RegisterResourceRequest

from examples.sandbox import ROOT
from packagestate.provider.resource import Package, PackageProvider
from packagestate.provider.runtime import (
    leave_out_stack_traces,
    prepare_command,
    prepare_program,
    silence_debugging,
    widen_own_pool,
)
from tests.support.notes import Notes, registered, taken_notes

WAITING_SECONDS = 10


@pytest.fixture
def notes(caplog: pytest.LogCaptureFixture) -> Iterator[Notes]:
    caplog.set_level(logging.INFO)
    with taken_notes() as notes:
        yield notes


def test_the_pool_that_it_is_called_in_grows() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool, ThreadPoolExecutor(max_workers=1) as other:
        assert other.submit(len, "").result() == 0
        assert pool.submit(widen_own_pool, 3).result()
        everybody = Barrier(3)
        for waiting in [pool.submit(everybody.wait, WAITING_SECONDS) for _ in range(3)]:
            waiting.result()


def test_a_pool_that_is_wide_enough_stays_as_it_is() -> None:
    with ThreadPoolExecutor(max_workers=3) as pool:
        assert pool.submit(widen_own_pool, 1).result()
        everybody = Barrier(3)
        for waiting in [pool.submit(everybody.wait, WAITING_SECONDS) for _ in range(3)]:
            waiting.result()


def test_outside_of_a_pool_nothing_is_widened() -> None:
    assert not widen_own_pool()


def test_in_a_thread_of_no_pool_nothing_is_widened() -> None:
    answers: list[bool] = []
    thread = Thread(target=lambda: answers.append(widen_own_pool()))
    thread.start()
    thread.join()
    assert answers == [False]


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.enable()
    if hasattr(sys, "tracebacklimit"):
        del sys.tracebacklimit


@pytest.mark.usefixtures("_as_it_was")
def test_garbage_is_looked_for_less_often_in_the_plugin_and_nowhere_else() -> None:
    request = ConfigureRequest(Config({}, "packagestate"))
    before = gc.get_threshold()
    PackageProvider().configure(request)
    assert gc.get_threshold() == before
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(PackageProvider().configure, request).result()
    assert gc.get_threshold()[0] > before[0]


COUNTED = """\
import gc, sys
from packagestate.provider import runtime
if sys.argv[1:]:
    getattr(runtime, sys.argv[1])()
looked = []
gc.callbacks.append(lambda phase, _info: looked.append(phase))
import pulumi
kept = [[number] for number in range(20_000)]
print(len(looked))
"""


@pytest.mark.parametrize("prepare", ["prepare_program", "prepare_command"])
def test_a_process_that_keeps_what_it_makes_does_not_look_for_garbage(prepare: str) -> None:
    def looked_count(*arguments: str) -> int:
        command = [sys.executable, "-c", COUNTED, *arguments]
        return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)

    assert looked_count() > 10
    assert looked_count(prepare) == 0


def _declare() -> None:
    Package("chalk", domain="acme", repository="store", format="npm", package="chalk", versions={"1.0.0": "Archived"})


@pytest.mark.usefixtures("notes")
def test_the_engine_is_sent_nothing_for_debugging(
    notes: Notes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def debugging_count() -> int:
        caplog.clear()
        registered(notes, _declare)
        return sum(record.levelno == logging.DEBUG and "chalk" in record.getMessage() for record in caplog.records)

    assert debugging_count() > 0
    monkeypatch.setattr(pulumi.log, "debug", pulumi.log.debug)
    silence_debugging(pulumi.log)
    assert debugging_count() == 0


@pytest.mark.usefixtures("notes")
def test_the_engine_is_sent_no_stack_traces(notes: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[RegisterResourceRequest] = []
    register: Callable[..., object] = mocks.MockMonitor.RegisterResource

    def note(monitor: mocks.MockMonitor, request: RegisterResourceRequest) -> object:
        sent.append(request)
        return register(monitor, request)

    monkeypatch.setattr(mocks.MockMonitor, "RegisterResource", note)

    def frame_count() -> int:
        sent.clear()
        registered(notes, _declare)
        request = next(each for each in sent if each.name == "chalk")
        return len(request.stackTrace.frames) + request.HasField("sourcePosition")

    assert frame_count() > 1
    monkeypatch.setattr(resource, "_get_stack_trace", vars(resource)["_get_stack_trace"])
    leave_out_stack_traces(resource)
    assert frame_count() == 0


def test_an_sdk_without_stack_traces_stays_as_it_is() -> None:
    sdk = ModuleType("sdk")
    leave_out_stack_traces(sdk)
    assert not hasattr(sdk, "_get_stack_trace")


@pytest.mark.usefixtures("_as_it_was")
def test_the_settings_are_those_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    at_exit: list[object] = []
    monkeypatch.setattr(atexit, "register", at_exit.append)
    prepare_command()
    assert gc.get_threshold()[0] > 100_000
    prepare_program()
    assert not gc.isenabled()
    assert at_exit == [gc.freeze]
