import pytest

from packagestate.schemas.coordinates import (
    NAMESPACE_ALLOWED,
    NAMESPACE_REQUIRED,
    Coordinates,
    Format,
    PackageNameError,
    Repository,
    normalised_package,
    normalised_version,
    parse_package_name,
)
from tests.schemas.writing import COORDINATES


@pytest.mark.parametrize("coordinates", COORDINATES, ids=str)
def test_a_written_name_is_read_back(coordinates: Coordinates) -> None:
    name = (coordinates.namespace, coordinates.package)
    assert parse_package_name(coordinates.format, coordinates.written) == name


@pytest.mark.parametrize("package_format", Format)
def test_the_formats_that_need_a_namespace_refuse_a_name_without_one(package_format: Format) -> None:
    if package_format in NAMESPACE_REQUIRED:
        with pytest.raises(PackageNameError):
            parse_package_name(package_format, "name")
    else:
        assert parse_package_name(package_format, "name") == (None, "name")


@pytest.mark.parametrize("package_format", sorted(set(Format) - NAMESPACE_ALLOWED))
@pytest.mark.parametrize("written", ["@scope/name", "namespace/name"])
def test_the_formats_without_namespaces_refuse_one(package_format: Format, written: str) -> None:
    with pytest.raises(PackageNameError):
        parse_package_name(package_format, written)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        # Source: AWS CodeArtifact User Guide, "NuGet package name, version, and asset name normalization".
        ("1.00", "1.0"),
        ("1.01.1", "1.1.1"),
        ("1.00.0.1", "1.0.0.1"),
        ("1.0.0.0", "1.0.0"),
        ("1.0.01.0", "1.0.1"),
        ("1.0.7+r3456", "1.0.7"),
        # What keeps the rules apart.
        ("0", "0"),
        ("1.0.0.0-Beta.01+x", "1.0.0-Beta.01"),
        ("1.2.3.4.5", "1.2.3.4.5"),
        ("v1.00", "v1.00"),
        ("1.0.00", "1.0.0"),
    ],
)
def test_a_nuget_version_is_known_without_what_means_nothing(written: str, known: str) -> None:
    assert normalised_version(Format.NUGET, written) == known


@pytest.mark.parametrize("package_format", sorted(set(Format) - {Format.NUGET}))
def test_versions_of_other_formats_are_known_as_they_are_written(package_format: Format) -> None:
    assert normalised_version(package_format, "1.00+build") == "1.00+build"


def test_names_are_known_as_their_format_compares_them() -> None:
    assert normalised_package(Format.PYPI, "Ruamel.YAML__clib") == "ruamel-yaml-clib"
    assert normalised_package(Format.NUGET, "Newtonsoft.Json") == "newtonsoft.json"
    assert normalised_package(Format.NPM, "JSONStream") == "JSONStream"
    assert parse_package_name(Format.SWIFT, "Acme/Tool") == ("acme", "tool")
    assert parse_package_name(Format.GENERIC, "Acme/Tool") == ("Acme", "Tool")


def test_a_package_has_one_name_for_people_and_one_for_the_state() -> None:
    scoped = Coordinates(Repository("acme", "store", "012345678901"), Format.NPM, "ctrl", "tinycolor")
    assert str(scoped) == "@ctrl/tinycolor (npm) in acme/store of 012345678901"
    assert str(Repository("acme", "store")) == "acme/store"
    assert scoped.resource_name == "acme/store/npm/ctrl/tinycolor"
    assert Coordinates(Repository("acme", "store"), Format.NPM, None, "chalk").resource_name == "acme/store/npm//chalk"
