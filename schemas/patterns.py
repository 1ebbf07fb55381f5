"""Which names are patterns: ranges of versions, tags, globs. One statement is about one version of one package. Pure.

What a format allows decides. Where versions are free-form, as for maven and generic, `1.0.x` and `latest` may well be a
version, and only what no ecosystem has in a version is refused.
"""

import re
from typing import Final

from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import Fault, Place, shortened

# What most versions are: numbers, and a label that says more. In no format is that a pattern.
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:[-+][0-9A-Za-z.+-]*)?")
# In no format does a version hold one of these characters, or begin with a sign of comparison or a
# bracket. Node's `semver`, Cargo, pip, NuGet and Maven write their ranges with them. Nor does one begin with a colon:
# the engine would print a command of GitHub's runner.
# Source: semver.org, section 2; PEP 440; Maven's `DefaultModelValidator.ILLEGAL_VERSION_CHARS`; NuGet documentation,
# "Package versioning"; RubyGems, `Gem::Version::VERSION_PATTERN`.
_RANGE: Final = re.compile(r"[*?|]|<(?!\{%)|(?<!\})>|\s-\s|\A[\^~=!(\[{:]")
# An `x` in place of a number, and a word without any number, which is a tag such as `latest`. Semver and PEP 440 know
# neither. A gem's version begins with a number, and `1.0.x` is one.
_WILDCARD: Final = re.compile(r"[vV]?(?:[0-9]+\.)*[xX](?:\.[0-9xX]+)*(?:[-+].*)?")
_TAG: Final = re.compile(r"[A-Za-z_-]+")
# Maven's other words are versions: `Finchley-RELEASE` was one. Source: Maven documentation, "POM Reference".
_MAVEN_TAG: Final = re.compile(r"LATEST|RELEASE")
_NUMBERED: Final = frozenset({Format.NPM, Format.PYPI, Format.NUGET, Format.SWIFT, Format.CARGO})
# What is left of a version in quotes where one of them is missing.
_HALF_QUOTED: Final = re.compile(r"""["'].*|.*["']""")

# Where a name is free-form, only what every shell takes for a glob.
_GLOB: Final = re.compile(r"[*?|,{}\[\]]")
_FREE_FORM_GLOB: Final = re.compile(r"[*?]")


def is_version_pattern(package_format: Format | None, version: str) -> bool:
    """Whether a text stands for several versions, or for one that changes.

    Args:
        package_format: The format; None where it is not known.
        version: The text.

    Returns:
        Whether it is a range, a glob or a tag, or one of its quotes is missing.
    """
    if _PLAIN.fullmatch(version):
        return False
    if _RANGE.search(version) or ("," in version and package_format is not Format.GENERIC):
        return True
    if package_format is Format.MAVEN:
        return _MAVEN_TAG.fullmatch(version) is not None
    if package_format is Format.RUBY:
        return _TAG.fullmatch(version) is not None
    if package_format in _NUMBERED:
        return bool(_WILDCARD.fullmatch(version) or _TAG.fullmatch(version) or _HALF_QUOTED.fullmatch(version))
    return False


def is_package_pattern(package_format: Format, name: str) -> bool:
    """Whether a text stands for several packages.

    Args:
        package_format: The format.
        name: The text, with its namespace or without.

    Returns:
        Whether it is a glob.
    """
    glob = _FREE_FORM_GLOB if package_format is Format.GENERIC else _GLOB
    return glob.search(name) is not None


def version_fault(package_format: Format | None, version: str, place: Place) -> Fault:
    """What is wrong with a version that is a pattern.

    Args:
        package_format: The format; None where it is not known.
        version: The version.
        place: Where it stands.

    Returns:
        The fault.
    """
    if _HALF_QUOTED.fullmatch(version):
        text = shortened(version.strip("\"'"))
        return Fault(
            "Quote is missing",
            f"`{shortened(version)}` begins or ends with a quote, and no version does. Nothing was read or changed.",
            f'write a quote before and after it: `"{text}"`',
            place,
        )
    kind = f"a version of {package_format}" if package_format else "a version"
    return Fault(
        "Version is a pattern",
        f"`{shortened(version)}` is a range, a pattern or a tag, not {kind}. A manifest names each version, so that a "
        "review shows all that changes. Nothing was read or changed.",
        "name each version; ranges, patterns and tags are not supported",
        place,
    )


def package_fault(name: str, place: Place) -> Fault:
    """What is wrong with a package's name that is a pattern.

    Args:
        name: The name.
        place: Where it stands.

    Returns:
        The fault.
    """
    return Fault(
        "Package name is a pattern",
        f"`{shortened(name)}` would stand for several packages. A manifest names each package, so that a review shows "
        "all that changes. Nothing was read or changed.",
        "name each package; patterns are not supported",
        place,
    )
