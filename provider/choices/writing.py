"""Writes the files of the lock: all of them, or none."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from packagestate.provider.manifests.saving import Drafts, SavingError
from packagestate.schemas.files import LARGEST_FILE_BYTES, is_visible_within, shown


def write(folder: Path, before: Mapping[PurePosixPath, str], after: Mapping[PurePosixPath, str]) -> Iterator[str]:
    """Write what differs.

    Args:
        folder: The folder of the manifests.
        before: The files of the lock as they are, of the accounts and regions of `after`, with their texts.
        after: The files as they are to be.

    Yields:
        The files that were written or taken away, as messages show them.

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
    yield from (shown(folder / path) for path in [*changed, *gone])


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
