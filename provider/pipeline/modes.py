"""The three runs of a pipeline: what a proposal would do, doing exactly that, and whether anything has drifted.

Checking the manifests alone needs neither engine nor AWS: that is `packagestate validate`.
"""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from packagestate.provider.configuration.one_run import limit_variables, limits_of_run
from packagestate.provider.pipeline.engine import STRICT_VARIABLE, run_engine
from packagestate.provider.pipeline.events import LOG_VARIABLES, errors_in, is_plan_violated
from packagestate.provider.program.reviewed import (
    DOCUMENT_VARIABLE,
    LIMITS_MEMBER,
    MEMBER,
    REPORT_VARIABLE,
    REVIEWED_VARIABLE,
    StalePlanError,
    changes_aws,
)
from packagestate.provider.program.unattended import UNATTENDED_VARIABLE
from packagestate.provider.report.comment import render_without_plan
from packagestate.schemas.errors import ConfigurationError

# A limit has fewer digits.
_LONGEST_FIGURE: Final = 40

#: What the engine exits with where changes were found and none expected. Source: `pulumi preview --help`.
CHANGES_FOUND: Final = 7


def preview(stack: str, data: Path, plan: Path, report: Path, limits: Mapping[str, str] | None = None) -> int:
    """Find out what would be done, and keep it: for people as a report, for `up` as a plan.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        plan: The file that binds a later `up`.
        report: The file for the reviewer, in Markdown.
        limits: The limits that are other ones in this run alone, by their keys. The plan holds them, so that `up` has
            them too; what the environment says where they are left out.

    Returns:
        The engine's exit code.

    Raises:
        ConfigurationError: One of the two files cannot be written.
        WorkspaceError: The engine cannot be run.
    """
    _empty(plan)
    with tempfile.TemporaryDirectory(prefix="packagestate-") as folder:
        reviewed = Path(folder) / "document.json"
        variables = {DOCUMENT_VARIABLE: str(reviewed), **limit_variables({**limits_of_run(), **(limits or {})})}
        code, _ = _reported(stack, data, report, "--save-plan", str(plan.absolute()), variables=variables)
        if code == 0:
            _complete(plan, reviewed)
    return code


def up(stack: str, data: Path, plan: Path, *, is_unattended: bool = False) -> int:
    """Do exactly what was reviewed, or what holds ask for.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        plan: The file that `preview` wrote.
        is_unattended: Whether nobody has reviewed it: then nothing is done if it holds anything but what holds ask for
            and what can be undone.

    Returns:
        The engine's exit code.

    Raises:
        StalePlanError: Something moved since the preview; what does not fit the plan was not done.
        WorkspaceError: The engine cannot be run.
    """
    if not plan.is_file() or not plan.stat().st_size:
        raise StalePlanError.of(
            "Plan is missing",
            f"There is no plan in `{plan}`, so nothing was reviewed that could be done. Nothing was changed.",
            "run the preview, have its report reviewed, and come back with its plan",
        )
    # The plan file binds the run. Without a preview of its own there is none that it could be bound to besides, and the
    # engine refuses `--skip-preview` together with `--strict`. The variable, since older engines know no such flag.
    with tempfile.TemporaryDirectory(prefix="packagestate-") as folder:
        log, reviewed = Path(folder) / "events.json", Path(folder) / "document.json"
        content = _document(plan)
        reviewed.write_text(json.dumps(content), encoding="utf-8")
        variables = {**LOG_VARIABLES, STRICT_VARIABLE: "false", REVIEWED_VARIABLE: str(reviewed), **_limits(content)}
        arguments = ["--plan", str(plan.absolute()), "--yes", "--skip-preview", "--event-log", str(log)]
        if is_unattended:
            variables[UNATTENDED_VARIABLE] = "true"
        code = run_engine(["up", *_of(stack), *arguments], data, variables=variables, listener=_nothing)
        is_stale = code != 0 and is_plan_violated(log)
    if is_stale:
        raise StalePlanError.of(
            "Plan is stale",
            "Since the plan was reviewed, a manifest, a setting, the stack's state or a package version has changed, "
            "so the run would do something else than what was reviewed. The packages that the engine names above "
            "were left untouched.",
            "run the preview again, have the new report reviewed, and come back with the new plan",
        )
    return code


