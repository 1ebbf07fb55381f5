"""Install pinned packages into an environment: with uv, which takes a fifth of pip's time, or with pip.

uv comes from the index too, pinned by hash, into a folder that is thrown away. pip does it where uv cannot be had or
fails, and where pip is told of an index of its own, which uv would not ask.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from tools.processes import Finished, run_alive

# Keys of pip's configuration that say where packages come from. Source: pip documentation, "Configuration".
_INDEXES: Final = ("index-url", "no-index")
# `--no-deps`: the pins are complete, so nothing has to be resolved. pip's resolver looks an extra such as
# `coverage[toml]` up anew, finds a release newer than the pinned one, and refuses it for want of a hash.
_PINNED: Final = ("--no-deps", "--require-hashes", "--requirement")

Report = Callable[[str], None]


def install(pins: Path, installer_pins: Path, folder: Path, environment: Mapping[str, str], report: Report) -> Finished:
    """Install what is pinned.

    Args:
        pins: The requirements, with hashes.
        installer_pins: The requirements of uv itself.
        folder: The virtual environment, which has pip.
        environment: What it says about indexes and certificates holds.
        report: Gets the lines that show that this is alive.

    Returns:
        How it ended; pip's last words where both failed.
    """
    run = partial(run_alive, environment=environment, folder=folder, report=report, describe=describe_progress)
    python = str(folder / "bin" / "python")
    pip = (python, "-m", "pip", "--no-input", "--disable-pip-version-check")
    with tempfile.TemporaryDirectory(prefix="uv-") as name:
        if not has_index_of_its_own(run((*pip, "config", "list")).lines):
            target = ("--target", name, *_PINNED, str(installer_pins))
            finished = run((*pip, "install", "--quiet", *target))
            if finished.exit_code == 0:
                uv = str(Path(name) / "bin" / "uv")
                finished = run((uv, "pip", "install", "--python", python, "--compile-bytecode", *_PINNED, str(pins)))
            if finished.exit_code == 0:
                return finished
            report(f"uv cannot do it, so pip does: {finished.last_words()}")
    return run((*pip, "install", "--progress-bar", "off", *_PINNED, str(pins)))


def has_index_of_its_own(configuration: Sequence[str]) -> bool:
    """Whether pip is told where packages come from.

    Args:
        configuration: What `pip config list` printed.
    """
    keys = (line.partition("=")[0].rpartition(".")[2] for line in configuration)
    return any(key in _INDEXES for key in keys)


def describe_progress(lines: Sequence[str]) -> str:
    """Say what pip is at; uv says nothing before it is done.

    Args:
        lines: What it printed.
    """
    if any(line.startswith("Installing collected packages") for line in lines):
        return "unpacking and compiling"
    count = sum(line.startswith("Collecting ") for line in lines)
    return f"downloading packages: {count} so far" if count else "downloading packages"
