"""Colours, for terminals alone: `click.echo` leaves them out where a program reads, or nobody wants them."""

import os
import re
from typing import Final

import click

from packagestate.schemas.errors import Fault

_HINT: Final = "  hint: "
# One transition as `provider.report.text` writes it. A version holds no white space, so nobody's words pass for one.
_TRANSITION: Final = re.compile(
    r"^(?P<version>  \S+ +)(?P<what>\w+ -> \w+ +)(?P<verdict>cannot be undone|can be undone|not back to Unfinished)"
)
_VERDICTS: Final = {"cannot be undone": "red", "can be undone": "green", "not back to Unfinished": "yellow"}


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


def painted_plan(text: str) -> str:
    """A plan's text, in which what cannot be undone is found at a glance.

    Args:
        text: One package or the summary, as `provider.report.text` writes it.

    Returns:
        The text.
    """
    heading, *lines = text.split("\n")
    return "\n".join((click.style(heading, bold=True), *(_TRANSITION.sub(_painted, line) for line in lines)))


def _painted(match: re.Match[str]) -> str:
    return match["version"] + click.style(match["what"] + match["verdict"], fg=_VERDICTS[match["verdict"]])
