"""Colours, for terminals alone: `click.echo` leaves them out where a program reads, or nobody wants them."""

import os
from typing import TYPE_CHECKING, Final

import click

from packagestate.schemas.errors import Fault

if TYPE_CHECKING:
    from packagestate.provider.report.text import Style

_HINT: Final = "  hint: "
_COLOURS: Final = {"irreversible": "red", "reversible": "green", "finished": "yellow", "warning": "yellow"}


def wanted() -> bool | None:
    """Whether colours are wanted: False where the environment says no, else None, for whatever suits the stream.

    Source: no-color.org; a terminal that calls itself `dumb` has none.
    """
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def painted_fault(fault: Fault, colour: str = "red") -> str:
    """A fault, in which its heading and its hint are found at a glance.

    Args:
        fault: What is wrong.
        colour: The heading's.

    Returns:
        Its text.
    """
    heading, *detail = str(fault).split("\n")
    lines = (click.style(line, fg="cyan") if line.startswith(_HINT) else line for line in detail)
    return "\n".join((click.style(heading, fg=colour, bold=True), *lines))


def painted(text: str, style: "Style") -> str:
    """A piece of a plan's text, in which what cannot be undone is found at a glance.

    Args:
        text: The piece.
        style: What it is.
    """
    colour = _COLOURS.get(style)
    return click.style(text, bold=True) if colour is None else click.style(text, fg=colour)
