import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.engine.cache import Cache, find_cache
from tools.engine.choice import Source
from tools.engine.recipe import ENGINE_FOLDER, read_recipe


def ignore(_line: str) -> None: ...


def copy_pins(folder: Path) -> Path:
    """Copy the two Go modules, as far as the recipe reads them."""
    for module in ("cli", "language"):
        (folder / module).mkdir()
        for name in ("go.mod", "go.sum"):
            (folder / module / name).write_bytes((ENGINE_FOLDER / module / name).read_bytes())
    return folder


def test_of_two_runs_at_once_one_makes_the_entry_and_the_other_finds_it(tmp_path: Path) -> None:
    cache, makes, waits = Cache(tmp_path / "engine"), [], []
    is_waited_for = threading.Event()

    def make(folder: Path) -> None:
        makes.append(folder)
        assert is_waited_for.wait(10)
        (folder / "pulumi").touch()

    def note(line: str) -> None:
        waits.append(line)
        is_waited_for.set()

    entry = cache.folder / "1.0.0"
    with ThreadPoolExecutor(2) as threads:
        for run in [threads.submit(cache.keep, entry, make, report=note) for _ in range(2)]:
            run.result()
    assert len(makes) == 1
    assert (entry / "pulumi").is_file()
    assert "waiting for another run that does the same" in waits[0]


def test_a_run_that_fails_leaves_no_entry_and_the_next_one_makes_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    entry = tmp_path / "1.0.0"

    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.keep(entry, fail, report=ignore)
    assert not entry.exists()
    cache.keep(entry, lambda folder: (folder / "whole").touch(), report=ignore)
    assert [path.name for path in entry.iterdir()] == ["whole"]


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / "1.0.0.partial").mkdir()
    (tmp_path / "1.0.0.partial" / "half").touch()
    Cache(tmp_path).keep(tmp_path / "1.0.0", lambda folder: (folder / "whole").touch(), report=ignore)
    assert [path.name for path in (tmp_path / "1.0.0").iterdir()] == ["whole"]


def test_an_entry_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    def fail(_folder: Path) -> None:
        pytest.fail("it was made again")

    (tmp_path / "1.0.0").mkdir()
    Cache(tmp_path).keep(tmp_path / "1.0.0", fail, report=ignore)


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"PACKAGESTATE_CACHE": "/own", "XDG_CACHE_HOME": "/shared"}, Path("/own/engine")),
        ({"XDG_CACHE_HOME": "/shared"}, Path("/shared/packagestate/engine")),
        ({}, Path.home() / ".cache" / "packagestate" / "engine"),
    ],
)
def test_the_cache_lies_outside_the_checkout(variables: dict[str, str], folder: Path) -> None:
    assert find_cache(variables).folder == folder


def test_the_name_of_a_built_engine_changes_with_any_pin(tmp_path: Path) -> None:
    pins = copy_pins(tmp_path)
    assert read_recipe(pins).digest == read_recipe().digest
    with (pins / "language" / "go.sum").open("a", encoding="utf-8") as sums:
        sums.write("\n")
    changed = read_recipe(pins)
    assert changed.folder_name(Source.BUILD) != read_recipe().folder_name(Source.BUILD)
    assert changed.folder_name(Source.INSTALLER) == read_recipe().folder_name(Source.INSTALLER)


def test_a_go_mod_without_the_version_is_an_error(tmp_path: Path) -> None:
    pins = copy_pins(tmp_path)
    (pins / "cli" / "go.mod").write_text("module x\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"no version in go\.mod"):
        read_recipe(pins)
