"""Which word was probably meant where another one is written. Pure."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

# The most characters that are compared with the words that could have been meant.
_LONGEST_COMPARISON: Final = 40
# How alike two words have to be, of 1: a wrong guess could cost a package, and `Unfinished` is not `Unlisted`.
_CLOSENESS: Final = 0.75


def nearest(given: str, words: Iterable[str]) -> str | None:
    """The word that was meant, where one is close.

    Args:
        given: What is written.
        words: What could have been meant.
    """
    by_lower_case = {word.lower(): word for word in words}
    close = get_close_matches(given[:_LONGEST_COMPARISON].lower(), by_lower_case, n=1, cutoff=_CLOSENESS)
    return by_lower_case[close[0]] if close else None
