"""The pool that a hook runs in is found from within, and from nowhere else."""

import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest
from pulumi.dynamic import Config, ConfigureRequest

from packagestate.provider.plugin.threads import widen_own_pool
from packagestate.provider.resource import PackageProvider

WAITING_SECONDS = 10


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
