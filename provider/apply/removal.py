"""Deleting a whole package, and disposing what a removed package leaves, as the plan says and not otherwise.

`dispose` is nothing but guarded transitions. `delete` ends in DeletePackage, which has no guard and drops the origin
configuration too, so it is fenced:

1. the origin configuration, which must still be the planned one, is set to block everything, so that nothing enters;
2. the versions are listed: a version, or a revision, that the plan does not name ends the deletion;
3. all are disposed, guarded by status and revision;
4. where any was, they are listed again: all must be disposed, and none new;
5. the package is deleted;
6. the origin configuration that is declared, if there is one, is put again.

A deletion that is refused before step 5, by what the package holds, by a lost race or by AWS, puts the origin
configuration back as it was. One that a failure ends, or that dies, leaves the package fenced, which is the safe side;
the next run goes on from there. A package that is already gone, at whatever step, is deleted.

A version that CodeArtifact is still fetching from upstream is not listed until minutes later: step 2 cannot see it.

Source: AWS CodeArtifact User Guide, "Delete a package or package version" and "Working with upstream repositories".

Undocumented (Q5): disposing leaves the revision alone, and step 4 finds the revisions of step 3. Otherwise a deletion
ends before step 5 and says what the package holds.
Undocumented (Q6): the list of step 4 shows what step 3 has changed. Otherwise a deletion ends there too.
"""

from collections.abc import Iterable
from dataclasses import replace

from packagestate.provider.apply.apply import apply
from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.apply.outcomes import REVIEW_AGAIN, failures
from packagestate.provider.configuration.advice import engine_command
from packagestate.provider.gateway import AbsentError, AccessDeniedError, Gateway, GatewayError, InvalidRequestError
from packagestate.provider.plan.model import Changes, ObservedVersion, PackageDeletion, Transition
from packagestate.provider.plan.removals import FENCE
from packagestate.provider.plan.words import counted
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration
from packagestate.schemas.errors import OutcomeError, PackageStateError
from packagestate.schemas.status import Status


class InterruptedRemovalError(OutcomeError):
    """A failure ended the deletion, and not a refusal: it goes on when it is run again."""


def remove(gateway: Gateway, coordinates: Coordinates, changes: Changes) -> None:
    """Do what the plan says about a package that is no longer declared, or declared as deleted.

    Args:
        gateway: Where the calls are made; not asked at all where nothing is to be done.
        coordinates: The package.
        changes: What was planned.

    Raises:
        OutcomeError: Not everything was done; the next run plans the rest.
        GatewayError: AWS could not be asked what the package is; nothing was changed.
    """
    if changes.deletion is not None:
        _delete(gateway, coordinates, changes, changes.deletion)
    else:
        _dispose(gateway, coordinates, changes.transitions)


def _delete(gateway: Gateway, coordinates: Coordinates, changes: Changes, deletion: PackageDeletion) -> None:
    before = gateway.read_origin(coordinates)
    if before != deletion.before:
        if not gateway.list_versions(coordinates):
            return _open_again(gateway, coordinates, deletion)
        raise _stale(coordinates, before, deletion)
    is_fenced = before == FENCE
    try:
        if not is_fenced:
            gateway.put_origin(coordinates, FENCE)
            is_fenced = True
        _delete_fenced(gateway, coordinates, changes.transitions)
    except PackageStateError as error:
        if _is_refusal(error):
            what_became = _unfence(gateway, coordinates, before)
        else:
            what_became = _leave_fenced(gateway, coordinates, before, is_fenced=is_fenced)
        if what_became is not None:
            faults = (replace(fault, detail=f"{fault.detail}\n{what_became}") for fault in error.faults)
            raise OutcomeError(faults) from error
    return _open_again(gateway, coordinates, deletion)


def _delete_fenced(gateway: Gateway, coordinates: Coordinates, transitions: tuple[Transition, ...]) -> None:
    """Steps 2 to 5."""
    planned = {(each.version, each.revision) for each in transitions}
    left = gateway.list_versions(coordinates) or ()
    _require_none(coordinates, (each for each in left if (each.version, each.revision) not in planned))
    if outcomes := _dispose(gateway, coordinates, transitions):
        planned |= {(each.version, each.revision) for outcome in outcomes if (each := outcome.observed) is not None}
        left = gateway.list_versions(coordinates) or ()
    disposed = {ObservedVersion(version, Status.DISPOSED, revision) for version, revision in planned}
    _require_none(coordinates, (each for each in left if each not in disposed))
    try:
        gateway.delete_package(coordinates)
    except AbsentError:
        # Undocumented (Q14): an absent package is this error. Somebody else was faster.
        return


