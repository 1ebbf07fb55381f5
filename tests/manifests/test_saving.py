"""All files take their places, or none does; and none is ever there by half."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from packagestate.provider.manifests.saving import Drafts, SavingError

# Writes two files where none may be larger than a page; what the disk says of that is what it says when it is full.
FULL_DISK = """
import resource, sys
from pathlib import Path
from packagestate.provider.manifests.saving import Drafts
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
folder = Path(sys.argv[1])
with Drafts() as drafts:
    drafts.write(folder / "new" / "small.yaml", ["small"])
    drafts.write(folder / "large.yaml", ["x" * 1000 for _ in range(1000)])
    drafts.publish()
"""


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_files_take_their_places_together_the_first_one_last(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("old")
    (tmp_path / "old.yaml").chmod(0o640)
    with Drafts() as drafts:
        drafts.write(tmp_path / "import.json", ["{", "}"])
        drafts.write(tmp_path / "old.yaml", ["new\r\n"])
        drafts.write(tmp_path / "a" / "b" / "new.yaml", ["é"])
        assert (tmp_path / "old.yaml").read_text() == "old"
        places = drafts.publish()
    assert [place.name for place in places] == ["old.yaml", "new.yaml", "import.json"]
    assert names(tmp_path) == {"import.json", "old.yaml", "a", "a/b", "a/b/new.yaml"}
    assert (tmp_path / "old.yaml").read_bytes() == b"new\r\n"
    assert (tmp_path / "old.yaml").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "a" / "b" / "new.yaml").read_text(encoding="utf-8") == "é"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("shared.yaml")
    with Drafts() as drafts:
        drafts.write(tmp_path / "link.yaml", ["new"])
        drafts.publish()
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "shared.yaml").read_text() == "new"


def test_whatever_interrupts_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("old")

    def pieces() -> Iterator[str]:
        yield "begun"
        raise KeyboardInterrupt

    def interrupted() -> None:
        with Drafts() as drafts:
            drafts.write(tmp_path / "new" / "one.yaml", ["one"])
            drafts.write(tmp_path / "old.yaml", pieces())

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert names(tmp_path) == {"old.yaml"}
    assert (tmp_path / "old.yaml").read_text() == "old"


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_text("old")
    finished = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SavingError: File cannot be written" in finished.stderr
    assert "large.yaml` cannot be written: File too large. No file was changed." in finished.stderr
    assert names(tmp_path) == {"large.yaml"}
    assert (tmp_path / "large.yaml").read_text() == "old"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SavingError, match="No file was changed"), Drafts() as drafts:
        drafts.write(tmp_path / "file" / "new.yaml", ["new"])


def test_a_file_that_cannot_take_its_place_is_named_with_those_that_have(tmp_path: Path) -> None:
    with Drafts() as drafts:
        drafts.write(tmp_path / "import.json", ["{}"])
        drafts.write(tmp_path / "good.yaml", ["new"])
        drafts.write(tmp_path / "folder.yaml", ["new"])
        (tmp_path / "folder.yaml").mkdir()
        with pytest.raises(SavingError) as caught:
            drafts.publish()
    (fault,) = caught.value.faults
    assert f"Changed before that: `{tmp_path / 'good.yaml'}`." in fault.detail
    assert names(tmp_path) == {"folder.yaml", "good.yaml"}
    with Drafts() as drafts:
        drafts.write(tmp_path / "folder.yaml", ["new"])
        with pytest.raises(SavingError, match="Changed before that: none"):
            drafts.publish()


def test_an_interrupt_comes_too_late_for_files_that_take_their_places(tmp_path: Path) -> None:
    """The signal arrives at the first of them, which is why the folder that it changes sends it."""

    class Place(type(tmp_path)):  # type: ignore[misc] # a path of this system, whatever that is
        def replace(self, target: Path) -> Path:
            os.kill(os.getpid(), signal.SIGINT)
            return Path(self).replace(target)

    before = signal.getsignal(signal.SIGINT)
    with Drafts() as drafts:
        drafts.write(tmp_path / "one.yaml", ["one"])
        drafts.write(tmp_path / "two.yaml", ["two"])
        drafts._drafts = {place: Place(draft) for place, draft in drafts._drafts.items()}  # noqa: SLF001 - when it strikes
        drafts.publish()
    assert names(tmp_path) == {"one.yaml", "two.yaml"}
    assert signal.getsignal(signal.SIGINT) is before


def test_another_thread_may_publish_too(tmp_path: Path) -> None:
    with Drafts() as drafts:
        drafts.write(tmp_path / "one.yaml", ["one"])
        thread = threading.Thread(target=drafts.publish)
        thread.start()
        thread.join()
    assert names(tmp_path) == {"one.yaml"}


def test_a_file_is_taken_away_last_and_one_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("old")
    (tmp_path / "folder.yaml").mkdir()
    with Drafts() as drafts:
        drafts.take_away(tmp_path / "old.yaml")
    assert names(tmp_path) == {"old.yaml", "folder.yaml"}
    with Drafts() as drafts:
        drafts.write(tmp_path / "new.yaml", ["new"])
        for name in ("gone.yaml", "old.yaml", "folder.yaml"):
            drafts.take_away(tmp_path / name)
        with pytest.raises(
            SavingError, match=r"folder\.yaml` cannot be taken away: .*Changed before that: .*new\.yaml"
        ):
            drafts.publish()
    assert names(tmp_path) == {"new.yaml", "folder.yaml"}
