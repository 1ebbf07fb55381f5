"""Which records are written: the newest of each advisory, into a file of its own."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from packagestate.provider.advisories.adding import Adding, Fate
from tests.support.advisories import CHALK, affected, feed, written

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OLD, NEW = "2025-09-08T13:00:00Z", "2025-09-09T13:00:00.123456789Z"


def adding(folder: Path) -> Adding:
    return Adding.into([replace(feed(), folder=folder)], lambda _feed: {CHALK}, NOW)


def version(modified: str, text: str = "5.6.1") -> bytes:
    return written("MAL-2025-1", affected(versions=[text]), modified=modified)


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_of_two_in_one_source_the_newer_one_is_written(tmp_path: Path, order: tuple[str, str]) -> None:
    found = adding(tmp_path)
    for each in order:
        found.take("all.zip", version(each))
    assert NEW in found.texts[tmp_path / "MAL-2025-1.json"]
    assert found.counts[Fate.OLDER] == (order[0] == NEW)


@pytest.mark.parametrize(
    ("there", "comes", "fate"),
    [
        (OLD, NEW, Fate.UPDATED),
        (NEW, OLD, Fate.OLDER),
        (OLD, OLD, Fate.UPDATED),
        ("9999-01-01T00:00:00Z", OLD, Fate.UPDATED),
    ],
)
def test_a_record_that_is_there_gives_way_to_one_that_is_no_older(
    tmp_path: Path, there: str, comes: str, fate: Fate
) -> None:
    (tmp_path / "MAL-2025-1.json").write_bytes(version(there))
    found = adding(tmp_path)
    found.take("MAL-2025-1.json", version(comes, "5.6.2"))
    assert (found.counts[fate], bool(found.texts)) == (1, fate is Fate.UPDATED)


def test_a_folder_that_is_called_like_a_record_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "MAL-2025-1.json").mkdir()
    found = adding(tmp_path)
    found.take("MAL-2025-1.json", version(OLD))
    assert [path.name for path in found.texts] == ["MAL-2025-1.1.json"]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_of_several_in_one_source_the_same_one_is_written_whatever_their_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    future = "9999-01-01T00:00:00Z"
    withdrawn = written("MAL-2025-1", affected(versions=["5.6.1"]), modified=OLD, withdrawn=OLD)
    several = (version(OLD), version(OLD, "5.6.2"), withdrawn, version(future))
    found = adding(tmp_path)
    for each in order:
        found.take("all.zip", several[each])
    assert "withdrawn" in found.texts[tmp_path / "MAL-2025-1.json"]


@pytest.mark.parametrize("written_as", ["2025-09-08T13:00:00z", "2025-09-08T13:00:00", "2025-09-08"])
def test_a_time_is_compared_however_it_is_written(tmp_path: Path, written_as: str) -> None:
    (tmp_path / "MAL-2025-1.json").write_bytes(version(NEW))
    found = adding(tmp_path)
    found.take("MAL-2025-1.json", version(written_as, "5.6.2"))
    assert (found.counts[Fate.OLDER], found.texts) == (1, {})


@pytest.mark.parametrize("unknown", ["2025-09-08T13:00:60Z", "yesterday", None])
def test_a_record_whose_time_nobody_can_compare_is_taken(tmp_path: Path, unknown: str | None) -> None:
    (tmp_path / "MAL-2025-1.json").write_bytes(version(NEW))
    found = adding(tmp_path)
    found.take("MAL-2025-1.json", written("MAL-2025-1", affected(versions=["5.6.2"]), modified=unknown))
    assert found.counts[Fate.UPDATED] == 1


def test_a_record_with_a_mark_of_its_encoding_is_compared_too(tmp_path: Path) -> None:
    (tmp_path / "MAL-2025-1.json").write_bytes(b"\xef\xbb\xbf" + version(NEW))
    found = adding(tmp_path)
    found.take("MAL-2025-1.json", version(OLD))
    assert found.counts[Fate.OLDER] == 1


def test_a_link_out_of_the_folder_is_no_record_of_it(tmp_path: Path) -> None:
    folder, outside = tmp_path / "records", tmp_path / "outside.json"
    folder.mkdir()
    outside.write_bytes(version(NEW))
    (folder / "link.json").symlink_to(outside)
    found = adding(folder)
    found.take("MAL-2025-1.json", version(OLD))
    assert [path.name for path in found.texts] == ["MAL-2025-1.json"]
