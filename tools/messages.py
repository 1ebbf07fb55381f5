"""The one error of the set-up: something that a person has to install or to mend.

How it is printed is here too, so that every program in `tools/` says it alike.
"""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(eq=False)
class SetUpError(Exception):
    """A tool of this repository cannot be had as things are.

    Attributes:
        summary: What failed, in fixed words.
        details: What was wrong and what was left untouched, a full sentence each.
        hint: The one thing to do about it.
    """

    summary: str
    details: tuple[str, ...]
    hint: str

    def __str__(self) -> str:
        """Give the message as people read it."""
        return "\n".join((f"error: {self.summary}", *(f"  {detail}" for detail in self.details), f"hint: {self.hint}"))


def say(part: str, message: str) -> None:
    """Tell the person at the terminal what the set-up does.

    Args:
        part: The part of the set-up that speaks, such as `engine`.
        message: One line. It goes to stderr: stdout is for what other programs read.
    """
    print(f"{part}: {message}", file=sys.stderr, flush=True)


def run_as_program(main: Callable[[], None]) -> None:
    """Be a program of the set-up: an error is printed as people read it, and ends the process.

    Args:
        main: What the program does.
    """
    # A run that is asked to end takes what it started along, as at Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main()
    except SetUpError as error:
        sys.exit(str(error))
    except OSError as error:
        hint = "mend what it names, and run the command again"
        sys.exit(str(SetUpError("the set-up cannot use a file", (f"{error}.",), hint)))
    except KeyboardInterrupt:
        sys.exit(130)
