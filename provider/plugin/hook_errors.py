"""How an error in a hook reaches people: one that they can fix as its own words, a bug with its traceback.

The engine shows a hook's error as Python prints it.
"""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from packagestate.schemas.errors import PackageStateError
from packagestate.schemas.text import printable

# Deeper than any bug of ours, since `sys.tracebacklimit` says nothing where a limit is given.
_WHOLE_TRACEBACK: Final = 1000

# What the engine prints in front of the words of an error.
_NAME: Final = "packagestate"


def keep_tracebacks_out() -> None:
    """Let Python print errors as their messages alone, for as long as this process lives."""
    sys.tracebacklimit = 0


def printable_traceback(error: Exception) -> str:
    """The whole traceback of a bug, safe to print: the words of an error may quote what others wrote.

    Args:
        error: What was raised.
    """
    lines = "".join(traceback.format_exception(error, limit=_WHOLE_TRACEBACK)).splitlines()
    return "\n".join(map(printable, lines))


@contextmanager
def plainly() -> Iterator[None]:
    """Let an error that a user can fix reach them as its own words, and a bug leave its traceback."""
    try:
        yield
    except PackageStateError as error:
        _name_plainly(error)
        # Not chained: the engine would print what it was raised from as well.
        raise error from None
    except Exception as error:
        sys.stderr.write(printable_traceback(error) + "\n")
        if printable(str(error)) == str(error):
            raise
        # The engine prints the words of an error as they are, and they may quote what others wrote.
        raise RuntimeError(printable(f"{type(error).__name__}: {error}")) from None


def _name_plainly(error: PackageStateError) -> None:
    """Let Python print `packagestate: …` in front of an error's words, in place of the path of its class.

    It prints the name of the class in any case, without its module only where that is `builtins`. The error stays what
    it is: its class becomes one that differs in nothing but its name.

    Source: Python's `traceback.TracebackException.format_exception_only`.
    """
    error.__class__ = type(_NAME, (type(error),), {"__module__": "builtins"})
