"""Texts without quotes that this program keeps as they are written, and other YAML tools do not."""

from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import chain
from typing import Final

from packagestate.schemas.errors import Fault, shortened
from packagestate.schemas.nodes import Mapping, Node, Scalar, Sequence, entry_at, map_at, place_of

# Where a feed, and what it says of an advisory, have such values. A day is none, and what reads it as one writes the
# same.
_CAPS: Final = ("versions", "fraction")
_OF_ADVISORY: Final = ("atMost", "until")
# Where a rule has such values.
_FIGURES: Final = (("keep", "latest"), ("match", "prerelease"), ("atMost",), ("allowEmpty",))


def warnings_of(unquoted: Iterable[Scalar], root: Node | None) -> tuple[Fault, ...]:
    """A warning for each text that other tools misread.

    Args:
        unquoted: The texts.
        root: The document that they stand in.

    Returns:
        The warnings, without those for numbers, and for true and false: where they are read as such, nothing is lost.
    """
    others = {id(scalar) for scalar in _figures(root)}
    return tuple(
        Fault(
            "Text without quotes",
            f"`{shortened(scalar.value)}` is kept as it is written. Other YAML tools would take it for something else "
            "than text, and change it.",
            f'put it in quotes: `"{shortened(scalar.value)}"`',
            place_of(scalar),
        )
        for scalar in unquoted
        if id(scalar) not in others
    )


def _figures(root: Node | None) -> Iterator[Node]:
    """The values that are meant to be numbers, or true or false."""
    version = None if root is None else entry_at(root, ("manifestVersion",))
    if version is not None:
        yield version.value
    if root is None:
        return
    for rule in map_at(root, "rules").values.values():
        for *parts, figure in _FIGURES:
            holder = reduce(map_at, parts, rule)
            if isinstance(holder, Mapping) and figure in holder.values:
                yield holder.values[figure]
    for feed in map_at(root, "advisories").values.values():
        caps = map_at(feed, "atMost").values
        yield from (caps[each] for each in _CAPS if each in caps)
        lists = (entry_at(feed, (each,)) for each in ("ignore", "accept"))
        items = (each.value.items for each in lists if each is not None and isinstance(each.value, Sequence))
        for item in chain.from_iterable(items):
            if isinstance(item, Mapping):
                yield from (item.values[each] for each in _OF_ADVISORY if each in item.values)
