"""The folder of manifests: what it says already, and where what is adopted is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from packagestate.provider.manifests.header import Header, header_of
from packagestate.provider.manifests.merging import merged
from packagestate.provider.manifests.saving import Drafts
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.manifests.yaml_writer import manuscript
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage, DesiredVersion, OnRemoval
from packagestate.schemas.document import compose
from packagestate.schemas.errors import ManifestError, Place
from packagestate.schemas.files import read, shown
from packagestate.schemas.load import load

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of manifests.

    Attributes:
        path: The folder; it need not be there.
        packages: What its manifests say, by the names of the packages' resources.
    """

    path: Path
    packages: Mapping[str, DesiredPackage]

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Read the manifests.

        Args:
            path: The folder; it need not be there.

        Returns:
            The folder.

        Raises:
            ManifestError: Something is wrong with them; it carries every fault.
        """
        if not holds_manifests(path):
            return cls(path, {})
        return cls(path, {each.coordinates.resource_name: each for each in load(path).packages})

    def add(self, items: Iterable[StatedPackage], drafts: Drafts) -> tuple[DesiredPackage, ...]:
        """Write what is not there yet.

        Args:
            items: What is adopted of the packages of one repository and one format.
            drafts: Where files are written.

        Returns:
            What the manifests now say about those of the packages that they name.

        Raises:
            ManifestError: A manifest cannot be added to.
            SavingError: A file cannot be written.
        """
        given = tuple(items)
        files: defaultdict[Path, list[StatedPackage]] = defaultdict(list)
        missing = [self._missing(item) for item in given]
        for item in missing:
            if not item.is_empty:
                files[self._file(item.coordinates)].append(item)
        headers: dict[Path, Header] = {}
        for path, added in files.items():
            place = added[0].coordinates
            if path.exists():
                headers[path] = _extend(path, added, drafts)
            else:
                remarks = [item for item in given if item.is_empty and item.remarks]
                drafts.write(path, [manuscript(place.repository, place.format, [*remarks, *added])])
                headers[path] = Header(place.repository, place.format, OnRemoval.RETAIN)
        return tuple(each for item in missing if (each := self._named(item, headers)) is not None)

    def _missing(self, item: StatedPackage) -> StatedPackage:
        """What no manifest says yet."""
        known = self.packages.get(item.coordinates.resource_name)
        if known is None:
            return item
        declared = {version.version for version in known.versions}
        return replace(
            item,
            versions=tuple(version for version in item.versions if version.version not in declared),
            origin=item.origin if known.origin is None else None,
        )

    def _file(self, coordinates: Coordinates) -> Path:
        """The file that names a package, or is to name it."""
        known = self.packages.get(coordinates.resource_name)
        if known is not None and known.place is not None:
            return Path(known.place.file)
        return self.path / coordinates.repository.name / f"{coordinates.format}.yaml"

    def _named(self, missing: StatedPackage, headers: Mapping[Path, Header]) -> DesiredPackage | None:
        """What the manifests now say about a package; None where they do not name it."""
        before = self.packages.get(missing.coordinates.resource_name)
        if before is None and missing.is_empty:
            return None
        if before is None:
            header = headers[self._file(missing.coordinates)]
            coordinates = replace(missing.coordinates, repository=header.repository)
            before = DesiredPackage(coordinates, (), on_removal=header.on_removal)
        added = (DesiredVersion(version.version, version.status) for version in missing.versions)
        return replace(
            before, versions=tuple(sorted((*before.versions, *added))), origin=missing.origin or before.origin
        )


def holds_manifests(folder: Path) -> bool:
    """Whether a folder is there and holds a manifest.

    Args:
        folder: The folder.
    """
    return any(_is_manifest(each.relative_to(folder)) for each in folder.rglob("*"))


def _is_manifest(path: Path) -> bool:
    """Whether a file below the folder is read; what begins with a dot is not."""
    return path.suffix in {".yaml", ".yml"} and not any(part.startswith(".") for part in path.parts)


def _extend(path: Path, items: list[StatedPackage], drafts: Drafts) -> Header:
    """Add to a manifest that is there."""
    text = read(path)
    root = compose(text, shown(path)).root
    header = None if root is None else header_of(root)
    place = items[0].coordinates
    if header is None or not header.fits(place):
        raise ManifestError.of(
            "Manifest is for something else",
            f"`{shown(path)}` is to name the {place.format} packages of `{place.repository}`, and is there already for "
            "another repository, format or owner. No file was written.",
            "rename it, or adopt into another folder",
            Place(shown(path), 1, 1),
        )
    mark = "\ufeff" if path.read_bytes().startswith(_BYTE_ORDER_MARK) else ""
    drafts.write(path, [mark, merged(text, shown(path), items)])
    return header
