"""What each ecosystem has to say about versions. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from packagestate.schemas.versions.natural import Natural
from packagestate.schemas.versions.range_errors import NoOrderError, NoRangesError


class Version(NamedTuple):
    """A version, and what its ecosystem makes of it.

    Attributes:
        text: The version as it is written.
        key: What it is compared by, with versions of the same ecosystem alone; None if the ecosystem cannot parse it.
    """

    text: str
    key: Any | None


class VersionRange(Protocol):
    """A range that was parsed."""

    @property
    def is_everything(self) -> bool:
        """Whether every release is contained, so that the range excludes nothing but prereleases.

        It is false for a range that only happens to contain everything, such as `<2 || >=1`.
        """

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range; one that the ecosystem cannot parse is in none.

        Args:
            version: The version, as the same ecosystem parsed it.
        """


class VersionKey(NamedTuple):
    """What versions of one format are sorted by.

    Attributes:
        is_unknown: Whether the ecosystem's rule does not know the version.
        rule: The key by the ecosystem's rule; empty where it does not know the version, or there is no rule.
        text: The natural order.
    """

    is_unknown: bool
    rule: Any
    text: Natural


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """The rules of one ecosystem.

    Attributes:
        name: What messages call it.
        key_of: The key of a version, or None if the ecosystem cannot parse it; None without an order.
        range_of: Parses a range; None without ranges.
    """

    name: str
    key_of: Callable[[str], Any | None] | None = None
    range_of: Callable[[str], VersionRange] | None = None

    @property
    def has_order(self) -> bool:
        """Whether versions have an order."""
        return self.key_of is not None

    @property
    def has_ranges(self) -> bool:
        """Whether there are ranges."""
        return self.range_of is not None

    def parse(self, text: str) -> Version:
        """Parse a version once, to sort it and to look for it in ranges.

        Args:
            text: The version.

        Returns:
            The version; without a key if the ecosystem cannot parse it or has no order.
        """
        return Version(text, None if self.key_of is None else self.key_of(text))

    def sort_key(self, version: Version) -> VersionKey:
        """What to sort versions by: a total order, with those that cannot be parsed at the end.

        Args:
            version: A version that this ecosystem parsed.

        Returns:
            The key. Versions that the ecosystem calls equal are in natural order.

        Raises:
            NoOrderError: The ecosystem has no order.
        """
        if self.key_of is None:
            raise NoOrderError(
                "No version order for this format",
                f"packagestate knows no order of {self.name} versions, so none of them is the latest or the oldest.",
                "name the versions one by one",
            )
        return sort_key(version)

    def range(self, text: str) -> VersionRange:
        """Parse a range once, to look for many versions in it.

        Args:
            text: The range, in the ecosystem's own syntax.

        Returns:
            The range.

        Raises:
            RangeError: The range cannot be parsed, or does not say clearly what is meant.
            NoRangesError: The ecosystem has no ranges.
        """
        if self.range_of is None:
            raise NoRangesError(
                "No ranges for this format",
                f"packagestate knows no ranges of {self.name} versions, so `{text}` cannot be read as one.",
                "name the versions one by one",
            )
        return self.range_of(text)


class ExactVersions(NamedTuple):
    """A list of versions in place of a range, for every format. A version is in it if its text is.

    Attributes:
        texts: The versions as they are written.
    """

    texts: frozenset[str]

    @property
    def is_everything(self) -> bool:
        """False: a list is never everything."""
        return False

    def contains(self, version: Version) -> bool:
        """Whether a version is in the list, also one that the ecosystem cannot parse.

        Args:
            version: The version.
        """
        return version.text in self.texts


def sort_key(version: Version) -> VersionKey:
    """What to sort versions of one ecosystem by.

    Args:
        version: The version.

    Returns:
        The key.
    """
    return VersionKey(version.key is None, () if version.key is None else version.key, Natural(version.text))
