"""`packagestate validate`: everything that is wrong with manifests, without a network."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.provider.cli.paint import painted_fault
from packagestate.provider.plan.phrases import counted
from packagestate.schemas.errors import Fault, ManifestError

_COUNTED: Final = ("file", "package", "version", "rule", "advisory", "line")
# Most folders have none of these.
_OF_RULES: Final = {"rule": "rules", "advisory": "advisories", "line": "lines of the lock"}


@click.command(
    epilog="""\b
Examples:
  packagestate validate
  packagestate validate production staging/npm.yaml
  packagestate validate --json | jq -r '.faults[] | "\\(.file):\\(.line) \\(.summary)"'

\b
As a hook of pre-commit, in .pre-commit-config.yaml:
  - repo: https://github.com/packagestate/packagestate
    rev: v0.1.0
    hooks: [{id: packagestate-validate, args: [packages]}]
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def validate(paths: tuple[Path, ...], *, as_json: bool) -> ExitCode:
    """Check manifests: every fault, with its file, line and column.

    PATH is a manifest or a folder of manifests, `packages` unless said otherwise; each is checked by itself. Nothing is
    asked of AWS, so what a package is there is not looked at. Exits with 1 where something is wrong.
    """
    # Not at the top: it imports pydantic, and the help needs none. Pydantic would look for plugins in all that is
    # installed, and a plugin has no say in what a manifest may hold.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from packagestate.schemas.load import load  # noqa: PLC0415

    faults: list[Fault] = []
    warnings: list[Fault] = []
    counts = dict.fromkeys(_COUNTED, 0)
    for path in paths or (Path("packages"),):
        try:
            manifests = load(path)
        except ManifestError as error:
            faults.extend(error.faults)
            continue
        warnings.extend(manifests.warnings)
        faults.extend(manifests.record_faults)
        if manifests.advisories or manifests.feed_locks:
            # Not at the top: most folders have no advisories.
            from packagestate.provider.advisories.freshness import feeds_out_of_date  # noqa: PLC0415

            faults.extend(feeds_out_of_date(manifests.advisories, manifests.feed_locks))
        if manifests.rules or manifests.locks:
            # Not at the top: most folders have no rules.
            from packagestate.provider.lock.freshness import out_of_date  # noqa: PLC0415

            faults.extend(out_of_date(manifests.locks, manifests.rules))
        counts["file"] += manifests.file_count
        counts["package"] += manifests.package_count
        counts["version"] += sum(len(package.versions) for package in manifests.packages) + len(manifests.wide)
        counts["rule"] += len(manifests.rules)
        counts["advisory"] += sum(len(each.records) for each in manifests.advisories)
        counts["line"] += sum(len(package.lines) for lock in manifests.locks for package in lock.packages)
        counts["line"] += sum(len(package.lines) for lock in manifests.feed_locks for package in lock.packages)
    if as_json:
        click.echo(_as_json(faults, warnings, counts))
    else:
        _print(faults, warnings, counts)
    return ExitCode.ERROR if faults else ExitCode.SUCCESS


def _print(faults: Iterable[Fault], warnings: Iterable[Fault], counts: dict[str, int]) -> None:
    """What is wrong for people, with a last line that says how much that is."""
    printed = [*(painted_fault(fault, "yellow") for fault in warnings), *map(painted_fault, faults)]
    if printed:
        click.echo("\n\n".join(printed) + "\n", err=True)
    if found := tuple(faults):
        file_count = len({fault.place.file for fault in found if fault.place is not None})
        where = f" in {counted(file_count, 'file')}" if file_count else ""
        click.echo(click.style(f"{counted(len(found), 'fault')}{where}", fg="red", bold=True), err=True)
    else:
        told = ((noun, count) for noun, count in counts.items() if count or noun not in _OF_RULES)
        click.echo(f"no fault in {', '.join(counted(count, noun, _OF_RULES.get(noun, '')) for noun, count in told)}")


def _as_json(faults: Iterable[Fault], warnings: Iterable[Fault], counts: dict[str, int]) -> str:
    # Not at the top: it imports what plans are printed with.
    from packagestate.provider.report.documents import fault_object, written  # noqa: PLC0415

    return written(
        {
            "faults": [fault_object(fault) for fault in faults],
            "warnings": [fault_object(fault) for fault in warnings],
            **{f"{noun}Count": count for noun, count in counts.items()},
        }
    )
