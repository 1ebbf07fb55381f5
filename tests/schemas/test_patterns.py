"""What is a pattern and no name, by format."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.schemas import patterns
from packagestate.schemas.coordinates import Format
from packagestate.schemas.errors import ManifestError
from packagestate.schemas.load import load
from packagestate.schemas.patterns import is_package_pattern, is_version_pattern

RANGES = (
    "<1.0.2",
    ">=1",
    ">1",
    "<=2",
    "^1.0.0",
    "~1.0",
    "~>1.0",
    "==1.0",
    "!=1.0",
    "=1.0.0",
    "1.*",
    "1.0.*",
    "*",
    "1.?",
)
MORE_RANGES = ("1.0.0 - 2.0.0", "1.0 || 2.0", "[1.0,2.0)", "(,1.0]", "[1.0]", ">=1 <2", "{1,2}", "::error::1.0")
WILDCARDS = ("1.0.x", "1.x", "1.X.x", "x", "X.1", "v1.x", "1.0.x-rc.1", "latest", "next", "LATEST", "dist-tag")
REAL = {
    Format.NPM: ("1.0.0", "1.0.0+build.5", "1.0.0-x.7", "1.0.0-next.1", "0.0.0-experimental-x", "1.0.0-beta"),
    Format.PYPI: ("1!2.0", "1.0+local.x", "1.0.post1", "1.0rc1", "2024.1", "1.0.dev0", "v1.0"),
    Format.MAVEN: ("1.0.x", "1.0.x-SNAPSHOT", "Finchley.SR1", "2.0-RELEASE", "r09", "latest", "1.0-SNAPSHOT"),
    Format.NUGET: ("1.0.0.0", "1.0.0-beta.x", "1.0.0+x"),
    Format.GENERIC: ("1.0.x", "latest", "stable", "1,0", "a~b", "2024-01-01", "x", "release/1".replace("/", "_")),
    Format.RUBY: ("1.0.x", "1.0.0.pre", "1.0.0.rc1"),
    Format.SWIFT: ("1.0.0", "1.0.0-x"),
    Format.CARGO: ("1.0.0", "1.0.0-alpha.x+x"),
}


@pytest.mark.parametrize("package_format", [*Format])
@pytest.mark.parametrize("version", [*RANGES, *MORE_RANGES])
def test_a_range_is_a_version_in_no_format(package_format: Format, version: str) -> None:
    assert is_version_pattern(package_format, version)


@pytest.mark.parametrize("version", WILDCARDS)
@pytest.mark.parametrize("package_format", [Format.NPM, Format.PYPI, Format.NUGET, Format.SWIFT, Format.CARGO])
def test_where_versions_have_numbers_an_x_and_a_word_are_none(package_format: Format, version: str) -> None:
    assert is_version_pattern(package_format, version)


@pytest.mark.parametrize(("package_format", "version"), [(each, version) for each in REAL for version in REAL[each]])
def test_versions_that_an_ecosystem_has_are_none(package_format: Format, version: str) -> None:
    assert not is_version_pattern(package_format, version)


def test_the_words_of_maven_and_of_gems_that_stand_for_a_version_are_none() -> None:
    assert is_version_pattern(Format.MAVEN, "LATEST")
    assert is_version_pattern(Format.MAVEN, "RELEASE")
    assert is_version_pattern(Format.RUBY, "latest")


@pytest.mark.parametrize("name", ["@acme/*", "left-*", "left-?", "*", "left-{pad,right}", "left-[ab]"])
def test_a_name_that_stands_for_several_packages_is_a_pattern(name: str) -> None:
    assert is_package_pattern(Format.NPM, name)
    assert is_package_pattern(Format.GENERIC, name) == bool({"*", "?"} & set(name))


def faults(folder: Path, entry: str) -> list[str]:
    text = f"domain: acme\nrepository: store\nformat: npm\npackages:\n  {entry}\n  chalk: {{}}\n"
    (folder / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError) as raised:
        load(folder)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize("version", [*RANGES, *MORE_RANGES, *WILDCARDS])
def test_a_version_that_is_a_pattern_is_a_fault_with_its_place_and_what_to_do(tmp_path: Path, version: str) -> None:
    (said,) = faults(tmp_path, f"a: {{versions: {{'{version}': Disposed}}}}")
    assert ":5:18: Version " in said
    if version != "::error::1.0":
        assert said.endswith("hint: name each version; ranges, patterns and tags are not supported")


@pytest.mark.parametrize("key", ['1.0.0"', "1.0.0'"])
def test_a_version_with_one_quote_is_a_fault_that_names_the_other(tmp_path: Path, key: str) -> None:
    """Else the version would wait for ever, and the one that was meant would stay."""
    text = (
        f"domain: acme\nrepository: npm-store\nformat: npm\npackages:\n  chalk:\n    versions:\n      {key}: Disposed\n"
    )
    (tmp_path / "manifest.yaml").write_text(text)
    with pytest.raises(ManifestError) as wrong:
        load(tmp_path)
    (fault,) = wrong.value.faults
    assert (fault.summary, fault.hint) == ("Quote is missing", 'write a quote before and after it: `"1.0.0"`')
    assert not is_version_pattern(Format.GENERIC, key)


@pytest.mark.parametrize("name", ["@acme/*", "left-*", "left-?"])
def test_a_package_that_is_a_pattern_is_a_fault_with_its_place_and_what_to_do(tmp_path: Path, name: str) -> None:
    (said,) = faults(tmp_path, f"'{name}': {{versions: {{1.0.0: Disposed}}}}")
    assert ":5:3: Package name is a pattern" in said
    assert said.endswith("hint: name each package; patterns are not supported")


@pytest.mark.parametrize(
    "entry",
    [
        "'a<{%x%}>': {}",
        "a: {versions: {'1<{%x%}>': Disposed}}",
        "a: {versions: {1.0.0: {status: Disposed, revision: '<{%x%}>'}}}",
        r'a: {versions: {"1\u00ad": Disposed}}',
        r'a: {versions: {1.0.0: {status: Disposed, revision: "r\U000E0041"}}}',
        r'"a\u3164": {}',
    ],
)
def test_what_the_engine_would_obey_or_nobody_sees_cannot_be_declared(tmp_path: Path, entry: str) -> None:
    (said,) = faults(tmp_path, entry)
    assert ":5:" in said
    assert "not allowed" in said
    assert "<{%" not in said
    assert said.isascii()


@given(st.from_regex(r"[0-9]+(?:\.[0-9]+)*(?:[-+][0-9A-Za-z.+-]*)?", fullmatch=True), st.sampled_from([*Format, None]))
def test_numbers_with_a_label_are_a_pattern_in_no_format(version: str, package_format: Format | None) -> None:
    """Plain: what is let through at once, none of the other rules would have caught."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_PLAIN", re.compile("(?!)"))
        assert not is_version_pattern(package_format, version)
