"""What is right, said a second time and without the code that is tested: what may be refused, and what is at rest."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from emulator.store import OriginRestrictions
from packagestate.provider.plan.model import Plan
from packagestate.provider.plan.recorded import RecordedVersion
from packagestate.provider.state import properties
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.status import Status
from tests.schedules.engine import State
from tests.schedules.findings import observed
from tests.schedules.manifests import Declared
from tests.schedules.world import Snapshot


def without(declared: Declared, refused: Collection[str]) -> Declared:
    """A declaration without some versions, as somebody mends it who was told that they are refused."""
    return replace(
        declared,
        versions={version: status for version, status in declared.versions.items() if version not in refused},
        pins={version: pin for version, pin in declared.pins.items() if version not in refused},
    )


def is_refused(declared: Declared, held: Snapshot, name: str, version: str) -> bool:
    """Whether no call leads to what is declared for a version, or none may be made."""
    status = declared.versions[version]
    present = held[name].versions.get(version) if name in held else None
    if present is None:
        return status in {Status.PUBLISHED, Status.UNLISTED}
    if version in declared.pins and declared.pins[version] != present.revision:
        return True
    return Status(present.status) is Status.DISPOSED and status not in {Status.DISPOSED, Status.DELETED}


def is_as_declared(declared: Declared, held: Snapshot, name: str) -> bool:
    """Whether a package is what the manifest says, as far as anybody can make it so."""
    present = held.get(name)
    if declared.origin is not None and (present is None or str(declared.origin) != _written(present.origin)):
        return False
    found = present.versions if present else {}
    if declared.is_deleted:
        return not found
    return all(
        Status(found[version].status) is status
        if version in found
        else status in {Status.ARCHIVED, Status.DISPOSED, Status.DELETED}
        for version, status in declared.versions.items()
    )


def _written(origin: OriginRestrictions) -> str:
    return f"publish {origin.publish}, upstream {origin.upstream}"


def refused_removals(state: State, declared: Collection[str], held: Snapshot) -> set[str]:
    """The packages that are recorded, not declared, and not as the state remembers them."""
    return {
        each.coordinates.written
        for each in state.packages.values()
        if each.coordinates.written not in declared
        and _is_changed(
            properties.on_removal(each.outputs), properties.recorded(each.outputs), held, each.coordinates.written
        )
    }


def _is_changed(on_removal: OnRemoval, recorded: Collection[RecordedVersion], held: Snapshot, name: str) -> bool:
    known: Mapping[str, RecordedVersion] = {each.version: each for each in recorded}
    found = tuple(map(observed, held[name].versions.values())) if name in held else ()
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


def wrong_removals(state: State, declared: Collection[str], plan: Plan) -> Iterator[str]:
    """What a plan says of removals and must not, by what the state remembers."""
    for removal in plan.removals:
        name, changes = removal.coordinates.written, removal.changes
        recorded = [each for each in state.packages.values() if each.coordinates.written == name]
        choices = {properties.on_removal(each.outputs) for each in recorded}
        if changes and name in declared:
            yield f"{name} is declared, and its removal is to change it: {changes}"
        choice = OnRemoval.DELETE if changes.deletion is not None else OnRemoval.DISPOSE
        if changes and choice not in choices:
            yield f"{name} is recorded with {choices}, and this is planned: {changes}"
        known = {
            (version.version, version.revision, status)
            for each in recorded
            for version in properties.recorded(each.outputs)
            for status in (version.status, Status.DISPOSED)
        }
        for move in changes.transitions:
            if (move.version, move.revision, move.before) not in known:
                yield f"{name} {move.version} is planned to become {move.after} from what no run recorded: {move}"
