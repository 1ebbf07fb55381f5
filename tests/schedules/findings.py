"""What can be found in a schedule, and the store's values as the provider has them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from emulator.store import OriginRestrictions, VersionRecord
from packagestate.provider.plan.model import ObservedVersion
from packagestate.schemas.desired import OriginConfiguration, Restriction
from packagestate.schemas.status import Status
from tests.schedules.world import Held


class Kind(StrEnum):
    """What was broken."""

    LOST = "lost"
    UNDECLARED = "undeclared"


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that was broken."""

    kind: Kind
    text: str


def observed(record: VersionRecord) -> ObservedVersion:
    return ObservedVersion(record.version, Status(record.status), record.revision)


def present(held: Held | None) -> dict[str, ObservedVersion]:
    """The versions of a package as the provider has them."""
    return {} if held is None else {version: observed(record) for version, record in held.versions.items()}


def configuration(origin: OriginRestrictions) -> OriginConfiguration:
    return OriginConfiguration(Restriction(origin.publish), Restriction(origin.upstream))


def difference(before: Held | None, after: Held | None) -> str:
    """What was changed in a package, in a few words."""
    if before is None or after is None:
        return "package deleted" if after is None else f"package created, {configuration(after.origin)}"
    parts = [f"origin {configuration(after.origin)}"] if before.origin != after.origin else []
    return "; ".join([*parts, *_changed(before.versions, after.versions)])


def _changed(before: Mapping[str, VersionRecord], after: Mapping[str, VersionRecord]) -> Iterable[str]:
    for version in sorted(before.keys() | after.keys()):
        if before.get(version) != after.get(version):
            statuses = (held[version].status if version in held else "absent" for held in (before, after))
            yield f"{version} {' -> '.join(statuses)}"
