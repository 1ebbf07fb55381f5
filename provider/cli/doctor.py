"""`packagestate doctor`: what is missing for a run, and what to do about it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.options import configuration, connection_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packagestate.provider.doctor.finding import Finding

_COLOURS = {"ok": "green", "warning": "yellow", "missing": "red", "unknown": "yellow"}


@click.command(
    epilog="""\b
Examples:
  packagestate doctor
  packagestate doctor --stack prod
  packagestate doctor --json | jq '.findings[] | select(.health != "ok")'
"""
)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@connection_options
@click.option("--stack", help="The stack whose settings are read from `Pulumi.STACK.yaml` in this folder.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def doctor(path: Path | None, *, stack: str | None, as_json: bool, **options: str | None) -> ExitCode:
    """Say what is missing for a run: engine, backend, stack, settings, manifests, credentials, rights.

    PATH is a manifest or a folder of manifests; without it, the stack's, or `packages`. One package of each declared
    repository is listed, also of each that `repositories` is about, so rights to read are checked, and rights to write
    are not. Nothing is changed.

    Exits with 1 where something is missing. A warning is nothing missing.
    """
    # Not at the top: they import pydantic, and the help needs none.
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.codeartifact.session import credentials_source  # noqa: PLC0415
    from packagestate.provider.doctor.engine import engine_findings  # noqa: PLC0415
    from packagestate.provider.doctor.finding import Health  # noqa: PLC0415
    from packagestate.provider.doctor.registry import registry_findings  # noqa: PLC0415

    findings = [
        *engine_findings(stack),
        *registry_findings(
            lambda: configuration(path, options, stack),
            lambda found: connect(found.connection),
            lambda found: credentials_source(found.connection),
        ),
    ]
    missing_count = sum(each.health is Health.MISSING for each in findings)
    if as_json:
        from packagestate.provider.report.documents import written  # noqa: PLC0415

        click.echo(written({"missingCount": missing_count, "findings": [_document(each) for each in findings]}))
    else:
        _print(findings, missing_count)
    return ExitCode.ERROR if missing_count else ExitCode.SUCCESS


def _print(findings: "Sequence[Finding]", missing_count: int) -> None:
    width = max(len(each.check) for each in findings)
    for each in findings:
        health = click.style(f"{each.health:<8}", fg=_COLOURS[each.health])
        click.echo(f"{health} {each.check:<{width}}  {each.detail}")
        if each.hint:
            click.echo(click.style(f"{'':8} {'':{width}}  hint: {each.hint}", fg="cyan"))
    click.echo(f"{missing_count} missing" if missing_count else "nothing is missing")


def _document(finding: "Finding") -> dict[str, str]:
    return {
        "check": finding.check,
        "health": str(finding.health),
        "detail": finding.detail,
        "hint": finding.hint,
    }
