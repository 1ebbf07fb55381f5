"""`packagestate plan`: what a run would do, without the engine."""

from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import IO, TYPE_CHECKING, assert_never

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.options import configuration, connection_options, limit_options
from packagestate.provider.cli.paint import painted, painted_fault
from packagestate.provider.cli.progress import reading
from packagestate.schemas.errors import LimitError, RefusalError, printable

if TYPE_CHECKING:
    from packagestate.provider.report.view import PlanReport


class Output(StrEnum):
    """How a plan is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


@click.command(
    epilog="""\b
Examples:
  packagestate plan
  packagestate plan packages --region eu-west-1 --expect-no-changes
  packagestate plan --stack production
  packagestate plan --stack production --diff
  pulumi stack export | packagestate plan --stack production --state -
  packagestate plan --format markdown --stack production > comment.md
  packagestate plan --json | jq '.packages[].transitions[] | select(.irreversible)'
"""
)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@connection_options
@limit_options
@click.option(
    "--format",
    "output",
    type=click.Choice([each.value for each in Output]),
    default=Output.TEXT.value,
    show_default=True,
)
@click.option("--json", "output", flag_value=Output.JSON.value, help="The same as --format json.")
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml`; it also marks the Markdown.")
@click.option("--state", type=click.File(encoding="utf-8"), help="What `pulumi stack export` printed; `-` reads it.")
@click.option("--diff", is_flag=True, help="Every transition with its revision, and every version that is absent.")
@click.option("--expect-no-changes", is_flag=True, help="Exit with 7 where there is something to change.")
def plan(
    path: Path | None,
    *,
    output: str,
    stack: str | None,
    state: IO[str] | None,
    diff: bool,
    expect_no_changes: bool,
    **options: str | None,
) -> ExitCode:
    """Show what `pulumi up` would do, without the engine.

    PATH is a manifest or a folder of manifests; without it, the stack's `packagestate:manifests`, or `packages`. With
    --stack, the limits, the region and all other settings are those of `Pulumi.STACK.yaml` in this folder; an option
    outranks them. Observation and plan are those of `pulumi preview`. What happens with packages that no manifest
    declares any more is in it where --state says what the stack remembers. Nothing is changed.

    Exits with 1 where the plan is refused, with 3 where credentials are missing or expired, and with 5 where it goes
    over a limit.
    """
    # Not at the top: they import pydantic, and the help needs none.
    from packagestate.provider.choices.reading import read_locked  # noqa: PLC0415
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.program.planning import plan_manifests  # noqa: PLC0415
    from packagestate.provider.report.view import report  # noqa: PLC0415
    from packagestate.provider.state.record import Record, read_state  # noqa: PLC0415
    from packagestate.schemas.load import load  # noqa: PLC0415

    if diff and output != Output.TEXT:
        raise click.UsageError("--diff is about text; JSON has everything, and Markdown what fits in a comment.")
    record = read_state(state.read()) if state else Record()
    settings = configuration(path, options, stack)
    manifests = load(settings.manifests)
    for warning in manifests.warnings:
        click.echo(painted_fault(warning, "yellow"), err=True)
    with reading() as progress:
        gateway = connect(settings.connection)
        locked = read_locked(gateway, manifests.choices, manifests.owner_of)
        planned = plan_manifests(gateway, manifests, settings, progress, lambda: record, locked=locked)
    note = None if state is not None or stack is None else _without_state(stack)
    if note is not None:
        click.echo(click.style(f"note: {note}", fg="yellow"), err=True)
    click.echo(_printed(report(planned, note), Output(output), stack, diff=diff))
    if planned.plan.refusals:
        raise RefusalError(planned.plan.refusals)
    if planned.excesses:
        raise LimitError(planned.excesses)
    is_changing = any(changes for _, changes in planned.plan.all_changes)
    return ExitCode.CHANGES_FOUND if expect_no_changes and is_changing else ExitCode.SUCCESS


def _without_state(stack: str) -> str:
    """What a plan of a stack lacks without its state, and the command that adds it."""
    name = quote(printable(stack))
    return (
        "removals were not looked at, nor settings that differ from those of the last run: both need `--state`. "
        f"Run `packagestate pulumi stack export --stack {name} | packagestate plan --stack {name} --state -`"
    )


def _printed(report: "PlanReport", output: Output, stack: str | None, *, diff: bool) -> str:
    match output:
        case Output.TEXT if diff:
            from packagestate.provider.report.diff import render_diff  # noqa: PLC0415 - see above

            return render_diff(report, painted)
        case Output.TEXT:
            from packagestate.provider.report.text import render_text  # noqa: PLC0415 - see above

            return render_text(report, painted)
        case Output.MARKDOWN:
            from packagestate.provider.report.markdown import render_markdown  # noqa: PLC0415 - see above

            return render_markdown(report, stack).rstrip("\n")
        case Output.JSON:
            from packagestate.provider.report.documents import plan_document  # noqa: PLC0415 - see above

            return plan_document(report)
        case unexpected:
            assert_never(unexpected)
