"""The folder of manifests: what they say, which file says it, and their text after an edit. It writes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from packagestate.provider.manifests.header import Header, header_of
from packagestate.provider.manifests.merging import merged
from packagestate.provider.manifests.reading import Name
from packagestate.provider.manifests.restating import Restatement, restated
from packagestate.provider.manifests.stated import StatedPackage
from packagestate.provider.manifests.yaml_writer import manuscript
from packagestate.schemas.advisories.folder import read_advisories
from packagestate.schemas.advisories.lock_file import is_of_feed, read_feed_lock
from packagestate.schemas.advisories.locked import FeedLock
from packagestate.schemas.choices import Choices
from packagestate.schemas.coordinates import Coordinates, Repository
from packagestate.schemas.desired import DesiredPackage, OnRemoval
from packagestate.schemas.document import compose
from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.files import find, read, shown
from packagestate.schemas.load import together
from packagestate.schemas.lock_file import read_lock
from packagestate.schemas.locked import Lock, is_of_lock
from packagestate.schemas.nodes import entry_at
from packagestate.schemas.stating import Stated, stated_in
from packagestate.schemas.wide_version import WideVersion

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of manifests, or one manifest.

    Attributes:
        path: The folder or file; it need not be there.
        packages: What the manifests say of one repository each, by the names of the packages' resources.
        files: The files that name such a package, by the same.
        headers: What stands above the packages of each of these files. A manifest for several repositories has none:
            nothing in it is edited, and nothing is added to it.
        wide: What manifests for several repositories say.
        owners: The account that these name as the owner of a domain, by the domain; None where they name none.
        choices: What their rules and advisories chose.
    """

    path: Path
    packages: Mapping[str, DesiredPackage]
    files: Mapping[str, Sequence[Path]]
    headers: Mapping[Path, Header]
    wide: Collection[WideVersion] = ()
    owners: Mapping[str, str | None] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Read the manifests.

        Args:
            path: A folder or a file; where there is none, nothing is declared.

        Raises:
            ManifestError: Something is wrong with them; it carries every fault.
        """
        if not path.is_file() and not _holds_manifests(path):
            return cls(path, {}, {}, {})
        paths, found = find(path)
        faults: list[Fault] = list(found)
        stated: dict[Path, Stated] = {}
        locks: list[Lock | FeedLock] = []
        roots = {}
        for file in paths:
            try:
                document = compose(read(file), shown(file))
                if is_of_lock(file, path):
                    locks.append(
                        read_feed_lock(document, file, path) if is_of_feed(file) else read_lock(document, file, path)
                    )
                    continue
            except ManifestError as error:
                faults.extend(error.faults)
                continue
            stated[file] = stated_in(document, shown(file), faults)
            roots[file] = document.root
        wide = tuple(each for said in stated.values() for each in said.wide)
        rules = tuple(each for said in stated.values() for each in said.rules)
        feeds = tuple(each for said in stated.values() for each in said.feeds)
        feed_locks = tuple(each for each in locks if isinstance(each, FeedLock))
        packages, contradictions = together(
            (each for said in stated.values() for each in said.declarations), wide, (rules, feeds), faults
        )
        records = read_advisories(feeds, path if path.is_dir() else path.parent)
        faults += records.faults
        if faults or contradictions:
            raise ManifestError([*faults, *contradictions])
        files: defaultdict[str, list[Path]] = defaultdict(list)
        for file, said in stated.items():
            for each in said.declarations:
                files[each.coordinates.resource_name].append(file)
        headers = {
            file: header_of(root)
            for file, root in roots.items()
            if root is not None and entry_at(root, ("repository",)) is not None
        }
        scopes = [*(each.scope for each in wide), *(each.scope for each in rules), *(each.scope for each in feeds)]
        owners = {each.domain: each.domain_owner for each in scopes}
        named = {each.coordinates.resource_name: each for each in packages}
        of_rules = tuple(each for each in locks if isinstance(each, Lock))
        choices = Choices(rules, of_rules, records.advisories, feed_locks)
        return cls(path, named, files, headers, wide, owners, choices)

    def owned(self, repository: Repository) -> Repository:
        """A repository with the owner of its domain as manifests for several repositories name it.

        Args:
            repository: The repository.

        Raises:
            ManifestError: They name another owner than it has.
        """
        owner = self.owners.get(repository.domain, repository.domain_owner)
        if None not in {owner, repository.domain_owner} and owner != repository.domain_owner:
            raise ManifestError.of(
                "Two owners of one domain",
                f"The domain `{repository.domain}` is read in the account {repository.domain_owner}, and manifests for "
                f"several repositories name {owner} as its owner. No file was written.",
                "name the same account, or another folder",
            )
        return replace(repository, domain_owner=owner)

    def missing(self, item: StatedPackage) -> StatedPackage:
        """What no manifest says yet of what one is to say.

        Args:
            item: What is to be said about a package.

        Returns:
            The rest of it; it may be empty.
        """
        known = self.packages.get(item.coordinates.resource_name)
        if known is None:
            return item
        if known.deletion is not None:
            # It says of the whole package that it must be gone.
            return replace(item, versions=(), origin=None)
        declared = {version.version for version in known.versions}
        return replace(
            item,
            versions=tuple(version for version in item.versions if version.version not in declared),
            origin=item.origin if known.origin is None else None,
        )

    def header_for(self, coordinates: Coordinates) -> Header:
        """What stands, or is to stand, above a package that no manifest names yet.

        Args:
            coordinates: The package.

        Raises:
            ManifestError: The file that is to name it is there already for something else.
        """
        return self.headers.get(self._file(coordinates)) or Header(
            self.owned(coordinates.repository), coordinates.format, OnRemoval.RETAIN
        )

    def edited(
        self, changes: Mapping[Coordinates, Restatement], additions: Iterable[StatedPackage]
    ) -> Iterator[tuple[Path, str]]:
        """The manifests with other words and more lines; every other byte of them stays.

        Args:
            changes: What they are to say instead about packages that they name.
            additions: What they are to say besides. Of a package of which nothing is to be said, the remarks become
                comments of a new file, and make none.

        Yields:
            The new text of each file that changes or is new, sorted.

        Raises:
            ManifestError: A manifest cannot be edited, or its place is taken.
        """
        changed: defaultdict[Path, dict[Name, Restatement]] = defaultdict(dict)
        added: defaultdict[Path, list[StatedPackage]] = defaultdict(list)
        for coordinates, change in changes.items():
            for file in self.files[coordinates.resource_name]:
                changed[file][coordinates.namespace, coordinates.package] = change
        given = tuple(additions)
        for item in given:
            if not item.is_empty:
                added[self._file(item.coordinates)].append(item)
        for file in sorted({*changed, *added}):
            if file in self.headers:
                text = _edited(file, changed[file], added[file])
                # A package may stand in several files, of which one says what changes.
                if text.encode("utf-8") != file.read_bytes():
                    yield file, text
            else:
                place = added[file][0].coordinates
                remarks = [item for item in given if item.is_empty and item.remarks]
                yield file, manuscript(self.owned(place.repository), place.format, [*remarks, *added[file]])

    def _file(self, coordinates: Coordinates) -> Path:
        """The file that names a package, or is to name it: the usual one, or one for its repository and format."""
        if files := self.files.get(coordinates.resource_name):
            return files[0]
        usual = self.path if self.path.is_file() else _usual_file(self.path, coordinates)
        for file in (usual, *self.headers):
            if file in self.headers and self.headers[file].fits(coordinates):
                return file
        if usual.exists():
            raise ManifestError.of(
                "Manifest is for something else",
                f"`{shown(usual)}` is to name `{coordinates}`, and is there already for another repository, format or "
                "owner, or for several repositories. No file was written.",
                "rename it, or name another folder",
                Place(shown(usual), 1, 1),
            )
        return usual


def _usual_file(folder: Path, coordinates: Coordinates) -> Path:
    return folder / coordinates.repository.name / f"{coordinates.format}.yaml"


def _holds_manifests(folder: Path) -> bool:
    return any(_is_manifest(each.relative_to(folder)) for each in folder.rglob("*"))


def _is_manifest(path: Path) -> bool:
    """Whether a file below the folder is read; what begins with a dot is not."""
    return path.suffix in {".yaml", ".yml"} and not any(part.startswith(".") for part in path.parts)


def _edited(file: Path, changes: Mapping[Name, Restatement], items: Sequence[StatedPackage]) -> str:
    text = restated(read(file), shown(file), changes) if changes else read(file)
    mark = "\ufeff" if file.read_bytes().startswith(_BYTE_ORDER_MARK) else ""
    return mark + (merged(text, shown(file), items) if items else text)
