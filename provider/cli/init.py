"""`packagestate init`: a repository of data to begin with."""

from pathlib import Path

import click

from packagestate.provider.pipeline.scaffold import write_repository
from packagestate.schemas.coordinates import Format


@click.command(
    epilog="""\b
Examples:
  packagestate init registry --domain acme --repository npm-store
  packagestate init registry --domain acme --repository npm-store --repository npm-team
"""
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--domain", required=True, help="The domain.")
@click.option("--repository", "repositories", multiple=True, required=True, help="The repository; may be repeated.")
@click.option(
    "--format", "package_format", type=click.Choice(list(map(str, Format))), default=str(Format.NPM), show_default=True
)
@click.option("--region", default="eu-west-1", show_default=True, help="The AWS region.")
@click.option("--stack", default="prod", show_default=True, help="The stack.")
def init(
    folder: Path, *, domain: str, repositories: tuple[str, ...], package_format: str, region: str, stack: str
) -> None:
    """Write a repository of manifests to FOLDER, with a workflow that previews, applies and watches them."""
    words = {
        "domain: acme": f"domain: {domain}",
        "format: npm": f"format: {package_format}",
        "acme-packagestate": f"{domain}-packagestate",
        "eu-west-1": region,
        "prod": stack,
    }
    for name in write_repository(folder, words, repositories):
        click.echo(f"wrote {folder / name}")
    click.echo(f"Next: read {folder / 'README.md'}, then run in {folder}:")
    click.echo(f"  packagestate doctor --stack {stack}")
    click.echo(f"  packagestate pulumi stack init {stack}")
    click.echo(f"  packagestate adopt --domain {domain} --stack {stack} --output packages --import-file import.json")
