"""Ranges that say what is meant are parsed, the others are refused with a way out."""

import re
import subprocess
import sys

import pytest

from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.protocol import ExactVersions, Version
from packagestate.schemas.versions.range_errors import (
    BareVersionError,
    NoOrderError,
    NoRangesError,
    RangeError,
    UnclearRangeError,
    UnparsableRangeError,
)

# A range of each ecosystem that contains releases as such.
BARE = [
    (Format.NPM, "1.2.3", {"=1.2.3", "1.2.x", "^1.2.3"}),
    (Format.NPM, "1", {"=1.0.0", "1.x", "^1"}),
    (Format.NPM, "v1.2", {"=v1.2.0", "v1.2.x", "^v1.2"}),
    (Format.NPM, ">=2.0.0 || 1.2.3-rc.1", {"=1.2.3-rc.1", "1.2.x", "^1.2.3-rc.1"}),
    (Format.CARGO, "1.2.3", {"=1.2.3", "^1.2.3"}),
    (Format.CARGO, ">=1, 1.2 ", {"=1.2.0", "^1.2"}),
    (Format.PYPI, "1.2.3", {"==1.2.3", ">=1.2.3"}),
    (Format.MAVEN, "1.2", {"[1.2]", "[1.2,)"}),
    (Format.NUGET, " 1.2 ", {"[1.2]", "[1.2,)"}),
]
UNPARSABLE = {
    Format.NPM: [
        "latest",
        ">=1.2.3 foo",
        "1.2.3.4",
        ">1.*.3",
        ">=9007199254740993",
        "^1.2.3-01",
        "=>1",
        f"={'1' * 300}.0.0",
    ],
    Format.CARGO: ["", ">=1.2.3 <2", "1.*.3", ">=1,", "*, 1", ">=01", f">={2**64}", ">1.2.3-", ",".join([">=1"] * 33)],
    Format.PYPI: ["latest", ">1.*", "~=1", "=1.2", ">=1 <2", "^1.2", "===foo", f">={'9' * 5000}"],
    Format.MAVEN: ["[1.0", "(1.0)", "[2.0,1.0]", "[1.0,1.0)", "[2,3),[1,2)", "[1,2]foo", "[1,3),(,2]"],
    Format.NUGET: ["", "[", "[1.0", "latest", "(1.0)", "[1,2,3]", "[]", "[2.0,1.0]", "[1.0,1.0)", "[1.0,x]"],
}
UNCLEAR = {
    Format.NPM: ["", " ", "||", "^1.0.0 || "],
    Format.PYPI: ["", " ", ","],
    Format.MAVEN: ["", " [1.0]", "[[1.0]", "[1,2,3]", "[1.0.min,2)", "[ ]"],
    Format.NUGET: ["[ , ]", "[1.*,)"],
}
EVERYTHING = {
    Format.NPM: (["*", ">=0", ">=0.0.0-0", "^1.0.0 || x"], [">=0.0.1", "<=1.0.0", "^0.1.0", ">0.0.0"]),
    Format.CARGO: (["*", " X ", ">=0", ">=0.0.0"], ["^0", ">=0.1", ">=0, <1"]),
    Format.PYPI: ([">=0", ">=0.0.dev1"], [">=0.1", ">=0,<2", "!=1"]),
    Format.MAVEN: (["(,)", "[0,)", "(0-alpha,)"], ["(0,)", "[1,)", "(,1]", "(,1),[2,)"]),
    Format.NUGET: (["[0.0.0,)", "(0-a,)", "[0,]"], ["(0,)", "[1,)", "(,1]"]),
}


def pairs(texts: dict[Format, list[str]]) -> list[tuple[Format, str]]:
    return [(package_format, text) for package_format, each in texts.items() for text in each]


@pytest.mark.parametrize(("package_format", "text", "instead"), BARE)
def test_a_bare_version_is_refused_and_the_hint_is_a_way_out(
    package_format: Format, text: str, instead: set[str]
) -> None:
    with pytest.raises(BareVersionError) as refused:
        ecosystem(package_format).range(text)
    assert refused.value.summary == "A version is not a range"
    assert "has no operator" in refused.value.detail
    assert set(re.findall("`([^`]+)`", refused.value.hint)) == instead
    for each in instead:
        ecosystem(package_format).range(each)


@pytest.mark.parametrize(("package_format", "text"), pairs(UNPARSABLE))
def test_what_the_ecosystem_refuses_is_refused(package_format: Format, text: str) -> None:
    with pytest.raises(UnparsableRangeError) as refused:
        ecosystem(package_format).range(text)
    assert refused.value.summary == "Range cannot be parsed"
    assert refused.value.detail.startswith(f"`{text}` is not a range of {ecosystem(package_format).name}: ")
    assert str(refused.value) == f"{refused.value.summary}: {refused.value.detail}"


