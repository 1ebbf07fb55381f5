"""Random manifests, and their edits: what people declare, change their minds about, and take out again."""

import random
from dataclasses import replace

from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.status import DECLARABLE, Status
from tests.schedules.places import VERSIONS
from tests.schedules.scopes import edited_statements, without_idle_overs
from tests.schedules.statements import Declared, Manifest
from tests.schedules.world import Snapshot, World

_STATUS_WEIGHTS = (2, 3, 4, 3, 2)
_REMOVAL_WEIGHTS = (1, 2, 3)
# How often a package of a world with several repositories is declared on its own: the others are left to statements.
_NAMED_CHANCE = 0.6
_MOST_EDITED_COUNT = 4
_OVER_CHANCE = 0.5


def as_held(world: World, chance: random.Random) -> Manifest:
    """A manifest that says what is there, with something to do on removal, and no more than that.

    In a world with several repositories it names some of the packages only.
    """
    return Manifest(
        {
            place: Declared(
                {
                    version: status
                    for version, each in package.versions.items()
                    if (status := Status(each.status)) in DECLARABLE
                },
                on_removal=chance.choices(list(OnRemoval), _REMOVAL_WEIGHTS)[0],
            )
            for place, package in world.snapshot().items()
            if not world.is_wide or chance.random() < _NAMED_CHANCE
        }
    )


def edited(manifest: Manifest, world: World, chance: random.Random) -> Manifest:
    """A manifest after somebody edited it, who looked at what the repositories hold now and then."""
    if not world.is_wide:
        return replace(manifest, packages=_edited_packages(manifest, world, chance))
    match chance.choices(("packages", "statements", "both"), (2, 4, 3))[0]:
        case "packages":
            after = replace(manifest, packages=_edited_packages(manifest, world, chance))
        case "statements":
            after = replace(manifest, statements=edited_statements(manifest.statements, world, chance))
        case _:
            after = replace(manifest, statements=edited_statements(manifest.statements, world, chance))
            after = replace(after, packages=_edited_packages(after, world, chance))
    return without_idle_overs(after)


def _edited_packages(manifest: Manifest, world: World, chance: random.Random) -> dict[Coordinates, Declared]:
    held, repositories, packages = world.snapshot(), world.repositories(), dict(manifest.packages)
    places = [each for each in world.places() if each in held]
    if not places:
        # A repository that is not there is refused, so nobody names one.
        places = [each for each in world.places() if each.repository in repositories]
    for place in chance.sample(places, chance.randint(min(1, len(places)), min(len(places), _MOST_EDITED_COUNT))):
        if place in packages and chance.random() < 0.45:
            del packages[place]
        else:
            packages[place] = _edited(packages.get(place, Declared()), manifest, held, place, chance)
    return packages


def _edited(
    declared: Declared, manifest: Manifest, held: Snapshot, place: Coordinates, chance: random.Random
) -> Declared:
    present = held[place].versions if place in held else {}
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
    over = {
        each.version: each.file
        for each in manifest.said_of(place).floors
        if each.version in chosen and chance.random() < _OVER_CHANCE
    }
    return replace(
        declared,
        versions=versions,
        pins={version: pin for version, pin in {**declared.pins, **pins}.items() if version in versions},
        origin=_origin(chance) if chance.random() < 0.5 else declared.origin,
        on_removal=chance.choices(list(OnRemoval), _REMOVAL_WEIGHTS)[0],
        over={version: file for version, file in {**declared.over, **over}.items() if version in versions},
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
    return Manifest(
        {
            place: replace(declared, on_removal=OnRemoval.RETAIN, over={})
            for place, declared in manifest.packages.items()
            if not declared.is_deleted
        }
    )
