"""Files that are all put in their places, or none of them, and never half of one.

Each is written beside its place, under a name that readers of manifests skip, and brought to the disk. Only when all of
them are there do they take their places, one by one, each at once.

Source: POSIX, `rename`: a program that opens the file finds the old one or the new one.
"""

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from packagestate.schemas.errors import PackageStateError
from packagestate.schemas.files import shown


class SavingError(PackageStateError):
    """A file could not be written."""


class Drafts:
    """The files of one run, beside their places until `publish`; gone without it."""

    def __init__(self) -> None:
        """Begin with none."""
        self._drafts: dict[Path, Path] = {}
        self._folders: list[Path] = []
        self._leaving: list[Path] = []

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Leave nothing behind that has not taken its place."""
        for draft in self._drafts.values():
            with suppress(OSError):
                draft.unlink()
        for folder in reversed(self._folders):
            # Only where it is empty, as it was.
            with suppress(OSError):
                folder.rmdir()

    def write(self, path: Path, chunks: Iterable[str]) -> None:
        """Write a file beside its place.

        Args:
            path: Its place. What is there may be a link, and stays one.
            chunks: The pieces of its text, which are written as they come.

        Raises:
            SavingError: It cannot be written, or its folder cannot be made.
        """
        place = Path(os.path.realpath(path))
        draft = place.with_name(f".{place.name}.{os.getpid()}.draft")
        try:
            self._make_folder(place.parent)
            self._drafts[place] = draft
            with draft.open("w", encoding="utf-8", newline="") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            if place.exists():
                draft.chmod(place.stat().st_mode)
        except OSError as error:
            raise SavingError.of(
                "File cannot be written",
                f"`{shown(path)}` cannot be written: {error.strerror}. No file was changed.",
                "make room for it, or make its folder writable, and run it again",
            ) from error

    def take_away(self, path: Path) -> None:
        """Let a file go when the others take their places, after them. One that is gone by then is what was wanted.

        Args:
            path: The file.
        """
        self._leaving.append(path)

    def publish(self) -> tuple[Path, ...]:
        """Let every file take its place, in the order in which they were begun; only the first of them last.

        Returns:
            The places, in the order in which they were taken.

        Raises:
            SavingError: A file cannot take its place, or cannot be taken away; it names those that have.
        """
        done: list[Path] = []
        begun = list(self._drafts.items())
        with _uninterrupted():
            for place, draft in (*begun[1:], *begun[:1]):
                try:
                    draft.replace(place)
                except OSError as error:
                    raise _unmoved(place, "replaced", error, done) from error
                del self._drafts[place]
                done.append(place)
            for place in self._leaving:
                try:
                    place.unlink(missing_ok=True)
                except OSError as error:
                    raise _unmoved(place, "taken away", error, done) from error
        return tuple(done)

    def _make_folder(self, folder: Path) -> None:
        """Make a folder with those above it, and remember which of them were not there."""
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            with suppress(FileExistsError):  # another run makes it at the same moment
                each.mkdir()
                self._folders.append(each)


def _unmoved(place: Path, what: str, error: OSError, done: list[Path]) -> SavingError:
    changed = ", ".join(f"`{shown(each)}`" for each in done) or "none"
    return SavingError.of(
        "File cannot take its place",
        f"`{shown(place)}` cannot be {what}: {error.strerror}. Changed before that: {changed}. Each file is as it "
        "was, or as it is to be.",
        "make its folder writable, and run it again",
    )


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C come too late: for the few moments in which some files have taken their places and others have not."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
