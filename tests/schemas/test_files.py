import gc
import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from packagestate.schemas.errors import ManifestError
from packagestate.schemas.load import Manifests, load

MANIFEST = 'domain: acme\nrepository: store\nformat: npm\npackages: {chalk: {versions: {"1.0.0": Published}}}\n'
FILES = {"manifest.yaml": MANIFEST}


def summaries(path: Path) -> list[str]:
    with pytest.raises(ManifestError) as raised:
        load(path)
    return [fault.summary for fault in raised.value.faults]


def places(manifests: Manifests) -> list[str]:
    return [package.place.file for package in manifests.packages if package.place]


def test_a_single_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").write_text(MANIFEST, encoding="utf-8")
    assert load(tmp_path / "manifest.txt").file_count == 1


def test_a_path_that_leads_nowhere_is_a_fault(tmp_path: Path) -> None:
    assert summaries(tmp_path / "absent") == ["No manifests"]


def test_a_path_that_the_system_refuses_is_a_fault(tmp_path: Path) -> None:
    assert summaries(tmp_path / ("x" * 300)) == ["File cannot be read"]


def test_a_path_is_shown_from_the_working_directory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert places(load(folder)) == ["packages/manifest.yaml"]
    monkeypatch.chdir("/")
    assert places(load(Path(os.path.relpath(folder, "/")))) == [str(folder / "manifest.yaml")[1:]]


def test_a_path_outside_the_working_directory_is_shown_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "elsewhere").mkdir()
    monkeypatch.chdir(folder.parent / "elsewhere")
    assert places(load(folder)) == [str(folder / "manifest.yaml")]
    assert places(load(Path("../packages"))) == ["../packages/manifest.yaml"]


def test_a_file_beyond_16_mebibytes_is_a_fault(folder: Path) -> None:
    with (folder / "large.yaml").open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)
    assert summaries(folder) == ["File too large"]


def test_a_pipe_is_a_fault_and_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    assert summaries(folder) == ["File cannot be read"]


def test_a_link_to_nothing_and_a_link_to_itself_are_faults(folder: Path) -> None:
    (folder / "broken.yaml").symlink_to("absent.yaml")
    (folder / "circle.yaml").symlink_to("circle.yaml")
    assert summaries(folder) == ["File cannot be read"] * 2


def test_a_link_that_leaves_the_folder_is_a_fault(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "file.yaml").symlink_to(outside / "manifest.yaml")
    (folder / "sub").symlink_to(outside, target_is_directory=True)
    assert summaries(folder) == ["Link leaves the folder"] * 2


def test_links_inside_the_folder_are_followed_once(folder: Path) -> None:
    sub = folder / "sub"
    sub.mkdir()
    (folder / ".data").mkdir()
    (folder / ".data" / "hidden.yaml").write_text(MANIFEST, encoding="utf-8")
    (sub / "up").symlink_to(folder, target_is_directory=True)
    (sub / "same.yaml").symlink_to(folder / "manifest.yaml")
    (sub / "shown.yaml").symlink_to(folder / ".data" / "hidden.yaml")
    assert load(folder).file_count == 2


def test_the_folder_itself_may_be_a_link(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder, target_is_directory=True)
    assert load(link).file_count == 1


def test_a_text_in_the_middle_of_a_wide_character_is_placed_by_characters(folder: Path) -> None:
    (folder / "manifest.yaml").write_bytes("domain: é\nrepository: é".encode() + b"\xff")
    with pytest.raises(ManifestError) as raised:
        load(folder)
    (fault,) = raised.value.faults
    assert str(fault.place).endswith("manifest.yaml:2:14")


@pytest.mark.parametrize("is_wrong", [False, True])
@pytest.mark.parametrize("is_enabled", [False, True])
def test_the_collection_of_garbage_is_afterwards_as_it_was(folder: Path, *, is_enabled: bool, is_wrong: bool) -> None:
    if is_wrong:
        (folder / "wrong.yaml").write_text("{", encoding="utf-8")
    (gc.enable if is_enabled else gc.disable)()
    try:
        with pytest.raises(ManifestError) if is_wrong else nullcontext():
            load(folder)
        assert gc.isenabled() is is_enabled
    finally:
        gc.enable()
