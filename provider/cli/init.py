"""`packagestate init`: a repository of data to begin with."""

import re
from pathlib import Path

import click

from packagestate.provider.pipeline.scaffold import write_repository
from packagestate.schemas.coordinates import Format
from packagestate.schemas.scope import ALL
from packagestate.schemas.text import shortened


def _patterns(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    # Not at the top: it imports pydantic's core, and the help needs none.
    from packagestate.schemas.names import REPOSITORY_PATTERN  # noqa: PLC0415

    for each in given:
        if re.fullmatch(REPOSITORY_PATTERN.schema["pattern"], each) is None:
            raise click.BadParameter(f"{shortened(each)!r} is no name and no glob of repositories.")
    if ALL in given and len(given) > 1:
        raise click.BadParameter(f"`{ALL}` stands alone: it means every repository, also those that are created later.")
    return given


@click.command(
    epilog="""\b
Examples:
  packagestate init registry --domain acme --repository npm-store
  packagestate init registry --domain acme --repository npm-store --repository npm-team
  packagestate init registry --domain acme --repositories all
  packagestate init registry --domain acme --repositories 'npm-*' --repositories '!npm-scratch'
"""
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--domain", required=True, help="The domain.")
@click.option("--repository", "single", multiple=True, help="A repository with a manifest of its own; may be repeated.")
@click.option(
    "--repositories",
    "several",
    multiple=True,
    callback=_patterns,
    metavar="all|GLOB",
    help="Repositories with one manifest together: `all`, or a name or glob; may be repeated.",
)
@click.option(
    "--format", "package_format", type=click.Choice(list(map(str, Format))), default=str(Format.NPM), show_default=True
)
@click.option("--region", default="eu-west-1", show_default=True, help="The AWS region.")
@click.option("--stack", default="prod", show_default=True, help="The stack.")
def init(
    folder: Path,
    *,
    domain: str,
    single: tuple[str, ...],
    several: tuple[str, ...],
    package_format: str,
    region: str,
    stack: str,
) -> None:
    """Write a repository of manifests to FOLDER, with a workflow that previews, applies and watches them.

    A manifest for one repository says what each version is exactly. One for several, `--repositories`, says what a
    version is at least, wherever it is: it suits advisories.
    """
    if not single and not several:
        raise click.UsageError("Name a repository with --repository, or several with --repositories.")
    words = {
        "domain: acme": f"domain: {domain}",
        "format: npm": f"format: {package_format}",
        "acme-packagestate": f"{domain}-packagestate",
        "eu-west-1": region,
        "prod": stack,
    }
    for name in write_repository(folder, words, single, several):
        click.echo(f"wrote {folder / name}")
    click.echo(f"Next: read {folder / 'README.md'}, then run in {folder}:")
    click.echo(f"  packagestate doctor --stack {stack}")
    click.echo(f"  packagestate pulumi stack init {stack}")
    click.echo(f"  packagestate adopt --domain {domain} --stack {stack} --output packages --import-file import.json")
