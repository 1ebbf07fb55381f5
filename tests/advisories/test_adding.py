"""Which records are written: the newest of each advisory, into a file of its own."""

from dataclasses import replace
from datetime import UTC, datetime
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
