"""The reference of ranges says what is so."""

import re

import pytest

from examples.sandbox import ROOT
from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from packagestate.schemas.versions.range_errors import UnclearRangeError
from tests.support.documents import cells, section

PAGE = (ROOT / "docs" / "reference" / "ranges.md").read_text(encoding="utf-8")
WITH_RANGES = [package_format for package_format in Format if ecosystem(package_format).has_ranges]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


ROWS = [
    pytest.param(package_format, *row, id=f"{package_format} {row[0]}")
    for package_format in WITH_RANGES
    for row in cells(section(PAGE, package_format))
]


@pytest.mark.parametrize(("package_format", "range_cell", "contained", "not_contained"), ROWS)
def test_a_range_contains_what_the_page_says(
    package_format: Format, range_cell: str, contained: str, not_contained: str
) -> None:
    rules = ecosystem(package_format)
    (text,) = code(range_cell)
    parsed = rules.range(text)
    assert code(contained)
    assert code(not_contained)
    assert [each for each in code(contained) if not parsed.contains(rules.parse(each))] == []
    assert [each for each in code(not_contained) if parsed.contains(rules.parse(each))] == []


def test_the_page_says_which_formats_have_what() -> None:
    table = re.search(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)
    assert table is not None
    rows = {code(row[0])[0]: row for row in cells(table[0])}
    assert list(rows) == ["npm", "cargo", "swift", "pypi", "maven", "nuget", "generic", "ruby"]
    for name, (_, order, ranges, _) in rows.items():
        rules = ecosystem(Format(name))
        assert (order != "none", ranges != "no") == (rules.has_order, rules.has_ranges)


@pytest.mark.parametrize(
    ("package_format", "text"),
    [
        (Format.NPM, "1.2.3"),
        (Format.NPM, "1.2"),
        (Format.NPM, ">=1.0.0 ||"),
        (Format.PYPI, ""),
        (Format.MAVEN, "[1.0.*]"),
        (Format.MAVEN, "[1.0,1.max]"),
        (Format.MAVEN, "[]"),
        (Format.MAVEN, "[1 .0]"),
        (Format.NUGET, "1.*"),
        (Format.NUGET, "*"),
        (Format.NUGET, "[ ]"),
    ],
)
def test_what_the_page_calls_refused_although_the_tool_takes_it_is_refused(package_format: Format, text: str) -> None:
    with pytest.raises(UnclearRangeError):
        ecosystem(package_format).range(text)
