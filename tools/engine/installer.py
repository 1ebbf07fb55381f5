"""Get the engine with Pulumi's own installer script.

The script is Pulumi's latest, over TLS; the version that it installs is the pinned one.

Source: https://www.pulumi.com/docs/iac/download-install (options `--version`, `--install-root`, `--no-edit-path`).
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.engine.choice import SourceFailedError
from tools.engine.recipe import Recipe
from tools.processes import run_alive

INSTALLER_URL = "https://get.pulumi.com"
CONNECT_LIMIT_SECONDS = 5
SCRIPT_LIMIT_SECONDS = 20
INSTALL_LIMIT_SECONDS = 300


def install(
    recipe: Recipe,
    folder: Path,
    environment: Mapping[str, str],
    report: Callable[[str], None],
    url: str = INSTALLER_URL,
) -> None:
    """Put the engine's programs into a folder.

    Where nothing answers, this ends after a few seconds.

    Args:
        recipe: Says which version.
        folder: Empty; gets the programs.
        environment: Its PATH has `curl` and what the installer uses.
        report: Gets the lines that show that this is alive.
        url: The address of the installer script.

    Raises:
        SourceFailedError: The script cannot be had, or it failed.
    """
    work = folder / "installer"
    work.mkdir()
    script = work / "install.sh"
    fetch = ("curl", "--fail", "--silent", "--show-error", "--location", "--output", str(script))
    limits = ("--connect-timeout", str(CONNECT_LIMIT_SECONDS), "--max-time", str(SCRIPT_LIMIT_SECONDS))
    fetched = run_alive(
        (*fetch, *limits, url), environment=environment, folder=work, report=report, describe=_describe_fetching
    )
    if fetched.exit_code != 0:
        raise SourceFailedError(f"Pulumi's installer script cannot be had: {fetched.last_words(1)}.")

    root = work / "root"
    installed = run_alive(
        ("sh", str(script), "--version", str(recipe.version), "--install-root", str(root), "--no-edit-path"),
        # The script leaves its temporary files behind when it fails.
        environment={**environment, "TMPDIR": str(work)},
        folder=work,
        report=report,
        describe=_describe_installing,
        limit_seconds=INSTALL_LIMIT_SECONDS,
    )
    if installed.exit_code != 0:
        if installed.elapsed_seconds >= INSTALL_LIMIT_SECONDS:
            raise SourceFailedError(f"Pulumi's installer was stopped after {INSTALL_LIMIT_SECONDS} s.")
        raise SourceFailedError(f"Pulumi's installer failed: {installed.last_words()}.")
    for program in (root / "bin").glob("*"):
        program.rename(folder / program.name)
    shutil.rmtree(work)


def _describe_fetching(_lines: Sequence[str]) -> str:
    """Say what fetching the script is at."""
    return "fetching Pulumi's installer script"


def _describe_installing(_lines: Sequence[str]) -> str:
    """Say what the script is at."""
    return "Pulumi's installer downloads and unpacks"
