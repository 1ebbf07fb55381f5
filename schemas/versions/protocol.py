"""What each ecosystem has to say about versions, and the errors where it has nothing to say. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from packagestate.schemas.versions.natural import Natural


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


class VersionRuleError(ValueError):
    """A version order or a range cannot be had. The caller makes a fault of it, and knows the place.

    Attributes:
        summary: See `Fault`.
        detail: See `Fault`.
        hint: See `Fault`.
    """

    def __init__(self, summary: str, detail: str, hint: str) -> None:
        """Say what is wrong in the parts of a fault.

        Args:
            summary: See `Fault`.
            detail: See `Fault`.
            hint: See `Fault`.
        """
        super().__init__(f"{summary}: {detail}")
        self.summary, self.detail, self.hint = summary, detail, hint


class NoOrderError(VersionRuleError):
    """The format has no version order here."""


class NoRangesError(VersionRuleError):
    """The format has no ranges here."""


class RangeError(VersionRuleError):
    """A range cannot be used."""


class UnparsableRangeError(RangeError):
    """The ecosystem's own tools refuse the range."""


class UnclearRangeError(RangeError):
    """The ecosystem's own tools may take the range, but people read it in more than one way."""


class BareVersionError(UnclearRangeError):
    """A version without an operator, which is exact, a caret, a minimum or nothing in different ecosystems."""


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


_UNPARSABLE: Final = "Range cannot be parsed"
_UNCLEAR: Final = "Range is unclear"


def unparsable(text: str, ecosystem: str, reason: str, hint: str) -> UnparsableRangeError:
    """The error for a range that the ecosystem's tools refuse.

    Args:
        text: The range.
        ecosystem: What messages call the ecosystem.
        reason: What is wrong with it.
        hint: What to do.

    Returns:
        The error, to be raised.
    """
    return UnparsableRangeError(_UNPARSABLE, f"`{text}` is not a range of {ecosystem}: {reason}.", hint)


def unclear(text: str, reason: str, hint: str) -> UnclearRangeError:
    """The error for a range that people read in more than one way.

    Args:
        text: The range.
        reason: Why it is unclear.
        hint: What to write instead.

    Returns:
        The error, to be raised.
    """
    return UnclearRangeError(_UNCLEAR, f"`{text}` {reason}.", hint)


def bare(text: str, version: str, meaning: str, hint: str) -> BareVersionError:
    """The error for a version without an operator.

    Args:
        text: The range.
        version: The version in it that has no operator.
        meaning: What the ecosystem takes it for.
        hint: What to write instead.

    Returns:
        The error, to be raised.
    """
    within = "" if text == version else f" in `{text}`"
    return BareVersionError(
        "A version is not a range",
        f"`{version}`{within} has no operator. {meaning}, and other ecosystems read it in other ways.",
        hint,
    )
