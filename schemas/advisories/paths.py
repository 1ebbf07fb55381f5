"""Looks for the files of records below a folder, without leaving it."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, NamedTuple

from packagestate.schemas.errors import Fault
from packagestate.schemas.files import is_visible_within


class _Entry(NamedTuple):
    name: str
    is_link: bool
    is_folder: bool


def paths_in(folder: Path, suffix: str) -> Iterator[tuple[Path, Fault | None]]:
    """Look for the files of a folder and of all folders below.

    Names that begin with a dot are skipped. No link is followed: what a link inside the folder leads to is found by its
    own name.

    Args:
        folder: The folder.
        suffix: What the names of the files end in.

    Yields:
        Each path, sorted by the names in each folder, and what is wrong with it: a folder that cannot be read, or a
        link to something that is not found by its own name.

    Raises:
        OSError: The folder itself cannot be read.
    """
    root = Path(os.path.realpath(folder))
    # What is left of each folder on the way down: folders may lie deeper than functions can call each other.
    left = [(folder, _entries(folder))]
    while left:
        inside, entries = left[-1]
        if not entries:
            left.pop()
            continue
        name, is_link, is_folder = entries.pop()
        path = inside / name
        if is_link:
            if _is_strange(path, root, suffix):
                yield path, _strange_link()
        elif is_folder:
            try:
                left.append((path, _entries(path)))
            except OSError as error:
                yield path, _unreadable(error)
        elif name.endswith(suffix):
            yield path, None


def opened(file: Path) -> BinaryIO:
    """Open a file to read its bytes.

    Args:
        file: The file.

    Raises:
        OSError: It cannot be opened, or is no regular file.
    """
    if not S_ISREG(file.stat().st_mode):
        # To open a pipe would be to wait for its writer.
        raise OSError("it is no regular file")
    return file.open("rb")


def beginning(file: Path, byte_count: int) -> bytes:
    """The first bytes of a file.

    Args:
        file: The file.
        byte_count: So many, if it has as many.

    Raises:
        OSError: It cannot be read, or is no regular file.
    """
    with opened(file) as content:
        # Room is made for all that is asked for, and most records are small.
        return content.read(min(os.fstat(content.fileno()).st_size + 1, byte_count))


def _entries(folder: Path) -> list[_Entry]:
    """What is in a folder, the last name first."""
    with os.scandir(folder) as entries:
        found = [
            _Entry(each.name, each.is_symlink(), each.is_dir(follow_symlinks=False))
            for each in entries
            if not each.name.startswith(".")
        ]
    return sorted(found, reverse=True)


def _is_strange(link: Path, root: Path, suffix: str) -> bool:
    """Whether a link leads to something that would count, and is not found without the link."""
    try:
        if not (link.name.endswith(suffix) or link.is_dir()):
            return False
        real = Path(os.path.realpath(link))
        is_counted = real.is_dir() or (real.is_file() and real.name.endswith(suffix))
    except OSError:
        return True
    return not (is_counted and is_visible_within(real, root))


def _unreadable(error: OSError) -> Fault:
    return Fault(
        "Folder cannot be read",
        f"The folder cannot be read: {error.strerror}. What is in it was not read.",
        "make it readable, or take it out",
    )


def _strange_link() -> Fault:
    return Fault(
        "Link not followed",
        "This is a link that leads out of the folder, to what is hidden in it, or to nothing. Reviewers of the folder "
        "would not see what it leads to.",
        "copy what it leads to into the folder",
    )
