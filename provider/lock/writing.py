"""Writes the files of the lock: all of them, or none."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from packagestate.provider.lock.rendering import path_of, render
from packagestate.provider.manifests.saving import Drafts, SavingError
from packagestate.schemas.files import shown
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
    with Drafts() as drafts:
        for path in changed:
            drafts.write(folder / path, [new[path]])
        drafts.publish()
    gone = sorted(old.keys() - new.keys())
    for path in gone:
        _take_away(folder / path)
    yield from (shown(folder / path) for path in [*changed, *gone])


def _take_away(file: Path) -> None:
    try:
        # Somebody else may have done so meanwhile.
        file.unlink(missing_ok=True)
    except OSError as error:
        raise SavingError.of(
            "File cannot be taken away",
            f"`{shown(file)}` cannot be taken away: {error.strerror}. The other files of the lock are written.",
            "make its folder writable, and run it again",
        ) from error
