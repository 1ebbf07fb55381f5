"""Writes the files of the lock: all of them, or none."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from packagestate.provider.manifests.saving import Drafts, SavingError
from packagestate.schemas.files import LARGEST_FILE_BYTES, is_visible_within, shown


class Written(NamedTuple):
    """What was done to files, as messages show them.

    Attributes:
        new: The files that were written.
        gone: The files that were taken away.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[str]:
        """A line for each, for people."""
        yield from (f"wrote {each}" for each in self.new)
        yield from (f"took away {each}" for each in self.gone)


def write(folder: Path, before: Mapping[PurePosixPath, str], after: Mapping[PurePosixPath, str]) -> Written:
    """Write what differs.

    Args:
        folder: The folder of the manifests.
        before: The files of the lock as they are, of the accounts and regions of `after`, with their texts.
        after: The files as they are to be.

    Returns:
        What was done.

    Raises:
        SavingError: A file cannot be written; then none was. Or one cannot be taken away, once all are written.
    """
    changed = [path for path in sorted(after) if before.get(path) != after[path]]
    gone = sorted(before.keys() - after.keys())
    for path in changed:
        _check(folder, folder / path, after[path])
    with Drafts() as drafts:
        for path in changed:
            drafts.write(folder / path, [after[path]])
        for path in gone:
            drafts.take_away(folder / path)
        drafts.publish()
    return Written(tuple(shown(folder / path) for path in changed), tuple(shown(folder / path) for path in gone))


def _check(folder: Path, file: Path, text: str) -> None:
    """Refuse what the next run could not read."""
    if not is_visible_within(file, folder):
        raise SavingError.of(
            "Link leaves the folder",
            f"`{shown(file)}` leads out of `{shown(folder)}`, where no reviewer of the folder would see it change. No "
            "file was changed.",
            "put a folder in the place of the link",
        )
    if len(text.encode()) > LARGEST_FILE_BYTES:
        raise SavingError.of(
            "Lock too large",
            f"`{shown(file)}` would have more than {LARGEST_FILE_BYTES // 1024**2} MiB, which no run reads. No file "
            "was changed.",
            "let the rules restrict less at a time, with `atMost`",
        )
