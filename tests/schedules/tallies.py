"""What statements for several repositories and the lock came to in a plan: how often each case is met."""

from collections.abc import Iterator
from dataclasses import replace

from packagestate.provider.plan.model import ObservedVersion, Plan
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.status import Status
from tests.schedules.findings import observed
from tests.schedules.planning import Planning
from tests.schedules.ranks import rank
from tests.schedules.statements import Manifest, Said


def tallies(planning: Planning, manifest: Manifest, plan: Plan) -> Iterator[str]:
    """Everything that is worth a count, once for each copy of a version."""
    for each in plan.packages:
        said = manifest.said_of(each.coordinates)
        for move in each.changes.transitions:
            found = ObservedVersion(move.version, move.before, move.revision)
            if (demand := said.demand(move.version, found)) is not None and demand.is_floor:
                is_over_literal = said.declared is not None and move.version in said.declared.versions
                if replace(said, lines=()).demand(move.version, found) != demand:
                    yield f"lock: planned to become {move.after}{' over a literal' if is_over_literal else ''}"
                else:
                    yield f"planned changes that a floor asks for{' over a literal' if is_over_literal else ''}"
    for (place, _version), record in planning.steady.items():
        said = manifest.said_of(place)
        yield from _of_copy(manifest, place, observed(record))
        yield from _of_lines(said, observed(record))


def _of_copy(manifest: Manifest, place: Coordinates, now: ObservedVersion) -> Iterator[str]:
    said, version = manifest.said_of(place), now.version
    if any(each.version == version and rank(now.status) > rank(each.status) for each in said.floors):
        yield "copies more restrictive than a floor"
    if any(
        each.version == version
        and rank(now.status) < rank(each.status)
        and not each.is_about(place)
        and replace(each, excepted=()).is_about(place)
        for each in manifest.statements
    ):
        yield "copies that only `except` leaves below a floor"
    if said.declared is not None and version in said.declared.over and not said.lines:
        without = Said(replace(said.declared, over={}), said.floors)
        if without.demand(version, now) != said.demand(version, now):
            yield "copies that only `over` leaves below a floor"


def _of_lines(said: Said, now: ObservedVersion) -> Iterator[str]:
    """What the lines of the lock about one version that is there come to."""
    over = None if said.declared is None else said.declared.over.get(now.version)
    for line in said.lines:
        if line.version != now.version or said.is_deleted:
            continue
        if line.is_set_aside(over):
            yield "lock: lines that an `over` sets aside"
        elif line.has_moved(now):
            yield "lock: lines that need review"
        elif line.is_stale and rank(now.status) < rank(line.status):
            yield "lock: stale lines that are not carried out"
        elif line.is_stale:
            yield "lock: stale lines that AWS satisfies"
        elif line.pin is not None and now.status is Status.DISPOSED and now.revision != line.pin:
            yield "lock: disposed of, at another revision now"
        # A line that holds back what a literal asks for.
        without = replace(said, lines=()).demand(now.version, now)
        asked = line.asks(now)
        if without is not None and asked is not None and rank(without.status) < rank(asked) <= rank(now.status):
            yield f"lock: {'idle ' if asked is not line.status or line.is_stale else ''}lines that a literal would undo"
