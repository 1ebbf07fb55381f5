"""`packagestate completion`: what makes a shell complete commands and options."""

from typing import Final

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

_SHELLS: Final = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


@click.command(
    epilog="""\b
Examples, each for the shell that one is in, or as a line of its start-up file:
  eval "$(packagestate completion bash)"        in ~/.bashrc
  eval "$(packagestate completion zsh)"         in ~/.zshrc, after compinit
  packagestate completion fish | source         in ~/.config/fish/config.fish
"""
)
@click.argument("shell", type=click.Choice([*_SHELLS]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what switches completion on in a shell: bash 4.4 or newer, zsh, or fish."""
    complete = _SHELLS[shell](context.find_root().command, {}, "packagestate", "_PACKAGESTATE_COMPLETE")
    click.echo(complete.source())
