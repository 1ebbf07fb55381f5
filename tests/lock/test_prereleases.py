"""What a prerelease is, in each ecosystem."""

import pytest

from packagestate.provider.lock.prereleases import is_prerelease
from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import Version

YES = {
    Format.NPM: ("1.0.0-rc.1", "1.0.0-0", "1.0.0-rc+build-1"),
    Format.CARGO: ("1.0.0-alpha",),
    Format.SWIFT: ("1.0.0-beta.2",),
    Format.NUGET: ("1.0-beta", "1.0.0.1-rc.1+x"),
    Format.PYPI: ("1.0a1", "1.0rc1", "1.0.dev1", "1.0.post1.dev2"),
    Format.MAVEN: ("1.0-alpha-1", "1.0-SNAPSHOT", "1.0.0-rc1", "1.0-M2", "1-beta", "2.0-cr", "1.0-jre-rc1", "alpha"),
}
NO = {
    Format.NPM: ("1.0.0", "1.0.0+build-1", "v1.0.0"),
    Format.CARGO: ("1.0.0+a-b",),
    Format.SWIFT: ("1.0.0",),
    Format.NUGET: ("1.0", "1.0.0+a-b"),
    Format.PYPI: ("1.0", "1.0.post1", "1.0+local.1"),
    Format.MAVEN: ("1.0", "1.0-1", "1.0-jre", "1.0.Final", "1.0-GA", "1.0-sp1", "1.0.0-release"),
}
NOBODY_KNOWS = {
    Format.NPM: ("1.0", "latest-build7"),
    Format.PYPI: ("2004d",),
    Format.NUGET: ("x",),
    Format.GENERIC: ("1.0.0", "1.0.0-rc.1"),
    Format.RUBY: ("1.0.0", "1.0.0.pre"),
}


@pytest.mark.parametrize(
    ("package_format", "version", "expected"),
    [
        (package_format, version, expected)
        for expected, table in ((True, YES), (False, NO), (None, NOBODY_KNOWS))
        for package_format, versions in table.items()
        for version in versions
    ],
)
def test_a_prerelease(package_format: Format, version: str, expected: bool | None) -> None:  # noqa: FBT001
    assert is_prerelease(package_format, ecosystem(package_format).parse(version)) is expected


@pytest.mark.parametrize("package_format", [Format.GENERIC, Format.RUBY])
def test_a_format_without_prereleases_has_none_whatever_is_parsed(package_format: Format) -> None:
    assert is_prerelease(package_format, Version("1", ())) is None
