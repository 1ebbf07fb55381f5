"""The rules of each package format. Pure."""

from functools import cache
from typing import Final

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions import cargo, maven, maven_range, npm, npm_range, nuget, semver
from packagestate.schemas.versions.protocol import Ecosystem

_RULES: Final = {
    Format.NPM: Ecosystem("npm", npm.key_of, npm_range.range_of),
    Format.CARGO: Ecosystem("cargo", semver.cargo_key, cargo.range_of),
    Format.SWIFT: Ecosystem("swift", semver.swift_key),
    Format.MAVEN: Ecosystem("Maven", maven.key_of, maven_range.range_of),
    Format.NUGET: Ecosystem("NuGet", nuget.key_of, nuget.range_of),
    Format.GENERIC: Ecosystem("generic"),
    Format.RUBY: Ecosystem("ruby"),
}


def ecosystem(package_format: Format) -> Ecosystem:
    """The rules of a package format.

    Args:
        package_format: The format.

    Returns:
        Its rules. Generic and ruby have neither an order nor ranges, swift has no ranges.
    """
    return _pypi() if package_format is Format.PYPI else _RULES[package_format]


@cache
def _pypi() -> Ecosystem:
    # Not at the top: no other format needs `packaging`, and it is slow to import.
    from packagestate.schemas.versions import pypi  # noqa: PLC0415

    return Ecosystem("PyPI", pypi.key_of, pypi.range_of)
