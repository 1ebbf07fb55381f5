"""`packagestate schema`: what editors complete manifests by."""

import click


@click.command(
    epilog="""\b
Examples:
  packagestate schema > manifest.schema.json
  In a manifest:  # yaml-language-server: $schema=../manifest.schema.json
"""
)
def schema() -> None:
    """Print the JSON Schema of manifests (draft-07).

    It says what can be said about one file; `packagestate validate` finds the rest.
    """
    # Not at the top: it imports pydantic, and the help needs none.
    from packagestate.schemas.export import exported  # noqa: PLC0415

    click.echo(exported(), nl=False)
