"""The command `packagestate`: what `pulumi` has no verb for.

Whatever is slow to import, boto3, pulumi and pydantic above all, is imported by the command that needs it, when it
runs.
"""

import os
from collections.abc import Sequence
from typing import Final

import click

from packagestate.provider.cli.commands import LazyGroup
from packagestate.provider.cli.exit_codes import ExitCode, exit_code_of
from packagestate.provider.cli.paint import painted_fault, wanted
from packagestate.provider.runtime import prepare_command
from packagestate.schemas.errors import PackageStateError

#: The version of the distribution; a test holds it equal to that of pyproject.toml.
VERSION: Final = "0.1.0"

_NAME: Final = "packagestate"

#: The commands, and where they are.
PLACES: Final = {
    "adopt": "packagestate.provider.cli.adopt:adopt",
    "completion": "packagestate.provider.cli.completion:completion",
    "doctor": "packagestate.provider.cli.doctor:doctor",
    "explain": "packagestate.provider.cli.explain:explain",
    "init": "packagestate.provider.cli.init:init",
    "pipeline": "packagestate.provider.cli.pipeline:pipeline",
    "plan": "packagestate.provider.cli.plan:plan",
    "policy": "packagestate.provider.cli.policy:policy",
    "pulumi": "packagestate.provider.cli.pipeline:pulumi",
    "advisories": "packagestate.provider.cli.advisories:advisories",
    "revert": "packagestate.provider.cli.revert:revert",
    "schema": "packagestate.provider.cli.schema:schema",
    "validate": "packagestate.provider.cli.validate:validate",
    "lock": "packagestate.provider.cli.lock:lock",
    "where": "packagestate.provider.cli.where:where",
}

_EXAMPLES: Final = """\
\b
Examples:
  packagestate validate packages
  packagestate plan packages --region eu-west-1
  packagestate explain acme/npm-store/npm//chalk@5.6.1
  packagestate where chalk@5.6.1

\b
Exit codes:
  0  it went well
  1  something is wrong
  2  the command was misspelt
  3  the credentials are missing, wrong or expired
  4  something cannot be brought back; see `packagestate revert --help`
  5  a limit refuses the plan
  7  changes were found, and none expected
  8  it was cancelled
"""


@click.group(
    cls=LazyGroup,
    places=PLACES,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name=_NAME)
def packagestate() -> None:
    """Package state as code for AWS CodeArtifact.

    Manifests say which status each package version must have; `pulumi preview` shows what differs, and `pulumi up`
    makes it so. This command does what `pulumi` has no verb for.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: What follows its name; None for those of this process.

    Returns:
        The exit code.
    """
    colour = wanted()
    try:
        code: object = packagestate.main(arguments, prog_name=_NAME, standalone_mode=False, color=colour)
    except PackageStateError as error:
        click.echo("\n\n".join(map(painted_fault, error.faults)), err=True, color=colour)
        return exit_code_of(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("cancelled", err=True)
        return ExitCode.CANCELLED
    return code if isinstance(code, int) else ExitCode.SUCCESS


def run() -> None:
    """Be the command: as `main`, and then leave at once.

    The usual end of Python waits for calls that are still under way, and takes apart piece by piece what was loaded.
    Nothing comes of either: all is printed, since click keeps nothing back.
    """
    prepare_command()
    os._exit(main())
