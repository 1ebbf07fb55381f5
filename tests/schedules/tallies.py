"""What statements for several repositories came to in a plan, for whoever counts how often each case is met."""

from collections.abc import Iterator
from dataclasses import replace

from packagestate.provider.plan.model import Plan
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.status import Status
from tests.schedules.planning import Planning
from tests.schedules.statements import Manifest, Said, rank


def tallies(planning: Planning, manifest: Manifest, plan: Plan) -> Iterator[str]:
    """Everything that is worth a count, once for each copy of a version."""
    for each in plan.packages:
        said = manifest.said_of(each.coordinates)
        for move in each.changes.transitions:
            if (demand := said.demand(move.version)) is not None and demand.is_floor:
                is_over_literal = said.declared is not None and move.version in said.declared.versions
                yield f"planned changes that a floor asks for{' over a literal' if is_over_literal else ''}"
    for (place, version), record in planning.steady.items():
        yield from _of_copy(manifest, place, version, Status(record.status))


def _of_copy(manifest: Manifest, place: Coordinates, version: str, now: Status) -> Iterator[str]:
    said = manifest.said_of(place)
    if any(each.version == version and rank(now) > rank(each.status) for each in said.floors):
        yield "copies more restrictive than a floor"
    if any(
        each.version == version
        and rank(now) < rank(each.status)
        and not each.is_about(place)
        and replace(each, excepted=()).is_about(place)
        for each in manifest.statements
    ):
        yield "copies that only `except` leaves below a floor"
    if said.declared is not None and version in said.declared.over:
        without = Said(replace(said.declared, over={}), said.floors)
        if without.demand(version) != said.demand(version):
            yield "copies that only `over` leaves below a floor"
