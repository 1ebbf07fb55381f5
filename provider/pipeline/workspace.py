"""The engine's view of a folder that holds data and no program.

What a team keeps is a folder of manifests and one `Pulumi.STACK.yaml` for each stack. The engine wants a project: a
folder with `Pulumi.yaml` and the program. So it gets one for as long as a command runs, in which the program is this
package's own and the data are links to the team's files. What the engine writes into a stack's file reaches the team's.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from schemas.errors import PackageStateError

PROJECT_FILE: Final = "Pulumi.yaml"
_STACK_FILES: Final = "Pulumi.*.yaml"
_CODE: Final = (PROJECT_FILE, "__main__.py", "provider", "schemas")
_ENVIRONMENT: Final = ".venv"
#: Where this package and its program are.
PROGRAM: Final = Path(__file__).parents[2]


class WorkspaceError(PackageStateError):
    """The engine cannot be run on this folder."""


@contextmanager
def workspace(data: Path, program: Path = PROGRAM) -> Iterator[Path]:
    """Give the engine a project for a folder of data.

    Args:
        data: The team's folder. One that has a `Pulumi.yaml` is a project already, and is given as it is.
        program: Where the program is.

    Yields:
        The project's folder; it is gone afterwards, and what the engine wrote for a new stack is in the team's folder.

    Raises:
        WorkspaceError: The folder is missing, or the program is not complete.
    """
    if not data.is_dir():
        raise WorkspaceError.of(
            "Folder is missing",
            f"There is no folder `{data}`, which should hold manifests and stack files. Nothing was run.",
            "name the folder that holds `Pulumi.STACK.yaml`",
        )
    if (data / PROJECT_FILE).exists():
        yield data
        return
    missing = [name for name in _CODE if not (program / name).exists()]
    if missing:
        raise WorkspaceError.of(
            "Program is not complete",
            f"The engine needs {', '.join(f'`{name}`' for name in missing)} of packagestate, and `{program}` does not "
            "hold it. Nothing was run.",
            "run packagestate from a clone of its repository",
        )
    with tempfile.TemporaryDirectory(prefix="packagestate-") as name:
        project = Path(name)
        link_program(project, program, Path(sys.prefix))
        for entry in data.iterdir():
            if not entry.name.startswith(".") and not (project / entry.name).exists():
                (project / entry.name).symlink_to(entry.absolute())
        yield project
        for written in project.glob(_STACK_FILES):
            if not written.is_symlink():
                shutil.move(written, data / written.name)


def link_program(project: Path, program: Path, environment: Path) -> None:
    """Make an empty folder a project.

    Args:
        project: The folder.
        program: Where the program is.
        environment: The Python environment that it runs in.
    """
    for name in _CODE:
        (project / name).symlink_to((program / name).absolute())
    (project / _ENVIRONMENT).symlink_to(environment)
