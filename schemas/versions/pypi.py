"""Versions and ranges of PyPI, by the library `packaging`, which is pip's. Pure.

Source: PEP 440.
"""

from dataclasses import dataclass
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version as Pep440

from packagestate.schemas.versions.protocol import Version
from packagestate.schemas.versions.range_errors import bare, unclear, unparsable

_NAME: Final = "PyPI"
_HINT: Final = "write PEP 440's syntax, such as `>=1.2,<2`"


def key_of(text: str) -> Pep440 | None:
    """The key of a version.

    Args:
        text: The version.

    Returns:
        The key, or None if PEP 440 does not allow it.
    """
    try:
        return Pep440(text)
    except ValueError:  # also of a number with more than 4,300 digits
        return None


@dataclass(frozen=True, slots=True)
class PypiRange:
    """A range of PyPI.

    Attributes:
        specifiers: The specifiers.
        has_prereleases: Whether prereleases count, because a specifier names one.
    """

    specifiers: SpecifierSet
    has_prereleases: bool

    @property
    def is_everything(self) -> bool:
        """Whether every release is contained."""
        return all(each.operator == ">=" and not any(Pep440(each.version).release) for each in self.specifiers)

    def contains(self, version: Version) -> bool:
        """Whether a version is in the range. A prerelease is only where a specifier names a prerelease.

        Args:
            version: The version.
        """
        key: Pep440 | None = version.key
        return key is not None and self.specifiers.contains(key, prereleases=self.has_prereleases)


def range_of(text: str) -> PypiRange:
    """Parse a range.

    Args:
        text: The range.

    Returns:
        The range.

    Raises:
        RangeError: PEP 440 does not allow the range, or it is unclear.
    """
    version = text.strip()
    if key_of(version) is not None:
        raise bare(
            text, version, "PEP 440 does not allow it", f"write `=={version}` for this version, or `>={version}`"
        )
    if not version.strip(" ,"):
        raise unclear(text, "has no specifier, so every version would be in it", "write `>=0` for every release")
    try:
        specifiers = SpecifierSet(text)
        # What cannot be compared is noticed now, and not when the first version is looked for.
        specifiers.contains("0", prereleases=True)
    except InvalidSpecifier as error:
        raise unparsable(text, _NAME, _reason(error), _HINT) from None
    except ValueError:
        raise unparsable(text, _NAME, "it has a number that is too large", _HINT) from None
    for each in specifiers:
        if each.operator == "===" and key_of(each.version) is None:
            raise unparsable(text, _NAME, f"`{each.version}` is not a version", _HINT)
    return PypiRange(specifiers, bool(specifiers.prereleases))


def _reason(error: InvalidSpecifier) -> str:
    return f"{str(error)[:1].lower()}{str(error)[1:]}"
