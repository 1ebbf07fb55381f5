"""A command during which somebody presses Ctrl-C."""

import click


@click.command()
def interrupted() -> None:
    raise KeyboardInterrupt
