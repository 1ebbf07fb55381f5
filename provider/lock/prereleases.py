"""Whether a version is a prerelease, by the rule of its ecosystem. Pure."""

from typing import assert_never

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.protocol import Version


def is_prerelease(package_format: Format, version: Version) -> bool | None:
    """Whether a version is a prerelease.

    npm, cargo, swift and NuGet: it has a label. PyPI: alphas, betas, release candidates and development releases.
    Maven: it has a qualifier by which it comes before the version without it, such as `alpha`, `rc` or `SNAPSHOT`; a
    word that Maven does not know, such as `jre` or `preview`, is none.

    Args:
        package_format: The format.
        version: The version, as the format's ecosystem parsed it.

    Returns:
        Whether it is; None where nobody can tell: the ecosystem cannot parse it, or has no order.
    """
    key = version.key
    if key is None:
        return None
    match package_format:
        case Format.NPM | Format.CARGO | Format.SWIFT:
            return not key[3]
        case Format.NUGET:
            return not key[1]
        case Format.PYPI:
            return bool(key.is_prerelease)
        case Format.MAVEN:
            # The last part is the end of the version: what is less than the end comes before the version without it.
            return any(part < key[-1] for part in key)
        case Format.GENERIC | Format.RUBY:
            return None
        case _:
            assert_never(package_format)
