"""What becomes of each version that a plan changed, when the plan is to be reverted. Pure.

The rules, for a version that the plan brought from `before` to `after` at a revision. It goes back by a manifest that
declares `before`: the next run then plans that transition.

    AWS has it as                 a manifest declares   becomes
    before, at the revision       after                 edited, so that no run changes it after all
    before, at the revision       nothing               added, where its removal was planned; else nothing
    before, at the revision       anything else         nothing
    after, Disposed or Deleted    any                   lost
    after, at the revision        after                 edited, and goes back
    after, at the revision        before                goes back already
    after, at the revision        nothing               added, and goes back
    after, at the revision        anything else         lost: somebody decided otherwise since
    anything else                 any                   lost: it moved since
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from packagestate.provider.plan.changes import ORIGIN_KEY, PACKAGE_KEY, deletion_line, origin_line
from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, OriginChange, Transition
from packagestate.provider.plan.snapshots import is_superseded
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OriginConfiguration
from packagestate.schemas.errors import Place
from packagestate.schemas.fitness import can_be_a_version
from packagestate.schemas.status import DECLARABLE, Status
from packagestate.schemas.version_order import version_order


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that the plan changed and that does not go back.

    Attributes:
        subject: The version, `origin configuration` or `whole package`.
        change: What the plan did.
        reason: Why it does not go back, and what else can be done.
        place: Where a manifest stands in the way, before any edit; None where none does.
    """

    subject: str
    change: str
    reason: str
    place: Place | None = None


@dataclass(slots=True)
class Decision:
    """What becomes of one package.

    Attributes:
        coordinates: The package.
        going_back: The versions that go back, as the next run does it: from the plan's result to what was before.
        origin: The same of the origin configuration; None where it does not go back.
        restated: The status before, by the versions whose entries are edited.
        restated_origin: The origin configuration before, where its entry is edited; None where it is not.
        added: The versions for which there is no entry yet, with the status before.
        lost: What does not go back.
        kept_count: How many versions are in AWS as they were before the plan.
    """

    coordinates: Coordinates
    going_back: list[Transition] = field(default_factory=list)
    origin: OriginChange | None = None
    restated: dict[str, Status] = field(default_factory=dict)
    restated_origin: OriginConfiguration | None = None
    added: list[ObservedVersion] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    kept_count: int = 0


def decide(
    changes: Changes, observed: ObservedPackage, desired: DesiredPackage | None, *, is_removal: bool
) -> Decision:
    """Decide what becomes of one package.

    Args:
        changes: What the plan did to it.
        observed: The package as AWS has it, with its origin configuration where the plan changed that.
        desired: What the manifests say about it; None where they do not name it.
        is_removal: Whether the plan removed it because no manifest declared it any more.

    Returns:
        The decision, its versions in the order in which people read them.
    """
    decision = Decision(observed.coordinates)
    found = {version.version: version for version in observed.versions}
    declared = {version.version: version for version in desired.versions} if desired else {}
    for transition in sorted(
        changes.transitions, key=lambda each: version_order(each.version, observed.coordinates.format)
    ):
        version = found.get(transition.version)
        if desired and desired.deletion and version and version.status is not Status.DISPOSED:
            reason = "a manifest declares the whole package `Deleted`: take that out first"
            decision.lost.append(_lost(transition, reason, desired.deletion.place))
        elif version == ObservedVersion(transition.version, transition.before, transition.revision):
            _keep(decision, transition, declared.get(transition.version), is_removal=is_removal)
        elif version == ObservedVersion(transition.version, transition.after, transition.revision):
            _go_back(decision, transition, declared.get(transition.version))
        else:
            decision.lost.append(_lost(transition, _moved(transition, version)))
    if changes.origin is not None:
        _decide_origin(decision, changes.origin, observed.origin, desired.origin if desired else None)
    if changes.deletion is not None and not observed.versions:
        reason = "the package was deleted, with its origin configuration"
        decision.lost.append(Lost(PACKAGE_KEY, deletion_line(changes.deletion), reason))
    return decision


