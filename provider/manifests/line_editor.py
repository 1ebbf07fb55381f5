"""A YAML text that is edited at the places of its parsed nodes: lines come in, single words change. Pure."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from packagestate.schemas.errors import ManifestError, Place, shortened
from packagestate.schemas.nodes import Entry, Mapping, Node, Scalar, entry_at, place_of
from packagestate.schemas.versions.natural import natural

# What ends a line for the reader of YAML. Source: libyaml, `IS_BREAK`.
_LINE: Final = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+\Z")


class PageError(ManifestError):
    """A manifest is written in a way that lines cannot be inserted into."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A new entry of a map.

    Attributes:
        key: Its key, which says where it comes in the order.
        lines: The entry, for a map with a line for each; nested lines stand in by themselves.
        flow: The entry, for a map in braces.
    """

    key: str
    lines: tuple[str, ...]
    flow: str


@dataclass(frozen=True, slots=True)
class Insertion:
    """A text that is to stand before a position, or in place of what stands there.

    Attributes:
        position: The position.
        text: The text.
        replaced_count: How many characters it stands in place of.
    """

    position: int
    text: str
    replaced_count: int = 0


class Page:
    """The text, with its lines."""

    def __init__(self, text: str) -> None:
        """Split it.

        Args:
            text: The text, without a byte order mark.
        """
        self._text = text
        self._lines = _LINE.findall(text)
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def with_all(self, insertions: Iterable[Insertion]) -> str:
        """The text with what is inserted.

        Args:
            insertions: What is inserted; those at one position stand there in the order in which they come.

        Returns:
            The new text.
        """
        pieces: list[str] = []
        end = 0
        for insertion in sorted(insertions, key=lambda each: each.position):
            pieces += self._text[end : insertion.position], insertion.text
            end = insertion.position + insertion.replaced_count
        return "".join([*pieces, self._text[end:]])

    def additions(
        self, parent: Entry, added: Sequence[Addition], order: Callable[[str], Any] = natural
    ) -> Iterator[Insertion]:
        """What adds entries to a map, each where it belongs in the order of the map.

        Args:
            parent: The map, under its key.
            added: The new entries, in this order.
            order: What the keys are sorted by.

        Yields:
            The insertions.

        Raises:
            PageError: The map is written in a way that this does not know.
        """
        node = parent.value
        if not isinstance(node, Mapping) or not added:
            return
        place = place_of(node)
        if self.is_flow(node):
            between = ", " if node.keys else ""
            yield Insertion(self._position(place) + 1, ", ".join(each.flow for each in added) + between)
            return
        entries = tuple(node.entries())
        if not entries or place_of(entries[0].key) != place:
            raise PageError.of(
                "Manifest cannot be added to",
                "The map that begins here is written in a way that lines cannot be added to without rewriting it. No "
                "file was written.",
                "write the map with a line for each entry, without an anchor, a tag or an alias",
                place,
            )
        indentation = " " * (place.column - 1)
        lines = self._lines_before(parent, entries, [each.key for each in added], order)
        for each, line in zip(added, lines, strict=True):
            text = "".join(f"{indentation}{new}{self._newline}" for new in each.lines)
            is_ended = line < len(self._lines) or self._lines[-1] != self._lines[-1].rstrip("\r\n")
            yield Insertion(self._starts[line], text if is_ended else f"{self._newline}{text}")

    def replacement(self, node: Scalar, word: str) -> Insertion:
        """What puts another word in the place of a word, and leaves its quotes.

        Args:
            node: The word.
            word: The other word; neither needs quotes.

        Raises:
            PageError: It is not written as itself: by an alias or with an escape, for instance.
        """
        start, quote = self._written(node)
        return Insertion(start + len(quote), word, len(node.value))

    def exchange(self, node: Scalar, text: str) -> Insertion:
        """What puts a text in the place of a word and its quotes.

        Args:
            node: The word.
            text: The text, as YAML.

        Raises:
            PageError: As `replacement`.
        """
        start, quote = self._written(node)
        return Insertion(start, text, len(node.value) + 2 * len(quote))

    def is_flow(self, node: Node) -> bool:
        """Whether a map is written in braces.

        Args:
            node: The map.
        """
        return self._text.startswith("{", self._position(place_of(node)))

    def _written(self, node: Scalar) -> tuple[int, str]:
        """Where a word begins, and the quote that stands around it."""
        start = self._position(place_of(node))
        for quote in ("", "'", '"'):
            if self._text.startswith(f"{quote}{node.value}{quote}", start):
                return start, quote
        raise PageError.of(
            "Manifest cannot be edited",
            f"`{shortened(node.value)}` is written here in a way that it cannot be replaced in. No file was written.",
            "write it as one word, without an anchor, an alias, a tag or an escape",
            place_of(node),
        )

    def _position(self, place: Place) -> int:
        return self._starts[place.line - 1] + place.column - 1

    def _lines_before(
        self, parent: Entry, entries: Sequence[Entry], keys: Iterable[str], order: Callable[[str], Any]
    ) -> Iterator[int]:
        """The numbers of the lines, from 0, before which new entries stand: right after the one that each follows.

        So what stands above an entry, a comment above all, stays there.
        """
        found = [order(entry.key.value) for entry in entries]
        is_descending = len(found) > 1 and found == sorted(found, reverse=True)
        ranks = sorted(range(len(found)), key=found.__getitem__)
        ranked = [found[index] for index in ranks]
        ends: dict[int, int] = {}
        for key in keys:
            rank = bisect_left(ranked, order(key)) - (0 if is_descending else 1)
            if not 0 <= rank < len(ranks):
                yield place_of(parent.key).line
                continue
            index = ranks[rank]
            if index not in ends:
                ends[index] = self._end(entries, index)
            yield ends[index]

    def _end(self, entries: Sequence[Entry], index: int) -> int:
        """The number of the line after an entry, without the comments and empty lines that follow it."""
        _, first, column = place_of(entries[index].key)
        indentation = column - 1
        if index + 1 < len(entries):
            last = place_of(entries[index + 1].key).line - 1
        else:
            belongs = (line for line in self._lines[first:])
            last = first + sum(1 for _ in takewhile(lambda line: _is_within(line, indentation), belongs))
        while last > first and not _is_part(self._lines[last - 1], indentation):
            last -= 1
        return last


def step_of(root: Node) -> str:
    """What each level of a document stands in from the one above it, going by its first nested map."""
    nested = entry_at(root, ("packages",))
    is_block = nested is not None and place_of(nested.value).line > place_of(nested.key).line
    return " " * (place_of(nested.value).column - 1 if nested is not None and is_block else 2)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_silent(line: str) -> bool:
    return line.strip() == "" or line.lstrip().startswith("#")


def _is_within(line: str, indentation: int) -> bool:
    """Whether a line after the last entry of a map is not yet one of what follows the map."""
    return _is_silent(line) or _indentation(line) > indentation


def _is_part(line: str, indentation: int) -> bool:
    """Whether a line belongs to the entry above it: a comment does where it stands in as deep as its value."""
    return line.strip() != "" and _indentation(line) > indentation
