"""CodeArtifact on 127.0.0.1: one port for its API, its registries, and the other services of AWS that a stack touches.

What a request is for is read from it: the service in its signature, or a path below `/-/` for the registries, or one of
the endpoint's own paths. Everything else goes to unmodified moto: STS, IAM, KMS, S3.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from moto.core.models import DEFAULT_ACCOUNT_ID

from emulator.api import Api
from emulator.calls import Calls
from emulator.codeartifact.models import CodeArtifactBackend
from emulator.faults import Faults
from emulator.pages import PATHS, Pages
from emulator.quotas import Quotas
from emulator.registry.application import registry_application
from emulator.seeds import read_seed, sow
from emulator.server import Server
from emulator.store import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REGION = "us-east-1"
"""The region of what nobody signs. There is one store, and its names are in whatever region the caller signs for."""

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


class Endpoint:
    """A local CodeArtifact; a context manager that stops it in the end.

    Attributes:
        store: What it holds.
        calls: The API calls that it received.
        faults: What goes wrong with its answers.
    """

    def __init__(self, store: Store, port: int, switches: Switches) -> None:
        """Listen; `start` is for who has no store."""
        self.store = store
        self.store.settings.partial_success = switches.partial_success
        self.store.settings.ingestion_lag_seconds = switches.ingestion_lag_seconds
        self.calls, self.faults = Calls(), Faults()
        quotas = Quotas() if switches.with_quotas else None
        self._api = Api(
            CodeArtifactBackend(REGION, DEFAULT_ACCOUNT_ID, self.store),
            self.calls,
            self.faults,
            quotas,
            switches.latency_seconds,
            switches.with_iam,
        )
        self._registry = registry_application(self.store, quotas)
        self._pages = Pages(self.calls, self.faults)
        self._server = Server(self, port)

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
            OverflowError: There is no such port.
        """
        store = Store()
        if seed is not None:
            sow(store, read_seed(seed) if isinstance(seed, Path) else seed)
        return cls(store, port, switches)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self._server.url

    def close(self) -> None:
        """Stop listening; nothing is left behind. Closed already, it stays so."""
        self._server.stop()

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

    def _route(self, environ: "WSGIEnvironment") -> "WSGIApplication":
        """Which application a request is for."""
        path: str = environ.get("PATH_INFO", "")
        scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        if scope is not None and scope[1] == "codeartifact":
            return self._api
        if path.startswith("/-/"):
            return self._registry
        if path in PATHS:
            return self._pages
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
