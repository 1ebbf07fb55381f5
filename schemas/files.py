"""The files of a folder of manifests, and their text."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Final

from packagestate.schemas.errors import Fault, ManifestError, Place
from packagestate.schemas.locked import is_of_lock

#: Names the folder that relative paths begin at, where the working directory is a project made for one run.
FOLDER_VARIABLE: Final = "PACKAGESTATE_FOLDER"

_SUFFIXES: Final = frozenset({".yaml", ".yml"})
#: The most bytes of a manifest, or of a file of the lock.
LARGEST_FILE_BYTES: Final = 16 * 1024 * 1024


def find(path: Path) -> tuple[tuple[Path, ...], tuple[Fault, ...]]:
    """The manifests at a path.

    Files and folders whose name begins with a dot are skipped. A link is followed where it stays inside the folder.

    Args:
        path: A file, or a folder that is searched with all its folders.

    Returns:
        The files, sorted, each once; and the faults.

    Raises:
        ManifestError: There is nothing at the path, or no manifest in the folder, whose lock alone says nothing.
    """
    try:
        return _found(path)
    except OSError as error:
        raise ManifestError((_unreadable(path, error),)) from error


def _found(path: Path) -> tuple[tuple[Path, ...], tuple[Fault, ...]]:
    if path.is_file():
        return (path,), ()
    if not path.is_dir():
        raise ManifestError.of(
            "No manifests",
            f"There is no file or folder `{shown(path)}`.",
            "create it, or set `packagestate:manifests` to where the manifests are",
        )
    faults: list[Fault] = []
    root = Path(os.path.realpath(path))
    files = tuple(sorted(_walk(path, root, root, set(), faults)))
    if not faults and all(is_of_lock(each, path) for each in files):
        raise ManifestError.of(
            "No manifests",
            f"The folder `{shown(path)}` holds no file that ends in `.yaml` or `.yml`"
            f"{' but those of the lock, which say nothing without rules' if files else ''}.",
            "write a manifest, or set `packagestate:manifests` to where the manifests are",
        )
    return files, tuple(faults)


def _walk(folder: Path, real_folder: Path, root: Path, seen: set[Path], faults: list[Fault]) -> Iterator[Path]:
    """The manifests below a folder, whose real path lies in `root`; `seen` keeps links from leading in circles."""
    with os.scandir(folder) as entries:
        named = sorted((entry.name, entry) for entry in entries if not entry.name.startswith("."))
    for name, entry in named:
        path, is_link = folder / name, entry.is_symlink()
        # What a folder's entry knows of itself needs no call; a link may lead in circles, which `Path` takes for a no.
        is_folder = path.is_dir() if is_link else entry.is_dir()
        if not (is_folder or path.suffix in _SUFFIXES):
            continue
        real = Path(os.path.realpath(path)) if is_link else real_folder / name
        if is_link and not real.is_relative_to(root):
            faults.append(_outside(path))
        elif real not in seen:
            seen.add(real)
            if is_folder:
                yield from _walk(path, real, root, seen, faults)
            else:
                yield path


def read(path: Path) -> str:
    """The text of a manifest.

    Args:
        path: The file.

    Returns:
        Its text, without a byte order mark.

    Raises:
        ManifestError: The file cannot be read, is too large, or is not UTF-8.
    """
    try:
        content = _content(path)
    except OSError as error:
        raise ManifestError((_unreadable(path, error),)) from error
    if len(content) > LARGEST_FILE_BYTES:
        raise ManifestError.of(
            "File too large",
            f"The file has more than {LARGEST_FILE_BYTES // 1024**2} MiB.",
            "split it into several manifests",
            Place(shown(path), 1, 1),
        )
    return _decoded(path, content)


def shown(path: Path) -> str:
    """A path as messages show it.

    Args:
        path: Any path.

    Returns:
        The path from the working directory, or from the folder that `FOLDER_VARIABLE` names, where it lies below that;
        else the path as it was given.
    """
    return str(path).removeprefix(_beginning().rstrip(os.sep) + os.sep)


def whole(name: str) -> str:
    """The whole path of a file that `shown` has named.

    Args:
        name: The path as messages show it.

    Returns:
        The same path, from the root of the file system, links not followed.
    """
    return os.path.normpath(Path(_beginning()) / name)


def _beginning() -> str:
    return os.environ.get(FOLDER_VARIABLE) or str(Path.cwd())


def is_visible_within(path: Path, folder: Path) -> bool:
    """Whether a path stays inside a folder, links followed, without passing a name that begins with a dot.

    Args:
        path: The path.
        folder: The folder.

    Returns:
        Whether it does. What is hidden is not data: `.git` may hold the token of a pipeline.
    """
    real, root = Path(os.path.realpath(path)), Path(os.path.realpath(folder))
    return real.is_relative_to(root) and not any(part.startswith(".") for part in real.relative_to(root).parts)


def _content(path: Path) -> bytes:
    known = path.stat()
    if not S_ISREG(known.st_mode):
        # To open a pipe would be to wait for its writer.
        raise OSError("it is no regular file")
    with path.open("rb") as file:
        # Only a large file is read up to a size: that makes Python reserve the memory for it first.
        return file.read(LARGEST_FILE_BYTES + 1 if known.st_size > LARGEST_FILE_BYTES else -1)


def _unreadable(path: Path, error: OSError) -> Fault:
    return Fault(
        "File cannot be read",
        f"`{shown(path)}` cannot be read: {error.strerror or error}.",
        "make it readable, or take it out of the folder",
    )


def _outside(path: Path) -> Fault:
    return Fault(
        "Link leaves the folder",
        f"`{shown(path)}` is a link to something outside the folder of manifests, which reviewers of the folder would "
        "not see change.",
        "copy what it leads to into the folder",
    )


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ManifestError.of(
            "Not UTF-8",
            f"The byte {content[error.start]:#04x} stands here, which is not UTF-8.",
            "save the file as UTF-8",
            Place.after(content[: error.start].decode("utf-8-sig"), shown(path)),
        ) from error
