"""A YAML document as a tree in which every node knows its place. All scalars are text.

A large folder holds hundreds of thousands of texts, so what there are many of is what PyYAML makes anyway: a scalar is
PyYAML's own event, and a place is worked out from its mark when somebody asks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import yaml

from packagestate.schemas.errors import Mark, Place

Plain = str | list["Plain"] | dict[str, "Plain"]

#: A text: `value` is what is written, without its quotes.
Scalar: TypeAlias = yaml.ScalarEvent


class Entry(NamedTuple):
    """One entry of a mapping.

    Attributes:
        key: Its key.
        value: Its value.
    """

    key: Scalar
    value: "Node"


@dataclass(slots=True)
class Mapping:
    """A map from text to nodes, in the order of the file.

    Attributes:
        start_mark: Where it starts.
        keys: The keys by their text.
        values: The values by the text of their key.
        plain: What it holds, without places; nodes that an alias stands for are shared.
    """

    start_mark: Mark | None
    keys: dict[str, Scalar]
    values: dict[str, "Node"]
    plain: dict[str, Plain]

    def entries(self) -> Iterator[Entry]:
        """Key and value of each entry."""
        return map(Entry, self.keys.values(), self.values.values())


@dataclass(slots=True)
class Sequence:
    """A list of nodes.

    Attributes:
        start_mark: Where it starts.
        items: The nodes.
        plain: What it holds, without places.
    """

    start_mark: Mark | None
    items: list["Node"]
    plain: list[Plain]


Node = Scalar | Mapping | Sequence


def place_of(node: Node) -> Place:
    """Where a node starts.

    Args:
        node: The node.
    """
    return Place.at(node.start_mark)


def plain(node: Node) -> Plain:
    """What a node holds, without places.

    Args:
        node: The node.

    Returns:
        Texts, lists and dictionaries.
    """
    return node.value if isinstance(node, Scalar) else node.plain


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
    for step in map(str, path):
        if not isinstance(node, Mapping) or step not in node.keys:
            break
        found = Entry(node.keys[step], node.values[step])
        node = found.value
    return found


def map_at(node: Node, key: str) -> Mapping:
    """The map that stands under a key.

    Args:
        node: What the key is in.
        key: The key.

    Returns:
        The map; an empty one where there is none.
    """
    entry = entry_at(node, (key,))
    return entry.value if entry is not None and isinstance(entry.value, Mapping) else Mapping(None, {}, {}, {})
