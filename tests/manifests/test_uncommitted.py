"""Changes that Git has not got keep adopt from adding to them."""

import subprocess
from pathlib import Path

import pytest

from packagestate.provider.manifests.uncommitted import UnsavedError, require_saved


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder of manifests in a repository of Git, with one manifest that is committed."""
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "npm.yaml").write_text("one\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "one")
    return packages


def test_what_is_committed_is_saved(packages: Path) -> None:
    require_saved(packages)


def test_changes_beside_the_folder_are_nobodys_business(packages: Path) -> None:
    (packages.parent / "README.md").write_text("new\n")
    require_saved(packages)


def test_a_folder_that_is_not_there_holds_no_changes(packages: Path) -> None:
    require_saved(packages / "new")


def test_outside_of_a_repository_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    require_saved(tmp_path)


def test_changed_and_new_files_are_named(packages: Path) -> None:
    (packages / "npm.yaml").write_text("two\n")
    (packages / "new name.yaml").write_text("new\n")
    with pytest.raises(UnsavedError) as caught:
        require_saved(packages)
    (fault,) = caught.value.faults
    assert "`packages/new name.yaml`" in fault.detail
    assert "`packages/npm.yaml`" in fault.detail
    assert "more" not in fault.detail


def test_many_changes_are_counted(packages: Path) -> None:
    for number in range(7):
        (packages / f"{number}.yaml").write_text("new\n")
    with pytest.raises(UnsavedError, match="and 2 more"):
        require_saved(packages)


def test_where_git_is_missing_nothing_is_guessed(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnsavedError, match="there is no `git` on the PATH"):
        require_saved(packages)


def test_where_git_fails_nothing_is_guessed(packages: Path) -> None:
    (packages.parent / ".git" / "HEAD").write_text("nonsense\n")
    with pytest.raises(UnsavedError, match="Git cannot be asked"):
        require_saved(packages)
