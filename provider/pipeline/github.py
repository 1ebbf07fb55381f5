"""One comment on a pull request, one issue for drift, one pull request for the lock, each changed where it is there.

A comment and an issue are found by a hidden mark, and a pull request by its branch, of which there is one.

Who writes the mark into a comment or an issue of their own could change afterwards what this wrote there, so only the
caller's own are looked at.

Source: GitHub REST API documentation, "Issue comments", "Issues" and "Pulls"; a pull request is an issue there, and one
at most is open from one branch into another. GitHub GraphQL API documentation, `viewer`: unlike the REST API it also
names the bot that a workflow's token stands for.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPMethod
from typing import Any, Final
from urllib.parse import urlencode

from packagestate.schemas.errors import PackageStateError

_OPEN_ISSUES: Final = "issues?state=open"
_PAGE_COUNT: Final = 100
_TIMEOUT_SECONDS: Final = 30


class GitHubError(PackageStateError):
    """GitHub did not answer, or said no."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request that is open.

    Attributes:
        number: Its number.
        what: What was done with it, for people.
    """

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class GitHub:
    """One repository at GitHub.

    Attributes:
        api: The URL of the API, without a slash at the end.
        repository: `OWNER/NAME`.
        token: What the caller may do there.
    """

    api: str
    repository: str
    token: str

    def put_comment(self, number: int, mark: str, body: str) -> None:
        """Leave one comment, or change the one that is there.

        Args:
            number: The pull request.
            mark: What the comment is found by; `body` begins with it.
            body: The comment, in Markdown.

        Raises:
            GitHubError: GitHub did not answer, or said no.
        """
        comment = self._own(f"issues/{number}/comments", mark)
        if comment is None:
            self._call(HTTPMethod.POST, f"issues/{number}/comments", {"body": body})
        elif comment["body"] != body:
            self._call(HTTPMethod.PATCH, f"issues/comments/{comment['id']}", {"body": body})

    def put_issue(self, title: str, mark: str, body: str) -> None:
        """Open an issue, or change the open one that is there. It is opened once, not every night.

        Args:
            title: Its title.
            mark: What the issue is found by; `body` begins with it.
            body: Its text, in Markdown.

        Raises:
            GitHubError: GitHub did not answer, or said no.
        """
        issue = self._own(_OPEN_ISSUES, mark)
        if issue is None:
            self._call(HTTPMethod.POST, "issues", {"title": title, "body": body})
        elif issue["body"] != body:
            self._call(HTTPMethod.PATCH, f"issues/{issue['number']}", {"body": body})

    def close_issue(self, mark: str) -> None:
        """Close the open issue, if there is one.

        Args:
            mark: What it is found by.

        Raises:
            GitHubError: GitHub did not answer, or said no.
        """
        issue = self._own(_OPEN_ISSUES, mark)
        if issue is not None:
            self._call(HTTPMethod.PATCH, f"issues/{issue['number']}", {"state": "closed"})

    def put_pull_request(self, branch: str, base: str, title: str, mark: str, body: str) -> PullRequest:
        """Open a pull request, or change the one that is open. None is closed.

        Args:
            branch: The branch that is to be merged.
            base: The branch that it is to be merged into.
            title: Its title.
            mark: What `body` begins with. The text of a pull request that does not begin so is somebody's own, and
                stays.
            body: Its text, in Markdown.

        Returns:
            The pull request.

        Raises:
            GitHubError: GitHub did not answer, or said no.
        """
        owner = self.repository.partition("/")[0]
        query = urlencode({"state": "open", "head": f"{owner}:{branch}", "base": base})
        # Without a branch of that name GitHub leaves the filter out. Forks of the same owner have the same name too.
        here = (each for each in self._pages(f"pulls?{query}") if self._is_from(each["head"], branch))
        known = next(here, None)
        if known is None:
            content = {"title": title, "head": branch, "base": base, "body": body}
            return PullRequest(int(self._call(HTTPMethod.POST, "pulls", content)["number"]), "opened")
        number = int(known["number"])
        if not (known["body"] or "").startswith(mark):
            return PullRequest(number, "left with the text that somebody has given it")
        if (known["title"], known["body"]) != (title, body):
            self._call(HTTPMethod.PATCH, f"pulls/{number}", {"title": title, "body": body})
        return PullRequest(number, "brought up to date")

    def _is_from(self, head: dict[str, Any], branch: str) -> bool:
        """Whether a pull request is from a branch of this repository. One whose fork is gone has no repository."""
        where = "" if head["repo"] is None else str(head["repo"]["full_name"])
        return str(head["ref"]) == branch and where.casefold() == self.repository.casefold()

    def _own(self, path: str, mark: str) -> dict[str, Any] | None:
        """The first comment or issue of the caller's own that begins with the mark."""
        found = (each for each in self._pages(path) if "pull_request" not in each)
        marked = [each for each in found if (each["body"] or "").startswith(mark)]
        login = self._login() if marked else ""
        return next((each for each in marked if each["user"] and each["user"]["login"] == login), None)

    def _login(self) -> str:
        """Who the caller is."""
        # A server of one's own has the one API at `/api/v3` and the other at `/api/graphql`.
        url = f"{self.api.removesuffix('/v3')}/graphql"
        answer = self._send(HTTPMethod.POST, url, {"query": "{ viewer { login } }"})
        try:
            return str(answer["data"]["viewer"]["login"])
        except (KeyError, TypeError) as error:
            raise _failure(f"POST {url}", f"an answer without a login: {str(answer)[:200]}") from error

    def _pages(self, path: str) -> Iterator[dict[str, Any]]:
        page, separator = 1, "&" if "?" in path else "?"
        while True:
            found = self._call(HTTPMethod.GET, f"{path}{separator}per_page={_PAGE_COUNT}&page={page}")
            yield from found
            if len(found) < _PAGE_COUNT:
                return
            page += 1

    def _call(self, method: HTTPMethod, path: str, content: object = None) -> Any:  # noqa: ANN401 - any JSON
        return self._send(method, f"{self.api}/repos/{self.repository}/{path}", content)

    def _send(self, method: HTTPMethod, url: str, content: object) -> Any:  # noqa: ANN401 - any JSON
        request = urllib.request.Request(  # noqa: S310 - the URL is GitHub's own variable, or an argument
            url,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
                return json.load(answer)
        except (OSError, ValueError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            raise _failure(f"{method} {url.partition('?')[0]}", str(error)) from error


def _failure(request: str, reason: str) -> GitHubError:
    hint = "see that the job has `permissions: {pull-requests: write, issues: write}`, and run it again"
    if request.endswith("/pulls"):
        hint = (
            "see that the job has `permissions: {pull-requests: write}` and that the repository's settings allow "
            "GitHub Actions to create pull requests, and run it again"
        )
    return GitHubError.of(
        "GitHub did not do it",
        f"{request} ended with: {reason}. It changes nothing in AWS, and nothing there was changed for it.",
        hint,
    )
