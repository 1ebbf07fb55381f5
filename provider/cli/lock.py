"""`packagestate lock`: resolves rules, and writes what they mean as files that people review."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.options import configuration, connection_options
from packagestate.provider.plan.phrases import counted

if TYPE_CHECKING:
    from packagestate.provider.lock.changes import LineChange
    from packagestate.provider.lock.resolving import Resolved

_EXAMPLES: Final = """\
\b
Examples:
  packagestate lock
  packagestate lock production --region eu-west-1
  packagestate lock --check
"""


@click.command(epilog=_EXAMPLES)
@click.argument("manifests", default=Path("packages"), type=click.Path(path_type=Path))
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 7 where the lock would change.")
@connection_options
def lock(manifests: Path, *, is_check: bool, **options: str | None) -> ExitCode:
    """Resolve the rules of MANIFESTS, and write the lock, which the next run keeps to once it is reviewed.

    AWS is only read. The lock is written as a whole or not at all. A line stays until its rule changes, a rule with
    `keep` protects its version, or the version is gone.
    """
    # Not at the top: they import pydantic and boto3, and the help needs none.
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.lock.changes import changes  # noqa: PLC0415
    from packagestate.provider.lock.resolving import resolve  # noqa: PLC0415
    from packagestate.provider.lock.writing import write  # noqa: PLC0415
    from packagestate.schemas.load import load  # noqa: PLC0415

    settings = configuration(manifests, options)
    stated = load(settings.manifests)
    resolved = resolve(connect(settings.connection), stated.rules, stated.locks, settings.connection.worker_count)
    places = {(each.account, each.region) for each in resolved.locks}
    known = [each for each in stated.locks if (each.account, each.region) in places]
    found = changes(known, resolved.locks)
    _print(found, resolved)
    if is_check:
        return ExitCode.CHANGES_FOUND if found or known != [*resolved.locks] else ExitCode.SUCCESS
    for file in write(settings.manifests, known, resolved.locks):
        click.echo(f"wrote {file}")
    return ExitCode.SUCCESS


def _print(found: "tuple[LineChange, ...]", resolved: "Resolved") -> None:
    # Not at the top, as above.
    from packagestate.provider.lock.changes import by_cause  # noqa: PLC0415

    for name, counts in by_cause(found).items():
        parts = (f"{counted(count, 'line')} {what}" for what, count in sorted(counts.items()))
        click.echo(f"{name}: {', '.join(parts)}")
    for name, count in sorted(resolved.held_back.items()):
        click.echo(f"{name}: {counted(count, 'version')} held back by `atMost`")
    total = sum(len(package.lines) for each in resolved.locks for package in each.packages)
    where = f"{counted(total, 'line')} in {counted(len(resolved.locks), 'file')}"
    click.echo(f"{counted(len(found), 'line')} changed, {where}")
