"""The lock's pull request, and the token that pushes it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emulator import Endpoint
from packagestate.provider.pipeline.github import GitHub
from packagestate.provider.report.comment import LONGEST_COMMENT, mark, render_lock
from tests.lock.domain import RULES, SEED
from tests.pipeline.git_server import READER, GitServer, git_server
from tests.pipeline.github_server import TOKEN, Server, github_server
from tests.pipeline.registry import at_origin, begin, head, lock, write_rules
from tests.pipeline.team import STACK, Team

__all__ = ("SEED",)

BOT = "packagestate-lock"
WEEKLY = ("--recreate", BOT, "--pull-request")


@pytest.fixture
def team(tmp_path: Path, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Team:
    return begin(tmp_path, endpoint, monkeypatch)


@pytest.fixture
def server(team: Team, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    assert team.folder.is_dir()
    with github_server() as server:
        for name, value in (("API_URL", server.url), ("REPOSITORY", "acme/registry"), ("TOKEN", TOKEN)):
            monkeypatch.setenv(f"GITHUB_{name}", value)
        yield server


@pytest.fixture
def github(server: Server) -> GitHub:
    return GitHub(server.url, "acme/registry", TOKEN)


@pytest.fixture
def remote(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitServer]:
    """The same `origin`, over HTTP."""
    with git_server(tmp_path) as remote:
        team.git("remote", "set-url", "origin", f"{remote.url}/origin.git")
        monkeypatch.setenv("GITHUB_SERVER_URL", remote.url)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        yield remote


def pull(number: int, head: dict[str, Any], body: str | None = None) -> dict[str, Any]:
    return {"number": number, "state": "open", "title": "", "body": body, "head": head, "base": {"ref": "main"}}


def test_one_pull_request_is_opened_and_updated_and_none_is_closed(
    team: Team, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    assert lock(*WEEKLY) == 0
    assert "pull request 1 opened" in capsys.readouterr().out
    (made,) = server.pulls
    assert (made["head"]["ref"], made["base"]["ref"]) == (BOT, "main")
    assert made["title"] == "packagestate: lock of prod, 2 files"
    assert made["body"].startswith(mark(STACK))
    assert "- old-releases&#58; 4 lines Archived" in made["body"]
    outputs = (tmp_path / "outputs").read_text(encoding="utf-8")
    assert outputs == f"commit={at_origin(team, BOT)}\npull-request=1\n"
    assert lock(*WEEKLY) == 0
    team.git("clean", "-d", "--force", "--quiet")
    write_rules(team, RULES.replace(', "npm-release-*"', ""))
    assert lock(*WEEKLY) == 0
    assert "pull request 1 brought up to date" in capsys.readouterr().out
    assert [each["title"] for each in server.pulls] == ["packagestate: lock of prod, 1 file"]
    writes = ["POST pulls", "PATCH pull", "PATCH pull"]
    assert server.writes == writes
    # Where the lock has become up to date, the pull request is left to people.
    write_rules(team, "domain: acme\nrepository: tools\nformat: npm\npackages: {}\n")
    team.git("clean", "-d", "--force", "--quiet")
    assert lock(*WEEKLY) == 0
    assert "the lock is up to date" in capsys.readouterr().out
    assert (server.writes, [each["state"] for each in server.pulls]) == (writes, ["open"])


def test_a_pull_request_that_says_the_same_is_not_written_again(server: Server, github: GitHub) -> None:
    first = github.put_pull_request(BOT, "main", "title", "<!-- x -->", "<!-- x --> body")
    again = github.put_pull_request(BOT, "main", "title", "<!-- x -->", "<!-- x --> body")
    assert (first.what, again.what, first.number, again.number) == ("opened", "brought up to date", 1, 1)
    assert server.writes == ["POST pulls"]


def test_the_words_of_somebody_stay_and_the_branch_of_a_fork_is_another_one(server: Server, github: GitHub) -> None:
    server.pulls = [
        pull(1, {"ref": BOT, "repo": {"full_name": "acme/fork"}}),
        pull(2, {"ref": BOT, "repo": None}),
        pull(3, {"ref": BOT, "repo": {"full_name": "Acme/Registry"}}),
    ]
    found = github.put_pull_request(BOT, "main", "title", "<!-- x -->", "<!-- x --> body")
    assert (found.number, found.what) == (3, "left with the text that somebody has given it")
    assert not server.writes


def test_what_github_refuses_has_the_commit_pushed_and_says_what_is_missing(
    team: Team, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert server.url
    monkeypatch.setenv("GITHUB_TOKEN", "refused")
    assert lock(*WEEKLY) == 1
    said = capsys.readouterr().err
    assert "settings allow GitHub Actions to create pull requests" in said
    assert "refused" not in said
    assert head(team, f"{at_origin(team, BOT)}~1") == head(team)


def test_a_branch_without_a_base_is_refused_before_anything_is_written(
    team: Team, server: Server, endpoint: Endpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock("--push", "main", "--pull-request") == 1
    assert "Pull request has no base" in capsys.readouterr().err
    assert not [*endpoint.calls]
    # A checkout without a branch has the one that others begin at.
    team.git("switch", "--quiet", "--detach")
    assert lock("--push", "topic", "--pull-request") == 0
    assert [each["base"]["ref"] for each in server.pulls] == ["main"]


def test_the_text_of_a_pull_request_does_nothing(github: GitHub) -> None:
    assert github.token == TOKEN
    hostile = ["@all ![x](https://example.com) <b>", "Fixes #1 `x` | www.example.com", "\x1b[31m::error::"]
    text = render_lock("organization/project/prod", hostile)
    assert text.startswith(f"{mark('prod')}\n### packagestate: the lock\n")
    lines = text.splitlines()[5:]
    assert not {"@", "<", ">", "[", "]", "`", "|", ":", "!", "\x1b"} & set("".join(lines))
    assert "www.e" not in text
    assert len(render_lock("prod", ["x" * 300] * 1000)) < LONGEST_COMMENT


def test_the_token_of_the_runner_pushes_and_replaces_what_a_checkout_left(
    team: Team, remote: GitServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.git("config", f"http.{remote.url}/.extraheader", "AUTHORIZATION: basic old")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Robot")
    assert lock("--push", "topic") == 0
    assert remote.headers
    assert all(len(each) == 1 for each in remote.headers)
    team.git("remote", "set-url", "origin", "../origin.git")
    assert at_origin(team, "topic") == head(team)


@pytest.mark.parametrize(
    ("token", "words"), [("refused", "Remote repository cannot be asked"), (READER, "Push was refused")]
)
def test_a_token_that_may_not_push_is_said_without_it(
    team: Team,
    remote: GitServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    token: str,
    words: str,
) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", token)
    before = head(team)
    assert lock("--push", "topic") == 1
    said = capsys.readouterr().err
    assert words in said
    assert "x-access-token" not in said
    assert head(team) == before
    assert remote.headers


def test_no_other_server_gets_the_token(
    remote: GitServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    assert lock("--push", "topic") == 1
    assert "Remote repository cannot be asked" in capsys.readouterr().err
    assert {tuple(each) for each in remote.headers} == {()}
