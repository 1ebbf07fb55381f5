"""What a run's plan allows its removals to do, for as long as one plugin process lives.

The engine deletes a resource for many reasons: its manifest is gone, it was renamed or replaced, an interrupted run
left it to be deleted, the stack is destroyed. None of them says what was reviewed. So the delete hook does in AWS only
what the program planned in this very run and handed over with the `Removals` resource, which the engine creates or
updates before it deletes anything.

    the package                              its deletion from the state
    is declared by this run                  forgets it: a run never removes what it declares
    is recorded as `onRemoval: retain`       forgets it
    is in this run's plan                    does what the plan says, once
    anything else                            is refused

A package that is declared `Deleted` is deleted by the hook that creates or updates its resource, and only where the
`Removals` resource of this run records that it begins: else nobody would notice that it was interrupted.

Source: Pulumi engine 3.259, `deploy/deployment_executor.go`: deletions come after all creations and updates; `check` is
called for each resource that the run declares, and in `pulumi destroy` for none.
"""

import threading
from collections.abc import Mapping

from packagestate.provider.configuration.advice import engine_command
from packagestate.provider.plan.model import Changes
from packagestate.provider.state import properties
from packagestate.provider.state.generation import pending_changes
from packagestate.provider.state.properties import Properties
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import OnRemoval
from packagestate.schemas.errors import PackageStateError

_NOTHING = Changes()


class UnplannedRemovalError(PackageStateError):
    """A deletion that this run's plan does not name; nothing was changed."""


class UnrecordedDeletionError(PackageStateError):
    """A deletion of a package that no resource records; nothing was changed."""


class Handover:
    """What the hooks of one process know of the run; the engine calls them in several threads.

    Whether a package is declared is asked without the owner of its domain: an owner that is left out is the caller's
    own account, so two spellings may be one package. What is planned holds for the planned owner alone.
    """

    def __init__(self) -> None:
        """Nothing is declared, and nothing allowed."""
        self._lock = threading.Lock()
        self._declared: set[str] = set()
        self._planned: dict[Coordinates, Changes] = {}

    def declare(self, coordinates: Coordinates) -> None:
        """Remember that the run declares a package.

        Args:
            coordinates: The package.
        """
        with self._lock:
            self._declared.add(coordinates.resource_name)

    def declares(self, inputs: Properties) -> bool:
        """Whether the run declares a package.

        Args:
            inputs: The inputs of the package.
        """
        name = properties.coordinates(inputs).resource_name
        with self._lock:
            return name in self._declared

    def allow(self, planned: Mapping[Coordinates, Changes]) -> None:
        """Take over what the program planned.

        Args:
            planned: The changes of each package that goes; no changes where it is only forgotten.
        """
        with self._lock:
            self._planned |= planned

    def require_recorded(self, inputs: Properties) -> None:
        """Make sure that the state records the deletion of a package before it begins.

        Args:
            inputs: The stamped inputs of a package.

        Raises:
            UnrecordedDeletionError: They delete the package, and the `Removals` resource was not updated in this run.
        """
        changes = pending_changes(inputs) if properties.is_deletion(inputs) else None
        if changes is None or changes.deletion is None:
            return
        coordinates = properties.coordinates(inputs)
        with self._lock:
            if coordinates in self._planned:
                return
        raise UnrecordedDeletionError.of(
            "Deletion is not recorded",
            f"{coordinates} is declared `Deleted`, but the resource `removals` was not updated in this run. It "
            "records which deletions began, so that one that is interrupted is noticed. The package was left "
            "untouched.",
            f"run {engine_command('up')} without `--target`, or target the resource `removals` too",
        )

    def take(self, coordinates: Coordinates, on_removal: OnRemoval) -> Changes:
        """What the deletion of a resource does in AWS.

        Args:
            coordinates: Its package.
            on_removal: What the state records for its removal.

        Returns:
            The changes; none where the package is only forgotten. They are given out once.

        Raises:
            UnplannedRemovalError: The plan of this run does not name it.
        """
        name = coordinates.resource_name
        with self._lock:
            if name in self._declared or on_removal is OnRemoval.RETAIN:
                return _NOTHING
            if coordinates in self._planned:
                changes, self._planned[coordinates] = self._planned[coordinates], _NOTHING
                return changes
        raise UnplannedRemovalError.of(
            "Removal is not in the plan",
            f"`{coordinates.written}` ({coordinates.format}) in `{coordinates.repository}` is recorded with "
            f"`onRemoval: {on_removal}`, and no plan of this run shows what that would change. The package was left "
            "untouched, and stays in the state.",
            f"take the package out of the manifests and run {engine_command('up')}, whose preview shows what that "
            "changes. To leave AWS as it is, or if no manifest declares the package, declare it with `onRemoval: "
            "retain`, run the same command, and then take it out. To delete the package, you can also declare it with "
            "`status: Deleted` in place of `versions` and `onRemoval`",
        )
