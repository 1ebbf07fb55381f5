"""Calls that follow from the answers of others."""

import threading
from collections.abc import Callable, Iterable
from functools import partial

import pytest

from packagestate.provider.gateway import AccessDeniedError, CredentialsError
from packagestate.provider.observe.calls import ParallelCalls
from packagestate.provider.observe.faults import ObservationError
from packagestate.schemas.errors import Fault


def test_what_follows_from_an_answer_comes_before_calls_that_have_not_begun() -> None:
    made: list[str] = []

    def call(name: str) -> str:
        made.append(name)
        return name

    def following(name: str) -> Iterable[Callable[[], str]]:
        return [partial(call, f"{name}{number}") for number in (1, 2)]

    with ParallelCalls(1, "test") as calls:
        answers = calls.chained([partial(call, name) for name in "abc"], following)
    assert made == ["a", "a1", "a2", "b", "b1", "b2", "c", "c1", "c2"]
    assert sorted(answers) == ["a1", "a2", "b1", "b2", "c1", "c2"]


@pytest.mark.parametrize("worker_count", [1, 4])
def test_every_fault_is_raised_of_the_first_calls_and_of_those_that_follow(worker_count: int) -> None:
    def failing(name: str) -> str:
        raise AccessDeniedError(Fault(f"no {name}", "detail", "hint"))

    def following(_name: str) -> Iterable[Callable[[], str]]:
        return [partial(failing, "second")]

    with ParallelCalls(worker_count, "test") as calls, pytest.raises(ObservationError) as failed:
        calls.chained([partial(failing, "first"), lambda: "fine"], following)
    assert [fault.summary for fault in failed.value.faults] == ["no first", "no second"]


def test_no_calls_are_no_answers() -> None:
    with ParallelCalls(2, "test") as calls:
        assert calls.chained([], lambda _answer: ()) == []


def test_where_further_calls_are_senseless_those_that_have_not_begun_are_not_made() -> None:
    made: list[int] = []
    told: list[int] = []
    is_known = threading.Event()

    def call(number: int) -> int:
        made.append(number)
        if number == 0:
            raise CredentialsError(Fault("expired", "detail", "hint"))
        is_known.wait()
        return number

    def tell(count: int) -> None:
        told.append(count)
        is_known.set()

    with ParallelCalls(1, "test") as calls, pytest.raises(ObservationError) as failed:
        calls.answers((partial(call, number) for number in range(10)), tell)
    assert [fault.summary for fault in failed.value.faults] == ["expired"]
    assert made in ([0], [0, 1])
    assert told == [*range(1, 11)]
