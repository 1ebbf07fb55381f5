"""The laws of batches, one test each."""

from collections import Counter
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.provider.plan.batches import delete_batches, guarded_batches
from packagestate.provider.plan.model import Batch, Call, Transition
from packagestate.schemas.status import Status
from tests.support.strategies import LEGAL_TRANSITIONS, large_transitions, legal_transitions

# Not the code's own constant, with which the laws would change. Source: AWS CodeArtifact API reference.
BATCH_LIMIT = 100

# The call, the status before and after it, the version, the revision: all that AWS is told.
Step = tuple[Call, Status, Status, str, str]

either_transitions = st.one_of(legal_transitions(), large_transitions())


def guarded_step(transition: Transition) -> Step | None:
    """The step that AWS guards by revision; None where there is only a deletion."""
    before, after = transition.before, transition.after
    if after not in {Status.DISPOSED, Status.DELETED}:
        return Call.UPDATE, before, after, transition.version, transition.revision
    if before is not Status.DISPOSED:
        return Call.DISPOSE, before, Status.DISPOSED, transition.version, transition.revision
    return None


def steps(transitions: tuple[Transition, ...]) -> tuple[Counter[Step], Counter[Step]]:
    """The guarded and the deleting steps that transitions need."""
    return (
        Counter(step for transition in transitions if (step := guarded_step(transition)) is not None),
        Counter(
            (Call.DELETE, Status.DISPOSED, Status.DELETED, transition.version, transition.revision)
            for transition in transitions
            if transition.after is Status.DELETED
        ),
    )


def carried(batches: tuple[Batch, ...]) -> Counter[Step]:
    """The steps that batches carry."""
    return Counter(
        (batch.call, batch.before, batch.after, version, revision)
        for batch in batches
        for version, revision in batch.revisions
    )


@given(either_transitions)
def test_batches_partition_the_plan(transitions: tuple[Transition, ...]) -> None:
    """Partition: each step of each transition is in one batch, once, with its own status and revision."""
    guarded, deleting = steps(transitions)
    assert carried(guarded_batches(transitions)) == guarded
    assert carried(delete_batches(transitions)) == deleting


@given(either_transitions)
def test_a_batch_is_what_one_call_can_carry(transitions: tuple[Transition, ...]) -> None:
    """Bounded: 1 to 100 versions, sorted, each once, so that the keys of `versionRevisions` are the `versions`."""
    for batch in (*guarded_batches(transitions), *delete_batches(transitions)):
        versions = [version for version, _ in batch.revisions]
        assert 1 <= len(versions) <= BATCH_LIMIT
        assert versions == sorted(set(versions))


@given(either_transitions)
def test_the_calls_are_the_fewest_that_can_carry_the_plan(transitions: tuple[Transition, ...]) -> None:
    """Fewest: n steps that share a call, a status before and one after take ceil(n / 100) calls."""
    guarded, deleting = steps(transitions)
    for batches, needed in ((guarded_batches(transitions), guarded), (delete_batches(transitions), deleting)):
        counts = Counter((call, before, after) for call, before, after, _, _ in needed.elements())
        assert len(batches) == sum(ceil(count / BATCH_LIMIT) for count in counts.values())


@given(either_transitions, st.randoms(use_true_random=False))
def test_batches_do_not_depend_on_the_order_of_transitions(transitions: tuple[Transition, ...], random: Random) -> None:
    """Order-free: the same transitions in another order give the same batches."""
    mixed = random.sample(transitions, len(transitions))
    assert guarded_batches(mixed) == guarded_batches(transitions)
    assert delete_batches(mixed) == delete_batches(transitions)


def test_what_protects_is_sent_first() -> None:
    transitions = [Transition(f"{n}.0.0", *pair, "revision") for n, pair in enumerate(LEGAL_TRANSITIONS)]
    ends = [batch.after for batch in guarded_batches(transitions)]
    order = [Status.DISPOSED, Status.ARCHIVED, Status.UNLISTED, Status.PUBLISHED]
    assert ends == sorted(ends, key=order.index)


def test_no_call_holds_more_than_a_hundred_versions_because_aws_refuses_it() -> None:
    transitions = [Transition(f"1.0.{n}", Status.PUBLISHED, Status.ARCHIVED, "revision") for n in range(201)]
    assert [len(batch.revisions) for batch in guarded_batches(transitions)] == [100, 100, 1]


def test_an_illegal_transition_gets_no_call() -> None:
    with pytest.raises(KeyError):
        guarded_batches([Transition("1.0.0", Status.DISPOSED, Status.PUBLISHED, "revision")])
