"""Records of a zip archive: each is read alone, and what is damaged or hostile costs nothing."""

import random
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from struct import pack_into, unpack_from
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packagestate.provider.advisories.sources import records_in
from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from packagestate.schemas.errors import Fault, SourceError

TWO = {"a.json": b"first" * 100, "b.json": b"second" * 100}
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]

# Where the numbers stand in the entry of a member, and in the end of an archive.
VERSION, FLAGS, METHOD, CHECKSUM = (6, "<H"), (8, "<H"), (10, "<H"), (16, "<L")
PACKED_SIZE, SIZE, NAME_SIZE, POSITION = (20, "<L"), (24, "<L"), (28, "<H"), (42, "<L")
LIST_SIZE, LIST_START = (12, "<L"), (16, "<L")
Place = tuple[int, str]


def archived(path: Path, contents: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return path


def patched(path: Path, signature: bytes, place: Place, number: int) -> Path:
    """Write another number into the last record of a kind."""
    content = bytearray(path.read_bytes())
    offset, kind = place
    pack_into(kind, content, content.rindex(signature) + offset, number)
    path.write_bytes(content)
    return path


def with_entry(path: Path, place: Place, number: int) -> Path:
    return patched(path, b"PK\1\2", place, number)


def renamed(path: Path, name: bytes, other: bytes) -> Path:
    """Give a member another name of the same length."""
    assert len(name) == len(other)
    path.write_bytes(path.read_bytes().replace(name, other))
    return path


def repeated(path: Path, times: int) -> Path:
    """Name the members of an archive several times in its list."""
    content = path.read_bytes()
    end = content.rindex(b"PK\5\6")
    (start,) = unpack_from("<L", content, end + LIST_START[0])
    path.write_bytes(content[:start] + content[start:end] * times + content[end:])
    return patched(path, b"PK\5\6", LIST_SIZE, (end - start) * times)


def read(path: Path) -> dict[str, bytes | str]:
    """Give what was found, by the names of members: contents, and details of faults."""
    found: dict[str, bytes | str] = {}
    for name, content in records_in(path):
        assert name.isprintable()
        found[name.removeprefix(f"{path}:")] = content.detail if isinstance(content, Fault) else content
    return found


def refused(path: Path) -> str:
    """Give why an archive was refused, before anything of it was given."""
    with pytest.raises(SourceError) as caught:
        next(records_in(path))
    assert caught.value.faults[0].summary == "Archive not accepted"
    return caught.value.faults[0].detail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "all.zip"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["all.zip", "all"])
def test_records_are_read_in_the_order_of_the_archive(tmp_path: Path, method: int, name: str) -> None:
    contents = {"npm/MAL-2.json": b"{}", "MAL-1.json": bytes(70_000), "MAL-0.json": b""}
    found = read(archived(tmp_path / name, contents, method))
    assert found == contents
    assert list(found) == list(contents)


def test_only_what_ends_in_json_and_is_not_hidden_counts(path: Path) -> None:
    read_ones = ["ü/\\x1b.json", "a..json", "a/b..c.json", "RHSA-2024:1.json"]
    skipped = ("a.JSON", "a.zip", "npm/", "x.json/", ".a.json", "__MACOSX/._a.json", ".git/a.json", "json")
    assert list(read(archived(path, dict.fromkeys((*skipped, "ü/\x1b.json", *read_ones[1:]), b"")))) == read_ones


def test_an_archive_may_be_empty_have_a_comment_or_stand_behind_a_program(path: Path) -> None:
    assert read(archived(path, {})) == {}
    with zipfile.ZipFile(archived(path, TWO), "a") as archive:
        archive.comment = b"from a feed"
    assert read(path) == TWO
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
    assert read(path) == TWO


