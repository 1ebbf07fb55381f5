"""A group of commands, each imported when it is asked for."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click


class LazyGroup(click.Group):
    """A group that knows where its commands are, and imports the one that is run."""

    def __init__(self, *, places: Mapping[str, str], **settings: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Make a group.

        Args:
            places: The name of each command, and where it is: `module:attribute`.
            **settings: What click's group takes.
        """
        super().__init__(**settings)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """The names of all commands, in the order of the alphabet."""
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """The command of a name; None where there is none."""
        if cmd_name not in self._places:
            return None
        module, _, attribute = self._places[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))
