"""Versions stand in the order of their ecosystem, and every two of them have one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.natural import natural
from packagestate.schemas.versions.order import version_order

ORDERED = {
    # semver.org, 11.4, and what is no version at the end
    Format.NPM: "1.0.0-1 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 "
    "1.0.0 1.0.0+build 1.9.0 1.10.0 latest",
    Format.CARGO: "0.9.0-rc.1 0.9.0 0.10.0",
    Format.SWIFT: "1.0.0-beta.9 1.0.0-beta.10 1.0.0",
    Format.PYPI: "0.9 1.0.dev1 1.0a1 1.0rc1 1.0 1.0.0 1.0.post1 1.10 1!0.1 unknown",
    # maven.apache.org/pom.html, "Version Order Specification"
    Format.MAVEN: "1-alpha-1 1-a2 1-alpha-10 1-beta 1-milestone1 1.0.RC1 1.0-RC2 1-SNAPSHOT 1 1.0 1.0.0.Final 1-ga"
    " 1-sp 1-foo 1-1 1.0.1 1.1",
    Format.NUGET: "1.0.0-ALPHA 1.0-beta 1.0 1.0.0 1.0.0.1 1.0.1",
    Format.GENERIC: "9 10 a9 a10",
    Format.RUBY: "1.9 1.10",
}
DIGITS = "9" * 5000

versions = st.one_of(
    st.text(),
    st.text(alphabet="019.-+abrcsp!", max_size=12),
    st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}(-(alpha|rc|sp|final|1)(\.[0-9])?)?(\+b)?", fullmatch=True),
)


@pytest.mark.parametrize("package_format", Format)
def test_versions_are_in_the_order_of_their_ecosystem(package_format: Format) -> None:
    expected = ORDERED[package_format].split()
    equal_by_rule = sorted(sorted(expected, reverse=True), key=lambda each: version_order(each, package_format))
    assert [version_order(each, package_format)[:2] for each in equal_by_rule] == [
        version_order(each, package_format)[:2] for each in expected
    ]


@given(st.sampled_from(Format), versions, versions, versions)
@example(Format.PYPI, DIGITS, f"1.{DIGITS}", "1")
@example(Format.NPM, f"{DIGITS}.0.0", "1.0.0", "")
def test_the_order_is_total(package_format: Format, first: str, second: str, third: str) -> None:
    """Antisymmetric, transitive and the same from wherever it begins; only equal texts are equal."""
    one, two, three = (version_order(each, package_format) for each in (first, second, third))
    assert (one < two) + (two < one) + (first == second) == 1
    if one <= two <= three:
        assert one <= three
    assert sorted([first, second, third], key=lambda each: version_order(each, package_format)) == sorted(
        [third, first, second], key=lambda each: version_order(each, package_format)
    )


def test_equal_names_are_one_natural_key() -> None:
    assert {natural("1.9"), natural("1.9"), natural("1.10")} == {natural("1.9"), natural("1.10")}
    assert natural("1.9") != "1.9"


@given(versions, versions)
def test_the_natural_order_is_total(first: str, second: str) -> None:
    assert (natural(first) < natural(second)) + (natural(second) < natural(first)) + (first == second) == 1
