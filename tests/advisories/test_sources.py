"""Records of a file and of a folder: each is read alone, and nothing outside the folder is."""

import os
import subprocess
from pathlib import Path

import pytest

from packagestate.provider.advisories.sources import records_in
from packagestate.schemas.advisories.decoding import LARGEST_RECORD_BYTES
from packagestate.schemas.errors import Fault, SourceError


def written(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def read(folder: Path) -> dict[str, str]:
    """Give what was found, by the names within the folder: contents, and summaries of faults."""
    found = {}
    for name, content in records_in(folder):
        assert name.isprintable()
        within = name.removeprefix(f"{folder}/")
        found[within] = content.summary if isinstance(content, Fault) else content.decode()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder beside other files."""
    written(tmp_path, "outside/secret.json")
    return tmp_path / "records"


def test_a_file_is_one_record(tmp_path: Path) -> None:
    path = written(tmp_path, "MAL-1.json") / "MAL-1.json"
    assert list(records_in(path)) == [(str(path), b"MAL-1.json")]
    other = written(tmp_path, "record") / "record"
    assert list(records_in(other)) == [(str(other), b"record")]
    other.write_bytes(b"")
    assert list(records_in(other)) == [(str(other), b"")]


def test_a_file_is_named_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "a\x1b/MAL-1.json")
    monkeypatch.chdir(tmp_path)
    assert [name for name, _ in records_in(tmp_path)] == ["a\\x1b/MAL-1.json"]
    assert [name for name, _ in records_in(Path("a\x1b/MAL-1.json"))] == ["a\\x1b/MAL-1.json"]


def test_a_folder_is_read_with_all_below_and_sorted(folder: Path) -> None:
    names = ["MAL-1.json", "MAL-2.json", "b.json/npm/MAL-4.json", "npm/MAL-10.json", "npm/MAL-3.json"]
    written(folder, *reversed(names), "README.md", "MAL-1.JSON", "npm/a.zip", "json")
    assert list(read(folder)) == names
    assert read(folder)["npm/MAL-3.json"] == "npm/MAL-3.json"


def test_what_is_hidden_is_skipped(folder: Path) -> None:
    written(folder, ".git/config.json", "npm/.MAL-1.json", ".a.json", "npm/MAL-1.json")
    assert list(read(folder)) == ["npm/MAL-1.json"]


def test_a_hidden_folder_can_be_read_by_its_name(tmp_path: Path) -> None:
    written(tmp_path, ".cache/osv/MAL-1.json")
    assert list(read(tmp_path / ".cache" / "osv")) == ["MAL-1.json"]


def test_an_empty_folder_has_no_records(tmp_path: Path) -> None:
    assert read(tmp_path) == {}


def test_what_a_link_within_the_folder_leads_to_is_read_once(folder: Path) -> None:
    written(folder, "npm/MAL-1.json")
    (folder / "a.json").symlink_to("npm/MAL-1.json")
    (folder / "linked").symlink_to("npm")
    (folder / "npm" / "circle").symlink_to("..")
    assert list(read(folder)) == ["npm/MAL-1.json"]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("a.json", "../outside/secret.json"),
        ("outside", "../outside"),
        ("a.json", ".git/secret.json"),
        ("hidden", ".git"),
        ("a.json", "nothing.json"),
        ("a.json", "a.json"),
        ("a.json", "README.md"),
        ("a.json", "/dev/zero"),
        ("too-long", "a" * 300),
        ("a.json", "a" * 300),
    ],
)
def test_a_link_to_what_is_not_found_by_its_name_is_a_fault(folder: Path, name: str, target: str) -> None:
    written(folder, "z.json", ".git/secret.json", "README.md")
    (folder / name).symlink_to(target)
    assert read(folder) == {name: "Link not followed", "z.json": "z.json"}


def test_a_link_that_would_not_count_is_skipped(folder: Path) -> None:
    written(folder, "z.json")
    for number, target in enumerate(["../outside/secret.json", "nothing"]):
        (folder / str(number)).symlink_to(target)
    assert list(read(folder)) == ["z.json"]


def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    written(folder, "z.json")
    (tmp_path / "linked").symlink_to(folder)
    assert read(tmp_path / "linked") == {"z.json": "z.json"}


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    written(folder, "z.json")
    os.mkfifo(folder / "a.json")
    assert read(folder) == {"a.json": "File cannot be read", "z.json": "z.json"}
    with pytest.raises(SourceError, match="no regular file"):
        read(folder / "a.json")


def test_a_folder_that_cannot_be_read_is_a_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(folder, "npm/a.json", "z.json")
    real = os.scandir

    def refusing(path: Path) -> object:
        if path.name == "npm":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("packagestate.schemas.advisories.paths.os.scandir", refusing)
    assert read(folder) == {"npm": "Folder cannot be read", "z.json": "z.json"}
    with pytest.raises(SourceError, match="Permission denied"):
        read(folder / "npm")


def test_a_folder_may_be_very_deep(folder: Path) -> None:
    deepest = folder.joinpath(*"a" * 1_100)
    # Python's own ways to make and to delete it call themselves.
    subprocess.run(["mkdir", "-p", deepest], check=True)
    (deepest / "z.json").write_text("deep")
    assert list(read(folder).values()) == ["deep"]
    subprocess.run(["rm", "-r", folder], check=True)


@pytest.mark.parametrize("name", ["MAL-1.json", "MAL-1.zip", "records"])
def test_a_source_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(records_in(tmp_path / name))
    assert caught.value.faults[0].summary == "Source cannot be read"


def test_no_more_is_read_than_is_needed_to_see_that_a_record_is_too_large(folder: Path) -> None:
    path = written(folder, "a.json") / "a.json"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    for source in (folder, path):
        ((_, content),) = records_in(source)
        assert isinstance(content, bytes)
        assert len(content) == LARGEST_RECORD_BYTES + 1
