"""`packagestate lock`: resolves rules, and writes what they mean as files that people review."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.options import configuration, connection_options
from packagestate.provider.cli.paint import painted_fault
from packagestate.provider.cli.progress import reading
from packagestate.schemas.errors import printable

if TYPE_CHECKING:
    from packagestate.schemas.load import Manifests
    from packagestate.schemas.rule import Rule

_EXAMPLES: Final = """\
\b
Examples:
  packagestate lock
  packagestate lock production --region eu-west-1
  packagestate lock --stack prod
  packagestate lock --check
  packagestate lock --rule old-releases
  packagestate lock --as-of 2027-01-31 --json | jq -r '.changes[] | "\\(.package) \\(.version)"'
"""


def _day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{printable(text or '')!r} is no day. Write it as 2027-01-31.") from error


@click.command(epilog=_EXAMPLES)
@click.argument("manifests", required=False, type=click.Path(path_type=Path))
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml`.")
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 7 where the lock would change.")
@click.option("--rule", "rule_name", metavar="NAME", help="Move the lines of this rule alone.")
@click.option("--as-of", metavar="DAY", callback=_day, help="Say what would be due on this day, and write nothing.")
@connection_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def lock(
    manifests: Path | None,
    *,
    stack: str | None,
    is_check: bool,
    rule_name: str | None,
    as_of: date | None,
    as_json: bool,
    **options: str | None,
) -> ExitCode:
    """Resolve the rules of MANIFESTS, and write the lock, which the next run keeps to once it is reviewed.

    MANIFESTS is a folder; without it, the stack's `packagestate:manifests`, or `packages`. With --stack, the region,
    the profile and the endpoint are those of `Pulumi.STACK.yaml` in this folder; an option outranks them.

    AWS is only read. The lock is written as a whole or not at all. A line stays until its rule changes, a rule with
    `keep` protects its version, or the version is gone.

    With --check, and with --as-of, nothing is written, and the exit code is 7 where the lock would change.
    """
    # Not at the top: they import pydantic and boto3, and the help needs none.
    from packagestate.provider.lock.making import make  # noqa: PLC0415
    from packagestate.provider.lock.telling import document_of, text_of  # noqa: PLC0415
    from packagestate.provider.lock.writing import write  # noqa: PLC0415
    from packagestate.provider.report.documents import written  # noqa: PLC0415
    from packagestate.schemas.load import load  # noqa: PLC0415

    settings = configuration(manifests, options, stack)
    if settings.manifests.is_file():
        raise click.UsageError(f"{settings.manifests} is a file. The lock lies in the folder of manifests: name that.")
    stated = load(settings.manifests)
    for warning in stated.warnings:
        click.echo(painted_fault(warning, "yellow"), err=True)
    # At the end of that day: what is due on it is due then.
    when = None if as_of is None else datetime.combine(as_of, time.max, UTC)
    only = _rule(stated, rule_name)
    with reading() as progress:
        report = make(settings.connection, stated, progress, only, when)
    resolved = report.resolved
    if when is not None and resolved.now is not None and when < resolved.now:
        raise click.UsageError(f"--as-of {as_of} is over: it is {resolved.now.date()} for AWS.")
    is_dry = is_check or when is not None
    files = () if is_dry else tuple(write(settings.manifests, resolved.known, resolved.locks))
    if as_json:
        click.echo(written(document_of(report, files)))
    else:
        click.echo("\n".join([*text_of(report), *(f"wrote {each}" for each in files)]))
    return ExitCode.CHANGES_FOUND if is_dry and report.is_changed else ExitCode.SUCCESS


def _rule(stated: "Manifests", name: str | None) -> "Rule | None":
    """The rule that --rule names."""
    if name is None:
        return None
    # Not at the top: most names are right.
    from packagestate.schemas.likeness import nearest  # noqa: PLC0415

    restricting = {each.name: each for each in stated.rules if each.status is not None}
    if name in restricting:
        return restricting[name]
    if any(each.name == name for each in stated.rules):
        raise click.UsageError(f"{name} is a rule with `keep`, which has no lines. Run `packagestate lock` without it.")
    near = nearest(name, restricting)
    known = f"Did you mean {near}?" if near else f"The rules are {', '.join(sorted(restricting)) or 'none'}."
    raise click.UsageError(f"There is no rule {printable(name)}. {known}")
