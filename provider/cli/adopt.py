"""`packagestate adopt`: from a live domain to manifests and a Pulumi import file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from packagestate.provider.cli.options import configuration, connection_options
from packagestate.schemas.coordinates import Format
from packagestate.schemas.status import Status

_STATUSES: Final = (Status.PUBLISHED, Status.UNLISTED, Status.ARCHIVED, Status.DISPOSED)

_EXAMPLES: Final = """\
\b
Examples:
  packagestate adopt --domain acme --output packages --import-file import.json
  packagestate adopt --domain acme --repository npm-store --all --output packages --import-file import.json
  packagestate adopt --domain acme --format npm --package '@acme/*' --output packages --import-file import.json
  packagestate adopt --domain acme --output packages --import-file import.json --accept-drift
  packagestate adopt --domain acme --output packages --import-file import.json --json | jq -r '.remarks[]'
"""


@click.command(epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--domain", required=True, help="The domain to read.")
@click.option("--domain-owner", metavar="ACCOUNT", help="The account that owns the domain, if it is not your own.")
@click.option("--repository", "repositories", multiple=True, help="Read only this repository; may be repeated.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([str(each) for each in Format]),
    help="Adopt only this format; may be repeated.",
)
@click.option(
    "--namespace", "namespaces", multiple=True, metavar="PATTERN", help="Adopt only such namespaces; may be repeated."
)
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="PATTERN",
    help="Adopt only such names, `@scope/*`; may be repeated.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice([str(each) for each in _STATUSES]),
    help="Name only versions of this status; may be repeated. Otherwise those that are not plainly Published.",
)
@click.option("--all", "every", is_flag=True, help="Name every version.")
@click.option("--origin", "with_origin", is_flag=True, help="Declare the origin configurations too.")
@click.option(
    "--accept-drift",
    "is_drift_accepted",
    is_flag=True,
    help="Where a manifest says something else than AWS has, have it say what AWS has.",
)
@click.option(
    "--output",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of manifests; what is there stays, and what is new is added.",
)
@click.option(
    "--import-file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the file for `pulumi import` is written.",
)
@click.option("--force", is_flag=True, help="Go on although the folder holds changes that are in no commit of Git.")
@connection_options
@click.option("--stack", help="The stack whose region, profile and endpoint are read from `Pulumi.STACK.yaml`.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for a program, instead of text.")
def adopt(
    *,
    domain: str,
    domain_owner: str | None,
    repositories: tuple[str, ...],
    formats: tuple[str, ...],
    namespaces: tuple[str, ...],
    packages: tuple[str, ...],
    statuses: tuple[str, ...],
    every: bool,
    with_origin: bool,
    is_drift_accepted: bool,
    output: Path,
    import_file: Path,
    force: bool,
    stack: str | None,
    as_json: bool,
    **options: str | None,
) -> None:
    """Read a domain, and write manifests and an import file.

    Nothing in AWS is changed. By default the manifests name the versions that are not plainly Published. Run it again
    to add what is new: lines that are there are not touched, and what they say otherwise than AWS is listed.
    With --accept-drift they say what AWS has.
    """
    # What is slow to import is imported by the command that needs it.
    from packagestate.provider.adoption import adoption  # noqa: PLC0415
    from packagestate.provider.adoption.document import adoption_document  # noqa: PLC0415
    from packagestate.provider.adoption.rendering import render  # noqa: PLC0415
    from packagestate.provider.adoption.selection import ADOPTABLE, REMARKABLE, Selection  # noqa: PLC0415
    from packagestate.provider.codeartifact import connect  # noqa: PLC0415
    from packagestate.provider.manifests.uncommitted import require_saved  # noqa: PLC0415

    if every and statuses:
        raise click.UsageError("--all and --status contradict each other")
    if not force:
        require_saved(output)
    selection = Selection(
        formats=frozenset(map(Format, formats)),
        namespaces=namespaces,
        packages=packages,
        statuses=ADOPTABLE if every else frozenset(map(Status, statuses)) or REMARKABLE,
        with_origin=with_origin,
    )
    settings = configuration(None, options, stack).connection
    request = adoption.Request(domain, domain_owner, repositories, selection, output, import_file, is_drift_accepted)
    with _progress() as progress:
        report = adoption.adopt(connect(settings), request, settings.worker_count, progress)
    if as_json:
        click.echo(adoption_document(report))
        return
    for line in render(report, request):
        click.echo(line)


@contextmanager
def _progress() -> Iterator[Callable[[int, str], None]]:
    """Show how far it is, on a terminal alone."""
    from rich.console import Console  # noqa: PLC0415 - see above

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _count, _repository: None
        return
    with console.status("reading") as status:
        yield lambda count, repository: status.update(f"read {count:,} packages, now in {repository}")
