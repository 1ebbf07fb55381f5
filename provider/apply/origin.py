"""The two halves of a change of a package's origin configuration: what blocks is put first, what allows last.

AWS has no guard for this write, so the configuration is read right before it, and put only where it is what was planned
from, or what a run of ours that died half-way left behind. Between the reading and the putting somebody else's change
can still be lost.

Source: AWS CodeArtifact API reference, PutPackageOriginConfiguration: it takes both restrictions and nothing to expect.
"""

from typing import Final

from packagestate.provider.apply.outcome import Outcome, Result
from packagestate.provider.apply.outcomes import not_attempted, origin_conflict, refused, unknown
from packagestate.provider.gateway import Gateway, GatewayError
from packagestate.provider.plan.model import OriginChange
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OriginConfiguration, Restriction

# So often a configuration is put while answers are lost.
_MOST_ATTEMPTS: Final = 3


def tightens(change: OriginChange) -> bool:
    """Whether a change blocks anything that was allowed.

    Args:
        change: The change.

    Returns:
        True also where the package is absent: it has no configuration yet, so all of the change can be put at once.
    """
    return _tightest(change) != change.before


def tighten(gateway: Gateway, coordinates: Coordinates, change: OriginChange) -> Outcome:
    """Put what a change blocks.

    Args:
        gateway: Where the calls are made.
        coordinates: The package.
        change: The change.

    Returns:
        `Applied` where everything that the change blocks is blocked, with no write if it was already.
    """
    return _put(gateway, coordinates, change, _tightest(change))


def loosen(gateway: Gateway, coordinates: Coordinates, change: OriginChange) -> Outcome:
    """Put what a change allows.

    Args:
        gateway: Where the calls are made.
        coordinates: The package.
        change: The change, of which what it blocks was put.

    Returns:
        What became of the change as a whole, with no call if nothing is left of it.
    """
    if tightens(change) and _tightest(change) == change.after:
        return Outcome(change, Result.APPLIED)
    return _put(gateway, coordinates, change, change.after)


def hold(change: OriginChange) -> Outcome:
    """Leave a change at what it blocks, because not every version became what was planned.

    Args:
        change: The change, of which what it blocks was put.

    Returns:
        What became of the change as a whole.
    """
    if _tightest(change) == change.after:
        return Outcome(change, Result.APPLIED)
    return not_attempted(change, "What it allows is put last, and not every version became what was planned.")


def _tightest(change: OriginChange) -> OriginConfiguration:
    """What blocks all that is blocked before or after."""
    before, after = change.before, change.after
    if before is None:
        return after
    return OriginConfiguration(
        _tighter(before.publish, after.publish),
        _tighter(before.upstream, after.upstream),
    )


def _tighter(one: Restriction, other: Restriction) -> Restriction:
    return Restriction.BLOCK if Restriction.BLOCK in {one, other} else Restriction.ALLOW


def _put(gateway: Gateway, coordinates: Coordinates, change: OriginChange, wanted: OriginConfiguration) -> Outcome:
    """Bring the configuration to what is wanted now, unless somebody else has changed it.

    Where an answer is lost, the configuration is read again, and put again only if nobody has changed it.
    """
    lost: list[GatewayError] = []
    while True:
        try:
            found = gateway.read_origin(coordinates)
        except GatewayError as error:
            return unknown(change, error) if lost else not_attempted(change, error)
        if found in {wanted, change.after}:
            return Outcome(change, Result.APPLIED)
        if found not in {change.before, _tightest(change)}:
            return origin_conflict(change, found)
        if len(lost) == _MOST_ATTEMPTS:
            return refused(change, lost[-1])
        try:
            gateway.put_origin(coordinates, wanted)
        except GatewayError as error:
            if not error.uncertain:
                return refused(change, error)
            lost.append(error)
        else:
            return Outcome(change, Result.APPLIED)
