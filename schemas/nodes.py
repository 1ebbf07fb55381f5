"""A YAML document as a tree in which every node knows its place. All scalars are text.

What there are many of are tuples, which are made in a third of the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from schemas.errors import Place


class Scalar(NamedTuple):
    """A text.

    Attributes:
        text: What is written, without its quotes.
        place: Where it starts.
    """

    text: str
    place: Place


class Entry(NamedTuple):
    """One entry of a mapping.

    Attributes:
        key: Its key.
        value: Its value.
    """

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A map from text to nodes.

    Attributes:
        entries: The entries by the text of their key, in the order of the file.
        place: Where it starts.
    """

    entries: dict[str, Entry]
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes.

    Attributes:
        items: The nodes.
        place: Where it starts.
    """

    items: tuple["Node", ...]
    place: Place


Node = Scalar | Mapping | Sequence
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """What a node holds, without places.

    Args:
        node: The node.

    Returns:
        Texts, lists and dictionaries.
    """
    match node:
        case Scalar():
            return node.text
        case Mapping():
            return {text: plain(entry.value) for text, entry in node.entries.items()}
        case Sequence():
            return [plain(item) for item in node.items]
        case unexpected:
            assert_never(unexpected)


def entry_at(root: Node, path: Iterable[str | int]) -> Entry | None:
    """The entry that a path of keys leads to.

    Args:
        root: Where the path begins.
        path: Keys of mappings.

    Returns:
        The last entry that is there on the way; None where not even the first is.
    """
    found: Entry | None = None
    node = root
    for step in path:
        if not isinstance(node, Mapping) or str(step) not in node.entries:
            break
        found = node.entries[str(step)]
        node = found.value
    return found
