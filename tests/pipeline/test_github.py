"""One comment and one issue, whatever the number of runs."""

from collections.abc import Iterator

import pytest

from packagestate.provider.pipeline.github import GitHub, GitHubError
from tests.pipeline.github_server import TOKEN, Server, github_server

MARK = "<!-- packagestate prod -->"


@pytest.fixture
def server() -> Iterator[Server]:
    with github_server() as server:
        yield server


@pytest.fixture
def github(server: Server) -> GitHub:
    return GitHub(server.url, "acme/registry", TOKEN)


def test_the_plan_is_one_comment_that_is_updated(server: Server, github: GitHub) -> None:
    github.put_comment(7, MARK, f"{MARK} first")
    github.put_comment(7, MARK, f"{MARK} second")
    github.put_comment(7, MARK, f"{MARK} second")
    assert [comment["body"] for comment in server.comments[7]] == [f"{MARK} second"]
    assert server.writes == ["POST comments", "PATCH comment"]


def test_two_stacks_have_a_comment_each_and_nobody_elses_is_touched(server: Server, github: GitHub) -> None:
    server.comments[7] = [{"id": number, "body": None if number else "Looks good"} for number in range(100)]
    github.put_comment(7, MARK, f"{MARK} ours")
    github.put_comment(7, "<!-- packagestate test -->", "<!-- packagestate test --> ours too")
    github.put_comment(7, MARK, f"{MARK} changed")
    assert [comment["body"] for comment in server.comments[7][100:]] == [
        f"{MARK} changed",
        "<!-- packagestate test --> ours too",
    ]


def test_what_somebody_else_has_marked_is_left_to_them(server: Server, github: GitHub) -> None:
    others = [{"login": "mallory"}, None]
    server.comments[7] = [{"id": number, "body": MARK, "user": user} for number, user in enumerate(others)]
    server.issues = [{"number": 1, "state": "open", "body": MARK, "user": {"login": "mallory"}}]
    github.put_comment(7, MARK, f"{MARK} ours")
    github.put_comment(7, MARK, f"{MARK} changed")
    assert [comment["body"] for comment in server.comments[7]] == [MARK, MARK, f"{MARK} changed"]
    github.put_issue("Drift in prod", MARK, f"{MARK} ours")
    github.close_issue(MARK)
    assert [issue["state"] for issue in server.issues] == ["open", "closed"]


@pytest.mark.parametrize("viewer", [{"errors": [{"message": "not today"}]}, {"data": None}, []])
def test_who_cannot_find_out_its_own_name_changes_nothing(server: Server, github: GitHub, viewer: object) -> None:
    server.comments[7] = [{"id": 1, "body": MARK, "user": {"login": "mallory"}}]
    server.viewer = viewer
    with pytest.raises(GitHubError, match="without a login"):
        github.put_comment(7, MARK, f"{MARK} ours")
    assert not server.writes


def test_drift_opens_one_issue_and_its_end_closes_it(server: Server, github: GitHub) -> None:
    server.issues.append({"number": 1, "state": "open", "body": MARK, "pull_request": {}})
    github.close_issue(MARK)
    for body in ("one version", "one version", "two versions"):
        github.put_issue("Drift in prod", MARK, f"{MARK} {body}")
    assert [issue["body"] for issue in server.issues] == [MARK, f"{MARK} two versions"]
    github.close_issue(MARK)
    github.close_issue(MARK)
    assert [issue["state"] for issue in server.issues] == ["open", "closed"]
    github.put_issue("Drift in prod", MARK, f"{MARK} again")
    assert len(server.issues) == 3
    assert server.writes == ["POST issues", "PATCH issue", "PATCH issue", "POST issues"]


@pytest.mark.parametrize(("repository", "token"), [("acme/registry", "refused"), ("acme/other", TOKEN)])
def test_what_github_refuses_is_said_without_the_token(server: Server, repository: str, token: str) -> None:
    with pytest.raises(GitHubError) as caught:
        GitHub(server.url, repository, token).put_comment(7, MARK, MARK)
    assert "GitHub did not do it" in str(caught.value)
    assert token not in str(caught.value)
    assert not server.writes


def test_a_github_that_does_not_answer_is_an_error_too() -> None:
    with pytest.raises(GitHubError, match="GitHub did not do it"):
        GitHub("http://127.0.0.1:9", "acme/registry", TOKEN).close_issue(MARK)
