"""The rules for text that came from outside: how it is printed, and what no name may hold. Pure.

Terminals, the engine and the runners of pipelines obey marks in what is printed, and people do not see all of it. What
is printed goes through `printable`. Names, versions and revisions are printed by the engine too, as they are, so they
must not hold such marks at all: `FORBIDDEN`. A test compares the two.
"""

import re
import unicodedata
from typing import Final

# Control, format (which holds the marks that reverse text) and surrogate characters, those that nobody or everybody has
# a meaning for, line separators, and spaces other than the common one.
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
# Drawn as nothing, though Unicode calls them letters, marks or symbols. The last two are the blank pattern of Braille
# and a musical note without a head.
# Source: Unicode Character Database, `Default_Ignorable_Code_Point`.
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef\u2800\U0001d159]"
)
# What programs obey: the engine's colour marks, `<{%reset%}>`, at which it panics where it does not know them; commands
# of GitHub's runner, `::error::`, at the beginning of a line; `##[error]`, `##vso[…]` and `##teamcity[…]` anywhere.
# Source: pulumi/pulumi, sdk/go/common/diag/colors; actions/runner, `ActionCommand`; Azure Pipelines documentation,
# "Logging commands"; TeamCity documentation, "Service messages".
_COMMAND: Final = re.compile(r"<(?=\{%)|#(?=#[A-Za-z-]*\[)|\A *:(?=:)")

#: What no name may hold though AWS would take it, as the inside of a class of a pattern: control characters, what hides
#: or reorders text, what has no meaning of its own, and `<`, which begins the engine's marks. Beyond U+FFFF dialects of
#: patterns have no escape in common, so there the characters stand themselves.
FORBIDDEN: Final = (
    r"<\x00-\x1f\x7f-\xa0\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u17b4\u17b5"
    r"\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff0-\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff"
)

# The most characters of somebody else's text that a message quotes.
_LONGEST_QUOTATION: Final = 80


def printable(text: str) -> str:
    """Text that came from outside, made safe for a terminal, a log, the engine, and the runner of a pipeline.

    Args:
        text: A name, a reason, a message: whatever somebody else wrote.

    Returns:
        The text, with the escape in place of every character that could move the cursor, colour, hide or reorder, and
        of the first character of whatever a program would obey.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_escaped, text))
    if "<{%" in text or "##" in text or "::" in text:
        text = _COMMAND.sub(lambda found: f"{found[0][:-1]}\\x{ord(found[0][-1]):02x}", text)
    return text


def _escaped(character: str) -> str:
    is_hidden = unicodedata.category(character) in _UNPRINTABLE and character != " "
    if is_hidden or _BLANK.match(character):
        return character.encode("unicode_escape").decode("ascii")
    return character


def shortened(text: str) -> str:
    """Text that came from outside, cut to what a message has room for.

    Args:
        text: Whatever somebody else wrote.

    Returns:
        The text, with an ellipsis where it was cut.
    """
    return text if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]}…"
