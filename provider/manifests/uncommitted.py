"""Changes that no commit holds: where adopt adds to them, nobody can tell afterwards who wrote what."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from packagestate.schemas.errors import PackageStateError
from packagestate.schemas.files import shown

# Of many changed files, so many are named.
_SHOWN_COUNT: Final = 5
_STATUS: Final = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")


class UnsavedError(PackageStateError):
    """There are changes that no commit holds."""


def require_saved(folder: Path) -> None:
    """Raise where a folder of manifests, or one manifest, holds changes that Git has not got.

    Args:
        folder: The folder or file; outside of a repository of Git, and where it is not there yet, nobody is asked.

    Raises:
        UnsavedError: There are changes in it, or Git cannot be asked.
    """
    real = folder.resolve()
    if not real.exists() or not any((each / ".git").exists() for each in (real, *real.parents)):
        return
    changed = _changed(real)
    if not changed:
        return
    names = ", ".join(f"`{name}`" for name in changed[:_SHOWN_COUNT])
    more = f" and {len(changed) - _SHOWN_COUNT} more" if len(changed) > _SHOWN_COUNT else ""
    raise UnsavedError.of(
        "Unsaved changes",
        f"`{shown(folder)}` holds changes that are in no commit of Git: {names}{more}. Nothing was read from AWS, and "
        "no file was written.",
        "commit them first, or go on with `--force`",
    )


def _changed(folder: Path) -> list[str]:
    """The changed files, and those that Git does not know, below a folder; or the one file, if it is."""
    place, name = (folder, ".") if folder.is_dir() else (folder.parent, folder.name)
    program = shutil.which("git")
    if program is None:
        raise _unasked(folder, "there is no `git` on the PATH")
    finished = subprocess.run(  # noqa: S603 - Git, no shell
        [program, "--literal-pathspecs", *_STATUS, "--", name],
        cwd=place,
        # A look at what is there takes no lock.
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if finished.returncode != 0:
        raise _unasked(folder, finished.stderr.strip().removeprefix("fatal: "))
    # Two letters and a blank stand before each name.
    return [entry[3:] for entry in finished.stdout.split("\0") if entry]


def _unasked(folder: Path, reason: str) -> UnsavedError:
    return UnsavedError.of(
        "Git cannot be asked",
        f"`{shown(folder)}` is in a repository of Git, which does not say whether everything in it is saved: {reason}. "
        "Nothing was read from AWS, and no file was written.",
        "fix that, or go on with `--force`",
    )
