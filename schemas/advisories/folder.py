"""The folders of advisories that manifests name: their records, and what is wrong with them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from packagestate.schemas.advisories.feed import Advisories, Feed
from packagestate.schemas.advisories.paths import beginning, paths_in
from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import Record
from packagestate.schemas.errors import Fault, Place, RecordError
from packagestate.schemas.files import is_visible_within, shown

_SUFFIX: Final = ".json"


class Found(NamedTuple):
    """What the folders hold.

    Attributes:
        advisories: The feeds, with the records of their folders.
        record_faults: What is wrong with single records; the others count all the same.
        faults: What is wrong with the folders.
    """

    advisories: tuple[Advisories, ...]
    record_faults: tuple[Fault, ...]
    faults: tuple[Fault, ...]


def read_advisories(feeds: Iterable[Feed], root: Path) -> Found:
    """Read the records of feeds.

    Args:
        feeds: The feeds.
        root: The folder of the manifests, which the folders of records lie in.

    Returns:
        The records, of every kind and format.
    """
    known: dict[Path, tuple[dict[str, Record], list[Fault]]] = {}
    advisories: list[Advisories] = []
    faults: list[Fault] = []
    for feed in feeds:
        folder = Path(os.path.normpath(feed.folder))
        wrong = _fault_of_folder(feed, folder, root) or _fault_of_nesting(feed, folder, known)
        if wrong is not None:
            faults.append(wrong)
            continue
        if folder not in known:
            known[folder] = _read(folder)
        advisories.append(Advisories(feed, known[folder][0]))
    record_faults = [fault for _, found in known.values() for fault in found]
    return Found(tuple(advisories), tuple(record_faults), tuple(faults))


def record_files(folder: Path) -> Iterator[tuple[Path, Fault | None]]:
    """The files of the records of a folder, and what is wrong with other files and folders in it.

    Args:
        folder: The folder; it need not be there.

    Yields:
        What `paths_in` yields.
    """
    if folder.is_dir():
        yield from paths_in(folder, _SUFFIX)


def _fault_of_folder(feed: Feed, folder: Path, root: Path) -> Fault | None:
    if folder == root.absolute() or not is_visible_within(folder, root):
        return Fault(
            "Advisories outside the manifests",
            f"`from` of `{feed.name}` names no folder below the folder of the manifests. What decides about versions "
            "is reviewed with them.",
            "name a folder beside the manifest, such as `from: advisories`",
            feed.place,
        )
    if folder.exists() and not folder.is_dir():
        return Fault(
            "No folder of advisories",
            f"`{shown(folder)}`, which `from` of `{feed.name}` names, is no folder.",
            "name a folder beside the manifest, such as `from: advisories`",
            feed.place,
        )
    return None


def _fault_of_nesting(feed: Feed, folder: Path, others: Iterable[Path]) -> Fault | None:
    """What is in the inner one of two folders would be in both, and `advisories add` would write into each."""
    for other in others:
        if folder != other and (folder.is_relative_to(other) or other.is_relative_to(folder)):
            return Fault(
                "Folder of advisories inside another one",
                f"`from` of `{feed.name}` names `{shown(folder)}`, and other advisories have `{shown(other)}`: one of "
                "them lies inside the other, so records would count twice.",
                "name folders beside each other, or the same one",
                feed.place,
            )
    return None


def _read(folder: Path) -> tuple[dict[str, Record], list[Fault]]:
    records: dict[str, Record] = {}
    files: dict[str, Path] = {}
    faults: list[Fault] = []
    for file, wrong in record_files(folder):
        found = _record(file) if wrong is None else (wrong,)
        if not isinstance(found, Record):
            faults += [replace(each, place=Place(shown(file), 1, 1)) for each in found]
        elif files.setdefault(found.id, file) != file:
            # Which of the two is meant nobody can tell, and one may be withdrawn.
            records.pop(found.id, None)
            detail = f"`{found.id}` stands in `{shown(files[found.id])}` already. Neither of the two has an effect."
            place = Place(shown(file), 1, 1)
            faults.append(Fault("Two advisories with one id", detail, "take one of them out", place))
        else:
            records[found.id] = found
    return records, faults


def _record(file: Path) -> Record | tuple[Fault, ...]:
    """A record, or what is wrong with it."""
    try:
        return read_record(beginning(file, LARGEST_RECORD_BYTES + 1))
    except RecordError as error:
        return tuple(error.faults)
    except OSError as error:
        detail = f"`{shown(file)}` cannot be read: {error.strerror or error}. It has no effect."
        return (Fault("Advisory cannot be read", detail, "make it readable, or take it out"),)
