"""The endpoint's own paths, by which a test in another process reads the log and plants faults.

GET    /_health    ok
GET    /_calls     the calls of the API as a JSON list; `?operation=NAME` gives those of one operation
DELETE /_calls     forgets them
POST   /_faults    plants a fault: the members of `emulator.faults.Fault` as a JSON object
DELETE /_faults    takes all faults away
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from werkzeug.wrappers import Request, Response

from emulator.calls import Calls
from emulator.faults import Faults

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HEALTH: Final = "/_health"
CALLS: Final = "/_calls"
FAULTS: Final = "/_faults"
PATHS: Final = frozenset({HEALTH, CALLS, FAULTS})


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one endpoint.

    Attributes:
        calls: The log.
        faults: What goes wrong.
    """

    calls: Calls
    faults: Faults

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        # All of it, whatever becomes of the request: the connection is kept for the next one.
        body = request.get_data()
        match request.method, request.path:
            case "GET", path if path == HEALTH:
                response = Response("ok\n")
            case "GET", path if path == CALLS:
                response = self._log(request.args.get("operation"))
            case "DELETE", path if path == CALLS:
                self.calls.clear()
                response = Response(status=HTTPStatus.NO_CONTENT)
            case "POST", path if path == FAULTS:
                response = self._planted(body)
            case "DELETE", path if path == FAULTS:
                self.faults.clear()
                response = Response(status=HTTPStatus.NO_CONTENT)
            case _:
                response = Response(f"{request.path} has no {request.method}\n", HTTPStatus.METHOD_NOT_ALLOWED)
        return response(environ, start_response)

    def _log(self, operation: str | None) -> Response:
        log = [
            asdict(call) | {"succeeded": call.succeeded}
            for call in self.calls
            if operation is None or call.operation == operation
        ]
        return Response(json.dumps(log), content_type="application/json")

    def _planted(self, body: bytes) -> Response:
        try:
            members = json.loads(body)
        except ValueError as error:
            return _refusal(f"this is no JSON: {error}")
        if not isinstance(members, dict):
            return _refusal("a fault is a JSON object")
        try:
            self.faults.plant(**members)
        except (TypeError, ValueError) as error:
            return _refusal(str(error))
        return Response(status=HTTPStatus.NO_CONTENT)


def _refusal(text: str) -> Response:
    return Response(f"{text}\n", HTTPStatus.BAD_REQUEST)
