"""The order in which people count: 1.9 before 1.10. Pure."""

import re
from functools import total_ordering
from typing import Final

# Compares as the number does. `int` refuses more than 4,300 digits.
Number = tuple[int, str]
_Parts = tuple[tuple[int, Number, str], ...]

_PARTS: Final = re.compile(r"[0-9]+|[^0-9]+")


@total_ordering
class Natural:
    """The natural order of a name. It is worked out where it decides, since mostly something else does."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        """Order a name.

        Args:
            name: The name.
        """
        self.name = name

    def __eq__(self, other: object) -> bool:
        """Whether the names are the same."""
        return isinstance(other, Natural) and self.name == other.name

    def __hash__(self) -> int:
        """The hash of the name."""
        return hash(self.name)

    def __lt__(self, other: "Natural") -> bool:
        """Whether this name comes first."""
        return _parts(self.name) < _parts(other.name)


def natural(name: str) -> Natural:
    """The order in which people count: 1.9 before 1.10.

    Args:
        name: A name or a version.

    Returns:
        A key to sort by.
    """
    return Natural(name)


def _parts(name: str) -> _Parts:
    parts: list[str] = _PARTS.findall(name)
    return tuple([(0, number(part), part) if part[0] in "0123456789" else (1, (0, ""), part) for part in parts])


def number(digits: str) -> Number:
    """A key that compares as the number does, however long it is.

    Args:
        digits: Decimal digits.

    Returns:
        The key.
    """
    significant = digits.lstrip("0")
    return len(significant), significant
