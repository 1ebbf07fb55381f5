"""A server of Git over HTTP, which is Git's own, behind the token that GitHub's would want."""

import gzip
import os
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

from werkzeug.wrappers import Request, Response

from tests.pipeline.github_server import TOKEN
from tests.pipeline.serving import serving

WRITES = "git-receive-pack"
#: May read, and not write.
READER = "reads"
_TOKENS = {f"basic {b64encode(f'x-access-token:{each}'.encode()).decode()}": each for each in (TOKEN, READER)}


@dataclass
class GitServer:
    """Every repository below a folder.

    Attributes:
        folder: The folder.
        url: Where it listens.
        headers: The headers for authentication of each request.
    """

    folder: Path
    url: str = ""
    headers: list[list[str]] = field(default_factory=list)

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        given = request.headers.getlist("Authorization")
        self.headers.append(given)
        token = _TOKENS.get(given[0]) if len(given) == 1 else None
        if token is None:
            return Response("", 403)
        if token == READER and WRITES in request.full_path:
            return Response("", 403)
        return self._answer(request)

    def _answer(self, request: Request) -> Response:
        content = request.get_data()
        if request.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        variables = {
            "GIT_PROJECT_ROOT": str(self.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "x-access-token",
            "REQUEST_METHOD": request.method,
            "PATH_INFO": request.path,
            "QUERY_STRING": request.query_string.decode(),
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(content)),
        }
        environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, **variables}
        answer = subprocess.run(
            ["git", "http-backend"], input=content, env=environment, capture_output=True, check=True
        ).stdout
        head, _, body = answer.partition(b"\r\n\r\n")
        headers = dict(message_from_bytes(head))
        status = int(headers.pop("Status", "200").split()[0])
        return Response(body, status, headers)


@contextmanager
def git_server(folder: Path) -> Iterator[GitServer]:
    """Listen on any free port for as long as somebody needs it."""
    server = GitServer(folder)
    with serving(Request.application(server.answer)) as server.url:
        yield server
