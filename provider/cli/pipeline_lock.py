"""`packagestate pipeline lock`: the lock in a commit of its own, for a proposal or on a schedule."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packagestate.provider.cli.paint import painted_fault
from packagestate.provider.cli.pipeline_options import FOLDER, STACK, github_here
from packagestate.provider.cli.progress import reading
from packagestate.schemas.text import printable

if TYPE_CHECKING:
    from packagestate.provider.pipeline.locking import Locked

# Source: GitHub documentation, "Workflow commands": "Setting an output parameter".
_OUTPUT_VARIABLE = "GITHUB_OUTPUT"


@click.command(
    epilog="""\b
Examples:
  packagestate pipeline lock --stack prod
  packagestate pipeline lock --stack prod --push add-retention --if-out-of-date
  packagestate pipeline lock --stack prod --holds --push main
  packagestate pipeline lock --stack prod --recreate packagestate-lock --pull-request
"""
)
@STACK
@FOLDER
@click.option("--push", metavar="BRANCH", help="Push the commit to this branch of `origin`, without force.")
@click.option("--recreate", metavar="BRANCH", help="Make this branch of `origin` HEAD and the commit, with force.")
@click.option("--pull-request", is_flag=True, help="Open a pull request from the branch, or update the open one.")
@click.option("--holds", "is_hold", is_flag=True, help="Make the files of holds alone, which nobody reviews.")
@click.option("--if-out-of-date", is_flag=True, help="Ask AWS only where a rule has changed since the lock was made.")
def lock(
    stack: str,
    folder: Path,
    *,
    push: str | None,
    recreate: str | None,
    pull_request: bool,
    is_hold: bool,
    if_out_of_date: bool,
) -> None:
    """Resolve the rules, write the lock, and commit its files where they differ from HEAD.

    The commit holds files of the lock, and the advisories that it was made of, and nothing else, whatever is staged or
    changed. No hook, filter or alias of the
    repository is run. Without --push and --recreate nothing leaves the machine. Where the lock is up to date, nothing
    is committed or pushed.

    With --push, the branch must be what is checked out: what somebody has pushed meanwhile is never replaced. With
    --recreate, the branch is the pipeline's own. The one that is checked out stays as it is; the new lock is in its
    work tree, not committed. --pull-request closes nothing.

    On GitHub, GITHUB_TOKEN pushes too, and the outputs `commit` and `pull-request` are for the next steps.
    """
    if push is not None and recreate is not None:
        raise click.UsageError("--push and --recreate are two ways; name one of them.")
    branch = recreate if push is None else push
    if pull_request and branch is None:
        raise click.UsageError("--pull-request needs a branch: name it with --push or --recreate.")
    # Not at the top: they import pydantic and boto3, and the help needs none.
    from packagestate.provider.pipeline import locking  # noqa: PLC0415
    from packagestate.provider.pipeline.remote import Target  # noqa: PLC0415

    github = github_here() if pull_request else None
    target = None if branch is None else Target(branch, is_recreated=recreate is not None)
    with reading() as progress:
        done = locking.lock(
            stack,
            folder,
            progress,
            target=target,
            github=github,
            if_out_of_date=if_out_of_date,
            is_hold=is_hold,
        )
    for warning in done.warnings:
        click.echo(painted_fault(warning, "yellow"), err=True)
    for line in done.lines:
        click.echo(line)
    click.echo(_done(done, branch))
    _put_outputs(done)


def _done(done: "Locked", branch: str | None) -> str:
    """What has been done, in a line or two."""
    if not done.is_new:
        return "the lock is up to date: nothing was committed or pushed"
    where = "" if branch is None else f", pushed to {printable(branch)}"
    lines = [f"committed {done.commit}{where}"]
    if done.pull_request is not None:
        lines.append(f"pull request {done.pull_request.number} {done.pull_request.what}")
    return "\n".join(lines)


def _put_outputs(done: "Locked") -> None:
    """Say it to the next steps of a job on GitHub."""
    file = os.environ.get(_OUTPUT_VARIABLE)
    if file:
        number = "" if done.pull_request is None else done.pull_request.number
        with Path(file).open("a", encoding="utf-8") as outputs:
            outputs.write(f"commit={done.commit}\npull-request={number}\n")
