"""What happens with packages that the state records and no manifest declares any more. Pure.

The rules, for each recorded package whose resource goes away:

    onRemoval   the package in AWS                         becomes
    any         is declared by this run                    forgotten: a run never removes what it declares
    any         is declared with another owner             forgotten: a change of the owner removes nothing
    retain      anything                                   forgotten
    dispose     a version as recorded                      a transition to Disposed
    dispose     a version at another status or revision    a refusal: it is not what the state remembers
    delete      no version is listed                       forgotten: nothing is left of it
    delete      every version as recorded                  the package is deleted
    delete      a version that is not recorded, or moved   a refusal

A version that is Disposed already counts as recorded: a removal that was interrupted disposes first, and goes on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from provider.plan.model import Changes, ObservedPackage, ObservedVersion, PackageDeletion, Removal, Transition
from provider.plan.recorded import RecordedPackage, RecordedVersion, Unmanaged
from schemas.coordinates import Coordinates
from schemas.desired import DesiredPackage, OnRemoval
from schemas.errors import Fault
from schemas.status import Status

Declared = Mapping[str, DesiredPackage]

_DECLARED = "this run declares the same package"
_OTHER_OWNER = "this run declares the package of another owner, {}"
_TWICE = "the state records the package twice, and it is removed once"
_NOTHING_LEFT = "nothing is left of it in AWS"
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


def to_observe(gone: Iterable[RecordedPackage], declared: Declared) -> tuple[Coordinates, ...]:
    """The packages that have to be looked at before their removal can be planned.

    Args:
        gone: See `going`.
        declared: What the run declares, by the name of the resource.

    Returns:
        Those with something to do, each once.
    """
    wanted = (each.coordinates for each in gone if each.on_removal is not OnRemoval.RETAIN)
    return tuple(dict.fromkeys(each for each in wanted if each.resource_name not in declared))


def plan_removals(
    gone: Iterable[RecordedPackage], declared: Declared, observed: Iterable[ObservedPackage]
) -> tuple[Removal, ...]:
    """Plan what the removals of a run do.

    Args:
        gone: See `going`.
        declared: What the run declares, by the name of the resource.
        observed: What AWS answered for each package of `to_observe`, with its origin configuration.

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
        if note := _why_forgotten(each, declared, alike):
            removals.append(_forget(each, "" if each.on_removal is OnRemoval.RETAIN else note))
            continue
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
) -> tuple[Unmanaged, ...]:
    """The versions that the state records and no manifest names any more, and that nothing happens to.

    Args:
        recorded: What the state remembers.
        declared: What the run declares, by the name of the resource.
        observed: What AWS answered for the declared packages.

    Returns:
        The packages with such versions, sorted; a version that is absent is none.
    """
    found = {each.coordinates.resource_name: each for each in observed}
    unmanaged: dict[Coordinates, tuple[RecordedVersion, ...]] = {}
    for each in recorded:
        name = each.coordinates.resource_name
        if name not in declared or not each.coordinates.may_be(declared[name].coordinates):
            is_forgotten = each.on_removal is OnRemoval.RETAIN or name in declared
            versions = each.versions if is_forgotten else ()
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


def _why_forgotten(recorded: RecordedPackage, declared: Declared, planned: Iterable[Coordinates]) -> str:
    """Why a package is forgotten whatever its `onRemoval` says; empty where it is not."""
    coordinates = recorded.coordinates
    if coordinates.resource_name in declared:
        other = declared[coordinates.resource_name].coordinates
        return _DECLARED if coordinates.may_be(other) else _OTHER_OWNER.format(other.repository.domain_owner)
    return _TWICE if any(map(coordinates.may_be, planned)) else ""


def _forget(recorded: RecordedPackage, note: str = "") -> Removal:
    return Removal(recorded.coordinates, OnRemoval.RETAIN, note=note)


def _dispose(recorded: RecordedPackage, observed: ObservedPackage) -> Removal:
    """Dispose the recorded versions, and no others; one that is absent needs nothing."""
    known = {version.version: version for version in recorded.versions}
    found = tuple(version for version in observed.versions if version.version in known)
    transitions = tuple(
        Transition(version.version, version.status, Status.DISPOSED, version.revision)
        for version in found
        if version.status is not Status.DISPOSED
    )
    refusals = tuple(_moved(recorded, known, found))
    if not transitions and not refusals:
        return _forget(recorded, _NOTHING_TO_DISPOSE)
    changes, count = Changes(transitions), len(observed.versions)
    return Removal(recorded.coordinates, OnRemoval.DISPOSE, changes, refusals=refusals, version_count=count)


def _delete(recorded: RecordedPackage, observed: ObservedPackage) -> Removal:
    """Delete the package, if it holds only what the state knows."""
    if not observed.versions:
        return _forget(recorded, _NOTHING_LEFT)
    known = {version.version: version for version in recorded.versions if version.status is not Status.DELETED}
    changes = deletion(observed, PackageDeletion(observed.origin))
    refusals = (*_unknown(recorded, known, observed.versions), *_moved(recorded, known, observed.versions))
    count = len(observed.versions)
    return Removal(recorded.coordinates, OnRemoval.DELETE, changes, refusals=refusals, version_count=count)


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


def _unknown(
    recorded: RecordedPackage, known: Mapping[str, RecordedVersion], found: Iterable[ObservedVersion]
) -> Iterator[Fault]:
    listed = ", ".join(_described(version) for version in found if version.version not in known)
    if listed:
        yield Fault(
            "Package holds what the state does not know",
            f"`{recorded.coordinates.written}` ({recorded.coordinates.format}) in `{recorded.coordinates.repository}` "
            f"is no longer declared, and its `onRemoval` is `{recorded.on_removal}`. It holds {listed}, which no run "
            "recorded; deleting the package would delete this unseen. Nothing was changed.",
            "declare the package with `status: Deleted`, which deletes everything that the plan then shows",
        )


def _moved(
    recorded: RecordedPackage, known: Mapping[str, RecordedVersion], found: Iterable[ObservedVersion]
) -> Iterator[Fault]:
    """The versions that are not what the state remembers."""
    for version in found:
        before = known.get(version.version)
        if before is None or (version.revision and _is_as_recorded(before, version)):
            continue
        yield Fault(
            "Version is not what the state remembers",
            f"`{recorded.coordinates.written}` {version.version} ({recorded.coordinates.format}) in "
            f"`{recorded.coordinates.repository}` is no longer declared, and its `onRemoval` is "
            f"`{recorded.on_removal}`. It is {_described(version)}, and the last run left {_described(before)}. "
            "Nothing was changed.",
            "look at what changed; then run `pulumi refresh`, which records the version as it is now, or declare the "
            "package again",
        )


def _is_as_recorded(before: RecordedVersion, now: ObservedVersion) -> bool:
    return before.revision == now.revision and now.status in {before.status, Status.DISPOSED}


def _described(version: ObservedVersion | RecordedVersion) -> str:
    revision = f"at revision `{version.revision}`" if version.revision else "without a revision"
    return f"{version.version} (`{version.status}`, {revision})"
