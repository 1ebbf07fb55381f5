"""What is right, said a second time and without the code that is tested: what may be refused, and what is at rest."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from emulator.store import OriginRestrictions
from packagestate.provider.plan.model import Plan
from packagestate.provider.plan.recorded import RecordedVersion
from packagestate.provider.state import properties
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.status import Status
from tests.schedules.engine import State
from tests.schedules.findings import present
from tests.schedules.statements import Declared, Manifest, Said
from tests.schedules.world import Snapshot


def without(declared: Declared, refused: Collection[str]) -> Declared:
    """A declaration without some versions, as somebody mends it who was told that they are refused."""
    return replace(
        declared,
        versions={version: status for version, status in declared.versions.items() if version not in refused},
        pins={version: pin for version, pin in declared.pins.items() if version not in refused},
        over={version: file for version, file in declared.over.items() if version not in refused},
    )


def is_refused(said: Said, held: Snapshot, place: Coordinates, version: str) -> bool:
    """Whether no call leads to what is demanded of a version, or none may be made; a floor refuses another pin only."""
    found = present(held.get(place)).get(version)
    demand = said.demand(version, found)
    if demand is None:
        return False
    if found is None:
        return not demand.is_floor and demand.status in {Status.PUBLISHED, Status.UNLISTED}
    if demand.pin not in {None, found.revision}:
        return True
    is_disposed = found.status is Status.DISPOSED
    return is_disposed and not demand.is_floor and demand.status not in {Status.DISPOSED, Status.DELETED}


def is_as_said(said: Said, held: Snapshot, place: Coordinates) -> bool:
    """Whether a package is what the manifests say, as far as anybody can make it so."""
    package = held.get(place)
    if said.origin is not None and (package is None or str(said.origin) != _written(package.origin)):
        return False
    found = present(package)
    if said.is_deleted:
        return not found
    return all(
        demand.target(found[version].status) is None
        if version in found
        else demand.is_floor or demand.status in {Status.ARCHIVED, Status.DISPOSED, Status.DELETED}
        for version in said.versions()
        if (demand := said.demand(version, found.get(version))) is not None
    )


def _written(origin: OriginRestrictions) -> str:
    return f"publish {origin.publish}, upstream {origin.upstream}"


def must_have_resource(said: Said, held: Snapshot, place: Coordinates) -> bool:
    """Whether a package has a resource, whatever the state remembers."""
    found = present(held.get(place))
    return said.declared is not None or not said.asking(found).versions().isdisjoint(found)


def refused_removals(
    state: State, manifest: Manifest, held: Snapshot, repositories: Collection[Repository]
) -> set[Coordinates]:
    """The packages that are recorded, that nothing is said of, and that are not as the state remembers them."""
    return {
        each.coordinates
        for each in state.packages.values()
        if each.coordinates.repository in repositories
        and manifest.said_of(each.coordinates).asking(present(held.get(each.coordinates))) == Said()
        and _is_changed(properties.on_removal(each.outputs), _removable(each.outputs), held, each.coordinates)
    }


def _removable(outputs: Mapping[str, Any]) -> list[RecordedVersion]:
    """The recorded versions that a removal is about: not those that only statements for several repositories named."""
    others = properties.beyond_removal(outputs)
    return [each for each in properties.recorded(outputs) if each.version not in others]


def _is_changed(
    on_removal: OnRemoval, recorded: Collection[RecordedVersion], held: Snapshot, place: Coordinates
) -> bool:
    known: Mapping[str, RecordedVersion] = {each.version: each for each in recorded}
    found = tuple(present(held.get(place)).values())
    moved = any(
        each.revision != known[each.version].revision
        or each.status not in {known[each.version].status, Status.DISPOSED}
        for each in found
        if each.version in known
    )
    match on_removal:
        case OnRemoval.RETAIN:
            return False
        case OnRemoval.DISPOSE:
            return moved
        case OnRemoval.DELETE:
            return moved or any(each.version not in known for each in found)


def wrong_removals(state: State, registered: Collection[Coordinates], plan: Plan) -> Iterator[str]:
    """What a plan says of removals and must not, by what the state remembers."""
    for removal in plan.removals:
        place, changes = removal.coordinates, removal.changes
        recorded = [each for each in state.packages.values() if each.coordinates == place]
        choices = {properties.on_removal(each.outputs) for each in recorded}
        if changes and place in registered:
            yield f"{place} is declared, and its removal is to change it: {changes}"
        choice = OnRemoval.DELETE if changes.deletion is not None else OnRemoval.DISPOSE
        if changes and choice not in choices:
            yield f"{place} is recorded with {choices}, and this is planned: {changes}"
        known = {
            (version.version, version.revision, status)
            for each in recorded
            for version in properties.recorded(each.outputs)
            for status in (version.status, Status.DISPOSED)
        }
        for move in changes.transitions:
            if (move.version, move.revision, move.before) not in known:
                yield f"{place} {move.version} is planned to become {move.after} from what no run recorded: {move}"
