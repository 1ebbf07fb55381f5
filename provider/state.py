"""What a stack's state remembers of packages: read from what `pulumi stack export` prints."""

import json
from dataclasses import dataclass

from provider import properties
from provider.adoption.import_file import RESOURCE_TYPE
from provider.plan.model import ObservedVersion
from schemas.coordinates import Coordinates
from schemas.desired import OnRemoval
from schemas.errors import PackageStateError


class StateError(PackageStateError):
    """A file is no exported state."""


@dataclass(frozen=True, slots=True)
class RecordedPackage:
    """One package as a state remembers it.

    Attributes:
        coordinates: The package.
        versions: Each recorded version, sorted; `Deleted` where it was absent.
        on_removal: What becomes of the versions when no manifest names the package any more.
    """

    coordinates: Coordinates
    versions: tuple[ObservedVersion, ...]
    on_removal: OnRemoval


def read_state(text: str) -> tuple[RecordedPackage, ...]:
    """Read an exported state.

    Args:
        text: What `pulumi stack export` printed.

    Returns:
        The packages in it; other resources are passed over.

    Raises:
        StateError: It is no such text.
    """
    try:
        resources = json.loads(text)["deployment"].get("resources") or ()
        return tuple(_package(each["outputs"]) for each in resources if each["type"] == RESOURCE_TYPE)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StateError.of(
            "State cannot be read",
            "The file is not what `pulumi stack export` prints. Nothing was read or changed.",
            "write it with `pulumi stack export --file state.json`",
        ) from error


def _package(outputs: properties.Properties) -> RecordedPackage:
    return RecordedPackage(
        properties.coordinates(outputs), properties.recorded(outputs), properties.on_removal(outputs)
    )
