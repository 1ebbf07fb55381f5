"""`packagestate pipeline`: what a pipeline runs, on GitHub or anywhere else; and `packagestate pulumi`."""

from pathlib import Path
from shlex import join
from typing import Final

import click

from packagestate.provider.cli.options import limit_options, limits_given, whole
from packagestate.provider.cli.pipeline_lock import lock
from packagestate.provider.cli.pipeline_options import FOLDER, STACK, github_here
from packagestate.provider.pipeline import modes
from packagestate.provider.pipeline.engine import run_engine
from packagestate.provider.pipeline.file_arguments import with_absolute_files
from packagestate.provider.report.comment import mark
from packagestate.schemas.text import printable

_DEFAULT_PLAN: Final = Path("packagestate-plan.json")
_PLAN = click.option(
    "--plan",
    type=click.Path(path_type=Path),
    default=_DEFAULT_PLAN,
    show_default=True,
    help="The plan file, which binds `up` to what was reviewed.",
)
_REPORT = click.option(
    "--report",
    type=click.Path(path_type=Path),
    default=Path("packagestate-report.md"),
    show_default=True,
    help="The plan for people, in Markdown.",
)


@click.group(
    epilog="""\b
A proposal:     packagestate pipeline lock --stack prod --push BRANCH
                packagestate validate packages
                packagestate pipeline preview --stack prod
Its merge:      packagestate pipeline up --stack prod
Every night:    packagestate pipeline drift --stack prod
Every week:     packagestate pipeline lock --stack prod --recreate packagestate-lock --pull-request
"""
)
def pipeline() -> None:
    """Preview, apply and watch a folder of manifests, and make its lock, without a person.

    On GitHub, `--comment`, `--issue` and `--pull-request` keep one comment, one issue and one pull request up to date.
    They use GITHUB_TOKEN, GITHUB_REPOSITORY and GITHUB_API_URL.
    """


pipeline.add_command(lock)


@pipeline.command(
    epilog="""\b
Examples:
  packagestate pipeline preview --stack prod
  packagestate pipeline preview --stack prod --comment 12
  packagestate pipeline preview --stack prod --irreversible-limit 40
"""
)
@STACK
@FOLDER
@_PLAN
@_REPORT
@click.option("--comment", callback=whole, metavar="NUMBER", help="The pull request that the report is put on.")
@limit_options
def preview(stack: str, *, folder: Path, plan: Path, report: Path, comment: int | None, **limits: str | None) -> int:
    """Find out what would be done, and keep it as a report and as a plan.

    A limit that is given here holds for this run and the `up` that carries it out. The report and the plan say so; the
    stack's configuration stays as it is.
    """
    github = github_here() if comment is not None else None
    code = modes.preview(stack, folder, plan, report, limits_given(limits))
    if code == 0:
        # The engine has just said to run `pulumi up --plan`, which checks the plan one package after the other.
        click.echo(f"next: {_up_command(stack, folder, plan)}, not the `pulumi up --plan` above")
    if github is not None and comment is not None:
        github.put_comment(comment, mark(stack), report.read_text(encoding="utf-8"))
    return code


def _up_command(stack: str, folder: Path, plan: Path) -> str:
    """The command that carries out what this one previewed."""
    words = ["packagestate", "pipeline", "up", "--stack", stack]
    words += [] if folder == Path() else ["--folder", str(folder)]
    words += [] if plan == _DEFAULT_PLAN else ["--plan", str(plan)]
    return f"`{printable(join(words))}`"


@pipeline.command(
    epilog="""\b
Examples:
  packagestate pipeline up --stack prod --plan packagestate-plan.json
  packagestate pipeline up --stack prod --unattended
"""
)
@STACK
@FOLDER
@_PLAN
@click.option(
    "--unattended", "is_unattended", is_flag=True, help="Do what holds ask for, or nothing: nobody reviewed it."
)
def up(stack: str, folder: Path, plan: Path, *, is_unattended: bool) -> int:
    """Do exactly what the plan says, or refuse.

    With --unattended, the plan is carried out if every change in it is caused by a hold of `packagestate lock --holds`
    and can be undone. Otherwise nothing is done, and it is said what waits for people.
    """
    return modes.up(stack, folder, plan, is_unattended=is_unattended)


@pipeline.command(
    epilog="""\b
Examples:
  packagestate pipeline drift --stack prod
  packagestate pipeline drift --stack prod --issue
"""
)
@STACK
@FOLDER
@_REPORT
@click.option("--issue", is_flag=True, help="Keep an issue open for as long as something differs.")
def drift(stack: str, folder: Path, report: Path, *, issue: bool) -> int:
    """Find out whether AWS still has what the manifests say; exit 7 where it has not, 1 where `up` would refuse."""
    github = github_here() if issue else None
    code, differs = modes.drift(stack, folder, report)
    if github is not None and differs:
        github.put_issue(f"Drift in {stack}", mark(stack), report.read_text(encoding="utf-8"))
    if github is not None and code == 0:
        github.close_issue(mark(stack))
    return code


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    epilog="""\b
Examples:
  packagestate pulumi stack init prod
  packagestate pulumi config set packagestate:irreversibleLimit 40 --stack prod
  packagestate pulumi up --stack prod
  packagestate pulumi cancel --stack prod
""",
)
@FOLDER
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def pulumi(folder: Path, arguments: tuple[str, ...]) -> int:
    """Run the engine on a folder of manifests. Name the stack each time: none stays selected.

    `up` carries out what its own preview showed, or refuses. With `--skip-preview` there is no preview to keep to: then
    the engine wants `--strict=false` too.

    Files that arguments name are looked for, and written, in the folder where this command is run. `--folder` stands
    before the engine's verb.

    The engine runs packagestate's own program: a `Pulumi.yaml` or a program in the folder is ignored.
    """
    return run_engine(tuple(with_absolute_files(arguments, Path.cwd())), folder)
