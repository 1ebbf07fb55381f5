"""`packagestate revert`: manifests that bring back what a plan changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.options import configuration, connection_options
from packagestate.provider.cli.progress import reading

if TYPE_CHECKING:
    from packagestate.provider.revert.decision import Decision, Lost
    from packagestate.provider.revert.reverting import Report
    from packagestate.provider.state.plan_file import PlanFile


@click.command(
    epilog="""\b
Examples:
  packagestate revert plan.json --dry-run
  packagestate revert packagestate-plan.json --manifests packages --region eu-west-1
  packagestate revert --advisory MAL-2026-4750 --stack prod
  packagestate revert plan.json --json | jq -r '.packages[].lost[] | "\\(.subject): \\(.reason)"'

\b
Exit codes:
  0  everything that the plan changed goes back, or is as before already
  1  something is wrong, and no file was written
  3  the credentials are missing, wrong or expired
  4  some of it cannot be brought back; the files for the rest are written
"""
)
@click.argument("plan_file", required=False, type=click.Path(path_type=Path))
@click.option("--advisory", metavar="ID", help="Bring back what this advisory restricted, in place of a plan.")
@click.option("--manifests", type=click.Path(path_type=Path), help="The folder of manifests.  [default: packages]")
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml`.")
@connection_options
@click.option("--force", is_flag=True, help="Go on although the folder holds changes that are in no commit of Git.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def revert(
    plan_file: Path | None,
    *,
    advisory: str | None,
    manifests: Path | None,
    stack: str | None,
    force: bool,
    is_dry_run: bool,
    as_json: bool,
    **options: str | None,
) -> ExitCode:
    """Edit the manifests so that every version which a plan, or an advisory, changed goes back to its status before.

    PLAN_FILE is what `pulumi preview --save-plan FILE` or `packagestate pipeline preview` wrote. A version goes back if
    AWS still has what the plan made of it, and no version comes back from Disposed or Deleted. Entries are edited in
    place; a version that no manifest names any more is added. Where a manifest for several repositories would win, the
    entry gets an `over`. Nothing in AWS is changed: AWS is only read, and the next `pulumi up` does what the manifests
    then say.

    With --advisory, it is what the lines of the lock restricted for this advisory, in all repositories. What each copy
    was stands in the lock, for as long as a copy is restricted: also once the advisory was withdrawn, or is ignored.

    Exits with 4 where something that the plan changed does not go back, and lists it.
    """
    # Not at the top: they import pydantic, and the help needs none.
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.manifests.uncommitted import require_saved  # noqa: PLC0415
    from packagestate.provider.revert import reverting  # noqa: PLC0415
    from packagestate.provider.revert.rendering import render  # noqa: PLC0415

    settings = configuration(manifests, options, stack)
    plan = _plan(plan_file, advisory)
    if not force and not is_dry_run:
        require_saved(settings.manifests)
    connection = settings.connection
    with reading() as progress:
        report = reverting.revert(
            connect(connection), plan, settings.manifests, connection.worker_count, progress, is_dry_run=is_dry_run
        )
    click.echo(_document(report) if as_json else "\n".join(render(report)))
    return ExitCode.SUCCESS if report.is_complete else ExitCode.INCOMPLETE


def _plan(plan_file: Path | None, advisory: str | None) -> "PlanFile | str":
    """What is to be reverted: a plan, or the id of an advisory."""
    from packagestate.provider.state.plan_file import read_plan  # noqa: PLC0415 - see above

    if (plan_file is None) == (advisory is None):
        raise click.UsageError("Name a plan file, or an advisory with --advisory; one of the two.")
    return advisory or read_plan(_text(plan_file or Path()))


def _text(plan_file: Path) -> str:
    from packagestate.provider.state.plan_file import PlanFileError  # noqa: PLC0415 - see above
    from packagestate.schemas.files import shown  # noqa: PLC0415 - see above

    try:
        return plan_file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise PlanFileError.of(
            "File cannot be read",
            f"`{shown(plan_file)}` cannot be read: {reason}. Nothing was read from AWS, and no file was written.",
            "name the plan file of the run that is to be reverted",
        ) from error


def _document(report: "Report") -> str:
    from packagestate.provider.report import documents  # noqa: PLC0415 - see above
    from packagestate.schemas.files import shown  # noqa: PLC0415 - see above

    return documents.written(
        {
            "dryRun": report.is_dry_run,
            "complete": report.is_complete,
            "packages": list(map(_package, report.decisions)),
            "forgotten": list(map(documents.identity, report.forgotten)),
            "files": [shown(file) for file in report.files],
        }
    )


def _package(decision: "Decision") -> dict[str, Any]:
    from packagestate.provider.report import documents  # noqa: PLC0415 - see above

    return {
        **documents.identity(decision.coordinates),
        "goingBack": [
            {**documents.transition_object(each), "over": decision.over.get(each.version)}
            for each in decision.going_back
        ],
        "origin": documents.origin_change(decision.origin),
        "lost": list(map(_lost, decision.lost)),
        "keptCount": decision.kept_count,
    }


def _lost(lost: "Lost") -> dict[str, Any]:
    from packagestate.provider.report.documents import place_object  # noqa: PLC0415 - see above

    return {"subject": lost.subject, "change": lost.change, "reason": lost.reason, **place_object(lost.place)}
