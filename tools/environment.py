"""Make the Python environment `.venv` from the pinned packages; costs nothing where it is there."""

import hashlib
import os
import shlex
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from tools.messages import SetUpError, say
from tools.packages import Report, install
from tools.processes import Finished, locked, run_alive

STAMP = "installed-requirements"

#: The files in `requirements` that an environment can be made from.
DEVELOPMENT: Final = "development.txt"
DEMO: Final = "demo.txt"
_USUAL_TIMES: Final = {DEVELOPMENT: "30 s", DEMO: "15 s"}

# `-P`: the folder that somebody works in is none to import from. As an argument, since a line that names an interpreter
# can hold no path with a space.
_COMMAND = """\
#!/bin/sh
exec {python} -P -m packagestate.provider.cli "$@"
"""
_PACKAGE = "packagestate"


def prepare_environment(project: Path, environment: Mapping[str, str], pins: str = DEVELOPMENT) -> Path:
    """Make `.venv` hold what one of the files in `requirements` pins, and the command of this project.

    A stamp in it, written last, says from what it was made: one that is half made, moved, made from other pins, or
    whose Python is gone is made again. One that was made for the demo is added to. It keeps the Python that it was made
    with, whichever one runs this.

    Args:
        project: The project's folder.
        environment: What it says about pip's indexes and certificates holds.
        pins: The name of the file; what is made for development serves the demo too.

    Returns:
        The folder of its programs.

    Raises:
        SetUpError: The packages cannot be installed, or `.venv` is a link.
    """
    requirements, folder = project / "requirements" / pins, project / ".venv"
    if folder.is_symlink():
        raise SetUpError(
            "no Python environment",
            (f"`{folder}` is a link to `{folder.readlink()}`, which would be emptied. Nothing was changed.",),
            "remove the link and run the command again; it makes an environment of its own",
        )
    stamp = folder / STAMP
    report = partial(say, "python")
    with locked(requirements.parent / DEVELOPMENT, report=report):
        made_from = {
            name: describe_environment(requirements.parent / name, folder) for name in (pins, DEVELOPMENT, DEMO)
        }
        # A link; it is not there where what it points to is gone.
        has_python = (folder / "bin" / "python").exists()
        found = stamp.read_text(encoding="utf-8") if has_python and stamp.is_file() else ""
        if found not in {made_from[pins], made_from[DEVELOPMENT]}:
            started = time.monotonic()
            report(f"installing the packages of requirements/{pins} into {folder}, mostly in {_USUAL_TIMES[pins]}")
            stamp.unlink(missing_ok=True)
            _install(requirements, folder, environment, report, is_new=found != made_from[DEMO])
            stamp.write_text(made_from[pins], encoding="utf-8")
            report(f"ready after {time.monotonic() - started:.0f} s")
        _write_command(project, folder)
    return folder / "bin"


def _install(requirements: Path, folder: Path, environment: Mapping[str, str], report: Report, *, is_new: bool) -> None:
    """Install packages into an environment, which is emptied first where it holds others."""
    # Without the variable that keeps pip from compiling, so that each module is compiled once and for all.
    own = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if is_new:
        # The real interpreter: the one that runs this may be the `.venv` that is about to be cleared.
        venv = (os.path.realpath(sys.executable), "-m", "venv", "--clear", str(folder))
        project = requirements.parent.parent
        made = run_alive(venv, environment=own, folder=project, report=report, describe=lambda _lines: "making it")
        _require_success(made, folder)
    _require_success(install(requirements, requirements.parent / "lock.txt", folder, own, report), folder)


def describe_environment(requirements: Path, folder: Path) -> str:
    """Say what the environment is made from: while the text is the same, it need not be made again.

    Args:
        requirements: The pins.
        folder: Where it is; an environment cannot be moved.
    """
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{folder}\n{requirements.name} sha256 {digest}\n"


def _write_command(project: Path, folder: Path) -> None:
    """Make the package importable and write its program; both run the code of this folder as it is now."""
    package = project / _PACKAGE
    for packages in folder.glob("lib/python3*/site-packages"):
        link = packages / _PACKAGE
        if not (link.is_symlink() and link.readlink() == package):
            link.unlink(missing_ok=True)
            link.symlink_to(package)
    program = folder / "bin" / "packagestate"
    text = _COMMAND.format(python=shlex.quote(str(folder / "bin" / "python")))
    if not program.is_file() or program.read_text(encoding="utf-8") != text:
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)


def _require_success(finished: Finished, folder: Path) -> None:
    """Raise an error that says what a failed command said."""
    if finished.exit_code != 0:
        raise SetUpError(
            "no Python environment",
            (f"{finished.last_words()}.", f"`{folder}` is not complete and will be made again."),
            "see that pip reaches its package index, and run the command again",
        )
