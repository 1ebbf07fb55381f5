"""Many calls at once. Every one of them has ended before the next step begins."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Self, TypeVar

from packagestate.provider.observe.faults import HOPELESS, raise_faults

AnswerT = TypeVar("AnswerT")
NextT = TypeVar("NextT")


class ParallelCalls:
    """Makes calls, at most so many at once, for as long as it is used as a context."""

    def __init__(self, worker_count: int, name: str) -> None:
        """Make none yet.

        Args:
            worker_count: How many calls may be under way at once.
            name: What the threads are called.
        """
        self._worker_count = worker_count
        self._executor = ThreadPoolExecutor(max_workers=worker_count, thread_name_prefix=name)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End, also where the run is interrupted: no further call begins, and nobody waits for those under way."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def ended(
        self, calls: Iterable[Callable[[], AnswerT]], progress: Callable[[int], None] = lambda _count: None
    ) -> list[Future[AnswerT]]:
        """Make some calls, and wait for all of them.

        Args:
            calls: The calls.
            progress: Told, in this thread, how many have ended.

        Returns:
            What became of them, in the same order. Where there is no sense in further calls, those are cancelled that
            had not begun.
        """
        futures = [self._executor.submit(call) for call in calls]
        for count, future in enumerate(futures, 1):
            if not future.cancelled() and isinstance(future.exception(), HOPELESS):
                for other in futures[count:]:
                    other.cancel()
            progress(count)
        return futures

    def answers(
        self, calls: Iterable[Callable[[], AnswerT]], progress: Callable[[int], None] = lambda _count: None
    ) -> list[AnswerT]:
        """Make some calls, all of which must go well.

        Args:
            calls: The calls.
            progress: See `ended`.

        Returns:
            Their answers, in the same order.

        Raises:
            ObservationError: Some failed.
        """
        futures = self.ended(calls, progress)
        raise_faults(futures)
        return [future.result() for future in futures]

    def chained(
        self,
        calls: Iterable[Callable[[], AnswerT]],
        following: Callable[[AnswerT], Iterable[Callable[[], NextT]]],
    ) -> list[NextT]:
        """Make some calls, and as soon as one is answered those that follow from its answer.

        Those that follow come before calls that have not begun, so that slow calls and quick ones are under way at
        the same time.

        Args:
            calls: The first calls.
            following: Gives the calls that follow from an answer.

        Returns:
            The answers of those that followed, in any order.

        Raises:
            ObservationError: Some failed.
        """
        waiting = iter(calls)
        first: list[Future[AnswerT]] = []
        then: list[Future[NextT]] = []

        def begin(count: int) -> set[Future[AnswerT]]:
            begun = [self._executor.submit(call) for call in islice(waiting, count)]
            first.extend(begun)
            return {*begun}

        under_way = begin(self._worker_count)
        while under_way:
            ended, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            for future in ended:
                if future.exception() is None:
                    then += [self._executor.submit(call) for call in following(future.result())]
            under_way |= begin(len(ended))
        wait(then)
        raise_faults([*first, *then])
        return [future.result() for future in then]