@pytest.mark.parametrize(("package_format", "text"), pairs(UNCLEAR))
def test_what_is_misread_is_refused(package_format: Format, text: str) -> None:
    with pytest.raises(UnclearRangeError) as refused:
        ecosystem(package_format).range(text)
    assert refused.value.summary == "Range is unclear"
    assert refused.value.detail.startswith(f"`{text}` ")


@pytest.mark.parametrize("package_format", UNPARSABLE)
def test_the_hint_of_an_ecosystem_holds_ranges_of_it(package_format: Format) -> None:
    hints = set()
    for text in [*UNPARSABLE[package_format], *UNCLEAR.get(package_format, [])]:
        with pytest.raises(RangeError) as refused:
            ecosystem(package_format).range(text)
        hints |= set(re.findall("`([^`]+)`", refused.value.hint))
    for each in hints:
        ecosystem(package_format).range(each)


@pytest.mark.parametrize("package_format", EVERYTHING)
def test_a_range_says_whether_it_is_everything(package_format: Format) -> None:
    everything, something = EVERYTHING[package_format]
    assert [each for each in everything if not ecosystem(package_format).range(each).is_everything] == []
    assert [each for each in something if ecosystem(package_format).range(each).is_everything] == []


@pytest.mark.parametrize("package_format", EVERYTHING)
def test_what_cannot_be_parsed_is_in_no_range(package_format: Format) -> None:
    everything, _ = EVERYTHING[package_format]
    assert not any(ecosystem(package_format).range(each).contains(Version("odd", None)) for each in everything)


@pytest.mark.parametrize("package_format", [Format.SWIFT, Format.GENERIC, Format.RUBY])
def test_a_format_without_ranges_says_so(package_format: Format) -> None:
    with pytest.raises(NoRangesError, match=rf"knows no ranges of {package_format} versions, so `>=1` cannot be read"):
        ecosystem(package_format).range(">=1")


@pytest.mark.parametrize("package_format", [Format.GENERIC, Format.RUBY])
def test_a_format_without_an_order_says_so(package_format: Format) -> None:
    rules = ecosystem(package_format)
    with pytest.raises(NoOrderError, match=rf"knows no order of {package_format} versions"):
        rules.sort_key(rules.parse("1.0"))


@pytest.mark.parametrize("package_format", Format)
def test_a_list_of_versions_is_exact_in_every_format(package_format: Format) -> None:
    rules = ecosystem(package_format)
    listed = ExactVersions(frozenset({"1.0.0", "build-7"}))
    assert [each for each in ("1.0.0", "1.0", "build-7", "2") if listed.contains(rules.parse(each))] == [
        "1.0.0",
        "build-7",
    ]
    assert not listed.is_everything


def test_the_largest_numbers_are_those_of_the_tools() -> None:
    known = {
        Format.NPM: str(2**53 - 1),
        Format.CARGO: str(2**64 - 1),
        Format.SWIFT: str(2**63 - 1),
        Format.NUGET: str(2**31 - 1),
    }
    for package_format, number in known.items():
        rules = ecosystem(package_format)
        assert rules.parse(f"1.{number}.0").key is not None
        assert rules.parse(f"1.{int(number) + 1}.0").key is None
        assert rules.parse(f"1.{'9' * 5000}.0").key is None
    assert ecosystem(Format.NPM).parse(f"1.0.0-{'a' * 251}").key is None


def test_npm_compares_long_numbers_of_prereleases_as_javascript_does() -> None:
    rules = ecosystem(Format.NPM)
    one, two, three = (rules.parse(f"1.0.0-{number}.a").key for number in (2**53, 2**53 + 1, 2**53 + 2))
    assert one is not None
    assert one == two
    assert one < three


def test_a_caret_of_cargo_that_lacks_numbers_leaves_prereleases_to_the_other_comparators() -> None:
    rules = ecosystem(Format.CARGO)
    version = rules.parse("0.3.3-alpha.2")
    assert rules.range("^0, >=0.3.3-alpha").contains(version)
    assert not rules.range("~0, >=0.3.3-alpha").contains(version)
    assert not rules.range("^0").contains(version)


def test_packaging_is_imported_only_for_pypi() -> None:
    program = (
        "import sys\n"
        "from packagestate.schemas.coordinates import Format\n"
        "from packagestate.schemas.versions.ecosystems import ecosystem\n"
        "ecosystem(Format.NPM).range('>=1').contains(ecosystem(Format.NPM).parse('1.0.0'))\n"
        "print([name for name in ('packaging', 'pydantic', 'yaml') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
