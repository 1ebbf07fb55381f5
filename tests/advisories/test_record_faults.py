"""What is wrong with an OSV record: all of it at once, and of that record alone."""

import pytest

from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.errors import RecordError
from tests.advisories.records import bounds, package, read

TYPE, MISSING = "Field is of the wrong type", "Field is missing"
NAME, VERSION = "Package name does not fit the format", "Version cannot be recorded"
COMPARED, EVENT = "Version cannot be compared", "Event is unclear"


def faults(*affected: object, **fields: object) -> list[str]:
    with pytest.raises(RecordError) as caught:
        read(*affected, **fields)
    assert all(each.place is None for each in caught.value.faults)
    assert all("Nothing of the record is used." in each.detail for each in caught.value.faults)
    return [each.summary for each in caught.value.faults]


@pytest.mark.parametrize(
    "identifier",
    [
        *("1MAL-1", "MAL", "MAL-", "-1", "..", ".", "../MAL-1", "MAL-/1", "MAL-\\1", "MAL- 1", "MAL-1\n", "MÄL-1"),
        *(
            "MAL-1\u0000",
            "MAL-\ud800",
            "MAL-" + "1" * 91,
            "RHSA-2024:1234",
            "MAL-1!",
            "A-%2F",
            "MAL-<{%reset%}>",
            "MAL-\u007f",
        ),
    ],
)
def test_an_id_is_fit_to_be_the_name_of_a_file(identifier: str) -> None:
    assert faults(id=identifier) == ["Id not allowed"]


@pytest.mark.parametrize("identifier", ["MAL-" + "1" * 90, "GHSA-2mhj-xmf4-pr8m", "a-b", "ALSA_x.1-1"])
def test_an_id_may_be_like_those_that_there_are(identifier: str) -> None:
    assert read(id=identifier).id == identifier


@pytest.mark.parametrize("wrong", [None, 5, 5.5, True, [], {}, ""])
def test_an_id_is_a_string(wrong: object) -> None:
    assert faults(id=wrong) == [TYPE]


def test_an_id_has_to_be_there() -> None:
    with pytest.raises(RecordError, match="`id` is missing"):
        read_record(b"{}")


@pytest.mark.parametrize(
    "fields",
    [
        {"affected": {}},
        {"affected": "all"},
        {"affected": [5]},
        {"affected": [[]]},
        {"affected": [{"package": "chalk"}]},
        {"aliases": "MAL-1"},
        {"aliases": [None]},
        {"aliases": [""]},
        {"database_specific": []},
        {"withdrawn": None},
        {"withdrawn": True},
        {"withdrawn": 20250910},
        {"affected": [package("npm", "chalk", database_specific="CWE-506")]},
        {"affected": [package("npm", "chalk", versions="1.0.0")]},
        {"affected": [package("npm", "chalk", versions=[1])]},
        {"affected": [package("npm", "chalk", versions=[""])]},
        {"affected": [package("npm", "chalk", ranges={})]},
        {"affected": [package("npm", "chalk", ranges=["<1.0.0"])]},
        {"affected": [package("npm", "chalk", ranges=[{"type": 5, "events": []}])]},
        {"affected": [package("npm", "chalk", ranges=[{"type": "semver", "events": []}])]},
        {"affected": [package("npm", "chalk", ranges=[{"type": "SEMVER", "events": {}}])]},
        {"affected": [package("npm", "chalk", ranges=[bounds({"introduced": 0})])]},
        {"affected": [package("npm", "chalk", ranges=[{"type": "SEMVER", "events": ["0"]}])]},
        {"affected": [package("", "chalk")]},
        {"affected": [package("npm", "")]},
        {"affected": [{"package": {"ecosystem": None, "name": "chalk"}}]},
    ],
)
def test_a_field_of_the_wrong_type_is_a_fault(fields: dict[str, object]) -> None:
    assert faults(**fields) == [TYPE]


@pytest.mark.parametrize(
    "entry",
    [
        {"package": {"name": "chalk"}},
        {"package": {"ecosystem": "npm"}},
        package("npm", "chalk", ranges=[{"events": []}]),
        package("npm", "chalk", ranges=[{"type": "SEMVER"}]),
    ],
)
def test_a_field_that_is_missing_is_a_fault(entry: dict[str, object]) -> None:
    assert faults(entry) == [MISSING]


