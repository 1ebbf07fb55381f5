"""The manifests that are edited when a plan is reverted: what they say, which file says it, and their new text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packagestate.provider.manifests.folder import holds_manifests
from packagestate.provider.manifests.header import Header, header_of
from packagestate.provider.manifests.merging import merged
from packagestate.provider.manifests.reading import Name
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.manifests.yaml_writer import manuscript
from packagestate.provider.revert.decision import Decision
from packagestate.provider.manifests.restating import Restatement, restated
from packagestate.schemas.coordinates import Coordinates
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.document import compose
from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.files import find, read, shown
from packagestate.schemas.load import declared_in
from packagestate.schemas.merge import merge
from packagestate.schemas.version_order import version_order

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Manifests:
    """A folder of manifests, or one manifest.

    Attributes:
        path: The folder or file; it need not be there.
        packages: What the manifests say, by the names of the packages' resources.
        files: The files that name a package, by the same.
        headers: What stands above the packages of each file.
    """

    path: Path
    packages: Mapping[str, DesiredPackage]
    files: Mapping[str, Sequence[Path]]
    headers: Mapping[Path, Header]

    @classmethod
    def open(cls, path: Path) -> "Manifests":
        """Read the manifests.

        Args:
            path: A folder or a file; where there is none, nothing is declared.

        Raises:
            ManifestError: Something is wrong with them; it carries every fault.
        """
        if not path.is_file() and not holds_manifests(path):
            return cls(path, {}, {}, {})
        paths, found = find(path)
        faults: list[Fault] = list(found)
        declared = {}
        roots = {}
        for file in paths:
            try:
                document = compose(read(file), shown(file))
            except ManifestError as error:
                faults.extend(error.faults)
                continue
            declared[file] = declared_in(document, shown(file), faults)
            roots[file] = document.root
        packages, contradictions = merge(each for group in declared.values() for each in group)
        if faults or contradictions:
            raise ManifestError([*faults, *contradictions])
        files: defaultdict[str, list[Path]] = defaultdict(list)
        for file, group in declared.items():
            for each in group:
                files[each.coordinates.resource_name].append(file)
        headers = {file: header_of(root) for file, root in roots.items() if root is not None}
        return cls(path, {each.coordinates.resource_name: each for each in packages}, files, headers)

    def edited(self, decisions: Iterable[Decision]) -> dict[Path, str]:
        """The manifests with what is decided.

        Args:
            decisions: What becomes of each package.

        Returns:
            The new text of each file that changes or is new, sorted.

        Raises:
            ManifestError: A manifest cannot be edited, or its place is taken.
        """
        changes: defaultdict[Path, dict[Name, Restatement]] = defaultdict(dict)
        added: defaultdict[Path, list[StatedPackage]] = defaultdict(list)
        for each in decisions:
            coordinates = each.coordinates
            if each.restated or each.restated_origin:
                for file in self.files[coordinates.resource_name]:
                    restatement = Restatement(each.restated, each.restated_origin)
                    changes[file][coordinates.namespace, coordinates.package] = restatement
            if each.added:
                versions = tuple(
                    sorted(each.added, key=lambda version: version_order(version.version, coordinates.format))
                )
                added[self._file(coordinates)].append(StatedPackage(coordinates, versions, None, ()))
        texts = {
            file: _edited(file, changes[file], added[file]) if file in self.headers else _new(added[file])
            for file in sorted({*changes, *added})
        }
        # A package may stand in several files, of which one says what changes.
        return {
            file: text
            for file, text in texts.items()
            if file not in self.headers or text.encode("utf-8") != file.read_bytes()
        }

    def _file(self, coordinates: Coordinates) -> Path:
        """The file that names a package, or is to name it: one for its repository and format, if there is any."""
        if files := self.files.get(coordinates.resource_name):
            return files[0]
        for file, header in self.headers.items():
            if header.fits(coordinates):
                return file
        is_file = self.path.is_file()
        file = self.path if is_file else self.path / coordinates.repository.name / f"{coordinates.format}.yaml"
        if file.exists():
            raise ManifestError.of(
                "Manifest is for something else",
                f"`{shown(file)}` is to name `{coordinates}` again, and is there already for another repository, "
                "format or owner. No file was written.",
                "rename it, or name the folder that holds all manifests",
                Place(shown(file), 1, 1),
            )
        return file


def _edited(file: Path, changes: Mapping[Name, Restatement], items: Sequence[StatedPackage]) -> str:
    text = restated(read(file), shown(file), changes)
    mark = "\ufeff" if file.read_bytes().startswith(_BYTE_ORDER_MARK) else ""
    return mark + (merged(text, shown(file), items) if items else text)


def _new(items: Sequence[StatedPackage]) -> str:
    coordinates = items[0].coordinates
    return manuscript(coordinates.repository, coordinates.format, items)
