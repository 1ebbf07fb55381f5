"""From the text of a YAML file to a tree of nodes, with the checks that YAML itself does not make."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from packagestate.schemas.composer import Composer
from packagestate.schemas.errors import Fault, ManifestError, Mark, Place, shortened
from packagestate.schemas.nodes import Node, Scalar

_HINT: Final = "fix the YAML at this place or just before it"
# What YAML keeps for itself at the beginning of a text, above all the `@` of a scope.
_RESERVED: Final = re.compile(r"[@`][^\s:,{}\[\]]*")
# A name or glob of repositories whose first character YAML takes for the beginning of a tag or an alias.
_TAG_OR_ALIAS: Final = re.compile(r"[!*][^\s:,{}\[\]#]*")
# A quote, but for the apostrophe in the middle of a word.
_QUOTE: Final = re.compile(r"""(?<![A-Za-z])'|'(?![A-Za-z])|\\.|["]""")
# Source: YAML 1.1, section 5.4, line break characters.
_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_TAKEN: Final = frozenset({"while scanning a tag", "while scanning an alias"})
# How many lines up to an error are searched for a quote without a partner.
_SEARCHED_COUNT: Final = 20


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds.

    Attributes:
        root: The outermost node; None where the file is empty.
        unquoted: The texts that other YAML tools would read as something else than text.
        faults: What is wrong with the file, though it could be read.
    """

    root: Node | None
    unquoted: tuple[Scalar, ...]
    faults: tuple[Fault, ...]


class _NamedText(io.StringIO):
    """A text with the name of its file, which PyYAML puts into every mark."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def compose(text: str, file: str) -> Document:
    """Read the text of a YAML file.

    Args:
        text: The text.
        file: The file's name, for places.

    Returns:
        The document.

    Raises:
        ManifestError: The text is no YAML, or a YAML that would be too much.
    """
    composer = Composer(yaml.CBaseLoader(_NamedText(text, file)).get_event)
    try:
        composer.read()
    except yaml.MarkedYAMLError as error:
        raise ManifestError.of(
            "Not YAML",
            f"The file stops being YAML here: {', '.join(filter(None, (error.problem, error.context)))}.",
            _hint(error, _BREAK.split(text)),
            Place.at(error.problem_mark or error.context_mark),
        ) from error
    except yaml.reader.ReaderError as error:
        raise ManifestError.of(
            "Not YAML",
            f"A character that YAML does not allow stands here, U+{error.character:04X}.",
            "take the character out, or write it as an escape in double quotes",
            Place.after(text.encode()[: error.position].decode(errors="ignore"), file),
        ) from error
    return Document(composer.root, tuple(composer.unquoted), tuple(composer.faults))


def _hint(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> str:
    """What to do about an error: nearly always a quote is missing."""
    mark, opening = error.problem_mark, error.context_mark
    if error.context == "while scanning a quoted scalar" and opening is not None:
        return f"close the quote that opens at line {opening.line + 1}, column {opening.column + 1}"
    if error.context in _TAKEN and opening is not None and (taken := _text_at(_TAG_OR_ALIAS, lines, opening)):
        return f'put the text in quotes: `"{shortened(taken)}"`'
    if mark is not None and (reserved := _text_at(_RESERVED, lines, mark)):
        return f'put the text in quotes: `"{shortened(reserved)}"`'
    line = mark.line if mark is not None else 0
    searched = list(enumerate(lines[: line + 1], 1))[-_SEARCHED_COUNT:]
    for number, text in reversed(searched):
        if quote := _without_partner(text):
            return f"line {number} has a `{quote}` without a partner: close the quote, or {_HINT}"
    if error.problem and error.problem.startswith("mapping values are not allowed"):
        return f"put a text that holds `: ` in quotes, or {_HINT}"
    return _HINT


def _text_at(pattern: re.Pattern[str], lines: Sequence[str], mark: Mark) -> str:
    """What fits a pattern at a place; empty where nothing does."""
    found = pattern.match("".join(lines[mark.line : mark.line + 1]), mark.column)
    return found[0] if found else ""


def _without_partner(line: str) -> str:
    """The quote that stands an odd number of times in a line; empty where there is none."""
    if line.lstrip().startswith("#"):
        return ""
    found = _QUOTE.findall(line)
    return next((quote for quote in ('"', "'") if found.count(quote) % 2), "")
