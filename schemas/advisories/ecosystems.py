"""Which package format an ecosystem of OSV is. Pure.

Source: the OSV schema, "affected[].package field", the table of ecosystems.
"""

from typing import Final

from packagestate.schemas.coordinates import Format

# A package of `SwiftURL` is named by the URL of its repository, which says neither scope nor name as CodeArtifact has
# them.
_FORMATS: Final = {
    "npm": Format.NPM,
    "PyPI": Format.PYPI,
    "Maven": Format.MAVEN,
    "NuGet": Format.NUGET,
    "crates.io": Format.CARGO,
    "RubyGems": Format.RUBY,
}
_SUFFIXED: Final = "Maven"


def format_of(ecosystem: str) -> Format | None:
    """The package format of an ecosystem. Upper and lower case differ.

    Args:
        ecosystem: The ecosystem as a record writes it. For Maven the URL of a repository can follow after a colon; it
            does not matter, because a package has the same name in every repository.

    Returns:
        The format; None where CodeArtifact has none, or the ecosystem is unknown.
    """
    name, colon, _ = ecosystem.partition(":")
    if colon and name != _SUFFIXED:
        return None
    return _FORMATS.get(name)
