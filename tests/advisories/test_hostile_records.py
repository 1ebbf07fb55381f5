"""Content that was made to do harm: it is refused in a short time, in words that no terminal obeys."""

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from packagestate.schemas.advisories.reading import read_record
from packagestate.schemas.advisories.record import EVENT_KINDS, Record
from packagestate.schemas.errors import RecordError
from tests.advisories.records import content, package

DEEP = 10_000
BIG = LARGEST_RECORD_BYTES - 200
NOT_JSON = "Not JSON"
HOSTILE = {
    "nothing": (b"", NOT_JSON),
    "white space": (b" \n", NOT_JSON),
    "100 MB": (bytes(100_000_000), "Record too large"),
    "one byte too many": (content(details="a" * LARGEST_RECORD_BYTES)[: LARGEST_RECORD_BYTES + 1], "Record too large"),
    "deep lists": (b"[" * DEEP + b"]" * DEEP, NOT_JSON),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, NOT_JSON),
    "deep within a field that nobody reads": (b'{"id":"A-1","credits":' + b"[" * DEEP + b"]" * DEEP + b"}", NOT_JSON),
    "very deep lists": (b"[" * BIG, NOT_JSON),
    "NaN": (b'{"id":"A-1","x":NaN}', NOT_JSON),
    "Infinity": (b'{"id":"A-1","x":-Infinity}', NOT_JSON),
    "null byte": (b'{"id":"A-1\0"}', NOT_JSON),
    "null bytes": (bytes(1000), NOT_JSON),
    "escaped null byte": (rb'{"id":"A-1\u0000"}', "Id not allowed"),
    "surrogate": (rb'{"id":"A-\ud800"}', "Id not allowed"),
    "encoded surrogate": (b'{"id":"A-\xed\xa0\x80"}', "Not UTF-8"),
    "latin": (b'{"id":"\xe9-1"}', "Not UTF-8"),
    "UTF-16": ('{"id":"A-1"}'.encode("utf-16"), "Not UTF-8"),
    "mark within": ('{"id":"\ufeffA-1"}'.encode(), "Id not allowed"),
    "two marks": ('\ufeff\ufeff{"id":"A-1"}'.encode(), NOT_JSON),
    "huge number": (b'{"id":' + b"9" * BIG + b"}", "Field is of the wrong type"),
    "huge fraction": (b'{"id":0.' + b"9" * BIG + b"}", "Field is of the wrong type"),
    "huge exponent": (b'{"id":1e999999999}', "Field is of the wrong type"),
    "huge id": (b'{"id":"A-' + b"1" * BIG + b'"}', "Id not allowed"),
    "huge key": (b'{"id":"A-1","' + b"k" * 100 + b'":1,"' + b"k" * 100 + b'":1}', "Key stands twice"),
    "keys of surrogates": (rb'{"id":"A-1","\udfff":1,"\udfff":1,"a":1,"a":1}', "Key stands twice"),
    "null": (b"null", "Record is not an object"),
    "true": (b"true", "Record is not an object"),
    "number": (b"1", "Record is not an object"),
    "string": (rb'"\u001b[31m"', "Record is not an object"),
    "empty string": (b'""', "Record is not an object"),
    "list": (b"[]", "Record is not an object"),
    "two objects": (b"{}{}", NOT_JSON),
    "cut off": (b'{"id":"A-1","affected":[', NOT_JSON),
    "comment": (b'{"id":"A-1"} // yes', NOT_JSON),
    "huge name": (content(package("PyPI", "a" * BIG)), "Package name does not fit the format"),
    "huge maven name": (content(package("Maven", ":" * BIG)), "Package name does not fit the format"),
    "huge version": (content(package("NuGet", "a", versions=["1." * (BIG // 2)])), "Version cannot be recorded"),
    "colours": (
        content(package("\u001b[31m", "a"), package("npm", "\u001b[31m")),
        "Package name does not fit the format",
    ),
    "command": (content(package("npm", "##vso[a]b")), "Package name does not fit the format"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_is_refused(name: str) -> None:
    hostile, summary = HOSTILE[name]
    began = process_time()
    with pytest.raises(RecordError) as caught:
        read_record(hostile)
    assert process_time() - began < 2
    assert {each.summary for each in caught.value.faults} == {summary}
    assert len(str(caught.value)) < 2_000
    assert all(line.isprintable() for line in str(caught.value).split("\n"))


def test_a_huge_number_that_nobody_reads_does_no_harm() -> None:
    assert read_record(b'{"id":"A-1","x":[' + b"9" * BIG + b"]}").id == "A-1"


def test_a_name_of_an_ecosystem_is_cut() -> None:
    (found,) = read_record(content(package("\ud800" * 100_000, "a"))).not_mapped
    assert len(found) < 100


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["npm", "SEMVER", "1.0.0", "0", "*"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def shaped(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Draw an object of the right fields, of which some are missing and some are anything."""
    return st.fixed_dictionaries({}, optional={name: found | values for name, found in fields.items()})


events = shaped(**{kind: st.sampled_from(["0", "1.0.0", "2.0.0-rc.1", "*"]) for kind in EVENT_KINDS})
ranges = shaped(type=st.sampled_from(["SEMVER", "ECOSYSTEM", "GIT"]), events=st.lists(events, max_size=3))
named = shaped(
    ecosystem=st.sampled_from(["npm", "PyPI", "Maven", "NuGet", "crates.io", "RubyGems", "Go"]),
    name=st.sampled_from(["a", "a:b", "@a/b"]),
)
entries = shaped(
    package=named,
    versions=st.lists(st.sampled_from(["1.0.0", "2.0.0"]), max_size=3),
    ranges=st.lists(ranges, max_size=3),
    database_specific=shaped(cwe_ids=st.lists(st.sampled_from(["CWE-506"]))),
)
records = shaped(
    id=st.sampled_from(["MAL-1", "GHSA-1"]),
    aliases=st.lists(st.sampled_from(["MAL-2"]), max_size=1),
    withdrawn=st.sampled_from(["", "2025-09-08T10:00:00Z"]),
    affected=st.lists(entries, max_size=3),
)


@given(records)
def test_any_json_is_a_record_or_has_faults(drawn: object) -> None:
    try:
        found: Record | str = read_record(json.dumps(drawn).encode())
    except RecordError as error:
        found = str(error)
    if isinstance(found, Record):
        assert [each.package for each in found.affected if not each.package] == []
    else:
        assert all(line.isprintable() for line in found.split("\n"))


@given(st.binary(max_size=50))
def test_any_bytes_have_faults(drawn: bytes) -> None:
    with pytest.raises(RecordError):
        read_record(drawn)
