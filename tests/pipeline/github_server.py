"""The few routes of GitHub's API that a pipeline uses, over HTTP; it knows nothing of who asks."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from tests.pipeline.serving import serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TOKEN = "granted"
LOGIN = "packagestate[bot]"

_ROUTES = Map(
    [
        Rule("/graphql", endpoint="graphql", methods=["POST"]),
        Rule("/repos/acme/registry/issues", endpoint="issues", methods=["GET", "POST"]),
        Rule("/repos/acme/registry/issues/<int:number>", endpoint="issue", methods=["PATCH"]),
        Rule("/repos/acme/registry/issues/<int:number>/comments", endpoint="comments", methods=["GET", "POST"]),
        Rule("/repos/acme/registry/issues/comments/<int:number>", endpoint="comment", methods=["PATCH"]),
        Rule("/repos/acme/registry/pulls", endpoint="pulls", methods=["GET", "POST"]),
        Rule("/repos/acme/registry/pulls/<int:number>", endpoint="pull", methods=["PATCH"]),
    ]
)


@dataclass
class Server:
    """What the repository holds.

    Attributes:
        url: Where the API listens.
        issues: The issues, pull requests among them.
        comments: The comments of each.
        pulls: The pull requests.
        writes: The requests that changed something.
        viewer: What is answered to who asks for its own name.
    """

    url: str = ""
    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    viewer: object = field(default_factory=lambda: {"data": {"viewer": {"login": LOGIN}}})

    def application(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Response(json.dumps({"message": "Bad credentials"}), 401, content_type="application/json")
        try:
            name, values = _ROUTES.bind_to_environ(request.environ).match()
        except NotFound as error:
            return Response(json.dumps({"message": error.description}), 404, content_type="application/json")
        content = json.loads(request.get_data() or "{}")
        if request.method != "GET" and name != "graphql":
            self.writes.append(f"{request.method} {name}")
        answer = getattr(self, f"_{request.method.lower()}_{name}")(request, content, **values)
        return Response(json.dumps(answer), 200, content_type="application/json")

    def _post_graphql(self, _request: Request, content: dict[str, Any]) -> object:
        assert content == {"query": "{ viewer { login } }"}
        return self.viewer

    def _get_issues(self, request: Request, _content: object) -> list[dict[str, Any]]:
        return _page(request, [issue for issue in self.issues if issue["state"] == request.args["state"]])

    def _post_issues(self, _request: Request, content: dict[str, Any]) -> dict[str, Any]:
        self.issues.append({"number": len(self.issues) + 1, "state": "open", "user": {"login": LOGIN}, **content})
        return self.issues[-1]

    def _patch_issue(self, _request: Request, content: dict[str, Any], number: int) -> dict[str, Any]:
        issue = next(issue for issue in self.issues if issue["number"] == number)
        issue.update(content)
        return issue

    def _get_comments(self, request: Request, _content: object, number: int) -> list[dict[str, Any]]:
        return _page(request, self.comments.get(number, []))

    def _post_comments(self, _request: Request, content: dict[str, Any], number: int) -> dict[str, Any]:
        comments = self.comments.setdefault(number, [])
        comments.append({"id": 1000 * number + len(comments), "user": {"login": LOGIN}, **content})
        return comments[-1]

    def _patch_comment(self, _request: Request, content: dict[str, Any], number: int) -> dict[str, Any]:
        comment = next(each for comments in self.comments.values() for each in comments if each["id"] == number)
        comment.update(content)
        return comment

    def _get_pulls(self, request: Request, _content: object) -> list[dict[str, Any]]:
        """As GitHub does: `head` is the owner of the branch's repository and the branch."""
        named = {name: request.args[name] for name in ("state", "base", "head")}
        found = [
            pull
            for pull in self.pulls
            if (pull["state"], pull["base"]["ref"], f"acme:{pull['head']['ref']}") == tuple(named.values())
        ]
        return _page(request, found)

    def _post_pulls(self, _request: Request, content: dict[str, Any]) -> dict[str, Any]:
        assert content["head"] != content["base"]
        repository = {"full_name": "acme/registry"}
        made = {"number": len(self.pulls) + 1, "state": "open", "title": content["title"], "body": content["body"]}
        made |= {"head": {"ref": content["head"], "repo": repository}, "base": {"ref": content["base"]}}
        self.pulls.append(made)
        return made

    def _patch_pull(self, _request: Request, content: dict[str, Any], number: int) -> dict[str, Any]:
        pull = next(each for each in self.pulls if each["number"] == number)
        pull.update(content)
        return pull


def _page(request: Request, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count, page = int(request.args["per_page"]), int(request.args["page"])
    return found[count * (page - 1) : count * page]


@contextmanager
def github_server() -> Iterator[Server]:
    """Listen on any free port for as long as somebody needs it."""
    server = Server()
    with serving(server.application) as server.url:
        yield server
