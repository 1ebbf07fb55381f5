"""What one manifest says, and whether another text says the same. Pure.

Whatever edits the text of a manifest holds the result against this: an edit changes what it is meant to, and no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from packagestate.schemas.desired import OnRemoval, OriginConfiguration
from packagestate.schemas.document import compose
from packagestate.schemas.errors import Fault, ManifestError
from packagestate.schemas.nodes import Entry, Node, entry_at
from packagestate.schemas.stating import declared_in
from packagestate.schemas.status import Status

#: Namespace and name of a package.
Name = tuple[str | None, str]


class SaidVersion(NamedTuple):
    """What is said about one version: all that a manifest can say."""

    status: Status
    revision: str | None = None
    reason: str | None = None
    over: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one package: its versions, and what else there is."""

    versions: Mapping[str, SaidVersion]
    origin: OriginConfiguration | None
    on_removal: OnRemoval
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A manifest: its outermost node, its map of packages, and what it says about each."""

    root: Node
    packages: Entry
    said: Mapping[Name, Said]


def read_manifest(text: str, file: str) -> Reading:
    """Read one manifest.

    Args:
        text: The manifest.
        file: Its name, for places.

    Raises:
        ManifestError: Something is wrong with it.
    """
    document = compose(text, file)
    faults: list[Fault] = []
    declared = declared_in(document, file, faults)
    root = document.root
    packages = None if root is None else entry_at(root, ("packages",))
    if faults or root is None or packages is None:
        raise ManifestError(faults)
    said = {
        (each.coordinates.namespace, each.coordinates.package): Said(
            {
                version.version: SaidVersion(version.status, version.revision, version.reason, version.over)
                for version in each.versions.values()
            },
            None if each.origin is None else each.origin.value,
            OnRemoval.RETAIN if each.on_removal is None else each.on_removal.value,
            each.deletion is not None,
        )
        for each in declared
    }
    return Reading(root, packages, said)


def says(text: str, file: str, expected: Mapping[Name, Said]) -> bool:
    """Whether a text is a manifest that says exactly this.

    Args:
        text: The text.
        file: Its name, for places.
        expected: What it is to say.
    """
    try:
        return read_manifest(text, file).said == expected
    except ManifestError:
        return False
