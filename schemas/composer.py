"""From PyYAML's events to a tree of nodes, at most 32 levels deep.

PyYAML's own composer goes as deep as a document does, and a hundred thousand brackets end the process without a word.
What only makes YAML surprising is refused on the way: several documents in a file, tags, keys that are not strings,
keys that stand twice, and aliases beyond a budget.

Nearly all the time of reading manifests goes into `_node` and `_mapping`, so they ask for exact types, which PyYAML's
events have, and call nothing that most texts do not need.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, cast

import yaml
from yaml.events import MappingEndEvent, SequenceEndEvent
from yaml.resolver import Resolver

from packagestate.schemas.errors import Fault, ManifestError, Place, shortened
from packagestate.schemas.nodes import Mapping, Node, Plain, Scalar, Sequence, place_of, plain

_DEEPEST_LEVEL: Final = 32
_MOST_ALIASED_NODES: Final = 100_000
_REMEMBERED_COUNT: Final = 1_024
_PLAIN_TAGS: Final = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
# A tag without a name: what is left of `!name` where a space stands between the two.
_NAMELESS_TAG: Final = "!"
# What YAML 1.2 reads as a number and YAML 1.1, which PyYAML knows, does not.
# Source: YAML 1.2.2, section 10.3.2, tag resolution of the core schema.
_CORE_SCHEMA_NUMBER: Final = re.compile(r"0o[0-7]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class Composer:
    """Puts nodes together from events, and notes what is wrong.

    Attributes:
        root: The outermost node; None as long as there is none.
        unquoted: The texts that other YAML tools would read as something else than text.
        faults: What is wrong, though it can be read.
    """

    def __init__(self, next_event: Callable[[], yaml.Event | None]) -> None:
        """Begin with nothing.

        Args:
            next_event: Gives the next event, and None after the last one.
        """
        self.root: Node | None = None
        self.unquoted: list[Scalar] = []
        self.faults: list[Fault] = []
        self._next_event = next_event
        self._anchors: dict[str, Node] = {}
        self._aliased_count = 0
        # How many maps and lists are open.
        self._level = 0

    def read(self) -> None:
        """Read the document to its end.

        Raises:
            ManifestError: It would be too much, or is more than one document.
        """
        while (event := self._next_event()) is not None:
            if isinstance(event, yaml.NodeEvent):
                self.root = self._node(event)
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise _several_documents(event)

    def _node(self, event: yaml.Event | None) -> Node:
        """The node that begins with an event, read to its end."""
        if type(event) is Scalar:
            if event.tag or event.anchor:
                self._note(event, event)
            if event.implicit[0] and _is_misread(event.value):
                self.unquoted.append(event)
            return event
        if isinstance(event, yaml.CollectionStartEvent):
            return self._collection(event)
        return self._aliased(cast("yaml.AliasEvent", event))

    def _collection(self, start: yaml.CollectionStartEvent) -> Mapping | Sequence:
        if self._level == _DEEPEST_LEVEL:
            raise _nested_too_deeply(start)
        self._level += 1
        read = self._mapping if isinstance(start, yaml.MappingStartEvent) else self._sequence
        node = read(start)
        self._level -= 1
        self._note(start, node)
        return node

    def _mapping(self, start: yaml.CollectionStartEvent) -> Mapping:
        keys: dict[str, Scalar] = {}
        values: dict[str, Node] = {}
        held: dict[str, Plain] = {}
        mapping = Mapping(start.start_mark, keys, values, held)
        next_event, node = self._next_event, self._node
        while type(event := next_event()) is not MappingEndEvent:
            key, value = node(event), node(next_event())
            if type(key) is Scalar and (text := key.value) not in keys:
                keys[text], values[text] = key, value
                held[text] = value.value if type(value) is Scalar else plain(value)
            else:
                self.faults.append(_wrong_key(mapping, key))
        return mapping

    def _sequence(self, start: yaml.CollectionStartEvent) -> Sequence:
        sequence = Sequence(start.start_mark, [], [])
        while type(event := self._next_event()) is not SequenceEndEvent:
            node = self._node(event)
            sequence.items.append(node)
            sequence.plain.append(plain(node))
        return sequence

    def _aliased(self, alias: yaml.AliasEvent) -> Node:
        node = self._anchors.get(str(alias.anchor))
        if node is None:
            raise ManifestError.of(
                "Unknown alias",
                f"The alias `*{alias.anchor}` stands for no value that ends before it.",
                f'put a glob in quotes: `"*{alias.anchor}"`; or define the alias before this place with '
                f"`&{alias.anchor}`",
                Place.at(alias.start_mark),
            )
        node_count, height = _extent(node)
        self._aliased_count += node_count
        if self._aliased_count > _MOST_ALIASED_NODES:
            raise ManifestError.of(
                "Aliases stand for too much",
                f"Written out, the aliases up to here stand for more than {_MOST_ALIASED_NODES} values.",
                "write the values out, or split the manifest",
                Place.at(alias.start_mark),
            )
        if self._level + height > _DEEPEST_LEVEL:
            raise _nested_too_deeply(alias)
        return Scalar(None, None, (False, True), node.value, alias.start_mark) if isinstance(node, Scalar) else node

    def _note(self, event: Scalar | yaml.CollectionStartEvent, node: Node) -> None:
        """Note the anchor of a node, and its tag where it has one that changes what it is."""
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        if event.tag is not None:
            self._check_tag(event)

    def _check_tag(self, event: Scalar | yaml.CollectionStartEvent) -> None:
        if isinstance(event, Scalar) and (text := _left_out(event)):
            self.faults.append(
                Fault(
                    "Tag not supported",
                    f"YAML takes `{shortened(text)}` for a tag, because it begins with `!` and has no quotes.",
                    f'put the text in quotes: `"{shortened(text)}"`',
                    Place.at(event.start_mark),
                )
            )
            # So that what follows judges what was meant.
            event.value = text
        elif event.tag not in _PLAIN_TAGS:
            self.faults.append(
                Fault(
                    "Tag not supported",
                    f"The tag `{event.tag}` stands here, and a manifest holds only texts, maps and lists.",
                    "take the tag out",
                    Place.at(event.start_mark),
                )
            )


def _left_out(scalar: Scalar) -> str:
    """The text with `!` in front that a tag was meant to be; empty where it can be none."""
    if scalar.tag == _NAMELESS_TAG:
        return f"{_NAMELESS_TAG}{scalar.value}"
    tag = scalar.tag or ""
    return tag if tag.startswith(_NAMELESS_TAG) and not scalar.value else ""


def _extent(node: Node) -> tuple[int, int]:
    """Of how many nodes a node is, with all aliases written out, and of how many levels of maps and lists."""
    if isinstance(node, Scalar):
        return 1, 0
    keys, values = (node.keys, node.values.values()) if isinstance(node, Mapping) else ((), node.items)
    inner = [_extent(value) for value in values]
    return 1 + len(keys) + sum(count for count, _ in inner), 1 + max((height for _, height in inner), default=0)


def _several_documents(event: yaml.Event) -> ManifestError:
    return ManifestError.of(
        "Several documents",
        "A second YAML document begins here, and a manifest is one document.",
        "put each document into a file of its own",
        Place.at(event.start_mark),
    )


def _nested_too_deeply(event: yaml.Event) -> ManifestError:
    return ManifestError.of(
        "Nested too deeply",
        f"More than {_DEEPEST_LEVEL} maps and lists stand in one another, and a manifest needs five.",
        "write the manifest with fewer levels",
        Place.at(event.start_mark),
    )


def _wrong_key(parent: Mapping, key: Node) -> Fault:
    if not isinstance(key, Scalar):
        return Fault(
            "Key is not a string", "A map or a list stands here as a key.", "write a string as the key", place_of(key)
        )
    return Fault(
        "Duplicate key",
        f"`{shortened(key.value)}` stands at {place_of(parent.keys[key.value])} already, in the same map.",
        "keep one of the two",
        place_of(key),
    )


# Of the plain texts most are statuses and the names of fields.
@lru_cache(_REMEMBERED_COUNT)
def _is_misread(text: str) -> bool:
    """Whether other YAML tools take a text without quotes for something else than text."""
    patterns = Resolver.yaml_implicit_resolvers.get(text[:1], ())
    return any(pattern.match(text) for _, pattern in patterns) or _CORE_SCHEMA_NUMBER.fullmatch(text) is not None