def _dispose(gateway: Gateway, coordinates: Coordinates, planned: Iterable[Transition]) -> tuple[Outcome, ...]:
    """Dispose what was not Disposed when the plan was made, guarded by the status and revision of then."""
    transitions = tuple(replace(each, after=Status.DISPOSED) for each in planned if each.before is not Status.DISPOSED)
    outcomes = apply(gateway, coordinates, Changes(transitions))
    if faults := failures(coordinates, map(_absent_is_applied, outcomes)):
        was_lost = any(outcome.result is Result.UNKNOWN for outcome in outcomes)
        raise (InterruptedRemovalError if was_lost else OutcomeError)(faults)
    return outcomes


def _absent_is_applied(outcome: Outcome) -> Outcome:
    """A version that is gone has nothing to dispose: that is no conflict in a deletion."""
    gone = outcome.result is Result.CONFLICT and outcome.observed is None
    return replace(outcome, result=Result.APPLIED) if gone else outcome


def _open_again(gateway: Gateway, coordinates: Coordinates, deletion: PackageDeletion) -> None:
    """Step 6."""
    if deletion.after is None:
        return
    try:
        gateway.put_origin(coordinates, deletion.after)
    except GatewayError as error:
        raise OutcomeError.of(
            "Origin configuration is not put again",
            f"`{coordinates.written}` ({coordinates.format}) in `{coordinates.repository}` was deleted, and with it "
            f"its origin configuration. `{deletion.after}` is declared, and may not be in force: versions may be "
            f"published or fetched from upstream meanwhile. {error.fault.detail}",
            f"run {engine_command('up')} again: it puts what is declared",
        ) from error


def _stale(coordinates: Coordinates, found: OriginConfiguration | None, deletion: PackageDeletion) -> OutcomeError:
    return OutcomeError.of(
        "Plan is stale",
        f"`{coordinates.written}` ({coordinates.format}) in `{coordinates.repository}` was to be deleted. Its origin "
        f"configuration is `{found or 'unknown'}`, but the plan was made for `{deletion.before or 'unknown'}`. "
        "Somebody changed it since, so the package was left untouched.",
        REVIEW_AGAIN,
    )


def _require_none(coordinates: Coordinates, unknown: Iterable[ObservedVersion]) -> None:
    """Raise where the package holds a version, at a revision or in a status, that was not planned for."""
    listed = ", ".join(f"{each.version} (`{each.status}`, revision `{each.revision}`)" for each in unknown)
    if listed:
        raise OutcomeError.of(
            "Package holds what the plan does not name",
            f"`{coordinates.written}` ({coordinates.format}) in `{coordinates.repository}` holds {listed}. Deleting "
            "the package would delete this unseen, so the package was not deleted.",
            REVIEW_AGAIN,
        )


def _is_refusal(error: PackageStateError) -> bool:
    """Whether somebody said no, so that running it again alone changes nothing."""
    match error:
        case AccessDeniedError() | InvalidRequestError():
            return not error.uncertain
        case InterruptedRemovalError() | GatewayError():
            return False
        case _:
            return True


def _leave_fenced(
    gateway: Gateway, coordinates: Coordinates, before: OriginConfiguration | None, *, is_fenced: bool
) -> str | None:
    """Say that the package stays fenced until the deletion goes on; None where it is gone."""
    try:
        left = gateway.list_versions(coordinates) or ()
        found = gateway.read_origin(coordinates)
    except GatewayError:
        pass  # What ended the deletion may well go on.
    else:
        if found is None and not left:
            return None
        if is_fenced and found != FENCE:
            return (
                "The package was deleted, or somebody took the fence away, and it was left as it is now: it holds "
                f"{counted(len(left), 'version')}, and its origin configuration is `{found or 'unknown'}`."
            )
        if found not in {before, FENCE, None}:
            return (
                f"Somebody else has changed its origin configuration meanwhile: it is `{found}` now, and it becomes "
                f"`{FENCE}` if AWS carries out the lost call later. Run {engine_command('preview')} to see what is so."
            )
    return (
        f"The package stays fenced meanwhile: its origin configuration is `{FENCE}`, or will be, and it was "
        f"`{before or 'unknown'}`. Run {engine_command('up')} again, and the deletion goes on."
    )


def _unfence(gateway: Gateway, coordinates: Coordinates, before: OriginConfiguration | None) -> str | None:
    """Put the origin configuration back, and say what it is now; None where the package is gone."""
    try:
        found = gateway.read_origin(coordinates)
        if found == FENCE != before and before is not None:
            gateway.put_origin(coordinates, before)
            return f"Its origin configuration was put back to `{before}`."
        if found is None and not gateway.list_versions(coordinates):
            return None
    except GatewayError as error:
        return (
            f"Its origin configuration may still be `{FENCE}`, and could not be put back to `{before or 'unknown'}`. "
            f"{error.fault.detail}"
        )
    if before == FENCE:
        return (
            f"Its origin configuration was `{FENCE}` when the deletion began, and was left so. If a deletion that was "
            "interrupted had set it, what it was before is not known."
        )
    return f"Its origin configuration is `{found or 'unknown'}`."
