"""What becomes of each version that a plan changed, when the plan is to be reverted. Pure.

The rules, for a version that the plan brought from `before` to `after` at a revision. It goes back by a manifest that
declares `before`: the next run then plans that transition. What is declared is what wins: a statement for several
repositories, where it asks for more than the one for this repository. Against it, the entry for this repository gets an
`over`; that names one file, so a version that several files hold is lost.

    AWS has it as                 a manifest declares   becomes
    before, at the revision       after                 edited, so that no run changes it after all
    before, at the revision       nothing               added, where its removal was planned; else nothing
    before, at the revision       anything else         nothing
    after, Disposed or Deleted    any                   lost
    after, at the revision        after                 edited, and goes back
    after, at the revision        before                goes back already
    after, at the revision        nothing               added, and goes back
    after, at the revision        anything else         lost: somebody decided otherwise since
    what an advisory restricted  anything that asks for it too lost: it is not the advisory's alone
    any of these, edited or added against several files lost: only `except` in them brings it back
    anything else                 any                   lost: it moved since
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from packagestate.provider.plan.changes import ORIGIN_KEY, PACKAGE_KEY, deletion_line, origin_line
from packagestate.provider.plan.holding import Statements
from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, OriginChange, Transition
from packagestate.provider.revert.reasons import (
    contradictions,
    held,
    irreversible,
    is_declared,
    moved,
    restricted_too,
    undeclarable,
)
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, OriginConfiguration
from packagestate.schemas.errors import Place
from packagestate.schemas.status import Status
from packagestate.schemas.versions.order import version_order
from packagestate.schemas.wide_version import WideVersion


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
        over: The files that these entries, and those that are added, are to override, by the versions.
        restated_origin: The origin configuration before, where its entry is edited; None where it is not.
        added: The versions for which there is no entry yet, with the status before.
        lost: What does not go back.
        kept_count: How many versions are in AWS as they were before the plan.
    """

    coordinates: Coordinates
    going_back: list[Transition] = field(default_factory=list)
    origin: OriginChange | None = None
    restated: dict[str, Status] = field(default_factory=dict)
    over: dict[str, str] = field(default_factory=dict)
    restated_origin: OriginConfiguration | None = None
    added: list[ObservedVersion] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    kept_count: int = 0


def decide(
    changes: Changes,
    observed: ObservedPackage,
    desired: DesiredPackage | None,
    wide: Iterable[WideVersion] = (),
    *,
    is_removal: bool,
    advisory: str | None = None,
) -> Decision:
    """Decide what becomes of one package.

    Args:
        changes: What the plan did to it.
        observed: The package as AWS has it, with its origin configuration where the plan changed that.
        desired: What the manifests say about it; None where they do not name it.
        wide: What they say of several repositories and holds for this one.
        is_removal: Whether the plan removed it because no manifest declared it any more.
        advisory: The advisory whose effect is to be reverted; None where it is a plan.

    Returns:
        The decision, its versions in the order in which people read them.
    """
    decision = Decision(observed.coordinates)
    found = {version.version: version for version in observed.versions}
    stated = tuple(wide)
    for transition in sorted(
        changes.transitions, key=lambda each: version_order(each.version, observed.coordinates.format)
    ):
        version = found.get(transition.version)
        said = Statements.about(transition.version, desired, stated)
        if desired and desired.deletion and version and version.status is not Status.DISPOSED:
            reason = "a manifest declares the whole package `Deleted`: take that out first"
            decision.lost.append(_lost(transition, reason, desired.deletion.place))
        elif version == ObservedVersion(transition.version, transition.before, transition.revision):
            _keep(decision, transition, said, is_removal=is_removal)
        elif version == ObservedVersion(transition.version, transition.after, transition.revision):
            _go_back(decision, transition, said, advisory)
        else:
            decision.lost.append(_lost(transition, moved(transition, version)))
    if changes.origin is not None:
        _decide_origin(decision, changes.origin, observed.origin, desired.origin if desired else None)
    if changes.deletion is not None and not observed.versions:
        reason = "the package was deleted, with its origin configuration"
        decision.lost.append(Lost(PACKAGE_KEY, deletion_line(changes.deletion), reason))
    return decision


def _keep(decision: Decision, transition: Transition, said: Statements, *, is_removal: bool) -> None:
    """What becomes of a version that is as it was before the plan: no run is to change it after all."""
    winner = said.winner
    is_pending = is_removal if winner is None else winner.status is transition.after
    if is_pending and (reason := undeclarable(decision.coordinates, transition) or held(transition, said)):
        decision.lost.append(_lost(transition, reason, winner.place if winner else None))
        return
    decision.kept_count += 1
    if is_pending:
        _declare(decision, transition, said)


def _go_back(decision: Decision, transition: Transition, said: Statements, advisory: str | None) -> None:
    """What becomes of a version that is what the plan made of it."""
    if reason := irreversible(decision.coordinates, transition):
        decision.lost.append(_lost(transition, reason))
        return
    others = () if advisory is None else restricted_too(transition, said, advisory)
    against = next(chain(others, contradictions(transition, said)), None)
    if against is not None:
        decision.lost.append(_lost(transition, *against))
        return
    decision.going_back.append(Transition(transition.version, transition.after, transition.before, transition.revision))
    if not is_declared(transition, said):
        _declare(decision, transition, said)


def _declare(decision: Decision, transition: Transition, said: Statements) -> None:
    """Have a manifest declare the status before."""
    if said.literal is None:
        decision.added.append(ObservedVersion(transition.version, transition.before, transition.revision))
    else:
        decision.restated[transition.version] = transition.before
    for each in said.holding(transition.before):
        decision.over[transition.version] = each.names[0]


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
