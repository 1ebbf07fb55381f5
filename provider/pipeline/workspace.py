"""The engine's view of a folder that holds data and no program.

What a team keeps is a folder of manifests and one `Pulumi.STACK.yaml` for each stack. The engine wants a project: a
folder with `Pulumi.yaml` and the program. So it gets one for as long as a command runs, which holds this package's own
program and the stacks' settings, and nothing else of the team's: Python imports whatever lies in a project's folder, so
a file called `yaml.py` in it would run before anybody has reviewed it. The program finds the manifests by a variable.
What the engine writes into a stack's file reaches the team's.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

from packagestate.schemas.errors import PackageStateError

_STACK_FILES: Final = "Pulumi.*.yaml"
# Source: Pulumi documentation, "Pulumi project file reference".
_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")
_PACKAGE: Final = Path(str(files("packagestate")))
_PROGRAM: Final = _PACKAGE / "data" / "program"


class WorkspaceError(PackageStateError):
    """The engine cannot be run on this folder."""


@contextmanager
def workspace(data: Path) -> Iterator[Path]:
    """Give the engine a project for a folder of data.

    Args:
        data: The team's folder. A program in it is ignored, and so is its `Pulumi.yaml`.

    Yields:
        The project's folder; it is gone afterwards, and what the engine wrote for a new stack is in the team's folder.

    Raises:
        WorkspaceError: The folder is missing.
        ConfigurationError: A stack's settings hold what must not come from a folder of data.
    """
    settings = settings_in(data)
    with tempfile.TemporaryDirectory(prefix="packagestate-") as name:
        project = Path(name)
        _link_program(project)
        for file in settings:
            (project / file.name).symlink_to(file.absolute())
        try:
            yield project
        finally:
            for written in project.glob(_STACK_FILES):
                if not written.is_symlink():
                    shutil.move(written, data / written.name)


def settings_in(data: Path) -> tuple[Path, ...]:
    """The settings of every stack of a folder of data.

    Args:
        data: The team's folder.

    Returns:
        The files. Nothing stands in them that a proposal must not change.

    Raises:
        WorkspaceError: The folder is missing.
        ConfigurationError: A stack's settings hold what must not come from a folder of data.
    """
    if not data.is_dir():
        raise WorkspaceError.of(
            "Folder is missing",
            f"There is no folder `{data}`, which should hold manifests and stack files. Nothing was run.",
            "name the folder that holds `Pulumi.STACK.yaml`",
        )
    # Not at the top: it reads YAML, and the help of the commands needs none.
    from packagestate.provider.pipeline.stack_files import stack_files  # noqa: PLC0415

    return stack_files(data)


def ignored_project_file(data: Path) -> Path | None:
    """The project file of a program of the team's own, which is not run.

    Args:
        data: The team's folder.

    Returns:
        The file; None where there is none, or where the folder is that of this package.
    """
    present = (data / name for name in _PROJECT_FILES if (data / name).exists())
    return next((file for file in present if not file.samefile(_PROGRAM / "Pulumi.yaml")), None)


def _link_program(project: Path) -> None:
    """Make an empty folder a project, whose program runs in this process's environment."""
    links = {
        **{name: _PROGRAM / name for name in ("Pulumi.yaml", "__main__.py")},
        _PACKAGE.name: _PACKAGE,
        # States of before `packagestate` was importable name `provider.resource`.
        "provider": _PACKAGE / "provider",
        ".venv": Path(sys.prefix),
    }
    for name, target in links.items():
        (project / name).symlink_to(target.absolute())
