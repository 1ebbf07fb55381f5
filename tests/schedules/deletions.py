"""What may happen while a package is deleted as a whole, because the plan says so: only inside of the fence."""

from collections.abc import Collection, Iterator

from packagestate.provider.plan.model import ObservedVersion, PackageDeletion
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.status import Status
from tests.schedules.expectation import FENCE, Expectation
from tests.schedules.findings import Finding, Kind

# What ends a deletion: by a failure, after which nobody knows what is, or by a refusal.
_FAILURES = frozenset({"No answer", "Outcome is unknown", "CodeArtifact failed", "Answer is not CodeArtifact's"})
_REFUSALS = frozenset({"Package holds what the plan does not name", "Plan is stale"})

Origins = Collection[OriginConfiguration | None]


def judge_version(
    expectation: Expectation, origins: Origins, was: ObservedVersion, target: Status
) -> Iterator[Finding]:
    """One version was changed: it may be disposed only, from what the plan names, and inside of the fence.

    Args:
        expectation: What may happen.
        origins: The origin configurations that were in force since the hook began.
        was: The version before.
        target: What became of it.
    """
    what, move = f"{expectation.package} {was.version}", expectation.moves.get(was.version)
    if move is None or target is not Status.DISPOSED:
        yield Finding(Kind.UNDECLARED, f"{what} became {target}, which no plan said; planned was {move}")
        return
    if (was.status, was.revision) != (move.before, move.revision):
        yield Finding(
            Kind.LOST,
            f"{what} became {target} from {was.status} at {was.revision}, planned from {move.before} at "
            f"{move.revision}",
        )
    if not _is_fenced(expectation, origins):
        yield Finding(Kind.UNDECLARED, f"{what} was disposed outside of the fence")
    unplanned = expectation.listed.keys() - expectation.moves.keys() if expectation.listed is not None else {"all"}
    if unplanned:
        yield Finding(Kind.LOST, f"{what} was disposed although nobody planned for {', '.join(sorted(unplanned))}")


def judge_package(expectation: Expectation, origins: Origins) -> Iterator[Finding]:
    """The package was deleted: what is left of it must have been looked at, and planned for."""
    name = expectation.package
    if expectation.deletion is None:
        yield Finding(Kind.UNDECLARED, f"{name} was deleted as a whole")
        return
    if not _is_fenced(expectation, origins):
        yield Finding(Kind.UNDECLARED, f"{name} was deleted without a fence")
    if not expectation.listed_since_change:
        yield Finding(Kind.LOST, f"{name} was deleted without a look at what is left of it")
    planned = {(each.version, each.revision) for each in expectation.moves.values()}
    for each in (expectation.listed or {}).values():
        if (each.version, each.revision) not in planned or each.status is not Status.DISPOSED:
            yield Finding(Kind.LOST, f"{name} was deleted with {each}, which was not to be deleted")


def judge_origin(expectation: Expectation, deletion: PackageDeletion, after: OriginConfiguration) -> Iterator[Finding]:
    """The origin configuration was put: the fence, what it was before, or what is declared for afterwards."""
    what, known = f"{expectation.package}: `{after}` was put", expectation.known_origin
    is_gone = expectation.is_deleted or (expectation.listed is not None and not expectation.listed)
    if is_gone and after == deletion.after:
        return
    if after not in {FENCE, deletion.before}:
        yield Finding(Kind.UNDECLARED, f"{what} in the deletion `{deletion}`")
    # botocore itself puts again what was put, where the answer was lost.
    elif known not in {after, deletion.before if after == FENCE else FENCE}:
        yield Finding(Kind.LOST, f"{what} over `{known}`, in the deletion `{deletion}`")


def _is_fenced(expectation: Expectation, origins: Origins) -> bool:
    """Whether the hook has put the fence, or found it, and it was in force; somebody else may have opened it again."""
    return expectation.known_origin == FENCE and FENCE in origins


def judge_end(expectation: Expectation, error: Exception, *, is_fenced: bool) -> Iterator[Finding]:
    """A deletion ended with an error: a refusal opens the fence again, and a failure keeps it.

    Args:
        expectation: What might happen.
        error: What the hook said.
        is_fenced: Whether the package is there, and we have fenced it, now or earlier, and nobody opened it again.
    """
    summaries = {fault.summary for fault in getattr(error, "faults", ())}
    if summaries & _FAILURES:
        if expectation.has_opened:
            yield Finding(Kind.LOST, f"{expectation.package} was opened again after a failure: {error}")
    # What an earlier deletion put is not in the plan of this one to be taken away; the next run tells of it.
    elif expectation.has_fenced and is_fenced and summaries & _REFUSALS and "could not be put back" not in str(error):
        yield Finding(Kind.LOST, f"{expectation.package} stays fenced after a refusal: {error}")
