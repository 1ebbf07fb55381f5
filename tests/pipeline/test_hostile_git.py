"""A repository that tries to run code while its lock is committed: hooks, filters, aliases, another repository."""

import shlex
import subprocess
from pathlib import Path

import pytest

from emulator import Endpoint
from tests.lock.domain import SEED
from tests.pipeline.registry import LOCK, at_origin, begin, changed, head, lock, write_rules
from tests.pipeline.team import Team

__all__ = ("SEED",)

HOOKS = (
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "pre-push",
    "post-index-change",
    "reference-transaction",
    "post-checkout",
    "pre-auto-gc",
    "fsmonitor-watchman",
)
COMMANDS = (
    *("core.fsmonitor", "core.editor", "core.pager", "core.askPass", "core.alternateRefsCommand", "sequence.editor"),
    *("filter.hostile.clean", "filter.hostile.smudge", "filter.hostile.process", "diff.external"),
    *("diff.hostile.textconv", "diff.hostile.command", "merge.hostile.driver", "gpg.program", "credential.helper"),
    *(f"alias.{name}" for name in ("rev-parse", "hash-object", "update-index", "commit-tree", "push", "ls-remote")),
)


@pytest.fixture
def markers(tmp_path: Path) -> Path:
    folder = tmp_path / "markers"
    folder.mkdir()
    return folder


@pytest.fixture
def team(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    return begin(tmp_path, endpoint, monkeypatch)


def program(folder: Path, markers: Path, name: str) -> Path:
    """A program that leaves a marker when it is run."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n: >{shlex.quote(str(markers / name))}\nexit 1\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def fill(team: Team, markers: Path) -> None:
    """Have the repository name a program wherever Git would run one."""
    attributes = "* filter=hostile diff=hostile merge=hostile text eol=crlf\n"
    for name in (".gitattributes", "packages/.gitattributes"):
        (team.folder / name).write_text(attributes, encoding="utf-8")
    (team.folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (team.folder / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ./x\n', encoding="utf-8")
    team.git("add", "--all", "--force")
    team.git("commit", "--quiet", "--message", "hostile")
    for name in HOOKS:
        program(team.folder / ".git" / "hooks", markers, name)
    for name in COMMANDS:
        team.git("config", name, str(program(team.folder.parent / "programs", markers, name)))
    for name in ("commit.gpgSign", "push.gpgSign", "filter.hostile.required", "submodule.recurse"):
        team.git("config", name, "true")
    team.git("config", "push.recurseSubmodules", "on-demand")


def test_nothing_that_a_repository_names_is_run(team: Team, markers: Path) -> None:
    fill(team, markers)
    # Before each look: the tests' own calls of Git run what is named.
    assert (lock(), run(markers)) == (0, [])
    assert all(name.startswith(f"{LOCK}/") for name in changed(team))
    # What is committed is what was written: no filter has changed it.
    for name in changed(team):
        stored = team.git("cat-file", "blob", f"HEAD:{name}")
        assert stored == (team.folder / name).read_text(encoding="utf-8")
        assert "\r" not in stored
    write_rules(team, "domain: acme\nrepository: tools\nformat: npm\npackages: {}\n")
    run(markers)
    assert (lock("--push", "topic"), run(markers)) == (0, [])
    assert at_origin(team, "topic") == head(team)
    run(markers)
    with pytest.raises(subprocess.CalledProcessError):
        team.git("commit", "--allow-empty", "--message", "by git commit")
    assert run(markers)


def run(markers: Path) -> list[str]:
    """The programs that have been run since this was asked last."""
    found = sorted(markers.iterdir())
    for each in found:
        each.unlink()
    return [each.name for each in found]


def test_a_folder_that_looks_like_a_repository_is_none(
    team: Team, markers: Path, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its configuration would come with the proposal."""
    packages = team.folder / "packages"
    team.git("init", "--quiet", "--bare", "packages/inner.git")
    for each in (packages / "inner.git").iterdir():
        each.rename(packages / each.name)
    with (packages / "config").open("a", encoding="utf-8") as file:
        hook = program(team.folder.parent / "programs", markers, "bare")
        file.write(f"[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {hook}\n\thooksPath = ..\n")
    assert lock("--push", "topic") == 1
    assert "cannot use bare repository" in capsys.readouterr().err
    assert not [*endpoint.calls]
    assert run(markers) == []


@pytest.mark.parametrize("name", ["packagestate.lock", "packagestate.lock/123456789012.eu-west-1"])
@pytest.mark.parametrize("target", ["missing", "packages"])
def test_a_lock_that_leads_somewhere_else_is_refused(
    team: Team, endpoint: Endpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, name: str, target: str
) -> None:
    link = team.folder / "packages" / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(tmp_path / target if target == "missing" else team.folder / target)
    assert lock() == 1
    assert f"`packages/{name}` is a link" in capsys.readouterr().err
    assert not [*endpoint.calls]
    assert not (tmp_path / "missing").exists()
