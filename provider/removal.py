"""What becomes of a package's versions in AWS when nobody declares the package any more.

`dispose` is nothing but guarded transitions. `delete` ends in DeletePackage, which has no guard and drops the origin
configuration too, so it is fenced:

1. the origin configuration is set to block everything, so that nothing enters any more;
2. the versions are listed: a version, or a revision, that the state does not know ends the removal;
3. all are disposed, guarded by status and revision;
4. where any was, they are listed again: all must be disposed, and none new;
5. the package is deleted.

A removal that is refused before step 5, by what the package holds, by a lost race or by AWS, puts the origin
configuration back as it was. One that a failure ends, or that dies, leaves the package fenced, which is the safe side;
the next one goes on from there, but cannot know what the configuration was, and says so. A package that is already
gone, at whatever step, is removed.

A version that CodeArtifact is still fetching from upstream is not listed until minutes later: step 2 cannot see it.

Source: AWS CodeArtifact User Guide, "Delete a package or package version" and "Working with upstream repositories".
"""

from collections.abc import Iterable
from dataclasses import replace

from provider.apply import apply
from provider.gateway import AccessDeniedError, Gateway, GatewayError, InvalidRequestError
from provider.outcomes import failures
from provider.plan.model import Changes, ObservedVersion, Outcome, Result, Transition
from schemas.coordinates import Coordinates
from schemas.desired import OriginConfiguration, Restriction
from schemas.errors import OutcomeError, PackageStateError
from schemas.status import Status

_FENCE = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)
_REFRESH = "run `pulumi refresh`, review what the package is now, and remove it again"
_KNOWN_ONLY = (
    "declare these versions and run `pulumi up`, or set `onRemoval` to `dispose` or `retain`; then remove the package"
)


class InterruptedRemovalError(OutcomeError):
    """A failure ended the removal, and not a refusal: it goes on when it is run again."""


def dispose(gateway: Gateway, coordinates: Coordinates, recorded: tuple[ObservedVersion, ...]) -> None:
    """Dispose the recorded versions, and no others. A version that is absent needs nothing.

    Args:
        gateway: Where the calls are made.
        coordinates: The package.
        recorded: The versions as the state has them; `Deleted` where a version was absent.

    Raises:
        OutcomeError: Not every version is disposed, or absent; the next run goes on.
    """
    _dispose(gateway, coordinates, (version for version in recorded if version.status is not Status.DELETED))


def delete(gateway: Gateway, coordinates: Coordinates, recorded: tuple[ObservedVersion, ...]) -> None:
    """Delete the package, if it holds only what the state knows.

    Args:
        gateway: Where the calls are made.
        coordinates: The package.
        recorded: The versions as the state has them; `Deleted` where a version was absent.

    Raises:
        OutcomeError: The package was not deleted; the faults say how far it came, and whether it is still fenced.
        GatewayError: AWS could not be asked what the package is; nothing was changed.
    """
    before = gateway.read_origin(coordinates)
    if before is None:
        return
    try:
        if before != _FENCE:
            gateway.put_origin(coordinates, _FENCE)
        _delete_fenced(gateway, coordinates, recorded)
    except PackageStateError as error:
        end = _unfence if _is_refusal(error) else _leave_fenced
        what_became = end(gateway, coordinates, before)
        if what_became is not None:
            faults = (replace(fault, detail=f"{fault.detail}\n{what_became}") for fault in error.faults)
            raise OutcomeError(faults) from error


def _delete_fenced(gateway: Gateway, coordinates: Coordinates, recorded: tuple[ObservedVersion, ...]) -> None:
    """Steps 2 to 5."""
    known = {(version.version, version.revision) for version in recorded}
    found = gateway.list_versions(coordinates) or ()
    _require_none(coordinates, (each for each in found if (each.version, each.revision) not in known))
    if outcomes := _dispose(gateway, coordinates, found):
        known |= {(each.version, each.revision) for outcome in outcomes if (each := outcome.observed) is not None}
        disposed = {ObservedVersion(version, Status.DISPOSED, revision) for version, revision in known}
        _require_none(coordinates, (each for each in gateway.list_versions(coordinates) or () if each not in disposed))
    gateway.delete_package(coordinates)


def _dispose(gateway: Gateway, coordinates: Coordinates, versions: Iterable[ObservedVersion]) -> tuple[Outcome, ...]:
    """Dispose what is not, guarded by the status and revision given."""
    transitions = tuple(
        Transition(version.version, version.status, Status.DISPOSED, version.revision)
        for version in versions
        if version.status is not Status.DISPOSED
    )
    outcomes = apply(gateway, coordinates, Changes(transitions))
    if faults := failures(coordinates, map(_absent_is_applied, outcomes), review_again=_REFRESH):
        was_lost = any(outcome.result is Result.UNKNOWN for outcome in outcomes)
        raise (InterruptedRemovalError if was_lost else OutcomeError)(faults)
    return outcomes


def _absent_is_applied(outcome: Outcome) -> Outcome:
    """Who finds a version gone has nothing to dispose: that is no conflict in a removal."""
    gone = outcome.result is Result.CONFLICT and outcome.observed is None
    return replace(outcome, result=Result.APPLIED) if gone else outcome


def _require_none(coordinates: Coordinates, unknown: Iterable[ObservedVersion]) -> None:
    """Raise where the package holds a version, or a revision, that the state does not know."""
    listed = ", ".join(f"{each.version} (`{each.status}`, revision `{each.revision}`)" for each in unknown)
    if listed:
        raise OutcomeError.of(
            "Package holds what the state does not know",
            f"`{coordinates.written}` ({coordinates.format}) in `{coordinates.repository}` holds {listed}. Deleting "
            "the package would delete this unseen, so the package was not deleted.",
            _KNOWN_ONLY,
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


def _leave_fenced(gateway: Gateway, coordinates: Coordinates, before: OriginConfiguration) -> str | None:
    """Say that the package stays fenced until the removal goes on; None where it is gone."""
    try:
        if gateway.read_origin(coordinates) is None:
            return None
    except GatewayError:
        pass  # What ended the removal may well go on.
    return (
        f"The package stays fenced meanwhile: its origin configuration is `{_FENCE}`, or will be, and it was "
        f"`{before}`. Run it again, and the removal goes on."
    )


def _unfence(gateway: Gateway, coordinates: Coordinates, before: OriginConfiguration) -> str | None:
    """Put the origin configuration back, and say what it is now; None where the package is gone."""
    try:
        found = gateway.read_origin(coordinates)
        if found == _FENCE != before:
            gateway.put_origin(coordinates, before)
            return f"Its origin configuration was put back to `{before}`."
    except GatewayError as error:
        return (
            f"Its origin configuration may still be `{_FENCE}`, and could not be put back to `{before}`. "
            f"{error.fault.detail}"
        )
    if found is None:
        return None
    if before == _FENCE:
        return (
            f"Its origin configuration was `{_FENCE}` when the removal began, and was left so. If a removal that was "
            "interrupted had set it, what it was before is not known."
        )
    return f"Its origin configuration is `{found}`."
