"""From transitions to API calls: the fewest calls that can carry them, each with one status before and one after.

What is sent when, and what an answer means, is for `provider.apply.apply` to decide.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from packagestate.provider.plan.model import Batch, Call, Transition
from packagestate.provider.plan.transitions import first_call
from packagestate.schemas.status import Status

#: The most versions that one call carries.
#: Source: AWS CodeArtifact API reference, `versions` of UpdatePackageVersionsStatus, DisposePackageVersions and
#: DeletePackageVersions. The SDK does not check it.
BATCH_LIMIT = 100

# What protects goes first: a run that dies has then done the more urgent part.
_URGENCY = {
    status: rank
    for rank, status in enumerate(
        (Status.DISPOSED, Status.ARCHIVED, Status.UNLISTED, Status.PUBLISHED, Status.DELETED, Status.UNFINISHED)
    )
}

_Group = tuple[Call, Status, Status]


def guarded_batches(transitions: Iterable[Transition]) -> tuple[Batch, ...]:
    """The calls that AWS guards by status and by revision: every Update and every Dispose.

    A transition to Deleted of a version that is not yet Disposed is here with its first step, which shares a call with
    the disposals of versions that stay Disposed.

    Args:
        transitions: Legal transitions of one package, each version once, in any order.

    Returns:
        The batches, most urgent first: Dispose, then Archive, Unlist and Publish.

    Raises:
        KeyError: A transition is illegal.
    """
    steps = ((transition, first_call(transition)) for transition in transitions)
    return _batches((_guarded_group(transition, call), transition) for transition, call in steps if call != Call.DELETE)


def delete_batches(transitions: Iterable[Transition]) -> tuple[Batch, ...]:
    """The calls that delete: the last step of every transition to Deleted.

    Args:
        transitions: Legal transitions of one package, each version once, in any order.

    Returns:
        The batches. All expect Disposed, and carry the revisions for those who read back: the API takes none.
    """
    group = (Call.DELETE, Status.DISPOSED, Status.DELETED)
    return _batches((group, transition) for transition in transitions if transition.after is Status.DELETED)


def _guarded_group(transition: Transition, call: Call) -> _Group:
    """What the versions of one guarded call have in common."""
    return call, transition.before, Status.DISPOSED if call is Call.DISPOSE else transition.after


def _batches(steps: Iterable[tuple[_Group, Transition]]) -> tuple[Batch, ...]:
    """Group steps by what one call can carry, and cut the groups at the limit."""
    groups: defaultdict[_Group, list[tuple[str, str]]] = defaultdict(list)
    for group, transition in steps:
        groups[group].append((transition.version, transition.revision))
    return tuple(
        Batch(call, before, after, revisions)
        for call, before, after in sorted(groups, key=_order)
        for revisions in _cut(sorted(groups[call, before, after]))
    )


def _cut(revisions: list[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    """Slices of at most `BATCH_LIMIT`."""
    for start in range(0, len(revisions), BATCH_LIMIT):
        yield tuple(revisions[start : start + BATCH_LIMIT])


def _order(group: _Group) -> tuple[int, int]:
    """Most urgent first; the call follows from the status after."""
    _, before, after = group
    return _URGENCY[after], _URGENCY[before]
