"""One step of each transition of a package, sent in rounds until every version is accounted for.

A round sends the batches, and reads the truth once if AWS said of any version anything but that it was done. Then:

    the version is          and AWS                                        becomes
    as desired              said anything, or nothing                      Applied: the answer was lost, or late
    as planned              said no to this version                        Refused
    as planned              skipped it, was busy, or the answer was lost   sent again, without those that are settled
    neither                 said anything, or nothing                      Conflict, left alone

A batch that settled none of its versions is sent once more and no more often, so each round makes progress or ends.
Nothing here relies on a batch being carried out as a whole, nor on its not being so.

A call that AWS denies is not tried again with other versions; calls of another kind go on, since a caller may well be
allowed the one and not the other. Where AWS asks to slow down after every retry, or the credentials are no good,
nothing more is sent.

Source: AWS CodeArtifact User Guide, "Update package version status": one failure skips all other versions, which "is
not guaranteed in the API contract".

Undocumented (Q5): a change of status leaves the revision alone. Otherwise a change whose answer was lost is a Conflict.
Undocumented (Q6): a list shows what calls have changed as soon as these were answered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.apply.outcomes import conflict, not_attempted, passed_over, refused, unknown
from packagestate.provider.gateway import (
    AccessDeniedError,
    CredentialsError,
    FailedVersion,
    Gateway,
    GatewayError,
    InvalidRequestError,
    ThrottledError,
)
from packagestate.provider.plan.model import Batch, Call, ObservedVersion, Transition
from packagestate.provider.plan.transitions import first_call
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.status import Status

Cut = Callable[[Iterable[Transition]], tuple[Batch, ...]]

# Sent again, the call would be answered alike; and unless an earlier attempt was lost, it was not carried out.
_FINAL = (AccessDeniedError, InvalidRequestError, ThrottledError, CredentialsError)
_STOPPING = (ThrottledError, CredentialsError)

# Source: AWS CodeArtifact API reference, `PackageVersionErrorCode`: another version of the call failed.
_SKIPPED = "SKIPPED"


@dataclass(slots=True)
class _Round:
    """What one round was told.

    Attributes:
        sent: The batches that were sent.
        replies: What AWS said of each version that was sent; None where it said nothing.
        withheld: The versions that will not be sent because of an error before, and that error.
    """

    sent: list[Batch] = field(default_factory=list)
    replies: dict[str, ObservedVersion | FailedVersion | GatewayError | None] = field(default_factory=dict)
    withheld: dict[str, GatewayError] = field(default_factory=dict)


@dataclass(slots=True)
class _Progress:
    """How far the step has come.

    Attributes:
        pending: The versions that are not accounted for.
        outcomes: The others, and what became of them.
        stalled: The pending versions that were in a batch which settled none of its versions.
    """

    pending: dict[str, Transition]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    stalled: set[str] = field(default_factory=set)

    def settle(self, outcome_of: Callable[[Transition], Outcome | None]) -> None:
        """Account for every pending version of which there is an outcome."""
        for version, transition in tuple(self.pending.items()):
            if (outcome := outcome_of(transition)) is not None:
                self.outcomes[version] = outcome
                del self.pending[version]


def carry_out(
    gateway: Gateway, coordinates: Coordinates, transitions: Iterable[Transition], cut: Cut
) -> dict[str, Outcome]:
    """Carry out one step of each transition.

    Args:
        gateway: Where the calls are made.
        coordinates: The package.
        transitions: Legal transitions, each version once.
        cut: Makes the batches of the step, which leave out none: `guarded_batches` or `delete_batches`.

    Returns:
        Version and what became of its step. A version to be deleted that is absent is `Applied`, whatever the step.
    """
    progress = _Progress({transition.version: transition for transition in transitions})
    while progress.pending:
        _carry_out_round(gateway, coordinates, cut(progress.pending.values()), progress)
    return progress.outcomes


def _carry_out_round(
    gateway: Gateway, coordinates: Coordinates, batches: tuple[Batch, ...], progress: _Progress
) -> None:
    told = _send(gateway, coordinates, batches)
    progress.settle(lambda transition: _as_told(transition, told))
    if not progress.pending:
        return
    try:
        truth = {version.version: version for version in gateway.list_versions(coordinates) or ()}
    except GatewayError as error:
        unreadable = error
        progress.settle(lambda transition: _unread(transition, told, unreadable))
        return
    progress.settle(lambda transition: _as_found(transition, told, truth.get(transition.version)))
    given_up = _without_progress(told, progress)
    progress.settle(lambda transition: _given_up(transition, told, truth) if transition.version in given_up else None)


def _send(gateway: Gateway, coordinates: Coordinates, batches: tuple[Batch, ...]) -> _Round:
    """Send the batches, in order, up to an error that calls for a look at the truth first."""
    told = _Round()
    denied: dict[Call, GatewayError] = {}
    for position, batch in enumerate(batches):
        versions = _versions(batch)
        if batch.call in denied:
            told.withheld |= dict.fromkeys(versions, denied[batch.call])
            continue
        told.sent.append(batch)
        try:
            answer = gateway.write(coordinates, batch)
        except GatewayError as error:
            told.replies |= dict.fromkeys(versions, error)
            if isinstance(error, AccessDeniedError):
                denied[batch.call] = error
            elif isinstance(error, _STOPPING):
                unsent = (version for later in batches[position + 1 :] for version in _versions(later))
                told.withheld |= dict.fromkeys(unsent, error)
                break
            elif not isinstance(error, InvalidRequestError):
                break
        else:
            told.replies |= dict.fromkeys(versions)
            told.replies |= {failed.version: failed for failed in answer.failed}
            told.replies |= {done.version: done for done in answer.succeeded if done.status is batch.after}
    return told


def _as_told(transition: Transition, told: _Round) -> Outcome | None:
    """What became of a version where the round alone says it."""
    if transition.version in told.withheld:
        return not_attempted(transition, told.withheld[transition.version])
    match told.replies.get(transition.version):
        case ObservedVersion() as done:
            return _applied(transition, done)
        case GatewayError() as error if isinstance(error, _FINAL) and not error.uncertain:
            return refused(transition, error)
        case _:
            return None


def _as_found(transition: Transition, told: _Round, found: ObservedVersion | None) -> Outcome | None:
    """What became of a version that was read back; None where it is to be sent again."""
    if found is None:
        return _applied(transition, None) if transition.after is Status.DELETED else conflict(transition, None)
    if (found.status, found.revision) == (_goal(transition), transition.revision):
        return _applied(transition, found)
    if (found.status, found.revision) != (transition.before, transition.revision):
        return conflict(transition, found)
    match told.replies.get(transition.version):
        case FailedVersion() as failed if failed.code != _SKIPPED:
            return refused(transition, failed, found)
        case GatewayError() as error if isinstance(error, _FINAL):
            return refused(transition, error, found)
        case _:
            return None


def _unread(transition: Transition, told: _Round, unreadable: GatewayError) -> Outcome:
    """What can be said of a version that could not be read back."""
    if transition.version not in told.replies:
        return not_attempted(transition, unreadable)
    match told.replies[transition.version]:
        case FailedVersion() as failed:
            return refused(transition, failed)
        case GatewayError() as error if not error.uncertain:
            return refused(transition, error)
        case _:
            return unknown(transition, unreadable)


def _given_up(transition: Transition, told: _Round, truth: dict[str, ObservedVersion]) -> Outcome:
    """What became of a version that is as it was after it was sent twice."""
    found = truth[transition.version]
    match told.replies[transition.version]:
        case FailedVersion() | GatewayError() as reason:
            return refused(transition, reason, found)
        case _:
            return passed_over(transition, found)


def _without_progress(told: _Round, progress: _Progress) -> set[str]:
    """The versions of batches that settled none of theirs for the second time; those of the first time are noted."""
    unsettled = [versions for batch in told.sent if (versions := _versions(batch)) <= progress.pending.keys()]
    given_up = {version for versions in unsettled if versions <= progress.stalled for version in versions}
    progress.stalled |= set().union(*unsettled)
    return given_up


def _applied(transition: Transition, found: ObservedVersion | None) -> Outcome:
    present = None if found is None or found.status is Status.DELETED else found
    return Outcome(transition, Result.APPLIED, observed=present)


def _goal(transition: Transition) -> Status:
    """The status after the first step."""
    return Status.DISPOSED if first_call(transition) is Call.DISPOSE else transition.after


def _versions(batch: Batch) -> set[str]:
    return {version for version, _ in batch.revisions}
