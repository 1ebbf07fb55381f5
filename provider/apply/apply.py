"""Carrying out the planned changes of one package, each guarded by what it was planned from.

The order: the origin configuration is tightened, the versions change, the origin configuration is loosened. So nothing
enters a package that it was not planned for, whatever the moment at which a run dies. The steps are:

1. where the origin configuration changes, it is read, and its `BLOCK` parts are put if they are not in force; did
   somebody else change it, or does AWS refuse, then nothing else is attempted;
2. Dispose, Archive, Unlist and Publish, in this order; a version to be deleted is disposed first, which is the call
   that AWS guards by revision;
3. Delete, of what is `Disposed`: AWS guards it by this status only;
4. its `ALLOW` parts are put, if there are any, and only if every version became what was planned.

A lost race, a refusal and a lost answer are outcomes, not errors, and no step relies on another having been carried out
in an earlier run. What an answer means is for `provider.apply.rounds` to decide, how the origin configuration
is guarded, for `provider.apply.origin`; removal is in `provider.apply.removal`.

Source: AWS CodeArtifact API reference, DeletePackageVersions: it takes `expectedStatus`, and no `versionRevisions`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from packagestate.provider.apply.origin import hold, loosen, tighten, tightens
from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.apply.outcomes import failures, not_attempted
from packagestate.provider.apply.rounds import carry_out
from packagestate.provider.gateway import Gateway
from packagestate.provider.plan.batches import delete_batches, guarded_batches
from packagestate.provider.plan.model import Changes, ObservedVersion, Transition
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import OutcomeError
from packagestate.schemas.status import Status

_NOT_TIGHTENED = "The origin configuration comes first, and could not be tightened as planned."


def apply(gateway: Gateway, coordinates: Coordinates, changes: Changes) -> tuple[Outcome, ...]:
    """Carry out the changes of one package.

    Args:
        gateway: Where the calls are made.
        coordinates: The package.
        changes: What was planned.

    Returns:
        Exactly one outcome for each transition, in the plan's order, then one for the change of the origin
        configuration, if there is one.
    """
    transitions, change = changes.transitions, changes.origin
    if change is None:
        return _change_versions(gateway, coordinates, transitions)
    if not transitions and not tightens(change):
        return (loosen(gateway, coordinates, change),)
    tightening = tighten(gateway, coordinates, change)
    if tightening.result is not Result.APPLIED:
        return (*(not_attempted(each, _NOT_TIGHTENED) for each in transitions), tightening)
    outcomes = _change_versions(gateway, coordinates, transitions)
    if all(outcome.result is Result.APPLIED for outcome in outcomes):
        return (*outcomes, loosen(gateway, coordinates, change))
    return (*outcomes, hold(change))


def require_applied(coordinates: Coordinates, outcomes: Iterable[Outcome]) -> None:
    """Make sure that every change was applied.

    Args:
        coordinates: The package.
        outcomes: What became of its changes.

    Raises:
        OutcomeError: Some were not: it lists them all, and says how many were.
    """
    if faults := failures(coordinates, outcomes):
        raise OutcomeError(faults)


def _change_versions(
    gateway: Gateway, coordinates: Coordinates, transitions: tuple[Transition, ...]
) -> tuple[Outcome, ...]:
    """Carry out the transitions: first every guarded step, then every deletion."""
    guarded = carry_out(
        gateway, coordinates, (each for each in transitions if each.before is not Status.DISPOSED), guarded_batches
    )
    to_delete = (each for each in transitions if each.after is Status.DELETED)
    disposed = {each.version: step for each in to_delete if (step := _as_disposed(each, guarded)) is not None}
    deleted = carry_out(gateway, coordinates, disposed.values(), delete_batches)
    return tuple(
        _with_what_was_done(each, disposed[each.version], deleted[each.version])
        if each.version in disposed
        else guarded[each.version]
        for each in transitions
    )


def _as_disposed(transition: Transition, guarded: Mapping[str, Outcome]) -> Transition | None:
    """The last step of a deletion; None where the version was not disposed, or is absent."""
    if transition.before is Status.DISPOSED:
        return transition
    match guarded[transition.version]:
        case Outcome(result=Result.APPLIED, observed=ObservedVersion(revision=revision)):
            return replace(transition, before=Status.DISPOSED, revision=revision)
        case _:
            return None


def _with_what_was_done(transition: Transition, step: Transition, outcome: Outcome) -> Outcome:
    """The outcome of a deletion, which may have failed after the version was disposed."""
    if outcome.result is Result.APPLIED or transition.before is Status.DISPOSED:
        return replace(outcome, change=transition)
    detail = f"It was disposed, to be deleted next. {outcome.detail}"
    left = ObservedVersion(step.version, Status.DISPOSED, step.revision)
    return replace(outcome, change=transition, detail=detail, observed=outcome.observed or left)
