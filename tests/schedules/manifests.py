"""Random manifests, and their edits: what people declare, change their minds about, and take out again."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from packagestate.provider.state.properties import pack_versions
from packagestate.schemas.coordinates import Coordinates, Format, Repository
from packagestate.schemas.desired import (
    DesiredDeletion,
    DesiredPackage,
    DesiredVersion,
    OnRemoval,
    OriginConfiguration,
    Restriction,
)
from packagestate.schemas.status import DECLARABLE, Status
from tests.schedules.world import NAMES, REPOSITORY, VERSIONS, Snapshot, key_of

_STATUS_WEIGHTS = (2, 3, 4, 3, 2)
_REMOVAL_WEIGHTS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a manifest says of one package.

    Attributes:
        versions: Version and the status that it must have.
        pins: Version and the revision that it must have.
        origin: The origin configuration; None where it is left alone.
        on_removal: What happens when the package is no longer declared.
        is_deleted: Whether the package must be gone as a whole; then it names no versions.
    """

    versions: Mapping[str, Status] = field(default_factory=dict)
    pins: Mapping[str, str] = field(default_factory=dict)
    origin: OriginConfiguration | None = None
    on_removal: OnRemoval = OnRemoval.RETAIN
    is_deleted: bool = False

    def desired(self, domain: str, name: str) -> DesiredPackage:
        """As the program has it after the manifests are loaded."""
        versions = (DesiredVersion(each, status, self.pins.get(each)) for each, status in self.versions.items())
        in_order = tuple(sorted(versions, key=lambda version: version.version))
        deletion = DesiredDeletion() if self.is_deleted else None
        return DesiredPackage(coordinates(domain, name), in_order, self.origin, self.on_removal, deletion=deletion)

    def inputs(self, domain: str, name: str, changes: Mapping[str, str] | None) -> dict[str, Any]:
        """As the constructor of `Package` sends it."""
        place = coordinates(domain, name)
        named = {
            "domain": domain,
            "repository": REPOSITORY,
            "format": str(place.format),
            "namespace": place.namespace,
            "package": place.package,
            "status": str(Status.DELETED) if self.is_deleted else None,
            "versions": pack_versions(self.versions.items()),
            "versionRevisions": dict(self.pins) or None,
            "origin": self.origin and {"publish": str(self.origin.publish), "upstream": str(self.origin.upstream)},
            "onRemoval": str(self.on_removal),
            "changes": changes if changes is None else dict(changes),
        }
        return {key: value for key, value in named.items() if value is not None}


#: The declared packages by their written names.
Manifest = Mapping[str, Declared]


def as_held(held: Snapshot, chance: random.Random) -> Manifest:
    """A manifest that says what is there, with something to do on removal."""
    return {
        name: Declared(
            {
                version: status
                for version, each in package.versions.items()
                if (status := Status(each.status)) in DECLARABLE
            },
            on_removal=chance.choices(list(OnRemoval), _REMOVAL_WEIGHTS)[0],
        )
        for name, package in held.items()
    }


def edited(manifest: Manifest, held: Snapshot, chance: random.Random) -> Manifest:
    """A manifest after somebody edited it, who looked at what the repository holds now and then."""
    packages = dict(manifest)
    names = [name for name in NAMES if name in held] or list(NAMES)
    for name in chance.sample(names, chance.randint(1, len(names))):
        if name in packages and chance.random() < 0.45:
            del packages[name]
        else:
            packages[name] = _edited(packages.get(name, Declared()), held, name, chance)
    return packages


def _edited(declared: Declared, held: Snapshot, name: str, chance: random.Random) -> Declared:
    present = held[name].versions if name in held else {}
    if chance.random() < 0.15:
        return Declared(origin=_origin(chance), on_removal=chance.choice(list(OnRemoval)), is_deleted=True)
    if declared.is_deleted:
        declared = Declared()
    # Whoever declares what is not there is refused mostly, so it is rare.
    known = [version for version in VERSIONS if version in present or chance.random() < 0.1]
    others = [version for version in present if version not in VERSIONS]
    # Only who names every version can have the package deleted.
    chosen = known if chance.random() < 0.6 else chance.sample(known, chance.randint(0, len(known)))
    versions = dict(declared.versions)
    for version in chosen:
        versions[version] = _status(Status(present[version].status) if version in present else None, chance)
    if others and chance.random() < 0.7:
        versions |= dict.fromkeys(others, chance.choice(DECLARABLE))
    for version in list(versions):
        if chance.random() < 0.05:
            del versions[version]
    pins = {version: present[version].revision for version in chosen if version in present and chance.random() < 0.2}
    return replace(
        declared,
        versions=versions,
        pins={version: pin for version, pin in {**declared.pins, **pins}.items() if version in versions},
        origin=_origin(chance) if chance.random() < 0.5 else declared.origin,
        on_removal=chance.choices(list(OnRemoval), _REMOVAL_WEIGHTS)[0],
    )


def _status(present: Status | None, chance: random.Random) -> Status:
    """A status that is worth asking for, mostly."""
    if present is Status.DISPOSED and chance.random() < 0.95:
        return chance.choice([Status.DISPOSED, Status.DELETED])
    if present is None and chance.random() < 0.95:
        return chance.choice([Status.ARCHIVED, Status.DISPOSED, Status.DELETED])
    return chance.choices(DECLARABLE, _STATUS_WEIGHTS)[0]


def _origin(chance: random.Random) -> OriginConfiguration | None:
    if chance.random() < 0.2:
        return None
    return OriginConfiguration(chance.choice(list(Restriction)), chance.choice(list(Restriction)))


def by_hand(manifest: Manifest) -> Manifest:
    """The manifest as a program by hand may declare it: what needs a plan is left out."""
    return {
        name: replace(declared, on_removal=OnRemoval.RETAIN)
        for name, declared in manifest.items()
        if not declared.is_deleted
    }


def coordinates(domain: str, name: str) -> Coordinates:
    key = key_of(name)
    return Coordinates(Repository(domain, REPOSITORY), Format.NPM, key.namespace or None, key.name)
