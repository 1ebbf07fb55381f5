"""What is wrong with a file of the lock: a program wrote it, so whatever is odd is damage. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import Final

from pydantic import ValidationError

from packagestate.schemas.coordinates import Format, PackageNameError, normalised_version, parse_package_name
from packagestate.schemas.document import Document
from packagestate.schemas.errors import Fault, ManifestError, Place, shortened
from packagestate.schemas.locked import LOCK_FOLDER
from packagestate.schemas.nodes import Node, entry_at, place_of

_HINT: Final = "take the file back from Git, or delete it; then run `packagestate lock`, and review what it writes"
_ACCOUNT_AND_REGION: Final = re.compile(r"([0-9]{12})\.([a-z0-9-]+)")
_DEPTH: Final = 3


def damaged(detail: str, place: Place) -> Fault:
    """A fault of a file of the lock.

    Args:
        detail: What is wrong, after a colon.
        place: Where it stands.
    """
    return Fault("Lock is damaged", f"A file of the lock is not what `packagestate lock` wrote: {detail}", _HINT, place)


def root_of(document: Document, file: PurePath) -> Node:
    """The root of a file of the lock.

    Args:
        document: The file's document.
        file: The file.

    Raises:
        ManifestError: It is empty, or no YAML that this project reads.
    """
    if document.root is None or document.faults:
        raise ManifestError(document.faults or (damaged("it is empty.", Place(str(file), 1, 1)),))
    return document.root


def damaged_fields(error: ValidationError, root: Node) -> Iterator[Fault]:
    """What pydantic says of a file of the lock.

    Args:
        error: Its complaints.
        root: The document.

    Yields:
        A fault for each.
    """
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path = ".".join(map(str, each["loc"]))
        where = f"`{shortened(path)}`: " if path else ""
        yield damaged(f"{where}{each['msg']}.", place_at(root, each["loc"]))


def place_at(root: Node, path: Sequence[str | int]) -> Place:
    """Where an entry stands; where the document begins if it is not there.

    Args:
        root: The document.
        path: The keys that lead to the entry.
    """
    entry = entry_at(root, path)
    return place_of(root if entry is None else entry.key)


class Damages:
    """What is found wrong with one file of the lock, beyond what pydantic finds."""

    def __init__(self, root: Node, package_format: Format) -> None:
        """Nothing so far.

        Args:
            root: The document.
            package_format: The format that it speaks of.
        """
        self._root, self._format = root, package_format
        self.faults: list[Fault] = []

    def note(self, detail: str, *path: str) -> None:
        """Note what is wrong with an entry.

        Args:
            detail: What is wrong.
            path: The keys that lead to it.
        """
        self.faults.append(damaged(detail, place_at(self._root, path)))

    def version(self, version: str, *path: str) -> None:
        """Note a version that is not spelt as AWS lists it."""
        if version != normalised_version(self._format, version):
            self.note("the version is not spelt as AWS lists it.", *path)

    def day(self, written: str, *path: str) -> date | None:
        """A day, or None and a note."""
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.note(f"`{written}` is no day.", *path)
            return None

    def name(self, written: str) -> tuple[str | None, str] | None:
        """The namespace and the name of a package, or None and a note."""
        try:
            return parse_package_name(self._format, written)
        except PackageNameError as error:
            self.note(f"{error}.", "packages", written)
            return None

    def causes(self, named: Iterable[str], known: Collection[str], field: str, *path: str) -> tuple[str, ...]:
        """What a line names in `via`, sorted; each has its digest in a field of the file.

        Args:
            named: What the line names.
            known: What has a digest.
            field: The name of that field.
            path: The keys that lead to the line.
        """
        for each in named:
            if each not in known:
                self.note(f"`via` names `{each}`, of which `{field}` has no digest.", *path)
        return tuple(sorted(named))

    def account_and_region(self, file: PurePath, folder: PurePath, domain: str, name: str) -> tuple[str, str]:
        """The account and the region that the path of the file names.

        Args:
            file: The file.
            folder: The folder of the manifests.
            domain: The domain that the file speaks of.
            name: The name that it has to have.

        Returns:
            Both; empty, and a note, where the file lies elsewhere than what it says belongs.
        """
        parts = file.relative_to(folder / LOCK_FOLDER).parts
        match = _ACCOUNT_AND_REGION.fullmatch(parts[0])
        if match is None or len(parts) != _DEPTH or parts[1:] != (domain, name):
            self.note(f"what it says belongs to `{LOCK_FOLDER}/ACCOUNT.REGION/{domain}/{name}`.")
            return "", ""
        return match[1], match[2]
