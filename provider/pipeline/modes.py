"""The three runs of a pipeline: what a proposal would do, doing exactly that, and whether anything has drifted.

Checking the manifests alone needs neither engine nor AWS: that is `packagestate validate`.
"""

from pathlib import Path
from typing import Final

from provider.pipeline.engine import run_engine
from schemas.errors import PackageStateError

#: Names the file that the program writes its plan to, as Markdown.
REPORT_VARIABLE: Final = "PACKAGESTATE_REPORT"

#: What the engine exits with where changes were found and none expected. Source: `pulumi preview --help`.
CHANGES_FOUND: Final = 7

# What the engine says where a resource would not become what the plan file says. Source: `pulumi up --help`, `--plan`.
_STALE: Final = "violates plan"


class StalePlanError(PackageStateError):
    """What was reviewed is not what would be done now."""


def preview(stack: str, data: Path, plan: Path, report: Path) -> int:
    """Find out what would be done, and keep it: for people as a report, for `up` as a plan.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        plan: The file that binds a later `up`.
        report: The file for whoever reviews, in Markdown.

    Returns:
        The engine's exit code.

    Raises:
        WorkspaceError: The engine cannot be run.
    """
    arguments = ["preview", *_of(stack), "--save-plan", str(plan.absolute())]
    return run_engine(arguments, data, variables={REPORT_VARIABLE: str(report.absolute())}, listener=_nothing)


def up(stack: str, data: Path, plan: Path) -> int:
    """Do exactly what was reviewed.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        plan: The file that `preview` wrote.

    Returns:
        The engine's exit code.

    Raises:
        StalePlanError: Something moved since the preview; what does not fit the plan was not done.
        WorkspaceError: The engine cannot be run.
    """
    if not plan.is_file():
        raise StalePlanError.of(
            "Plan is missing",
            f"There is no file `{plan}`, so nothing was reviewed that could be done. Nothing was changed.",
            "run the preview, have its report reviewed, and come back with its plan",
        )
    stale: list[str] = []
    arguments = ["up", *_of(stack), "--plan", str(plan.absolute()), "--yes", "--skip-preview"]
    code = run_engine(arguments, data, listener=lambda line: stale.append(line) if _STALE in line else None)
    if stale:
        raise StalePlanError.of(
            "Plan is stale",
            "Since the plan was reviewed, a manifest, the stack's state or a package version has changed, so the run "
            "would do something else than what was reviewed. The packages that the engine names above were left "
            "untouched.",
            "run the preview again, have the new report reviewed, and come back with the new plan",
        )
    return code


def drift(stack: str, data: Path, report: Path) -> int:
    """Find out whether AWS still has what the manifests say.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        report: The file that says what differs, in Markdown.

    Returns:
        The engine's exit code; `CHANGES_FOUND` where something differs.

    Raises:
        WorkspaceError: The engine cannot be run.
    """
    arguments = ["preview", *_of(stack), "--expect-no-changes"]
    return run_engine(arguments, data, variables={REPORT_VARIABLE: str(report.absolute())}, listener=_nothing)


def _of(stack: str) -> tuple[str, ...]:
    return ("--stack", stack, "--non-interactive", "--color", "never")


def _nothing(_line: str) -> None:
    """What nobody has to be told."""
