"""Writes the files of the lock: all of them, or none."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from packagestate.provider.lock.rendering import path_of, render
from packagestate.provider.manifests.saving import Drafts, SavingError
from packagestate.schemas.files import LARGEST_FILE_BYTES, is_visible_within, shown
from packagestate.schemas.locked import Lock


def write(folder: Path, before: Iterable[Lock], after: Iterable[Lock]) -> Iterator[str]:
    """Write what differs.

    Args:
        folder: The folder of the manifests.
        before: What the lock says now, of the accounts and regions of `after`.
        after: What it is to say.

    Yields:
        The files that were written or taken away, as messages show them.

    Raises:
        SavingError: A file cannot be written; then none was. Or one cannot be taken away, once all are written.
    """
    old = {path_of(each): render(each) for each in before}
    new = {path_of(each): render(each) for each in after}
    changed = [path for path in sorted(new) if old.get(path) != new[path]]
    gone = sorted(old.keys() - new.keys())
    for path in changed:
        _check(folder, folder / path, new[path])
    with Drafts() as drafts:
        for path in changed:
            drafts.write(folder / path, [new[path]])
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