def drift(stack: str, data: Path, report: Path) -> tuple[int, bool]:
    """Find out whether AWS still has what the manifests say.

    Where only the stack's record would change, nothing has drifted: a repository was deleted, or a new one holds a copy
    that is as it should be.

    Args:
        stack: The stack.
        data: The folder of manifests and stack files.
        report: The file that says what differs, in Markdown.

    Returns:
        The engine's exit code, `CHANGES_FOUND` where `up` can repair it; and whether something differs, which is so too
        where the plan is refused: by a limit, or because somebody disposed what is to be published.

    Raises:
        ConfigurationError: The report cannot be written.
        WorkspaceError: The engine cannot be run.
    """
    with tempfile.TemporaryDirectory(prefix="packagestate-") as folder:
        document = Path(folder) / "document.json"
        variables = {DOCUMENT_VARIABLE: str(document)}
        code, is_planned = _reported(stack, data, report, "--expect-no-changes", variables=variables)
        if code == CHANGES_FOUND and not changes_aws(json.loads(document.read_text(encoding="utf-8"))):
            code = 0
    return code, code == CHANGES_FOUND or (code != 0 and is_planned)


def _complete(plan: Path, reviewed: Path) -> None:
    """Put the program's own document into the engine's plan file: a later run is held against it as a whole."""
    content = json.loads(plan.read_text(encoding="utf-8"))
    content[MEMBER] = json.loads(reviewed.read_text(encoding="utf-8"))
    plan.write_text(json.dumps(content), encoding="utf-8")


def _document(plan: Path) -> object:
    """The program's own document in a plan file, which is not checked yet; None where there is none."""
    try:
        content = json.loads(plan.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    return content.get(MEMBER) if isinstance(content, dict) else None


def _limits(document: object) -> dict[str, str]:
    """The variables of the limits that were reviewed for one run. The program refuses a document that is wrong."""
    limits = document.get(LIMITS_MEMBER) if isinstance(document, dict) else None
    known = limits if isinstance(limits, dict) else {}
    return limit_variables({key: value for key, value in known.items() if isinstance(value, str) and _is_figure(value)})


def _is_figure(text: str) -> bool:
    """Whether a text may be a number. Others do not fit in a variable, and are no limit either."""
    return text.isascii() and text.isprintable() and len(text) <= _LONGEST_FIGURE


def _reported(
    stack: str, data: Path, report: Path, *arguments: str, variables: Mapping[str, str] | None = None
) -> tuple[int, bool]:
    """Run a preview that leaves a report of its own; its exit code, and whether it came as far as a plan."""
    _empty(report)
    every = {**LOG_VARIABLES, REPORT_VARIABLE: str(report.absolute()), **(variables or {})}
    with tempfile.TemporaryDirectory(prefix="packagestate-") as folder:
        log = Path(folder) / "events.json"
        command = ["preview", *_of(stack), *arguments, "--event-log", str(log)]
        code = run_engine(command, data, variables=every, listener=_nothing)
        is_planned = report.stat().st_size > 0
        if not is_planned:
            report.write_text(render_without_plan(stack, code, errors_in(log)), encoding="utf-8")
    return code, is_planned


def _empty(file: Path) -> None:
    """Empty a file, so that what an earlier run left is not taken for what this one does."""
    try:
        file.write_bytes(b"")
    except OSError as error:
        raise ConfigurationError.of(
            "File cannot be written",
            f"`{file}` cannot be written: {error.strerror}. Nothing was run.",
            "name a file in a folder that is there and can be written to",
        ) from error


def _of(stack: str) -> tuple[str, ...]:
    return ("--stack", stack, "--non-interactive", "--color", "never")


def _nothing(_line: str) -> None:
    """What nobody has to be told."""
