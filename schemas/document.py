"""From the text of a YAML file to a tree of nodes, with the checks that YAML itself does not make.

The tree is put together here from PyYAML's events, in a loop: PyYAML's own composer calls itself for each level of
nesting, and a hundred thousand brackets end the process without a word.

YAML is a large language. A manifest is a map of texts, so what only makes it surprising is refused: several documents
in a file, tags, keys that are no texts, keys that stand twice, and aliases beyond a budget.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import yaml
from yaml.resolver import Resolver

from schemas.errors import Fault, ManifestError, Place, shortened
from schemas.nodes import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

_DEEPEST_LEVEL: Final = 32
_MOST_ALIASED_NODES: Final = 100_000
_REMEMBERED_COUNT: Final = 1_024
_PLAIN_TAGS: Final = frozenset({None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
# What YAML 1.2 reads as a number and YAML 1.1, which PyYAML knows, does not.
# Source: YAML 1.2.2, section 10.3.2, tag resolution of the core schema.
_CORE_SCHEMA_NUMBER: Final = re.compile(r"0o[0-7]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


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
    composer = _Composer(file)
    try:
        composer.read(iter(yaml.CBaseLoader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        raise ManifestError.of(
            "Not YAML",
            f"The file stops being YAML here: {', '.join(filter(None, (error.problem, error.context)))}.",
            "mend the YAML at this place or just before it",
            composer.place(error.problem_mark or error.context_mark),
        ) from error
    except yaml.reader.ReaderError as error:
        raise ManifestError.of(
            "Not YAML",
            f"A character that YAML does not allow stands here, U+{error.character:04X}.",
            "take the character out, or write it as an escape in double quotes",
            Place.after(text.encode()[: error.position].decode(errors="ignore"), file),
        ) from error
    return Document(composer.root, tuple(composer.unquoted), tuple(composer.faults))


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A node that aliases may stand for, of how many nodes it is, written out, and of how many levels."""

    node: Node
    size: int
    height: int


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not been reached; `start_count` nodes stand before it."""

    place: Place
    anchor: str | None
    is_mapping: bool
    start_count: int
    height: int = 1
    entries: dict[str, Entry] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: Node | None = None


class _Composer:
    """Puts nodes together from events, and notes what is wrong."""

    def __init__(self, file: str) -> None:
        self.root: Node | None = None
        self.unquoted: list[Scalar] = []
        self.faults: list[Fault] = []
        self._file = file
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        # How many nodes there are with all aliases written out, and how many of them aliases stand for.
        self._node_count = 0
        self._aliased_count = 0

    def place(self, mark: "yaml.Mark | CMark | None") -> Place:
        line, column = (mark.line, mark.column) if mark else (0, 0)
        return Place(self._file, line + 1, column + 1)

    def read(self, events: Iterable[yaml.Event]) -> None:
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    self._add_scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._start(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._end(self._open.pop())
                case yaml.AliasEvent():
                    self._add_alias(event)
                case yaml.DocumentStartEvent() if self.root is not None:
                    raise ManifestError.of(
                        "Several documents",
                        "A second YAML document begins here, and a manifest is one document.",
                        "put each document into a file of its own",
                        self.place(event.start_mark),
                    )
                case _:
                    pass

    def _add_scalar(self, event: yaml.ScalarEvent) -> None:
        scalar = Scalar(event.value, self.place(event.start_mark))
        if event.tag is not None:
            self._check_tag(event.tag, scalar.place)
        if event.implicit[0] and _is_misread(event.value):
            self.unquoted.append(scalar)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(scalar, 1, 0)
        self._node_count += 1
        self._add(scalar)

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        place = self.place(event.start_mark)
        self._check_depth(1, place)
        self._check_tag(event.tag, place)
        self._open.append(_Open(place, event.anchor, isinstance(event, yaml.MappingStartEvent), self._node_count))
        self._node_count += 1

    def _end(self, ended: _Open) -> None:
        node = Mapping(ended.entries, ended.place) if ended.is_mapping else Sequence(tuple(ended.items), ended.place)
        if ended.anchor is not None:
            self._anchors[ended.anchor] = _Anchored(node, self._node_count - ended.start_count, ended.height)
        self._raise_height(ended.height)
        self._add(node)

    def _add_alias(self, event: yaml.AliasEvent) -> None:
        place = self.place(event.start_mark)
        if event.anchor not in self._anchors:
            raise ManifestError.of(
                "Unknown alias",
                f"The alias `*{event.anchor}` stands for no value that ends before it.",
                f"define it before this place with `&{event.anchor}`, or write the value out",
                place,
            )
        anchored = self._anchors[event.anchor]
        self._node_count += anchored.size
        self._aliased_count += anchored.size
        if self._aliased_count > _MOST_ALIASED_NODES:
            raise ManifestError.of(
                "Aliases stand for too much",
                f"Written out, the aliases up to here stand for more than {_MOST_ALIASED_NODES} values.",
                "write the values out, or split the manifest",
                place,
            )
        self._check_depth(anchored.height, place)
        self._raise_height(anchored.height)
        self._add(Scalar(anchored.node.text, place) if isinstance(anchored.node, Scalar) else anchored.node)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif (key := parent.key) is None:
            parent.key = node
        else:
            parent.key = None
            if isinstance(key, Scalar) and key.text not in parent.entries:
                parent.entries[key.text] = Entry(key, node)
            else:
                self.faults.append(_wrong_key(parent.entries, key))

    def _raise_height(self, height: int) -> None:
        """Let the map or list that is open be higher than what has been put into it."""
        if self._open:
            self._open[-1].height = max(self._open[-1].height, height + 1)

    def _check_depth(self, height: int, place: Place) -> None:
        if len(self._open) + height > _DEEPEST_LEVEL:
            raise ManifestError.of(
                "Nested too deeply",
                f"More than {_DEEPEST_LEVEL} maps and lists stand in one another, and a manifest needs five.",
                "write the manifest with fewer levels",
                place,
            )

    def _check_tag(self, tag: str | None, place: Place) -> None:
        if tag not in _PLAIN_TAGS:
            self.faults.append(
                Fault(
                    "Tag not supported",
                    f"The tag `{tag}` stands here, and a manifest holds only texts, maps and lists.",
                    "take the tag out",
                    place,
                )
            )


def _wrong_key(entries: dict[str, Entry], key: Node) -> Fault:
    if not isinstance(key, Scalar):
        return Fault("Key is no text", "A map or a list stands here as a key.", "write a text as the key", key.place)
    return Fault(
        "Duplicate key",
        f"`{shortened(key.text)}` stands at {entries[key.text].key.place} already, in the same map.",
        "keep one of the two",
        key.place,
    )


# Of the plain texts most are statuses and the names of fields.
@lru_cache(_REMEMBERED_COUNT)
def _is_misread(text: str) -> bool:
    """Whether other YAML tools take a text without quotes for something else than text."""
    patterns = Resolver.yaml_implicit_resolvers.get(text[:1], ())
    return any(pattern.match(text) for _, pattern in patterns) or _CORE_SCHEMA_NUMBER.fullmatch(text) is not None