@pytest.mark.parametrize("time", ["yesterday", "2025-13-01T00:00:00Z", "2025-02-30T00:00:00Z", "2025-09-10", "0"])
def test_a_record_is_not_withdrawn_at_a_time_that_is_none(time: str) -> None:
    assert faults(withdrawn=time) == ["Not a time"]


@pytest.mark.parametrize(
    ("ecosystem", "name"),
    [
        *(("npm", each) for each in ("@ctrl", "a/b", "a b", "@a/b/c", "a*", "a\u202eb", "<{%", "a" * 256, "\ud800")),
        *(("Maven", each) for each in ("acme", "a:b:c", "org.acme/ui")),
        *(("PyPI", each) for each in ("a b", "#")),
    ],
)
def test_a_name_that_is_none_is_a_fault(ecosystem: str, name: str) -> None:
    assert faults(package(ecosystem, name)) == [NAME]


@pytest.mark.parametrize(
    "version",
    [
        "1.x",
        "latest",
        ">=1.0.0",
        "*",
        "1.0.0 ",
        "1/0",
        "1\u202e0",
        "1" * 256,
        "\ud800",
        "4dabf18193072939515e22adb298388d",
    ],
)
def test_a_version_that_no_manifest_can_hold_is_a_fault(version: str) -> None:
    assert faults(package("npm", "chalk", versions=["1.0.0", version])) == [VERSION]


@pytest.mark.parametrize("kind", ["introduced", "fixed", "last_affected", "limit"])
@pytest.mark.parametrize(
    ("ecosystem", "version"),
    [
        ("npm", "1.0"),
        ("npm", "latest"),
        ("crates.io", "v1.0.0"),
        ("PyPI", "1.0-whatever"),
        ("NuGet", "1.0.0.0.0"),
        ("Maven", "[1.0,2.0)"),
        ("Maven", "1.*"),
        ("Maven", "1" * 256),
    ],
)
def test_an_event_that_cannot_be_compared_is_a_fault(kind: str, ecosystem: str, version: str) -> None:
    name = "a:a" if ecosystem == "Maven" else "a"
    affected = bounds({"introduced": "0"}, {kind: version}, kind="ECOSYSTEM")
    assert faults(package(ecosystem, name, ranges=[affected])) == [COMPARED]


@pytest.mark.parametrize("kind", ["fixed", "last_affected", "limit"])
def test_only_introduced_can_be_before_everything_and_only_a_limit_endless(kind: str) -> None:
    assert faults(package("npm", "chalk", ranges=[bounds({kind: "0"})])) == [COMPARED]
    if kind != "limit":
        assert faults(package("npm", "chalk", ranges=[bounds({kind: "*"})])) == [COMPARED]


@pytest.mark.parametrize("event", [{}, {"Fixed": "1.0.0"}, {"introduced": "1.0.0", "fixed": "2.0.0"}])
def test_an_event_says_one_thing(event: dict[str, object]) -> None:
    assert faults(package("npm", "chalk", ranges=[bounds(event)])) == [EVENT]


def test_all_faults_are_told_at_once() -> None:
    entry = package("npm", "a b", versions=["*"], ranges=[bounds({"introduced": "1"}), {"type": "?"}])
    found = faults(entry, {"package": {}}, id="?", aliases=5, withdrawn="?")
    assert sorted(found) == sorted([NAME, VERSION, COMPARED, TYPE, MISSING, "Id not allowed", TYPE, "Not a time"])


def test_a_fault_says_where_and_what() -> None:
    entry = package("npm", "chalk", ranges=[bounds({"introduced": "0"}, {"fixed": "1.x"})])
    with pytest.raises(RecordError) as caught:
        read(package("Go", "a"), entry)
    assert caught.value.faults[0].detail == (
        "`affected[1].ranges[0].events[1].fixed` is `1.x`, which has no place in the order of npm versions, so the "
        "range cannot be evaluated. Nothing of the record is used."
    )


def test_of_very_many_faults_some_are_told() -> None:
    found = faults(*[5] * 20)
    assert found == [TYPE] * 20
    found = faults(*[5] * 1_000_000)
    assert found == [TYPE] * 20 + ["Further faults"]


@pytest.mark.parametrize("where", ['{"id": "GHSA-1", %s}', '{"id": "GHSA-1", "references": [{"deep": {%s}}]}'])
def test_a_key_that_stands_twice_is_a_fault_wherever_it_stands(where: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_record((where % '"a": 1, "b": 2, "a": 1, "a": 1').encode())
    assert [each.summary for each in caught.value.faults] == ["Key stands twice"]
    assert "`a`" in caught.value.faults[0].detail
