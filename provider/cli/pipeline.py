"""`packagestate pipeline`: what a pipeline runs, on GitHub or anywhere else; and `packagestate pulumi`."""

import os
from pathlib import Path
from shlex import join
from typing import Final

import click

from packagestate.provider.cli.options import limit_options, limits_given, whole
from packagestate.provider.pipeline import modes
from packagestate.provider.pipeline.engine import run_engine
from packagestate.provider.pipeline.file_arguments import with_absolute_files
from packagestate.provider.pipeline.github import GitHub
from packagestate.provider.pipeline.workspace import ignored_project_file
from packagestate.provider.report.comment import mark
from packagestate.schemas.errors import ConfigurationError
from packagestate.schemas.files import shown
from packagestate.schemas.text import printable


def _folder(_context: click.Context, _parameter: click.Parameter, folder: Path) -> Path:
    """The folder, after a note where it holds a program, which somebody may expect to run."""
    ignored = ignored_project_file(folder)
    if ignored is not None:
        click.echo(
            f"note: `{printable(shown(ignored))}` and its program are ignored: packagestate runs its own program on "
            "the manifests. To run a program of your own, use `pulumi` itself.",
            err=True,
        )
    return folder


_DEFAULT_PLAN: Final = Path("packagestate-plan.json")
_FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    callback=_folder,
    default=Path(),
    show_default="the current one",
    help="The folder that holds the manifests and `Pulumi.STACK.yaml`. No code in it is run.",
)
_STACK = click.option("--stack", required=True, envvar="PACKAGESTATE_STACK", help="The stack.")
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
A proposal:     packagestate validate packages
                packagestate pipeline preview --stack prod
Its merge:      packagestate pipeline up --stack prod
Every night:    packagestate pipeline drift --stack prod
"""
)
def pipeline() -> None:
    """Preview, apply and watch a folder of manifests, without a person.

    On GitHub, `--comment` and `--issue` keep one comment and one issue up to date. They use GITHUB_TOKEN,
    GITHUB_REPOSITORY and GITHUB_API_URL.
    """


@pipeline.command(
    epilog="""\b
Examples:
  packagestate pipeline preview --stack prod
  packagestate pipeline preview --stack prod --comment 12
  packagestate pipeline preview --stack prod --irreversible-limit 40
"""
)
@_STACK
@_FOLDER
@_PLAN
@_REPORT
@click.option("--comment", callback=whole, metavar="NUMBER", help="The pull request that the report is put on.")
@limit_options
def preview(stack: str, *, folder: Path, plan: Path, report: Path, comment: int | None, **limits: str | None) -> int:
    """Find out what would be done, and keep it as a report and as a plan.

    A limit that is given here holds for this run and the `up` that carries it out. The report and the plan say so; the
    stack's configuration stays as it is.
    """
    github = _github() if comment is not None else None
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
Example:
  packagestate pipeline up --stack prod --plan packagestate-plan.json
"""
)
@_STACK
@_FOLDER
@_PLAN
def up(stack: str, folder: Path, plan: Path) -> int:
    """Do exactly what the plan says, or refuse."""
    return modes.up(stack, folder, plan)


@pipeline.command(
    epilog="""\b
Examples:
  packagestate pipeline drift --stack prod
  packagestate pipeline drift --stack prod --issue
"""
)
@_STACK
@_FOLDER
@_REPORT
@click.option("--issue", is_flag=True, help="Keep an issue open for as long as something differs.")
def drift(stack: str, folder: Path, report: Path, *, issue: bool) -> int:
    """Find out whether AWS still has what the manifests say; exit 7 where it has not, 1 where `up` would refuse."""
    github = _github() if issue else None
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
@_FOLDER
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


def _github() -> GitHub:
    """GitHub, as its runners say where it is."""
    repository, token = os.environ.get("GITHUB_REPOSITORY"), os.environ.get("GITHUB_TOKEN")
    if not repository or not token:
        raise ConfigurationError.of(
            "GitHub is not known",
            "`GITHUB_REPOSITORY` and `GITHUB_TOKEN` are needed to write to GitHub, and one of them is not set. Nothing "
            "was run.",
            "set both, or leave `--comment` and `--issue` out",
        )
    return GitHub(os.environ.get("GITHUB_API_URL", "https://api.github.com"), repository, token)