def _keep(decision: Decision, transition: Transition, declared: DesiredVersion | None, *, is_removal: bool) -> None:
    """What becomes of a version that is as it was before the plan: no run is to change it after all."""
    is_pending = is_removal if declared is None else declared.status is transition.after
    if is_pending and (reason := _undeclarable(decision.coordinates, transition)):
        decision.lost.append(_lost(transition, reason, declared.place if declared else None))
        return
    decision.kept_count += 1
    if is_pending:
        _declare(decision, transition, declared)


def _go_back(decision: Decision, transition: Transition, declared: DesiredVersion | None) -> None:
    """What becomes of a version that is what the plan made of it."""
    if reason := _irreversible(decision.coordinates, transition):
        decision.lost.append(_lost(transition, reason))
        return
    if reason := _contradicted(transition, declared):
        decision.lost.append(_lost(transition, reason, declared.place if declared else None))
        return
    decision.going_back.append(Transition(transition.version, transition.after, transition.before, transition.revision))
    if declared is None or declared.status is not transition.before:
        _declare(decision, transition, declared)


def _declare(decision: Decision, transition: Transition, declared: DesiredVersion | None) -> None:
    """Have a manifest declare the status before."""
    if declared is None:
        decision.added.append(ObservedVersion(transition.version, transition.before, transition.revision))
    else:
        decision.restated[transition.version] = transition.before


def _irreversible(coordinates: Coordinates, transition: Transition) -> str | None:
    """Why no run brings a version back; None where one does."""
    if transition.irreversible:
        return _moved(transition, ObservedVersion(transition.version, transition.after, transition.revision))
    if is_superseded(coordinates.format, transition.version, transition.after, transition.before):
        return "a build of a Maven snapshot: AWS unlists old builds itself, so no run publishes it again"
    return _undeclarable(coordinates, transition)


def _undeclarable(coordinates: Coordinates, transition: Transition) -> str | None:
    """Why no manifest can declare the status before; None where one can."""
    if transition.before not in DECLARABLE:
        return f"no manifest can declare `{transition.before}`"
    if not can_be_a_version(coordinates, transition.version):
        return "no manifest can name this version"
    return None


def _contradicted(transition: Transition, declared: DesiredVersion | None) -> str | None:
    """Why the manifests stand in the way; None where they do not."""
    if declared is None:
        return None
    if declared.status not in {transition.before, transition.after}:
        return f"a manifest declares it `{declared.status}` since"
    if declared.revision not in {None, transition.revision}:
        return "a manifest pins it to another revision"
    return None


def _moved(transition: Transition, now: ObservedVersion | None) -> str:
    """Why a version is lost that AWS has as something else."""
    if now is None:
        if transition.after is Status.DELETED:
            return "deleted: publish it again, or fetch it from upstream again"
        return "moved since: AWS does not list it any more"
    if now.status is Status.DISPOSED and transition.before is not Status.DISPOSED:
        return "disposed: its assets are gone"
    at = "" if now.revision == transition.revision else " at another revision"
    return f"moved since: AWS has it as `{now.status}`{at} now"


def _lost(transition: Transition, reason: str, place: Place | None = None) -> Lost:
    return Lost(transition.version, f"{transition.before} -> {transition.after}", reason, place)


def _decide_origin(
    decision: Decision, change: OriginChange, now: OriginConfiguration | None, declared: OriginConfiguration | None
) -> None:
    reason = next(_origin_reasons(change, now, declared), None)
    if reason is not None:
        decision.lost.append(Lost(ORIGIN_KEY, origin_line(change), reason))
        return
    if now == change.after and change.before is not None:
        decision.origin = OriginChange(change.after, change.before)
    if declared == change.after:
        decision.restated_origin = change.before


def _origin_reasons(
    change: OriginChange, now: OriginConfiguration | None, declared: OriginConfiguration | None
) -> Iterator[str]:
    """Why the origin configuration does not go back."""
    if now == change.before:
        return
    if now != change.after:
        yield f"moved since: it is {now} now" if now else "moved since: AWS names none any more"
    elif change.before is None:
        yield "there was none before"
    elif declared is None:
        wanted = f"{{publish: {change.before.publish}, upstream: {change.before.upstream}}}"
        yield f"no manifest declares it: to put it back, declare `origin: {wanted}`"
    elif declared not in {change.before, change.after}:
        yield f"a manifest declares {declared} since"
