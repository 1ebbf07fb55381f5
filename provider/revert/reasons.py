"""Why a version does not go back. Pure."""

from collections.abc import Iterator
from typing import Final

from packagestate.provider.plan.holding import Statements, held_by
from packagestate.provider.plan.model import ObservedVersion, Transition
from packagestate.provider.plan.snapshots import is_superseded
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.errors import Place
from packagestate.schemas.fitness import can_be_a_version
from packagestate.schemas.status import DECLARABLE, Status

_REMEDIES: Final = {
    "feed": "ignore the advisories there",
    "rule": "protect it with a rule that keeps it",
    "file": "leave this repository out there with `except`",
}


def is_declared(transition: Transition, said: Statements) -> bool:
    """Whether the manifests bring a version back as they are.

    A statement for several repositories does only where the plan made the version less restrictive: it never loosens.

    Args:
        transition: What the plan did.
        said: What manifests say of the version.
    """
    winner = said.winner
    if winner is None or winner.status is not transition.before:
        return False
    return winner is said.literal or transition.after.is_looser_than(transition.before)


def irreversible(coordinates: Coordinates, transition: Transition) -> str | None:
    """Why no run brings a version back; None where one does.

    Args:
        coordinates: The package.
        transition: What the plan did.
    """
    if transition.irreversible:
        return moved(transition, ObservedVersion(transition.version, transition.after, transition.revision))
    if is_superseded(coordinates.format, transition.version, transition.after, transition.before):
        return "a build of a Maven snapshot: AWS unlists old builds itself, so no run publishes it again"
    return undeclarable(coordinates, transition)


def undeclarable(coordinates: Coordinates, transition: Transition) -> str | None:
    """Why no manifest can declare the status before; None where one can.

    Args:
        coordinates: The package.
        transition: What the plan did.
    """
    if transition.before not in DECLARABLE:
        return f"no manifest can declare `{transition.before}`"
    if not can_be_a_version(coordinates, transition.version):
        return "no manifest can name this version"
    return None


def restricted_too(transition: Transition, said: Statements, advisory: str) -> Iterator[tuple[str, Place | None]]:
    """What restricts a version besides an advisory: nobody has decided that this ends with it.

    Args:
        transition: What the advisory did.
        said: What manifests and the lock say of the version.
        advisory: The advisory.

    Yields:
        Each statement that asks for more than the status before for another reason, in words, and its place.
    """
    if said.literal is not None and transition.before.is_looser_than(said.literal.status):
        yield f"a manifest declares it `{said.literal.status}` too", said.literal.place
    for each in said.holding(transition.before):
        if set(each.rules) != {advisory}:
            yield f"{held_by([each])} too, not for `{advisory}` alone", each.place


def contradictions(transition: Transition, said: Statements) -> Iterator[tuple[str, Place | None]]:
    """Why the manifests stand in the way, and where.

    Args:
        transition: What the plan did.
        said: What manifests say of the version.

    Yields:
        Each reason; none where the version can go back.
    """
    declared, winner = said.literal, said.winner
    fitting = {transition.before, transition.after}
    if declared is not None and declared.status not in fitting:
        yield f"a manifest declares it `{declared.status}` since", declared.place
    if declared is not None and declared.revision not in {None, transition.revision}:
        yield "a manifest pins it to another revision", declared.place
    if winner is not None and winner.status not in fitting:
        yield f"a manifest declares it `{winner.status}` for several repositories since", winner.place
    if not is_declared(transition, said) and (reason := held(transition, said)):
        yield reason, said.wide[0].place


def held(transition: Transition, said: Statements) -> str | None:
    """Why no entry for one repository brings back the status before; None where one does.

    Args:
        transition: What the plan did.
        said: What manifests say of the version.
    """
    holding = said.holding(transition.before)
    over = said.literal.over if said.literal else None
    if not holding or (over is None and len(holding) == len(holding[0].names) == 1):
        return None
    kind = "feed" if holding[0].feed else "rule" if holding[0].rules else "file"
    besides = f"and its entry overrides `{over}` already" if over else f"and an entry can override one {kind}"
    return f"{held_by(holding)}, {besides}: {_REMEDIES[kind]}"


def moved(transition: Transition, now: ObservedVersion | None) -> str:
    """Why a version is lost that AWS has as something else.

    Args:
        transition: What the plan did.
        now: What AWS has.
    """
    if now is None:
        if transition.after is Status.DELETED:
            return "deleted: publish it again, or fetch it from upstream again"
        return "moved since: AWS does not list it any more"
    if now.status is Status.DISPOSED and transition.before is not Status.DISPOSED:
        return "disposed: its assets are gone"
    at = "" if now.revision == transition.revision else " at another revision"
    return f"moved since: AWS has it as `{now.status}`{at} now"
