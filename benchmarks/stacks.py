"""Stacks that are measured: packagestate's own, and such as others would write."""

import shutil
from pathlib import Path
from typing import Final

from benchmarks.ground import LISTS_PER_SECOND, WRITES_PER_SECOND
from benchmarks.watch import Watched, watch
from examples.sandbox import STACK, Sandbox

PROGRAMS: Final = Path(__file__).parent / "programs"


def stack(folder: Path, url: str, program: str | None = None) -> Sandbox:
    """Make a stack whose limits allow everything and whose pace is AWS's quotas.

    Args:
        folder: A folder that is not there yet.
        url: The endpoint's.
        program: The name of a program in `programs`; packagestate's own where it is left out.
    """
    folder.mkdir(parents=True)
    sandbox = Sandbox.create(folder, url)
    # As the page about shared state recommends for large runs: the state is written once, at the end.
    sandbox.variables["PULUMI_SKIP_CHECKPOINTS"] = "true"
    if program is not None:
        sandbox.replace_program((PROGRAMS / f"{program}.py").read_text(encoding="utf-8"))
        (folder / "trivial.py").symlink_to(PROGRAMS / "trivial_resource.py")
        (folder / "single_version.py").symlink_to(PROGRAMS / "single_version.py")
    sandbox.configure(
        irreversibleLimit="1000000",
        changedFractionLimit="1",
        writesPerSecond=str(WRITES_PER_SECOND),
        listsPerSecond=str(LISTS_PER_SECOND),
    )
    return sandbox


def run(sandbox: Sandbox, *arguments: str) -> Watched:
    """Run a command of the engine, and watch it.

    Args:
        sandbox: The stack.
        arguments: The command's.

    Raises:
        RuntimeError: It failed.
    """
    command = [shutil.which("pulumi") or "pulumi", *arguments, "--stack", STACK, "--non-interactive"]
    watched = watch([*command, "--color", "never"], sandbox.folder, sandbox.environment())
    if watched.exit_code != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with {watched.exit_code}:\n{watched.text[-2000:]}")
    return watched


def preview(sandbox: Sandbox) -> Watched:
    """Run a preview that finds nothing to do."""
    return run(sandbox, "preview", "--expect-no-changes")


def up(sandbox: Sandbox) -> Watched:
    """Run an update, without a preview that it would be bound to."""
    return run(sandbox, "up", "--yes", "--skip-preview", "--strict=false")
