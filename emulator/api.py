"""The API as a WSGI application: it logs each call, lets the planted faults happen, and answers.

The order is that of a network: latency, then what is lost on the way there, then quotas and errors of the service, then
what is carried out, then what is lost on the way back.
"""

import io
import json
import socket
import struct
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from moto.core.request import Request
from moto.core.utils import get_service_model
from werkzeug.wrappers import Response

from emulator.calls import Call, Calls
from emulator.changes import Change, carry_out
from emulator.codeartifact.exceptions import CodeArtifactError
from emulator.codeartifact.models import CodeArtifactBackend
from emulator.codeartifact.operations import OPERATIONS
from emulator.codeartifact.parsing import parsed
from emulator.codeartifact.responses import AUTHORISATION, BACKEND, CodeArtifactResponse
from emulator.codeartifact.routes import SERVICE_NAME, operation_for
from emulator.faults import Drop, Fault, Faults
from emulator.quotas import Quotas
from emulator.store import StoreError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# A linger time of nothing makes closing a reset. Source: socket(7), SO_LINGER.
_RESET = struct.pack("ii", 1, 0)


class ConnectionDroppedError(ConnectionError):
    """The connection is closed on purpose; the server goes on with the next one."""

    def __init__(self, *, is_reset: bool) -> None:
        """Say how it is closed.

        Args:
            is_reset: By a reset.
        """
        super().__init__()
        self.is_reset = is_reset


@dataclass(slots=True)
class Api:
    """The API of one endpoint.

    Attributes:
        backend: What it answers from.
        calls: The log.
        faults: What goes wrong.
        quotas: The quotas that hold; None for none.
        latency_seconds: How long every answer is held back.
        with_iam: Whether callers are held against their IAM policies.
        sleep: Waits for a number of seconds.
    """

    backend: CodeArtifactBackend
    calls: Calls = field(default_factory=Calls)
    faults: Faults = field(default_factory=Faults)
    quotas: Quotas | None = None
    latency_seconds: float = 0.0
    with_iam: bool = False
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one call."""
        request = Request(environ)
        # All of it, whatever becomes of the call: the connection is kept for the next one.
        body = request.get_data()
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        operation = operation_for(request.method, request.path) or f"{request.method} {request.path}"
        parameters = _parameters(request, operation, body)
        try:
            response = self._answer(environ, operation)
        except ConnectionDroppedError as error:
            # Counted first: who called goes on as soon as the connection is lost.
            self.calls.add(Call(operation, parameters, 0))
            _lose(environ["werkzeug.socket"], is_reset=error.is_reset)
            raise
        except StoreError as error:
            text = f"A planted change could not be carried out: {error}"
            response = _error("InternalServerException", HTTPStatus.INTERNAL_SERVER_ERROR, text, {})
        self.calls.add(Call(operation, parameters, response.status_code))
        return response(environ, start_response)

    def _answer(self, environ: "WSGIEnvironment", operation: str) -> Response:
        faults = self.faults.that_happen(operation)
        if delay := self.latency_seconds + sum(fault.latency_seconds for fault in faults):
            self.sleep(delay)
        _drop(faults, Drop.BEFORE)
        self._let_happen(fault.before for fault in faults)
        if (planted := next((fault for fault in faults if fault.answers), None)) is not None:
            response = _planted(planted)
        elif self.quotas is not None and not self.quotas.allow(operation):
            response = _error(
                "ThrottlingException", HTTPStatus.TOO_MANY_REQUESTS, "Rate exceeded", {"Retry-After": "1"}
            )
        else:
            response = self._carried_out(environ)
        _omit(response, {name for fault in faults for name in fault.omit})
        self._let_happen(fault.after for fault in faults)
        _drop(faults, Drop.AFTER)
        return response

    def _let_happen(self, changes: Iterable[Change | None]) -> None:
        for change in changes:
            if change is not None:
                carry_out(change, self.backend)

    def _carried_out(self, environ: "WSGIEnvironment") -> Response:
        environ |= {BACKEND: self.backend, AUTHORISATION: self.with_iam}
        status, headers, body = CodeArtifactResponse.dispatch(Request(environ))
        return Response(body, status, headers)


def _parameters(request: Request, operation: str, body: bytes) -> dict[str, Any]:
    """The parameters of a call for the log, as far as they can be read; never an asset's content."""
    if operation not in OPERATIONS:
        return {}
    shape = get_service_model(SERVICE_NAME).operation_model(operation).input_shape
    try:
        parameters = parsed(shape, request.args, request.headers, body)
    except CodeArtifactError:
        return {}
    return {name: value for name, value in parameters.items() if not isinstance(value, bytes)}


def _planted(fault: Fault) -> Response:
    if fault.body is not None:
        headers = {"Content-Type": "application/json"} | dict(fault.headers)
        return Response(fault.body, fault.status or HTTPStatus.OK, headers)
    return _error(fault.code, fault.status, fault.message, fault.headers)


def _error(code: str, status: int, message: str, headers: Any) -> Response:  # noqa: ANN401 - any mapping of texts
    """An error in the form of the protocol. Source: Smithy, "AWS restJson1 protocol", operation error serialization."""
    sent = {"Content-Type": "application/json", "x-amzn-ErrorType": code} | dict(headers)
    return Response(json.dumps({"message": message}), status, sent)


def _omit(response: Response, names: set[str]) -> None:
    """Leave members out of an answer in JSON, at any depth."""
    if names and response.mimetype == "application/json":
        response.data = json.dumps(_without(response.json, names))


def _without(value: object, names: set[str]) -> object:
    match value:
        case dict():
            return {name: _without(member, names) for name, member in value.items() if name not in names}
        case list():
            return [_without(each, names) for each in value]
        case _:
            return value


def _drop(faults: Iterable[Fault], moment: Drop) -> None:
    """End the call without an answer if a fault says so."""
    for fault in faults:
        if fault.drop is moment:
            raise ConnectionDroppedError(is_reset=fault.reset)


def _lose(connection: socket.socket, *, is_reset: bool) -> None:
    if is_reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    else:
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
