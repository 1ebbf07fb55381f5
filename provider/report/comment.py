"""What comments on pull requests have in common: the mark that they are found by, and text that does nothing.

Names, versions and reasons are somebody else's words: whatever Markdown or GitHub could act on is written as a numeric
entity, so that nothing is formatted, linked, referred to or notified.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from packagestate.schemas.errors import printable

#: GitHub takes 65,536 characters; a pipeline may want to add a line.
LONGEST_COMMENT: Final = 65_000

# What the line that says what was left out takes at most.
_LAST_LINE: Final = 200
_OF_A_LOCK: Final = (
    "The lock now says what the rules mean. The diff names each version, and the preview says what a merge does. The "
    "next run may write this text and the branch again."
)
# All that is neither a letter, a figure, a space, nor harmless. What follows `www` would make it a link.
_ACTIVE: Final = re.compile(r"[^0-9A-Za-z .,+/=()\-\u0080-\U0010ffff]|(?<=[wW]{3})\.")


def mark(stack: str | None = None) -> str:
    """What a comment begins with, and is found by when it is to be changed.

    Args:
        stack: The stack that it is about, where there are several; the name by which the program knows it, which is the
            last part of the full one, or the full one.

    Returns:
        A comment of Markdown, which nobody sees.
    """
    return f"<!-- packagestate {stack.rpartition('/')[2]} -->" if stack else "<!-- packagestate -->"


def escaped(text: str) -> str:
    """Somebody else's words for a cell of a table, or anywhere else in a line.

    Args:
        text: Whatever it is.

    Returns:
        Markdown that shows the text and does nothing else.
    """
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", printable(text))


def code(text: str) -> str:
    """A literal: in HTML's element, since entities count for nothing between backticks.

    Args:
        text: Somebody else's words.
    """
    return f"<code>{escaped(text)}</code>"


def render_without_plan(stack: str, exit_code: int, errors: Sequence[str] = ()) -> str:
    """What a run is reported as that ended before it had a plan.

    Args:
        stack: Its stack, for the mark.
        exit_code: What it ended with.
        errors: What went wrong, as far as the engine's log says it.

    Returns:
        The mark, that there is no plan, so that the one of an earlier run is not mistaken for it, and what went wrong;
        where that is too long for a comment, it ends between two lines, and the last line says so.
    """
    why = "What went wrong:" if errors else "Its log says what went wrong."
    lines = [
        mark(stack),
        "### packagestate: no plan",
        "",
        f"The run ended with exit code {exit_code} and left no plan. What stood here before was of another run. {why}",
        *(line for error in errors for line in _error_lines(error)),
    ]
    return "\n".join(_cut(lines)) + "\n"


def render_lock(stack: str, said: Sequence[str]) -> str:
    """What a pull request says that proposes a lock.

    Args:
        stack: Its stack, for the mark.
        said: What `packagestate lock` says, line by line.

    Returns:
        The mark, what a merge does, and the lines, which do nothing themselves; cut as above.
    """
    lines = [
        mark(stack),
        "### packagestate: the lock",
        "",
        _OF_A_LOCK,
        "",
        *(f"- {escaped(line.strip())}" for line in said),
    ]
    return "\n".join(_cut(lines)) + "\n"


def _error_lines(error: str) -> Iterator[str]:
    """An error as the engine logged it: a fault's summary, and what follows it."""
    summary, *details = error.splitlines()
    yield from ("", f"**{escaped(summary)}**")
    yield from (f"> {escaped(line.strip())}" for line in details)


def _cut(lines: Sequence[str]) -> Iterator[str]:
    """As many lines as a comment has room for; the last one says how many more there are."""
    left = LONGEST_COMMENT - _LAST_LINE
    for number, line in enumerate(lines):
        left -= len(line) + 1
        if left < 0:
            yield from ("", f"**Too long for a comment: {len(lines) - number:,} more lines.** The run's log has them.")
            return
        yield line
