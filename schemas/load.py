"""From a folder of manifests to the desired state of packages, or to everything that is wrong with it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from packagestate.schemas.coordinates import Format
from packagestate.schemas.declarations import Declaration, declarations, read_names
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.document import Document, compose
from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.files import find, read, shown, whole
from packagestate.schemas.locked import LOCK_FOLDER, Lock, is_of_lock
from packagestate.schemas.manifest import WHICH, Manifest
from packagestate.schemas.merge import merge
from packagestate.schemas.nodes import Mapping, Node, Scalar, entry_at, place_of
from packagestate.schemas.over import Overriding
from packagestate.schemas.quoting import warnings_of
from packagestate.schemas.rule import Rule, named_twice
from packagestate.schemas.validation import validate
from packagestate.schemas.wide import wide_versions
from packagestate.schemas.wide_faults import contradicting_scopes
from packagestate.schemas.wide_version import WideVersion


@dataclass(frozen=True, slots=True)
class Manifests:
    """What all manifests say together.

    Attributes:
        packages: The packages, sorted, each once.
        warnings: What is right, and easily misunderstood.
        file_count: How many files were read.
        wide: The statements for several repositories, in the order of the files.
        rules: The rules, in the order of the files. They take effect through the lock alone.
        locks: What the files of the lock say, in their order.
    """

    packages: tuple[DesiredPackage, ...]
    warnings: tuple[Fault, ...]
    file_count: int
    wide: tuple[WideVersion, ...] = ()
    rules: tuple[Rule, ...] = ()
    locks: tuple[Lock, ...] = ()

    @property
    def package_count(self) -> int:
        """How many packages they name, each once for one repository and once for the same several."""
        wide = {(each.scope, each.package_format, each.namespace, each.package) for each in self.wide}
        return len(self.packages) + len(wide)

    @property
    def formats(self) -> frozenset[tuple[str, Format]]:
        """The domain and the format of every package that they name, or that a rule is about."""
        literal = ((each.coordinates.repository.domain, each.coordinates.format) for each in self.packages)
        wide = ((each.scope.domain, each.package_format) for each in self.wide)
        ruled = ((each.scope.domain, each.package_format) for each in self.rules)
        return frozenset((*literal, *wide, *ruled))

    def owner_of(self, domain: str) -> str | None:
        """The account that owns a domain, where they say which one that is.

        Args:
            domain: The domain.
        """
        literal = (each.coordinates.repository for each in self.packages)
        owners = {each.domain: each.domain_owner for each in literal}
        scopes = [*(each.scope for each in self.wide), *(each.scope for each in self.rules)]
        owners |= {each.domain: each.domain_owner for each in scopes}
        return owners.get(domain)


def load(path: Path) -> Manifests:
    """Read manifests.

    Args:
        path: A file, or a folder that is searched with all its folders.

    Returns:
        What the manifests say.

    Raises:
        ManifestError: Something is wrong; it carries every fault of every file.
    """
    files, found = find(path)
    faults = list(found)
    warnings: list[Fault] = []
    declared: list[Declaration] = []
    wide: list[WideVersion] = []
    rules: list[Rule] = []
    locks: list[Lock] = []
    for file in files:
        name = shown(file)
        try:
            document = compose(read(file), name)
            if LOCK_FOLDER in file.parts and is_of_lock(file, path):
                locks.append(_lock(document, file, path))
                continue
        except ManifestError as error:
            faults.extend(error.faults)
            continue
        warnings.extend(warnings_of(document.unquoted, document.root))
        stated = stated_in(document, name, faults)
        declared.extend(stated.declarations)
        wide.extend(stated.wide)
        rules.extend(stated.rules)
    faults.extend(named_twice(rules))
    packages, contradictions = together(declared, wide, rules, faults)
    faults.extend(contradictions)
    if faults:
        raise ManifestError(faults)
    return Manifests(packages, tuple(warnings), len(files), tuple(wide), tuple(rules), tuple(locks))


def together(
    declared: Iterable[Declaration], wide: Collection[WideVersion], rules: Collection[Rule], faults: Iterable[Fault]
) -> tuple[tuple[DesiredPackage, ...], tuple[Fault, ...]]:
    """Bring together what all manifests say.

    Args:
        declared: What they say of one repository each, in the order of the files.
        wide: What they say of several.
        rules: Their rules.
        faults: What is wrong with single files: what these say is not known.

    Returns:
        The packages, sorted, each once, and a fault for each contradiction.
    """
    packages, contradictions = merge(declared)
    doubtful = {fault.place.file for fault in faults if fault.place is not None}
    packages, unmatched = Overriding(wide, rules, doubtful, whole).settled(packages)
    return packages, (*contradictions, *unmatched, *contradicting_scopes(packages, wide, rules))


class Stated(NamedTuple):
    """What one document says.

    Attributes:
        declarations: Of one repository, in the order of the file.
        wide: Of several.
        rules: Its rules.
    """

    declarations: tuple[Declaration, ...] = ()
    wide: tuple[WideVersion, ...] = ()
    rules: tuple[Rule, ...] = ()


def declared_in(document: Document, file: str, faults: list[Fault]) -> tuple[Declaration, ...]:
    """What one document declares of one repository.

    Args:
        document: The document.
        file: The name of its file, for places.
        faults: What is wrong with it joins these.

    Returns:
        The declarations, in the order of the file.
    """
    return stated_in(document, file, faults).declarations


def stated_in(document: Document, file: str, faults: list[Fault]) -> Stated:
    """What one document says.

    Args:
        document: The document.
        file: The name of its file, for places.
        faults: What is wrong with it joins these.

    Returns:
        What it says.
    """
    faults.extend(document.faults)
    if document.root is None or (isinstance(document.root, Scalar) and not document.root.value):
        faults.append(
            Fault("Empty file", "The file holds no manifest.", "write one, or delete the file", Place(file, 1, 1))
        )
        return Stated()
    names, faults_of_names = read_names(document.root)
    manifest, faults_of_fields = validate(document.root)
    faults.extend((*faults_of_names, *faults_of_fields))
    if manifest is None:
        return Stated()
    if (manifest.repository is None) == (manifest.repositories is None):
        faults.extend(_of_which(document.root))
        return Stated()
    rules = _rules(manifest, document.root, faults)
    if manifest.repositories is not None:
        wide, faults_of_versions = wide_versions(manifest, document.root, names)
        faults.extend(faults_of_versions)
        return Stated(wide=wide, rules=rules)
    declared, faults_of_versions = declarations(manifest, document.root, names)
    faults.extend(faults_of_versions)
    return Stated(declared, rules=rules)


def _lock(document: Document, file: Path, folder: Path) -> Lock:
    # Not at the top, as below.
    from packagestate.schemas.lock_file import read_lock  # noqa: PLC0415

    return read_lock(document, file, folder)


def _rules(manifest: Manifest, root: Node, faults: list[Fault]) -> tuple[Rule, ...]:
    if not manifest.rules:
        return ()
    # Not at the top: most manifests have no rules, and need no order of versions.
    from packagestate.schemas.rules import rules_of  # noqa: PLC0415

    rules, found = rules_of(manifest, root)
    faults.extend(found)
    return rules


def _of_which(root: Node) -> Iterator[Fault]:
    """That a manifest names both or neither; one that is wrong in itself is a fault already."""
    named = [each for each in (entry_at(root, (key,)) for key in WHICH) if each is not None]
    if len(named) == 1 or (not named and _is_misspelt(root)):
        return
    yield Fault(
        "One repository or several",
        "A manifest is about one `repository`, or about several `repositories`. This one names "
        f"{'both' if named else 'neither'}.",
        "take `repositories` out to speak of one repository, or `repository` to speak of several"
        if named
        else "add `repository` with the name of one, or `repositories: all`",
        place_of(named[1].key if named else root),
    )


def _is_misspelt(root: Node) -> bool:
    """Whether one of the two is there by another name, which is a fault already."""
    # Not at the top: most manifests name one of the two.
    from packagestate.schemas.likeness import nearest  # noqa: PLC0415

    return isinstance(root, Mapping) and any(nearest(key, WHICH) for key in root.keys)
