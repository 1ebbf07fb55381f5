"""Which versions are in a range: as the pseudocode of the OSV schema says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packagestate.schemas.advisories.affecting import contains, is_bounded, is_comparable, prepared
from packagestate.schemas.advisories.record import EVENT_KINDS, Event, EventKind, Range
from packagestate.schemas.coordinates import Format
from packagestate.schemas.versions.ecosystems import ecosystem
from tests.advisories.pseudocode import is_in_range

NUMBERS = ("0.0.0", "0.0.1", "0.9.0", "0.10.0", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0", "10.0.0")
SHORT = ("0", "0.1", "1", "1.0", "1.0.0", "1.2", "1.10", "2.0", "2023.1")
# The first part of a version, and what may follow.
PARTS = {
    Format.NPM: (NUMBERS, ("", "", "-0", "-alpha", "-alpha.1", "-beta.2", "-beta.11", "-rc.1", "+build")),
    Format.CARGO: (NUMBERS, ("", "", "-0", "-alpha", "-alpha.1", "-beta.2", "-beta.11", "-rc.1", "+build")),
    Format.PYPI: ((*SHORT, "1!0.1"), ("", "", "a1", "b2", "rc1", "rc10", ".dev3", ".post1", "+local")),
    Format.MAVEN: (SHORT, ("", "", "-alpha-1", "-beta", "-RC1", "-SNAPSHOT", ".Final", "-sp", "-jre", "-1")),
    Format.NUGET: ((*SHORT[:-1], "1.0.0.1"), ("", "", "-Alpha", "-alpha.1", "-beta.2", "-beta.11", "-rc", "+build")),
}
HIGHEST = {each: "9!99999.0" if each is Format.PYPI else "99999.0.0" for each in PARTS}


def between(*events: tuple[EventKind, str]) -> Range:
    return Range(tuple(Event(*each) for each in events))


def found(affected: Range, *versions: str, package_format: Format = Format.NPM) -> list[str]:
    return [each for each in versions if contains(affected, each, package_format)]


def test_what_is_introduced_is_affected_until_it_is_fixed() -> None:
    affected = between(("introduced", "1.0.0"), ("fixed", "2.0.0"))
    assert found(affected, "0.9.9", "1.0.0-rc.1", "1.0.0", "1.9.9", "2.0.0-rc.1", "2.0.0", "3.0.0") == [
        "1.0.0",
        "1.9.9",
        "2.0.0-rc.1",
    ]


def test_zero_is_before_everything() -> None:
    affected = between(("fixed", "1.0.0"), ("introduced", "0"))
    assert found(affected, "0.0.0-0", "0.0.0", "1.0.0-rc.1", "1.0.0") == ["0.0.0-0", "0.0.0", "1.0.0-rc.1"]
    maven = between(("introduced", "0"), ("fixed", "0"))
    assert found(maven, "0-alpha", "alpha", "0", package_format=Format.MAVEN) == ["0-alpha", "alpha"]


def test_the_last_affected_version_is_affected() -> None:
    affected = between(
        ("introduced", "1.0.0"), ("last_affected", "1.0.0"), ("introduced", "3.0.0"), ("last_affected", "4.0.0")
    )
    assert found(affected, "0.9.0", "1.0.0", "1.0.1-0", "3.0.0-0", "3.0.0", "4.0.0", "4.0.1") == [
        "1.0.0",
        "3.0.0",
        "4.0.0",
    ]


def test_a_version_is_before_one_of_the_limits() -> None:
    affected = between(("introduced", "1.0.0"), ("limit", "2.0.0"), ("limit", "3.0.0"))
    assert found(affected, "0.9.0", "1.0.0", "2.0.0", "3.0.0-rc.1", "3.0.0") == ["1.0.0", "2.0.0", "3.0.0-rc.1"]
    endless = between(("introduced", "1.0.0"), ("limit", "2.0.0"), ("limit", "*"))
    assert found(endless, "1.0.0", "99.0.0") == ["1.0.0", "99.0.0"]


def test_the_order_of_events_is_that_of_the_ecosystem() -> None:
    affected = between(("fixed", "1.10.0"), ("introduced", "1.9.0"))
    assert found(affected, "1.9.0", "1.9.5", "1.10.0", "2.0.0") == ["1.9.0", "1.9.5"]


def test_events_of_one_version_are_taken_in_the_order_of_the_record() -> None:
    twice = between(("introduced", "1.0.0"), ("fixed", "2.0.0"), ("introduced", "2.0.0"), ("fixed", "3.0.0"))
    assert found(twice, "1.5.0", "2.0.0", "2.5.0", "3.0.0") == ["1.5.0", "2.0.0", "2.5.0"]
    assert found(between(("introduced", "1.0.0"), ("fixed", "1.0.0")), "1.0.0", "2.0.0") == []
    assert found(between(("fixed", "1.0.0"), ("introduced", "1.0.0")), "1.0.0", "2.0.0") == ["1.0.0", "2.0.0"]


def test_versions_that_are_equal_for_the_ecosystem_are_one_version() -> None:
    affected = between(("introduced", "1.0"), ("last_affected", "1.0.0"))
    assert found(affected, "1", "1.0", "1.0.0.0", "1.0.1", package_format=Format.PYPI) == ["1", "1.0", "1.0.0.0"]


def test_what_the_ecosystem_cannot_parse_is_in_no_range() -> None:
    assert found(between(("introduced", "0")), "latest", "1.0", "v1", "1.0.0") == ["1.0.0"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), True),
        ((("introduced", "0"),), False),
        ((("introduced", "1.0.0"),), False),
        ((("fixed", "1.0.0"),), True),
        ((("introduced", "0"), ("fixed", "1.0.0")), True),
        ((("introduced", "0"), ("last_affected", "1.0.0")), True),
        ((("introduced", "0"), ("limit", "1.0.0")), True),
        ((("introduced", "0"), ("limit", "*")), False),
        ((("introduced", "0"), ("limit", "1.0.0"), ("limit", "*")), False),
        ((("introduced", "0"), ("fixed", "1.0.0"), ("introduced", "2.0.0")), False),
        ((("introduced", "2.0.0"), ("introduced", "0"), ("fixed", "1.0.0")), False),
        ((("introduced", "2.0.0"), ("fixed", "10.0.0"), ("introduced", "9.0.0")), True),
        ((("introduced", "1.0.0"), ("fixed", "1.0.0")), True),
        ((("last_affected", "1.0.0"), ("introduced", "1.0.0")), False),
        ((("introduced", "5.0.0"), ("limit", "3.0.0")), True),
    ],
)
def test_a_range_is_bounded_if_it_ends(events: tuple[tuple[EventKind, str], ...], expected: bool) -> None:  # noqa: FBT001
    assert is_bounded(between(*events), Format.NPM) is expected


def test_an_event_that_cannot_be_compared_is_no_range() -> None:
    with pytest.raises(ValueError, match=r"npm cannot compare '1\.0'"):
        prepared(between(("introduced", "1.0")), Format.NPM)
    assert not is_comparable(Event("introduced", "1.0"), Format.NPM)
    assert not is_comparable(Event("introduced", "7.0.0"), Format.RUBY)
    assert is_comparable(Event("introduced", "0"), Format.RUBY)


def versions(package_format: Format) -> list[str]:
    first, rest = PARTS[package_format]
    return [number + label for number in first for label in rest]


def ranges(package_format: Format) -> st.SearchStrategy[Range]:
    """Draw ranges of any events, which nobody has to have sorted."""
    named = [Event(kind, version) for kind in EVENT_KINDS for version in versions(package_format)]
    special = [Event("introduced", "0"), Event("limit", "*")] * (len(named) // 10)
    return st.lists(st.sampled_from(named + special), max_size=6).map(lambda events: Range(tuple(events)))


@pytest.mark.parametrize("package_format", PARTS)
@settings(max_examples=400)
@given(data=st.data())
def test_a_range_contains_what_the_pseudocode_says(package_format: Format, data: st.DataObject) -> None:
    affected = data.draw(ranges(package_format))
    rules, once = ecosystem(package_format), prepared(affected, package_format)
    named = [each.version for each in affected.events if each.version != "*"]
    for version in [
        *named,
        *data.draw(st.lists(st.sampled_from(versions(package_format)), min_size=3, max_size=8)),
        "not a version!",
    ]:
        expected = is_in_range(version, affected.events, package_format)
        assert once.contains(rules.parse(version)) is expected, version
    assert once.is_bounded is not once.contains(rules.parse(HIGHEST[package_format]))


@pytest.mark.parametrize("package_format", PARTS)
@given(data=st.data())
def test_the_order_of_events_of_different_versions_does_not_matter(package_format: Format, data: st.DataObject) -> None:
    affected = data.draw(ranges(package_format))
    keys = [
        ecosystem(package_format).sort_key(ecosystem(package_format).parse(e.version)).rule for e in affected.events
    ]
    events = [event for number, event in enumerate(affected.events) if keys[number] not in keys[:number]]
    turned = data.draw(st.permutations(events))
    assert prepared(Range(tuple(turned)), package_format) == prepared(Range(tuple(events)), package_format)
