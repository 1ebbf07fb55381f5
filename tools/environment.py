"""Make the Python environment `.venv` from the pinned packages; costs nothing where it is there."""

import hashlib
import os
import shlex
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from tools.messages import SetUpError, say
from tools.processes import Finished, locked, run_alive

STAMP = "installed-requirements"

# `-P`: the folder that somebody works in is none to import from. As an argument, since a line that names an interpreter
# can hold no path with a space.
# `-P`: the folder that somebody works in is none to import from.
_COMMAND = """\
#!/bin/sh
exec {python} -P -m packagestate.provider.cli "$@"
"""
_PACKAGE = "packagestate"


def prepare_environment(project: Path, environment: Mapping[str, str]) -> Path:
    """Make `.venv` hold exactly what `requirements/development.txt` pins, and the command of this project.

    A stamp in it, written last, says from what it was made: one that is half made, moved, made from other pins, or
    whose Python is gone is made again. It keeps the Python that it was made with, whichever one runs this.

    Args:
        project: The project's folder.
        environment: What it says about pip's indexes and certificates holds.

    Returns:
        The folder of its programs.

    Raises:
        SetUpError: pip or venv failed, or `.venv` is a link.
    """
    requirements, folder = project / "requirements" / "development.txt", project / ".venv"
    if folder.is_symlink():
        raise SetUpError(
            "no Python environment",
            (f"`{folder}` is a link to `{folder.readlink()}`, which would be emptied. Nothing was changed.",),
            "remove the link and run the command again; it makes an environment of its own",
        )
    stamp = folder / STAMP
    report = partial(say, "python")
    with locked(requirements, report=report):
        wanted = describe_environment(requirements, folder)
        has_python = (folder / "bin" / "python").exists()  # a link; False where what it points to is gone
        if has_python and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            _write_command(project, folder)
            return folder / "bin"
        started = time.monotonic()
        report(f"installing the packages of {requirements.relative_to(project)} into {folder}")
        # Without the variable that keeps pip from compiling, so that each module is compiled once and for all.
        own = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
        # The real interpreter: the one that runs this may be the `.venv` that is about to be cleared.
        venv = (os.path.realpath(sys.executable), "-m", "venv", "--clear", str(folder))
        pip = (str(folder / "bin" / "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check")
        # `--no-deps`: the pins are complete, so nothing has to be resolved. pip's resolver looks an extra such as
        # `coverage[toml]` up anew, finds a release newer than the pinned one, and refuses it for want of a hash.
        options = ("--progress-bar", "off", "--no-deps", "--require-hashes", "--requirement", str(requirements))
        for command in (venv, (*pip, *options)):
            finished = run_alive(command, environment=own, folder=project, report=report, describe=describe_progress)
            _require_success(finished, folder)
        _write_command(project, folder)
        stamp.write_text(wanted, encoding="utf-8")
        report(f"ready after {time.monotonic() - started:.0f} s")
    return folder / "bin"


def describe_environment(requirements: Path, folder: Path) -> str:
    """Say what the environment is made from: while the text is the same, it need not be made again.

    Args:
        requirements: The pins.
        folder: Where it is; an environment cannot be moved.
    """
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return f"{folder}\n{requirements.name} sha256 {digest}\n"


def describe_progress(lines: Sequence[str]) -> str:
    """Say what pip is at.

    Args:
        lines: What it printed.
    """
    if any(line.startswith("Installing collected packages") for line in lines):
        return "unpacking and compiling"
    return f"downloading packages: {sum(line.startswith('Collecting ') for line in lines)} so far"


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
