"""CodeArtifact on 127.0.0.1: one port for its API, its registries, and the other services of AWS that a stack touches.

What a request is for is read from it: the service in its signature, or a path below `/-/` for the registries, or one of
the endpoint's own paths. Everything else goes to unmodified moto: STS, IAM, KMS, S3.
"""

import json
import re
import socket
import threading
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from moto.core import DEFAULT_ACCOUNT_ID
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from emulator.api import Api, ConnectionDroppedError
from emulator.calls import Calls
from emulator.codeartifact.models import CodeArtifactBackend
from emulator.faults import Faults
from emulator.quotas import Quotas
from emulator.registry.application import registry_application
from emulator.seeds import read_seed, sow
from emulator.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HOST = "127.0.0.1"
REGION = "us-east-1"
"""The region in the names of the endpoint's resources, whatever the caller's is: there is one store."""

_SCOPE = re.compile(r"Credential=[^/]+/[^/]+/[^/]+/([^/]+)/")


@dataclass(frozen=True, slots=True)
class Switches:
    """How an endpoint differs from a well-behaved service without limits.

    Attributes:
        partial_success: A batch changes the versions that it can although others fail.
        with_quotas: AWS's quotas hold.
        with_iam: Callers are held against their IAM policies, which are set through the same port.
        latency_seconds: How long every answer of the API is held back.
        ingestion_lag_seconds: How long a version that was fetched from upstream stays out of lists.
    """

    partial_success: bool = False
    with_quotas: bool = False
    with_iam: bool = False
    latency_seconds: float = 0.0
    ingestion_lag_seconds: float = 0.0


class _Handler(WSGIRequestHandler):
    """Keeps connections, and prints nothing."""

    protocol_version = "HTTP/1.1"
    # Head and body of an answer are two packets; without this the second waits for the first to be acknowledged.
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ANN401 - the signature is werkzeug's
        """Print nothing."""


class Endpoint:
    """A local CodeArtifact; a context manager that stops it in the end.

    Attributes:
        store: What it holds.
        calls: The API calls that it received.
        faults: What goes wrong with its answers.
    """

    def __init__(self, switches: Switches) -> None:
        """Make an endpoint that does not listen yet; use `start`."""
        self.store = Store()
        self.store.settings.partial_success = switches.partial_success
        self.store.settings.ingestion_lag_seconds = switches.ingestion_lag_seconds
        self.calls, self.faults = Calls(), Faults()
        self._api = Api(
            CodeArtifactBackend(REGION, DEFAULT_ACCOUNT_ID, self.store),
            self.calls,
            self.faults,
            Quotas() if switches.with_quotas else None,
            switches.latency_seconds,
            switches.with_iam,
        )
        self._registry = registry_application(self.store)
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None

    @classmethod
    def start(
        cls, *, seed: Mapping[str, Any] | Path | None = None, port: int = 0, switches: Switches = Switches()
    ) -> Self:
        """Start an endpoint.

        Args:
            seed: What it holds at first, or the file that says so; see `emulator.seeds`.
            port: Where it listens; 0 for any free port.
            switches: How it behaves.

        Returns:
            The endpoint, which listens.

        Raises:
            SeedError: The seed is wrong.
            OSError: The port is not free.
        """
        endpoint = cls(switches)
        if seed is not None:
            sow(endpoint.store, read_seed(seed) if isinstance(seed, Path) else seed)
        endpoint._listen(port)
        return endpoint

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        if self._server is None:
            raise RuntimeError("the endpoint does not listen")
        return f"http://{HOST}:{self._server.port}"

    def close(self) -> None:
        """Stop listening; nothing is left behind."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def __enter__(self) -> Self:
        """Give the endpoint."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self.close()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, of whatever kind."""
        return self._route(environ)(environ, start_response)

    def _listen(self, port: int) -> None:
        # werkzeug would end the process where the port is not free.
        with socket.create_server((HOST, port)) as listener:
            self._server = make_server(HOST, port, self, threaded=True, request_handler=_Handler, fd=listener.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def _route(self, environ: "WSGIEnvironment") -> "WSGIApplication":
        """Which application a request is for."""
        path: str = environ.get("PATH_INFO", "")
        scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        if scope is not None and scope[1] == "codeartifact":
            return self._api
        if path.startswith("/-/"):
            return self._registry
        match path:
            case "/_health":
                return Response("ok")
            case "/_calls":
                return self._calls_page
            case "/_faults":
                return self._faults_page
            case _:
                return self._other_services

    @cached_property
    def _other_services(self) -> "WSGIApplication":
        # Not at the top: it takes a second to import, and few who use an endpoint need it.
        from moto.moto_server.werkzeug_app import (  # noqa: PLC0415
            DomainDispatcherApplication,
            create_backend_app,
        )

        application: WSGIApplication = DomainDispatcherApplication(create_backend_app)
        return application

    def _calls_page(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """`GET` gives the log, `DELETE` forgets it."""
        if environ["REQUEST_METHOD"] == "DELETE":
            self.calls.clear()
        log = [asdict(call) for call in self.calls]
        return Response(json.dumps(log, default=str), content_type="application/json")(environ, start_response)

    def _faults_page(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """`POST` plants a fault, `DELETE` takes all away."""
        if environ["REQUEST_METHOD"] == "DELETE":
            self.faults.clear()
            return Response(status=HTTPStatus.NO_CONTENT)(environ, start_response)
        try:
            self.faults.plant(**json.loads(Request(environ).get_data()))
        except (TypeError, ValueError) as error:
            return Response(f"{error}\n", HTTPStatus.BAD_REQUEST)(environ, start_response)
        return Response(status=HTTPStatus.NO_CONTENT)(environ, start_response)


__all__ = ["ConnectionDroppedError", "Endpoint", "Switches"]
