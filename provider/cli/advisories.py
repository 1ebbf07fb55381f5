"""`packagestate advisories`: advisories of a database, as files beside the manifests."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.options import configuration, connection_options
from packagestate.provider.cli.paint import painted_fault
from packagestate.provider.cli.progress import reading

if TYPE_CHECKING:
    from packagestate.provider.advisories.adding import Adding
    from packagestate.provider.choices.telling import Report
    from packagestate.schemas.advisories.record import Record


@click.group(
    epilog="""\b
Examples:
  packagestate advisories add all.zip
  packagestate advisories add --help
"""
)
def advisories() -> None:
    """Keep advisories as files beside the manifests: a run reads these, and no database."""


@advisories.command(
    epilog="""\b
Examples:
  packagestate advisories add MAL-2025-46969.json
  packagestate advisories add all.zip --manifests production
  packagestate advisories add records --json | jq .lock.advisories.stopped

\b
Exit codes:
  0  the folder is up to date; records that are damaged are named, and left out
  1  something is wrong, or no record of the sources could be read: no file was written
  3  the credentials are missing, wrong or expired
"""
)
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--manifests", type=click.Path(path_type=Path), help="The folder of manifests. [default: packages]")
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml`.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Say what would be written, and write nothing.")
@connection_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def add(
    sources: tuple[Path, ...],
    *,
    manifests: Path | None,
    stack: str | None,
    is_dry_run: bool,
    as_json: bool,
    **options: str | None,
) -> ExitCode:
    """Keep the records of SOURCES that name a package which the domain holds, and say what `lock` would make of them.

    A source is an OSV record as JSON, a folder of records, or a zip of them, such as the export of a database. Nothing
    is fetched. Records that are kept already are updated. They are written into the folders that `from` names.

    A package that arrives tomorrow may be named by a record of today: so run it with the whole export on a schedule.
    """
    # Not at the top: they import pydantic and boto3, and the help needs none.
    from packagestate.provider.choices.advising import advise  # noqa: PLC0415

    settings = configuration(manifests, options, stack)
    with reading() as progress:
        adding, files, report = advise(
            settings.connection, settings.manifests, sources, progress, is_dry_run=is_dry_run
        )
    for fault in adding.faults:
        click.echo(painted_fault(fault, "yellow"), err=True)
    click.echo(_document(adding, files, report) if as_json else "\n".join(_lines(adding, files, report, is_dry_run)))
    return ExitCode.SUCCESS


def _lines(adding: "Adding", files: tuple[Path, ...], report: "Report", is_dry_run: bool) -> list[str]:  # noqa: FBT001
    from packagestate.provider.advisories.adding import Fate  # noqa: PLC0415 - see above
    from packagestate.provider.choices.telling import text_of  # noqa: PLC0415 - see above
    from packagestate.provider.plan.phrases import counted  # noqa: PLC0415 - see above
    from packagestate.schemas.errors import printable  # noqa: PLC0415 - see above
    from packagestate.schemas.files import shown  # noqa: PLC0415 - see above

    parts = [f"{adding.counts[fate]:,} {fate}" for fate in Fate if adding.counts[fate]]
    lines = [f"{counted(adding.counts.total(), 'record')}: {', '.join(parts) or 'none'}"]
    if adding.not_mapped:
        names = ", ".join(printable(each) for each, _ in adding.not_mapped.most_common(5))
        lines.append(f"{counted(adding.not_mapped.total(), 'record')} of ecosystems without a format, such as {names}")
    lines += [printable(_left_out(each)) for each in adding.of_other_kinds]
    verb = "would write" if is_dry_run else "wrote"
    lines += [printable(f"{verb} {shown(each)}") for each in files[:20]]
    if len(files) > 20:  # noqa: PLR2004
        lines.append(f"{verb} {counted(len(files) - 20, 'more file')}")
    return [*lines, "", "`packagestate lock` would make of it:", *text_of(report)]


def _left_out(record: "Record") -> str:
    """Why a record of a package that is held is left out: what it is about may be meant all the same."""
    from packagestate.schemas.advisories.record import Kind  # noqa: PLC0415 - see above

    names = ", ".join(sorted({each.written for each in record.affected})[:3])
    why = "" if record.kind is Kind.MALWARE else ": its id is none of `MAL-…`, nor are its aliases, nor is it `CWE-506`"
    return (
        f"left out: {record.id} names {names}, and is a record of `{record.kind}`{why}. If it is meant: name "
        f"`{record.kind}` in `kinds`"
    )


def _document(adding: "Adding", files: tuple[Path, ...], report: "Report") -> str:
    from pydantic.alias_generators import to_camel  # noqa: PLC0415 - see above

    from packagestate.provider.choices.telling import document_of  # noqa: PLC0415 - see above
    from packagestate.provider.report.documents import written  # noqa: PLC0415 - see above
    from packagestate.schemas.files import shown  # noqa: PLC0415 - see above

    return written(
        {
            "records": {to_camel(each.name.lower()): count for each, count in adding.counts.items()},
            "notMapped": dict(sorted(adding.not_mapped.items())),
            "files": [shown(each) for each in files],
            "lock": document_of(report, ()),
        }
    )
