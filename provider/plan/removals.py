"""What happens with packages that the state records and no manifest declares any more. Pure.

The rules, for each recorded package whose resource goes away:

    onRemoval   the package in AWS                         becomes
    any         is declared by this run                    forgotten: a run never removes what it declares
    any         is declared with another owner             forgotten: a change of the owner removes nothing
    retain      anything                                   forgotten
    dispose     a version as recorded                      a transition to Disposed
    dispose     a version at another status or revision    a refusal: it is not what the state remembers
    dispose     a version that only floors named           nothing: it stays as it is
    delete      no version is listed                       forgotten: nothing is left of it
    any         its repository or its domain is gone       forgotten: nothing is left of it
    delete      every version as recorded                  the package is deleted
    delete      a version that is not recorded, or moved   a refusal
    delete      a version that only floors named           a refusal

A floor is a statement for several repositories. A version that is Disposed already counts as recorded: a removal that
was interrupted disposes first, and goes on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import assert_never

from packagestate.provider.plan import removal_refusals
from packagestate.provider.plan.may_return import may_return
from packagestate.provider.plan.model import Changes, ObservedPackage, PackageDeletion, Removal, Transition
from packagestate.provider.plan.recorded import RecordedPackage, RecordedVersion, Unmanaged
from packagestate.provider.plan.refusals import unrecordable
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage, OnRemoval, OriginConfiguration, Restriction
from packagestate.schemas.status import Status

Declared = Mapping[str, DesiredPackage]

#: The origin configuration that keeps everything out while a package is deleted.
FENCE = OriginConfiguration(Restriction.BLOCK, Restriction.BLOCK)

_DECLARED = "this run declares the same package"
_OTHER_OWNER = "this run declares the package of another owner, {}"
_TWICE = "the state records the package twice, and it is removed once"
_NOTHING_LEFT = "no version of it is left in AWS"
_PLACE_GONE = "nothing is left of it in AWS: its {} is gone"
_NOTHING_TO_DISPOSE = "nothing is left to dispose"


def going(recorded: Iterable[RecordedPackage], declared: Declared) -> tuple[RecordedPackage, ...]:
    """The recorded packages whose resources the engine will delete.

    Args:
        recorded: What the state remembers.
        declared: What the run declares, by the name of the resource.

    Returns:
        Those that no declared resource stands for, sorted: also a resource that somebody renamed, and one that is
        replaced because its package is declared with another owner.
    """
    gone = (
        each
        for each in recorded
        if each.name not in declared or not each.coordinates.may_be(declared[each.name].coordinates)
    )
    return tuple(sorted(gone, key=_order))


def to_observe(
    gone: Iterable[RecordedPackage], declared: Declared, missing: Collection[Repository] = ()
) -> tuple[Coordinates, ...]:
    """The packages that have to be looked at before their removal can be planned.

    Args:
        gone: See `going`.
        declared: What the run declares, by the name of the resource.
        missing: Repositories that are known to be gone.

    Returns:
        Those with something to do, each once.
    """
    wanted = (each.coordinates for each in gone if each.on_removal is not OnRemoval.RETAIN)
    left = (each for each in wanted if each.resource_name not in declared and each.repository not in missing)
    return tuple(dict.fromkeys(left))


def plan_removals(
    gone: Iterable[RecordedPackage],
    declared: Declared,
    observed: Iterable[ObservedPackage],
    missing: Mapping[Repository, str],
) -> tuple[Removal, ...]:
    """Plan what the removals of a run do.

    Args:
        gone: See `going`.
        declared: What the run declares, by the name of the resource.
        observed: What AWS answered for each package of `to_observe`, with its origin configuration.
        missing: The repositories that AWS does not have, and what is gone: `repository` or `domain`.

    Returns:
        One removal for each package that goes away, in the same order.

    Raises:
        KeyError: A package that has to be looked at was not.
    """
    observations = {each.coordinates: each for each in observed}
    planned: defaultdict[str, list[Coordinates]] = defaultdict(list)
    removals = []
    for each in gone:
        alike = planned[each.coordinates.resource_name]
        if note := _why_forgotten(each, declared, alike, missing):
            what = missing.get(each.coordinates.repository, "")
            removals.append(_forget(each, "" if each.on_removal is OnRemoval.RETAIN else note, what))
            continue
        if each.on_removal is not OnRemoval.RETAIN:
            alike.append(each.coordinates)
        match each.on_removal:
            case OnRemoval.RETAIN:
                removals.append(_forget(each))
            case OnRemoval.DISPOSE:
                removals.append(_dispose(each, observations[each.coordinates]))
            case OnRemoval.DELETE:
                removals.append(_delete(each, observations[each.coordinates]))
            case unexpected:
                assert_never(unexpected)
    return tuple(removals)


def no_longer_managed(
    recorded: Iterable[RecordedPackage],
    declared: Declared,
    observed: Iterable[ObservedPackage],
    missing: Collection[Repository] = (),
) -> tuple[Unmanaged, ...]:
    """The versions that the state records and no manifest names any more, and that nothing happens to.

    Args:
        recorded: What the state remembers.
        declared: What the run declares, by the name of the resource.
        observed: What AWS answered for the declared packages.
        missing: Repositories that are known to be gone: nothing is left in them.

    Returns:
        The packages with such versions, sorted; a version that is absent is none.
    """
    found = {each.coordinates.resource_name: each for each in observed}
    unmanaged: dict[Coordinates, tuple[RecordedVersion, ...]] = {}
    for each in recorded:
        name = each.coordinates.resource_name
        if each.coordinates.repository in missing:
            continue
        if name not in declared or not each.coordinates.may_be(declared[name].coordinates):
            is_forgotten = each.on_removal is OnRemoval.RETAIN or name in declared
            # What only statements for several repositories named is not removed with the package.
            left = each.several if each.on_removal is OnRemoval.DISPOSE else frozenset()
            versions = tuple(version for version in each.versions if is_forgotten or version.version in left)
        elif declared[name].deletion is not None:
            versions = ()
        else:
            named = {version.version for version in declared[name].versions}
            dropped = {version.version for version in each.versions} - named
            versions = tuple(RecordedVersion.of(now) for now in found[name].versions if now.version in dropped)
        if present := tuple(version for version in versions if version.status is not Status.DELETED):
            unmanaged[each.coordinates] = present
    return tuple(Unmanaged(place, unmanaged[place]) for place in sorted(unmanaged, key=lambda each: each.resource_name))


def _order(recorded: RecordedPackage) -> tuple[str, bool, str, str]:
    """By package; of those that may be one, those that name their owner first."""
    owner = recorded.coordinates.repository.domain_owner or ""
    return recorded.coordinates.resource_name, not owner, owner, recorded.name


def _why_forgotten(
    recorded: RecordedPackage, declared: Declared, planned: Iterable[Coordinates], missing: Mapping[Repository, str]
) -> str:
    """Why a package is forgotten whatever its `onRemoval` says; empty where it is not."""
    coordinates = recorded.coordinates
    if coordinates.resource_name in declared:
        other = declared[coordinates.resource_name].coordinates
        return _DECLARED if coordinates.may_be(other) else _OTHER_OWNER.format(other.repository.domain_owner)
    if coordinates.repository in missing:
        return _PLACE_GONE.format(missing[coordinates.repository])
    return _TWICE if any(map(coordinates.may_be, planned)) else ""


def _forget(recorded: RecordedPackage, note: str = "", gone: str = "") -> Removal:
    return Removal(recorded.coordinates, OnRemoval.RETAIN, note=note, gone=gone)


def _dispose(recorded: RecordedPackage, observed: ObservedPackage) -> Removal:
    """Dispose the recorded versions that it is about, and no others; one that is absent needs nothing."""
    known = {version.version: version for version in recorded.versions if version.version not in recorded.several}
    found = tuple(version for version in observed.versions if version.version in known)
    transitions = tuple(
        Transition(version.version, version.status, Status.DISPOSED, version.revision)
        for version in found
        if version.status is not Status.DISPOSED
    )
    refusals = tuple(removal_refusals.moved(recorded, known, found))
    if not transitions and not refusals:
        return _forget(recorded, _NOTHING_TO_DISPOSE)
    changes, count = Changes(transitions), len(observed.versions)
    return Removal(recorded.coordinates, OnRemoval.DISPOSE, changes, refusals=refusals, version_count=count)


def _delete(recorded: RecordedPackage, observed: ObservedPackage) -> Removal:
    """Delete the package, if it holds only what the state knows."""
    if not observed.versions:
        return _forget(recorded, _NOTHING_LEFT)
    known = {
        version.version: version
        for version in recorded.versions
        if version.status is not Status.DELETED and version.version not in recorded.several
    }
    changes = deletion(observed, PackageDeletion(observed.origin))
    refusals = (
        *unrecordable(recorded.coordinates, observed.versions),
        *removal_refusals.unknown(recorded, known, observed.versions),
        *removal_refusals.moved(recorded, known, observed.versions),
    )
    count = len(observed.versions)
    return Removal(
        recorded.coordinates,
        OnRemoval.DELETE,
        changes,
        may_return=may_return(changes, None),
        refusals=refusals,
        version_count=count,
    )


def deletion(observed: ObservedPackage, how: PackageDeletion) -> Changes:
    """The changes that delete a package as a whole.

    Args:
        observed: The package, with at least one version.
        how: What becomes of its origin configuration.

    Returns:
        A transition of every version to Deleted, and the deletion.
    """
    transitions = (
        Transition(version.version, version.status, Status.DELETED, version.revision) for version in observed.versions
    )
    return Changes(tuple(sorted(transitions)), deletion=how)
