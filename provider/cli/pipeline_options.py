"""What the commands of `packagestate pipeline` have in common."""

import os
from pathlib import Path

import click

from packagestate.provider.pipeline.github import GitHub
from packagestate.provider.pipeline.workspace import ignored_project_file
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


#: Where the data is.
FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    callback=_folder,
    default=Path(),
    show_default="the current one",
    help="The folder that holds the manifests and `Pulumi.STACK.yaml`. No code in it is run.",
)
#: Which stack it is about.
STACK = click.option("--stack", required=True, envvar="PACKAGESTATE_STACK", help="The stack.")


def github_here() -> GitHub:
    """GitHub, as its runners say where it is.

    Raises:
        ConfigurationError: They do not.
    """
    repository, token = os.environ.get("GITHUB_REPOSITORY"), os.environ.get("GITHUB_TOKEN")
    if not repository or not token:
        raise ConfigurationError.of(
            "GitHub is not known",
            "`GITHUB_REPOSITORY` and `GITHUB_TOKEN` are needed to write to GitHub, and one of them is not set. Nothing "
            "was run.",
            "set both, or leave `--comment`, `--issue` and `--pull-request` out",
        )
    return GitHub(os.environ.get("GITHUB_API_URL", "https://api.github.com"), repository, token)
