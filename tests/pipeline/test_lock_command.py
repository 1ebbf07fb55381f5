"""`packagestate pipeline lock`: which files it commits, whose branch it pushes to, and what it leaves as it is."""

import os
from pathlib import Path

import pytest

from emulator import Endpoint
from packagestate.provider.cli.exit_codes import ExitCode
from packagestate.schemas.files import FOLDER_VARIABLE
from tests.lock.domain import RULES, SEED
from tests.pipeline.registry import LOCK, at_origin, begin, changed, head, lock, write_rules
from tests.pipeline.team import STACK, Team

__all__ = ("SEED",)

NO_RULES = "domain: acme\nrepository: tools\nformat: npm\npackages: {}\n"
BOT = "packagestate-lock"


@pytest.fixture
def team(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    return begin(tmp_path, endpoint, monkeypatch)


def colleague(team: Team, branch: str) -> str:
    """Somebody else pushes to a branch; their commit."""
    folder = team.folder.parent / "colleague"
    team.git("clone", "--quiet", "--branch", branch, "../origin.git", str(folder))
    theirs = Team(folder, team.environment)
    theirs.commit(NO_RULES, "theirs")
    theirs.git("push", "--quiet", "origin", branch)
    return head(theirs)


def test_the_files_of_the_lock_are_committed_alone_and_once(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    (team.folder / "staged.txt").write_text("staged\n", encoding="utf-8")
    team.git("add", "staged.txt")
    (team.folder / "README.md").write_text("changed\n", encoding="utf-8")
    (team.folder / "loose.txt").write_text("loose\n", encoding="utf-8")
    before, status = head(team), team.git("status", "--porcelain")
    assert lock() == 0
    said = capsys.readouterr().out
    assert "old-releases: 4 lines Archived" in said
    assert f"committed {head(team)}\n" in said
    assert head(team, "HEAD~1") == before
    files = [f"{LOCK}/123456789012.eu-west-1/acme/{name}.npm.yaml" for name in ("npm-internal", "npm-release-a")]
    assert [name.partition(".eu-west-1/")[2] for name in changed(team)] == [
        name.partition(".eu-west-1/")[2] for name in files
    ]
    assert all(name.startswith(f"{LOCK}/") for name in changed(team))
    assert team.git("status", "--porcelain") == status
    assert team.git("log", "-1", "--format=%an <%ae> %s").startswith("packagestate <packagestate@noreply.invalid> ")
    commit = head(team)
    assert lock() == 0
    assert "the lock is up to date: nothing was committed or pushed" in capsys.readouterr().out
    assert (head(team), at_origin(team, "main")) == (commit, before)
    assert not endpoint.calls.writes


def test_who_git_knows_is_who_commits(team: Team) -> None:
    team.git("config", "user.name", "Robot")
    team.git("config", "user.email", "robot@example.com")
    assert lock() == 0
    assert team.git("log", "-1", "--format=%an <%ae> %cn").strip() == "Robot <robot@example.com> Robot"


def test_files_that_no_rule_is_about_any_more_go_and_others_in_the_folder_stay(team: Team) -> None:
    assert lock() == 0
    for name in ("notes.txt", ".hidden.yaml"):
        (team.folder / LOCK / name).write_text("ours\n", encoding="utf-8")
    team.git("add", "--all")
    # A repository in the folder, which Git keeps by its commit.
    team.git("update-index", "--add", "--cacheinfo", f"160000,{head(team)},{LOCK}/inner.yaml")
    team.git("commit", "--quiet", "--message", "notes")
    (team.folder / LOCK / "notes.txt").write_text("changed\n", encoding="utf-8")
    write_rules(team, NO_RULES)
    assert lock() == 0
    assert len(changed(team)) == 2
    assert team.git("ls-files", LOCK).split() == [
        f"{LOCK}/{name}" for name in (".hidden.yaml", "inner.yaml", "notes.txt")
    ]
    status = team.git("status", "--porcelain").splitlines()
    assert {f" M {LOCK}/notes.txt", " M packages/rules.yaml"} == {each for each in status if "inner" not in each}


def test_a_proposal_gets_its_lock_on_its_own_branch(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    team.git("switch", "--quiet", "--create", "topic")
    team.git("push", "--quiet", "origin", "topic")
    before = head(team)
    assert lock("--push", "topic") == 0
    assert f"committed {head(team)}, pushed to topic\n" in capsys.readouterr().out
    assert (at_origin(team, "topic"), head(team, "HEAD~1"), at_origin(team, "main")) == (head(team), before, before)
    assert lock("--push", "topic") == 0
    outputs = (tmp_path / "outputs").read_text(encoding="utf-8")
    assert outputs == f"commit={head(team)}\npull-request=\n" * 2


def test_what_somebody_pushed_meanwhile_is_never_replaced(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.git("switch", "--quiet", "--create", "topic")
    team.git("push", "--quiet", "origin", "topic")
    before, theirs = head(team), colleague(team, "topic")
    assert lock("--push", "topic") == 1
    assert "Branch has moved" in capsys.readouterr().err
    assert (head(team), at_origin(team, "topic")) == (before, theirs)
    # Nothing is lost: the lock is there, and on what the branch holds now the same run goes well.
    assert team.git("status", "--porcelain") == f"?? {LOCK}/\n"
    team.git("pull", "--quiet", "--rebase", "origin", "topic")
    assert lock("--push", "topic") == 0
    assert (at_origin(team, "topic"), head(team, "HEAD~1")) == (head(team), theirs)
    assert all(name.startswith(f"{LOCK}/") for name in changed(team))


def test_the_bots_branch_is_always_the_present_commit_and_one_more(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    first = head(team)
    assert lock("--recreate", BOT) == 0
    assert (head(team), team.git("diff", "--cached", "--name-only")) == (first, "")
    assert len(changed(team, at_origin(team, BOT))) == 2
    colleague(team, BOT)
    team.git("clean", "-d", "--force", "--quiet")
    team.commit(NO_RULES, "more")
    second = head(team)
    assert lock("--recreate", BOT) == 0
    made = at_origin(team, BOT)
    assert (head(team, f"{made}~1"), head(team), at_origin(team, "main")) == (second, second, first)
    assert f"committed {made}, pushed to {BOT}" in capsys.readouterr().out


def test_a_lock_that_has_the_rules_as_they_are_is_left_where_that_is_enough(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock("--if-out-of-date") == 0
    commit = head(team)
    endpoint.calls.clear()
    assert lock("--if-out-of-date") == 0
    assert "The rules were not asked again" in capsys.readouterr().out
    assert (head(team), [*endpoint.calls]) == (commit, [])
    write_rules(team, RULES.replace("180d", "9000d"))
    assert lock("--if-out-of-date") == 0
    assert head(team, "HEAD~1") == commit


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--recreate", "main"], "would lose what others have committed"),
        (["--recreate", "topic"], "would lose what others have committed"),
        (["--push", "a..b"], "`a..b` is no name of a branch"),
        (["--push", "main"], "`main` is the one that others begin at"),
        (["--push", "--force"], "Branch has moved"),
        (["--pull-request", "--push", "topic"], "GitHub is not known"),
    ],
)
def test_a_branch_that_must_not_be_pushed_to_so_is_refused(
    team: Team, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    team.git("switch", "--quiet", "--create", "topic")
    team.commit(NO_RULES, "topic")
    team.git("push", "--quiet", "origin", "topic")
    team.git("push", "--quiet", "origin", "topic:refs/heads/--force")
    team.git("reset", "--quiet", "--hard", "HEAD~1")
    before = team.git("ls-remote", "origin")
    assert lock(*arguments) == 1
    assert words in capsys.readouterr().err
    assert team.git("ls-remote", "origin") == before


def test_an_origin_that_does_not_answer_is_said_before_aws_is_asked(
    team: Team, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    team.git("remote", "remove", "origin")
    assert lock("--push", "topic") == 1
    assert "Remote repository cannot be asked" in capsys.readouterr().err
    assert not [*endpoint.calls]
    assert not (team.folder / LOCK).exists()


def test_a_server_that_refuses_is_quoted(team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hook = tmp_path / "origin.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before = head(team)
    assert lock("--push", "topic") == 1
    assert "[remote rejected] (pre-receive hook declined)" in capsys.readouterr().err
    assert (head(team), at_origin(team, "topic")) == (before, "")


@pytest.mark.parametrize("arguments", [["--push", "a", "--recreate", "b"], ["--pull-request"]])
def test_options_that_do_not_fit_are_a_usage_error(team: Team, endpoint: Endpoint, arguments: list[str]) -> None:
    assert lock(*arguments) == ExitCode.USAGE
    assert (not [*endpoint.calls], not (team.folder / LOCK).exists()) == (True, True)


def test_without_credentials_nothing_is_written(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    before = head(team)
    assert lock("--push", "topic") == ExitCode.AUTHENTICATION
    assert (head(team), at_origin(team, "topic"), team.git("status", "--porcelain")) == (before, "", "")


def test_without_git_or_a_commit_nothing_is_written(
    team: Team, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(team.folder))
    assert lock() == 1
    monkeypatch.setenv("PATH", path)
    (team.folder / ".git").rename(team.folder / "away")
    assert lock() == 1
    team.git("init", "--quiet")
    assert lock() == 1
    said = capsys.readouterr().err
    assert [said.count(words) for words in ("Git is missing", "not a git repository", "Needed a single revision")] == [
        1,
        1,
        1,
    ]
    assert not [*endpoint.calls]
    assert not (team.folder / LOCK).exists()


def test_settings_stay_in_the_folder_and_messages_name_files_from_there(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "before")
    monkeypatch.chdir(tmp_path)
    (team.folder / "packages" / "odd.yaml").write_text(
        "domain: acme\nrepository: tools\nformat: npm\npackages: {other: {versions: {1.10: Archived}}}\n", "utf-8"
    )
    assert lock("--folder", "data") == 0
    said = capsys.readouterr()
    assert f"wrote {LOCK}/" in said.out
    assert "packages/odd.yaml:4" in said.err
    assert os.environ[FOLDER_VARIABLE] == "before"
    for stated, words in (("../other", "leads out of the folder"), ("packages/rules.yaml", "Lock needs a folder")):
        settings = f"config:\n  packagestate:region: eu-west-1\n  packagestate:manifests: {stated}\n"
        (team.folder / f"Pulumi.{STACK}.yaml").write_text(settings, encoding="utf-8")
        assert lock("--folder", "data") == 1
        assert words in capsys.readouterr().err
    assert lock("--folder", "missing") == 1
    assert "Folder is missing" in capsys.readouterr().err
