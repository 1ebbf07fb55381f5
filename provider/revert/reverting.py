"""Revert: read a plan, look what AWS has now, and edit the manifests so that the next run brings back what it can."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packagestate.provider.choices.reading import read_locked
from packagestate.provider.manifests.folder import Folder
from packagestate.provider.manifests.restating import Restatement
from packagestate.provider.manifests.saving import Drafts
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.observe import Observer, Progress
from packagestate.provider.plan.floors import Floors
from packagestate.provider.plan.model import Changes
from packagestate.provider.population import FullGateway
from packagestate.provider.revert.advisory import made_by
from packagestate.provider.revert.decision import Decision, decide
from packagestate.provider.state.plan_file import PlanFile
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.errors import Fault, ManifestError
from packagestate.schemas.files import whole
from packagestate.schemas.over import shortest
from packagestate.schemas.versions.order import version_order


@dataclass(frozen=True, slots=True)
class Report:
    """What was decided and written.

    Attributes:
        decisions: One for each package that the plan changed, sorted.
        forgotten: The packages that the plan only forgot.
        files: The files that were written, or would be in a dry run, sorted.
        is_dry_run: Whether nothing was written.
        is_lock_stale: Whether a line of the lock that is not in force any more keeps a version from going back, until
            the lock is made again.
    """

    decisions: tuple[Decision, ...]
    forgotten: tuple[Coordinates, ...]
    files: tuple[Path, ...]
    is_dry_run: bool
    is_lock_stale: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether everything that the plan changed is as before, or goes back."""
        return not any(each.lost for each in self.decisions)


def revert(
    gateway: FullGateway, plan: PlanFile | str, path: Path, worker_count: int, progress: Progress, *, is_dry_run: bool
) -> Report:
    """Edit the manifests so that every version which a plan, or an advisory, changed goes back, where it can.

    Args:
        gateway: Where AWS is asked, for the packages that the plan changed.
        plan: The plan, or the id of the advisory.
        path: The folder of manifests, or one manifest.
        worker_count: How many calls may be under way at once.
        progress: Told how many packages have been read, and of how many.
        is_dry_run: Whether no file is written.

    Returns:
        What was decided and written.

    Raises:
        ManifestError: The manifests are wrong, or cannot be edited.
        ObservationError: AWS could not be asked.
        SavingError: A file could not be written; then none was, or it says which were.
    """
    manifests = Folder.open(path)
    advisory = plan if isinstance(plan, str) else None
    if isinstance(plan, str):
        plan = made_by(gateway, plan, manifests.choices, manifests.owners.get, worker_count)
    changed = {**plan.packages, **plan.removals}
    faults = [*_of_other_owners(changed, manifests)]
    if faults:
        raise ManifestError(faults)
    # An origin configuration is read where one is declared, so where the plan changed it.
    asked = [
        DesiredPackage(place, (), changes.origin.after if changes.origin else None)
        for place, changes in changed.items()
    ]
    locked = tuple(read_locked(gateway, manifests.choices, manifests.owners.get))
    floors = Floors((*manifests.wide, *(each.floor for each in locked if each.is_in_force)))
    decisions = tuple(
        decide(
            changed[each.coordinates],
            each,
            manifests.packages.get(each.coordinates.resource_name),
            floors.of(each.coordinates),
            is_removal=each.coordinates in plan.removals,
            advisory=advisory,
        )
        for each in sorted(
            Observer(gateway, worker_count).declared(asked, progress), key=lambda each: each.coordinates.resource_name
        )
    )
    files = {each.place.file for each in manifests.wide}
    changes = {
        each.coordinates: Restatement(each.restated, each.restated_origin, _over(each, each.restated, files))
        for each in decisions
        if each.restated or each.restated_origin
    }
    texts = dict(manifests.edited(changes, (_added(each, files) for each in decisions)))
    if texts and not is_dry_run:
        with Drafts() as drafts:
            for file, text in texts.items():
                drafts.write(file, [text])
            drafts.publish()
    standing = Floors(each.floor for each in locked if not each.is_in_force)
    is_stale = any(_is_kept(each, standing) for each in decisions)
    return Report(decisions, plan.forgotten, tuple(texts), is_dry_run, is_stale)


def _is_kept(decision: Decision, standing: Floors) -> bool:
    """Whether a line that asks for nothing new keeps a version from going back."""
    going_back = {each.version for each in decision.going_back}
    return any(each.version in going_back for each in standing.of(decision.coordinates))


def _added(decision: Decision, files: Collection[str]) -> StatedPackage:
    """What is declared again of a package, in the order in which people read versions."""
    coordinates = decision.coordinates
    versions = sorted(decision.added, key=lambda each: version_order(each.version, coordinates.format))
    over = _over(decision, (each.version for each in versions), files)
    return StatedPackage(coordinates, tuple(versions), None, (), over)


def _over(decision: Decision, versions: Iterable[str], files: Collection[str]) -> dict[str, str]:
    """What the `over` of versions is to say, so that it means the right one of the files."""
    return {each: shortest(decision.over[each], files, whole) for each in versions if each in decision.over}


def _of_other_owners(changed: dict[Coordinates, Changes], manifests: Folder) -> Iterator[Fault]:
    """The packages that the plan changed in another account than the one whose packages the manifests name."""
    for place in changed:
        declared = manifests.packages.get(place.resource_name)
        owner = place.repository.domain_owner
        if declared is None or owner is None or declared.coordinates.repository.domain_owner in {None, owner}:
            continue
        yield Fault(
            "Manifest is for something else",
            f"The plan changed `{place}` in the account {owner}, and this manifest names it in another. Nothing was "
            "read from AWS, and no file was written.",
            "name the folder of manifests that the plan was made from",
            declared.place,
        )
