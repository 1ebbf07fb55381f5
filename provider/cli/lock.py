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
  packagestate lock --holds
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
@click.option("--rule", "rule_name", metavar="NAME", help="Move the lines of this rule or feed alone.")
@click.option(
    "--holds", "is_hold", is_flag=True, help="Write what advisories hold back until somebody has reviewed it."
)
@click.option("--as-of", metavar="DAY", callback=_day, help="Say what would be due on this day, and write nothing.")
@connection_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def lock(
    manifests: Path | None,
    *,
    stack: str | None,
    is_check: bool,
    rule_name: str | None,
    is_hold: bool,
    as_of: date | None,
    as_json: bool,
    **options: str | None,
) -> ExitCode:
    """Resolve the rules and advisories of MANIFESTS, and write the lock, which a run keeps to once it is reviewed.

    MANIFESTS is a folder; without it, the stack's `packagestate:manifests`, or `packages`. With --stack, the region,
    the profile and the endpoint are those of `Pulumi.STACK.yaml` in this folder; an option outranks them.

    AWS is only read. The lock is written as a whole or not at all. A line stays until its rule changes, a rule with
    `keep` protects its version, or the version is gone.

    With --holds, only `_holds` files are written: what advisories say within their guards, of versions from outside,
    as Unlisted or Archived. `packagestate pipeline up --unattended` carries them out before anybody has reviewed them.

    With --check, and with --as-of, nothing is written, and the exit code is 7 where the lock would change.
    """
    # Not at the top: they import pydantic and boto3, and the help needs none.
    from packagestate.provider.choices.making import Wish, make  # noqa: PLC0415
    from packagestate.provider.choices.telling import document_of, text_of  # noqa: PLC0415
    from packagestate.provider.choices.writing import Written, write  # noqa: PLC0415
    from packagestate.provider.report.documents import written  # noqa: PLC0415
    from packagestate.schemas.load import load  # noqa: PLC0415

    settings = configuration(manifests, options, stack)
    if is_hold and rule_name:
        raise click.UsageError("--holds and --rule are two ways; name one of them.")
    if settings.manifests.is_file():
        raise click.UsageError(f"{settings.manifests} is a file. The lock lies in the folder of manifests: name that.")
    stated = load(settings.manifests)
    for warning in (*stated.warnings, *stated.record_faults):
        click.echo(painted_fault(warning, "yellow"), err=True)
    # At the end of that day: what is due on it is due then.
    when = None if as_of is None else datetime.combine(as_of, time.max, UTC)
    only_feed = rule_name if any(each.name == rule_name for each in stated.feeds) else None
    only = None if only_feed else _rule(stated, rule_name)
    with reading() as progress:
        report = make(settings.connection, stated, progress, Wish(only, only_feed, when, is_hold))
    if when is not None and report.now is not None and when < report.now:
        raise click.UsageError(f"--as-of {as_of} is over: it is {report.now.date()} for AWS.")
    for warning in report.warnings:
        click.echo(painted_fault(warning, "yellow"), err=True)
    is_dry = is_check or when is not None
    done = Written() if is_dry else write(settings.manifests, report.before, report.after)
    if as_json:
        click.echo(written(document_of(report, (*done.new, *done.gone))))
    else:
        click.echo("\n".join([*text_of(report), *done.lines]))
    return ExitCode.CHANGES_FOUND if is_dry and report.is_changed else ExitCode.SUCCESS


def _rule(stated: "Manifests", name: str | None) -> "Rule | None":
    """The rule that --rule names; advisories have been looked for."""
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
