"""From a folder of manifests to the desired state of packages, or to everything that is wrong with it."""

from dataclasses import dataclass
from pathlib import Path

from packagestate.schemas.declarations import Declaration, declarations, read_names
from packagestate.schemas.desired import DesiredPackage
from packagestate.schemas.document import Document, compose
from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.files import find, read, shown
from packagestate.schemas.merge import merge
from packagestate.schemas.nodes import Scalar
from packagestate.schemas.quoting import warnings_of
from packagestate.schemas.validation import validate


@dataclass(frozen=True, slots=True)
class Manifests:
    """What all manifests say together.

    Attributes:
        packages: The packages, sorted, each once.
        warnings: What is right, and easily misunderstood.
        file_count: How many files were read.
    """

    packages: tuple[DesiredPackage, ...]
    warnings: tuple[Fault, ...]
    file_count: int


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
    for file in files:
        name = shown(file)
        try:
            document = compose(read(file), name)
        except ManifestError as error:
            faults.extend(error.faults)
            continue
        warnings.extend(warnings_of(document.unquoted, document.root))
        declared.extend(declared_in(document, name, faults))
    packages, contradictions = merge(declared)
    faults.extend(contradictions)
    if faults:
        raise ManifestError(faults)
    return Manifests(packages, tuple(warnings), len(files))


def declared_in(document: Document, file: str, faults: list[Fault]) -> tuple[Declaration, ...]:
    """What one document declares.

    Args:
        document: The document.
        file: The name of its file, for places.
        faults: What is wrong with it joins these.

    Returns:
        The declarations, in the order of the file.
    """
    faults.extend(document.faults)
    if document.root is None or (isinstance(document.root, Scalar) and not document.root.value):
        faults.append(
            Fault("Empty file", "The file holds no manifest.", "write one, or delete the file", Place(file, 1, 1))
        )
        return ()
    names, faults_of_names = read_names(document.root)
    manifest, faults_of_fields = validate(document.root)
    faults.extend((*faults_of_names, *faults_of_fields))
    if manifest is None:
        return ()
    declared, faults_of_versions = declarations(manifest, document.root, names)
    faults.extend(faults_of_versions)
    return declared