def large(path: Path) -> Path:
    """Write an archive in the form for large ones: numbers of its second member stand in an extra field."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile, "ZIP64_LIMIT", 10)
        patch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
        return archived(path, TWO)


def test_an_archive_may_be_large(path: Path) -> None:
    assert b"PK\6\6" in large(path).read_bytes()
    assert read(path) == TWO


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [None, 2**32 - 2])
def test_a_bomb_is_read_up_to_the_size_of_a_record(path: Path, method: int, size: int | None) -> None:
    archived(path, {"a.json": b"{}", "b.json": bytes(50_000_000)}, method)
    if size is not None:
        with_entry(path, SIZE, size)
    tracemalloc.start()
    began = process_time()
    try:
        found = read(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert process_time() - began < 2
    assert peak < 4 * LARGEST_RECORD_BYTES
    assert found == {"a.json": b"{}", "b.json": bytes(LARGEST_RECORD_BYTES + 1)}


@pytest.mark.parametrize("size", [LARGEST_RECORD_BYTES, LARGEST_RECORD_BYTES + 1, LARGEST_RECORD_BYTES + 1_000_000])
def test_the_largest_record_is_read_completely_and_a_larger_one_is_cut(path: Path, size: int) -> None:
    content = random.Random(0).randbytes(size)  # noqa: S311 # what cannot be compressed
    assert read(archived(path, {"a.json": content})) == {"a.json": content[: LARGEST_RECORD_BYTES + 1]}


def test_a_small_archive_of_many_gigabytes_is_refused(path: Path) -> None:
    repeated(archived(path, {"a.json": bytes(50_000_000)}), 5_000)
    assert path.stat().st_size < 1_000_000
    assert "its members overlap" in refused(path)
    assert "its members overlap" in refused(repeated(archived(path, {"a.json": b""}), 2))


def test_an_archive_of_very_many_members_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packagestate.provider.advisories.sources._MOST_MEMBERS", 2)
    assert read(archived(path, TWO)) == TWO
    assert "more than 2 members" in refused(archived(path, {**TWO, "c.txt": b""}))


@pytest.mark.parametrize(
    "name",
    ["/a.json", "../a.json", "npm/../../a.json", "..", "a\\b.json", "C:a.json", "c:/a.json", "/etc/passwd", "a/.."],
)
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused(path: Path, name: str) -> None:
    assert f"`{name}`" in refused(archived(path, {**TWO, name: b"{}"}))


def test_a_null_byte_in_a_name_leads_elsewhere(path: Path) -> None:
    assert "outside the folder" in refused(renamed(archived(path, TWO), b"b.json", b"b\0json"))


@pytest.mark.parametrize(
    ("place", "number", "reason"),
    [
        (FLAGS, 0x1, "it is encrypted"),
        (FLAGS, 0x40, "it is encrypted"),
        (FLAGS, 0x20, "it is compressed in a way that is not supported"),
        (METHOD, 99, "it is compressed in a way that is not supported"),
        (CHECKSUM, 5, "it is damaged"),
        (SIZE, 5, "it is damaged"),
        (SIZE, 0, "it is damaged"),
        (PACKED_SIZE, 5, "it is damaged"),
        (PACKED_SIZE, 0, "it is damaged"),
    ],
)
def test_a_member_that_cannot_be_read_is_a_fault_and_the_others_are_read(
    path: Path, place: Place, number: int, reason: str
) -> None:
    with_entry(archived(path, TWO), place, number)
    assert read(path) == {"a.json": TWO["a.json"], "b.json": f"The member was not read: {reason}."}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_not_supported(path: Path, method: int) -> None:
    assert all("not supported" in str(each) for each in read(archived(path, TWO, method)).values())


def test_what_was_never_compressed_is_not_unpacked(path: Path) -> None:
    archived(path, {"a.json": b"\xff" * 100}, zipfile.ZIP_STORED)
    assert read(with_entry(path, METHOD, zipfile.ZIP_DEFLATED)) == {"a.json": "The member was not read: it is damaged."}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("place", "number"), [((0, "<H"), 0), ((6, "<H"), 0x800), ((28, "<H"), 2**16 - 1), ((30, "<B"), 0x62)]
)
def test_a_member_whose_header_is_damaged_is_a_fault(path: Path, method: int, place: Place, number: int) -> None:
    # There is none, its name is not UTF-8, its content would lie behind the end, or it is the one of another member.
    renamed(archived(path, {"a.json": b"x" * 50}, method), b"a.json", b"\xff.json")
    assert list(read(patched(path, b"PK\3\4", place, number)).values()) == ["The member was not read: it is damaged."]


@pytest.mark.parametrize(("place", "number"), [(LIST_SIZE, 1), (LIST_SIZE, 2**32 - 1), (LIST_START, 2**32 - 1)])
def test_an_archive_with_a_damaged_end_is_refused(path: Path, place: Place, number: int) -> None:
    assert refused(patched(archived(path, TWO), b"PK\5\6", place, number))


@pytest.mark.parametrize(
    ("place", "number", "reason"),
    [
        ((0, "<H"), 0, "its members cannot be read"),
        (VERSION, 64, "its members cannot be read"),
        (NAME_SIZE, 0, "its members cannot be read"),
        (POSITION, 2**31, "`b.json` would lie outside the archive"),
        (PACKED_SIZE, 2**31, "`b.json` would lie outside the archive"),
    ],
)
def test_an_archive_with_a_damaged_list_is_refused(path: Path, place: Place, number: int, reason: str) -> None:
    assert reason in refused(with_entry(archived(path, TWO), place, number))


def test_an_archive_that_is_cut_off_or_none_is_refused(path: Path) -> None:
    whole = archived(path, TWO).read_bytes()
    for content in (*(whole[:length] for length in (0, 1, 2, 22, len(whole) // 2, len(whole) - 1)), b'{"id": "MAL-1"}'):
        path.write_bytes(content)
        assert "it is no zip archive" in refused(path)
    renamed(archived(path, TWO), b"b.json", b"\xff.json")
    assert "its members cannot be read" in refused(with_entry(path, FLAGS, 0x800))


@pytest.mark.parametrize("error", [struct.error, OverflowError, EOFError, zlib.error, NotImplementedError, ValueError])
def test_whatever_python_says_of_damage_is_a_fault(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def failing(*_: object) -> None:
        raise error

    archived(path, TWO)
    monkeypatch.setattr(zipfile.ZipFile, "open", failing)
    assert set(read(path).values()) == {"The member was not read: it is damaged."}
    monkeypatch.setattr(zipfile, "ZipFile", failing)
    assert "its members cannot be read" in refused(path)


def test_ctrl_c_ends_the_stream(path: Path) -> None:
    stream = records_in(archived(path, TWO))
    assert next(stream)[0].endswith("a.json")
    with pytest.raises(KeyboardInterrupt):
        stream.throw(KeyboardInterrupt())  # type: ignore[attr-defined] # it is a generator


def test_memory_grows_with_the_list_of_members_only(path: Path) -> None:
    archived(path, {f"npm/MAL-2025-{number}.json": bytes(10_000) for number in range(2_000)})
    tracemalloc.start()
    try:
        assert sum(1 for _ in records_in(path)) == 2_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2_000 * 1_000


names = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="\\\0:/"), min_size=1), unique=True, max_size=9
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=names, method=st.sampled_from(METHODS), data=st.data())
def test_contents_are_those_that_were_written(path: Path, names: list[str], method: int, data: st.DataObject) -> None:
    contents = {f"a/a{name}.json": data.draw(st.binary(max_size=300)) for name in names}
    archived(path, contents, method)
    assert [content for _, content in records_in(path)] == list(contents.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=400)
@given(data=st.data(), is_large=st.booleans())
def test_no_damage_ends_in_anything_but_faults(path: Path, *, data: st.DataObject, is_large: bool) -> None:
    content = bytearray((large(path) if is_large else archived(path, TWO)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.sampled_from([0, 1, 8, 0x50, 0x7F, 0xFF]))
    path.write_bytes(content)
    with suppress(SourceError):
        assert {content for content in read(path).values() if isinstance(content, bytes)} <= set(TWO.values())
