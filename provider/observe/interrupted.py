"""Deletions that an earlier run was to carry out, and that left their package fenced: see `provider.apply.removal`.

A run records what it is going to delete before it begins. Nothing records that a deletion ended, or that `--exclude`
kept it from beginning. So AWS is asked. A deletion counts as interrupted only where both hold:

- the package is blocked as a deletion blocks it, and was not before;
- it still holds a version that was to be deleted, at the revision of then or disposed, or it holds none and was not to
  end blocked: DeletePackage drops the origin configuration, and deleting each version does not. A package that was
  deleted and published again holds others.

Source: AWS CodeArtifact User Guide, "Delete a package or package version": "A package can exist in a repository without
any package versions."
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from packagestate.provider.gateway import AbsentError, Gateway, GatewayError
from packagestate.provider.plan.model import Changes, ObservedVersion, Plan
from packagestate.provider.plan.removals import FENCE
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault
from packagestate.schemas.status import Status

Deletions = Mapping[Coordinates, Changes]


class Interrupted(NamedTuple):
    """What became of earlier deletions.

    Attributes:
        fenced: The packages that a deletion has left fenced.
        unanswered: Those that AWS could not be asked for, and why.
    """

    fenced: tuple[Coordinates, ...]
    unanswered: Mapping[Coordinates, GatewayError]


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
    for coordinates, changes in recorded.items():
        if changes.deletion is None or changes.deletion.before == FENCE:
            continue
        try:
            if _is_fenced(gateway, coordinates, changes):
                fenced.append(coordinates)
        except AbsentError:
            pass  # Its repository or its domain is gone.
        except GatewayError as error:
            unanswered[coordinates] = error
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
    deleting: defaultdict[str, list[tuple[Coordinates, Changes]]] = defaultdict(list)
    for place, changes in planned.all_changes:
        if changes.deletion is not None:
            deleting[place.resource_name].append((place, changes))
    goes_on: dict[Coordinates, Changes] = {}
    others: dict[Coordinates, Changes] = {}
    for place, changes in recorded.items():
        same = [now for each, now in deleting[place.resource_name] if each.may_be(place)]
        if not same:
            others[place] = changes
        elif any(_goes_on(changes, now) for now in same):
            goes_on[place] = changes
    found = find_interrupted(gateway, others)
    left = {place: others[place] for place in (*found.fenced, *found.unanswered)}
    return goes_on | left, found


def warnings(recorded: Deletions, found: Interrupted, declared: Mapping[str, DesiredPackage]) -> Iterator[Fault]:
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
        package = declared.get(place.resource_name)
        if package is None or package.origin is None:
            yield _left_fenced(place, recorded[place])
    for place, error in sorted(found.unanswered.items(), key=str):
        yield Fault(
            "Interrupted deletion cannot be looked for",
            f"An earlier run was to delete {place}. Whether it did, or left the package fenced, is not known. "
            f"{error.fault.detail}",
            error.fault.hint,
        )


def _is_fenced(gateway: Gateway, coordinates: Coordinates, changes: Changes) -> bool:
    if gateway.read_origin(coordinates) != FENCE:
        return False
    if found := gateway.list_versions(coordinates):
        return _is_left(changes, found)
    return changes.deletion is not None and changes.deletion.after != FENCE


def _goes_on(earlier: Changes, now: Changes) -> bool:
    """Whether a deletion finds the fence of an earlier one, and does not know what was before."""
    if earlier.deletion is None or now.deletion is None or earlier.deletion.before == FENCE:
        return False
    found = (ObservedVersion(each.version, each.before, each.revision) for each in now.transitions)
    return now.deletion.before == FENCE and _is_left(earlier, found)


def _is_left(changes: Changes, found: Iterable[ObservedVersion]) -> bool:
    """Whether a package still holds a version that was to be deleted."""
    planned = {each.version: each.revision for each in changes.transitions}
    return any(
        each.version in planned and (each.status is Status.DISPOSED or each.revision == planned[each.version])
        for each in found
    )


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
