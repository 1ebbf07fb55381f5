"""Deletions that an earlier run was to carry out, and that left their package fenced: see `provider.apply.removal`.

A run records what it is going to delete before it begins. Nothing records that a deletion ended, or that `--exclude`
kept it from beginning. So AWS is asked. A deletion counts as interrupted only where both hold:

- the package is blocked as a deletion blocks it, and was not before;
- it still holds a version that was to be deleted, at the revision of then or disposed, or it holds none and was not to
  end blocked: DeletePackage drops the origin configuration, and deleting each version does not. A package that was
  deleted and published again holds others.

A manifest that declares the package blocked accepts what the deletion left: AWS shows what is declared. The run that
declares it forgets the deletion, because a refresh does not read manifests and would report the deletion for ever.

Source: AWS CodeArtifact User Guide, "Delete a package or package version": "A package can exist in a repository without
any package versions."
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from packagestate.provider.gateway import AbsentError, Gateway, GatewayError
from packagestate.provider.plan.model import Changes, ObservedPackage, ObservedVersion, PackageDeletion, Plan
from packagestate.provider.plan.removals import FENCE
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status

Deletions = Mapping[Coordinates, Changes]
Declared = Mapping[str, DesiredPackage]


class Interrupted(NamedTuple):
    """What became of earlier deletions.

    Attributes:
        fenced: The packages that a deletion has left fenced.
        unanswered: Those that AWS could not be asked for, and why.
    """

    fenced: tuple[Coordinates, ...]
    unanswered: Mapping[Coordinates, GatewayError]


class _Deletion(NamedTuple):
    """What a run was, or is, to do with a package that it deletes."""

    place: Coordinates
    changes: Changes
    how: PackageDeletion


# Source: AWS CodeArtifact User Guide, "Default package origin control settings".
_DEFAULT_ORIGINS: Final = (
    "`origin: {publish: ALLOW, upstream: BLOCK}` (AWS's default where it was published to the repository) or "
    "`origin: {publish: BLOCK, upstream: ALLOW}` (where it came from upstream)"
)


def find_interrupted(gateway: Gateway, recorded: Deletions) -> Interrupted:
    """Look which earlier deletions have left their package fenced.

    Args:
        gateway: Where AWS is asked, once for each package that was to be deleted, and twice where it is blocked.
        recorded: What earlier runs were to do.

    Returns:
        The packages. One that nobody can be asked for stops no run.
    """
    fenced: list[Coordinates] = []
    unanswered: dict[Coordinates, GatewayError] = {}
    for each in _watched(recorded):
        try:
            if _is_fenced(gateway, each):
                fenced.append(each.place)
        except AbsentError:
            pass  # Its repository or its domain is gone.
        except GatewayError as error:
            unanswered[each.place] = error
    return Interrupted(tuple(fenced), unanswered)


def unfinished(gateway: Gateway, recorded: Deletions, planned: Plan) -> tuple[Deletions, Interrupted]:
    """What earlier runs were to delete and have not, and what of it this run has nothing to do with.

    A package that is neither declared nor recorded is asked for too: the creation of its resource may have died.

    Args:
        gateway: Where AWS is asked.
        recorded: What earlier runs were to do.
        planned: What this run does.

    Returns:
        What has to be remembered, and the packages that this run leaves as they are.
    """
    deleting: defaultdict[str, list[_Deletion]] = defaultdict(list)
    for now in _deletions(planned.all_changes):
        deleting[now.place.resource_name].append(now)
    goes_on: dict[Coordinates, Changes] = {}
    others: dict[Coordinates, Changes] = {}
    for earlier in _watched(recorded):
        same = [now for now in deleting[earlier.place.resource_name] if now.place.may_be(earlier.place)]
        if not same:
            others[earlier.place] = earlier.changes
        for now in same:
            if _goes_on(earlier, now):
                # The earlier run knows what was before. What is put again afterwards is what this run declares.
                goes_on[earlier.place] = replace(earlier.changes, deletion=replace(earlier.how, after=now.how.after))
    found = find_interrupted(gateway, others)
    left = {place: others[place] for place in (*found.fenced, *found.unanswered)}
    return goes_on | left, found


def accepted(
    recorded: Deletions, planned: Plan, declared: Declared, observed: Iterable[ObservedPackage]
) -> tuple[Coordinates, ...]:
    """The earlier deletions that are over because this run declares their package blocked.

    Args:
        recorded: What earlier runs were to do.
        planned: What this run does.
        declared: What the run declares, by the name of the resource.
        observed: What AWS answered for the declared packages.

    Returns:
        Those that would still count as interrupted after this run. One that ended as planned, and left the package
        blocked as declared, counts as such in no run: it stays in the record, so that the next run changes nothing.
    """
    observations = {each.coordinates: each for each in observed}
    deleted_now = {each.place for each in _deletions(planned.all_changes)}
    over = []
    for each in _watched(recorded):
        package = _declared_with_origin(each.place, declared)
        if package is None or package.origin != FENCE or package.coordinates in deleted_now:
            continue
        if each.how.after != FENCE or _is_left(each, observations[package.coordinates].versions):
            over.append(each.place)
    return tuple(over)


def warnings(recorded: Deletions, found: Interrupted, declared: Declared) -> Iterator[Fault]:
    """What there is to say about earlier deletions.

    Args:
        recorded: What earlier runs were to do.
        found: What became of it.
        declared: What the run declares, by the name of the resource.

    Yields:
        A warning for each package that is left fenced, unless its origin configuration is declared: then it is put by
        this run, or said to be kept. And one for each that AWS could not be asked for.
    """
    for place in sorted(found.fenced, key=str):
        if _declared_with_origin(place, declared) is None:
            yield _left_fenced(place, recorded[place])
    for place, error in sorted(found.unanswered.items(), key=str):
        yield Fault(
            "Interrupted deletion cannot be looked for",
            f"An earlier run was to delete {place}. Whether it did, or left the package fenced, is not known. "
            f"{error.fault.detail}",
            error.fault.hint,
        )


def _deletions(changes_of: Iterable[tuple[Coordinates, Changes]]) -> Iterator[_Deletion]:
    for place, changes in changes_of:
        if changes.deletion is not None:
            yield _Deletion(place, changes, changes.deletion)


def _watched(recorded: Deletions) -> Iterator[_Deletion]:
    """The deletions whose fence can be told from what was before."""
    return (each for each in _deletions(recorded.items()) if each.how.before != FENCE)


def _is_fenced(gateway: Gateway, earlier: _Deletion) -> bool:
    if gateway.read_origin(earlier.place) != FENCE:
        return False
    if found := gateway.list_versions(earlier.place):
        return _is_left(earlier, found)
    return earlier.how.after != FENCE


def _goes_on(earlier: _Deletion, now: _Deletion) -> bool:
    """Whether a deletion finds the fence of an earlier one, and does not know what was before."""
    found = (ObservedVersion(each.version, each.before, each.revision) for each in now.changes.transitions)
    return now.how.before == FENCE and _is_left(earlier, found)


def _is_left(earlier: _Deletion, found: Iterable[ObservedVersion]) -> bool:
    """Whether a package still holds a version that was to be deleted."""
    planned = {each.version: each.revision for each in earlier.changes.transitions}
    return any(
        each.version in planned and (each.status is Status.DISPOSED or each.revision == planned[each.version])
        for each in found
    )


def _declared_with_origin(place: Coordinates, declared: Declared) -> DesiredPackage | None:
    """The package as the run declares it, with its origin configuration; None where it does not declare both."""
    package = declared.get(place.resource_name)
    if package is None or package.origin is None or not package.coordinates.may_be(place):
        return None
    return package


def _left_fenced(coordinates: Coordinates, changes: Changes) -> Fault:
    before = changes.deletion.before if changes.deletion is not None else None
    was = f"it was `{before}`" if before else "what it was is not known"
    restored = f"`origin: {{publish: {before.publish}, upstream: {before.upstream}}}`" if before else _DEFAULT_ORIGINS
    return Fault(
        "Interrupted deletion left a package fenced",
        f"An earlier run was to delete {coordinates}, and the package is still there. Its origin configuration is "
        f"`{FENCE}`, which a deletion sets first, so no new version can enter; before that run {was}. This run does "
        "not change it.",
        f"declare {restored} for the package to put it back, or `origin: {{publish: BLOCK, upstream: BLOCK}}` "
        "to keep it, as where somebody blocked it on purpose",
    )
