"""A WSGI server on 127.0.0.1 in threads of its own, which ends its open connections when it is stopped."""

import io
import socket
import threading
import traceback
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from werkzeug.datastructures import Headers
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler
from werkzeug.test import run_wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HOST: Final = "127.0.0.1"

# Source: RFC 9110, section 8.6.
_WITHOUT_CONTENT: Final = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}

# How long stopping may take: the server looks up from waiting for connections this often.
_POLL_SECONDS: Final = 0.02


class Server:
    """A server that listens from the beginning."""

    def __init__(self, application: "WSGIApplication", port: int) -> None:
        """Listen, and answer.

        Args:
            application: What answers.
            port: Where to listen; 0 for any free port.

        Raises:
            OSError: The port is not free.
            OverflowError: There is no such port.
        """
        # werkzeug would end the process where the port is not free.
        with socket.create_server((HOST, port)) as listener:
            self._server = _Server(HOST, port, application, _Handler, fd=listener.fileno())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": _POLL_SECONDS}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://{HOST}:{self._server.port}"

    def stop(self) -> None:
        """Stop listening, and end the open connections."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(WSGIRequestHandler):
    """Keeps connections, which werkzeug's own does not, and prints nothing."""

    protocol_version = "HTTP/1.1"
    # Head and body of an answer are two packets; without this the second waits for the first to be acknowledged.
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request."""
        environ = self.make_environ()
        # All of it, whatever becomes of the request: the next one begins where it ends.
        body = environ["wsgi.input"].read(-1 if "wsgi.input_terminated" in environ else self._length())
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        try:
            chunks, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        except ConnectionError:
            self.close_connection = True
            return
        except Exception:  # noqa: BLE001 - a server outlives what is wrong with an application
            self.server.log("error", traceback.format_exc())
            chunks, status, headers = [], "500 INTERNAL SERVER ERROR", Headers()
        self._send(status, headers, b"".join(chunks))

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ANN401 - the signature is werkzeug's
        """Print nothing."""

    def _length(self) -> int:
        return int(self.headers.get("Content-Length") or 0)

    def _send(self, status: str, headers: Headers, content: bytes) -> None:
        code, _, reason = status.partition(" ")
        if int(code) not in _WITHOUT_CONTENT and self.command != "HEAD":
            headers["Content-Length"] = str(len(content))
        if self.close_connection:
            headers["Connection"] = "close"
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


class _Server(ThreadedWSGIServer):
    """Knows its connections: clients keep them, and a server that was stopped must not go on answering on them."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - the signature is werkzeug's
        # First, because the inherited `__init__` closes a socket that it does not need.
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(*arguments, **named)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the standard library's
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - the standard library's
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):  # the client was faster
                    connection.shutdown(socket.SHUT_RDWR)
