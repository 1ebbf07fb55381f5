"""The errors of version orders and ranges. Pure."""

from typing import Final


class VersionRuleError(ValueError):
    """There is no such order or range. The caller makes a fault of it, and knows the place.

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
