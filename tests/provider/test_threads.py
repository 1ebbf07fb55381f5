"""The pool that a hook runs in is found from within, and from nowhere else."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

from provider.threads import widen_own_pool

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
