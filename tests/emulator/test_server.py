"""The server: what HTTP asks of it, whatever the application does."""

import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from werkzeug.wrappers import Request, Response

from emulator.server import HOST, Server


@contextmanager
def serving(answer: Callable[[Request], Response]) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server with that application."""
    server = Server(Request.application(answer), 0)
    try:
        with closing(http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)) as connection:
            yield connection
    finally:
        server.stop()


def unread(_: Request) -> Response:
    """An application that reads nothing of what it is sent."""
    return Response("done")


def echo(request: Request) -> Response:
    return Response(request.get_data())


def test_a_body_that_nobody_reads_is_not_taken_for_the_next_request() -> None:
    with serving(unread) as connection:
        for _ in range(2):
            connection.request("POST", "/", body=b"GET /_health HTTP/1.1\r\n\r\n" * 10_000)
            assert connection.getresponse().read() == b"done"


def test_a_body_in_chunks_is_one_body() -> None:
    with serving(echo) as connection:
        for _ in range(2):
            connection.request("POST", "/", body=iter([b"one", b"two"]), encode_chunked=True)
            assert connection.getresponse().read() == b"onetwo"


def test_a_client_that_asks_first_is_told_to_go_on() -> None:
    with serving(echo) as connection:
        connection.request("PUT", "/", body=b"content", headers={"Expect": "100-continue"})
        assert connection.getresponse().read() == b"content"


@pytest.mark.parametrize(
    ("method", "status", "length"), [("GET", 200, "4"), ("HEAD", 200, "4"), ("GET", 204, None), ("GET", 304, None)]
)
def test_an_answer_ends_where_it_says_and_the_connection_is_kept(method: str, status: int, length: str | None) -> None:
    def answer(_: Request) -> Response:
        return Response("done" if status == 200 else None, status)

    with serving(answer) as connection:
        for _ in range(2):
            connection.request(method, "/")
            response = connection.getresponse()
            content = response.read()
            assert (response.status, response.headers["Content-Length"]) == (status, length)
            assert content == (b"done" if (method, status) == ("GET", 200) else b"")
            assert connection.sock is not None


def test_an_answer_of_unknown_length_is_sent_with_its_length() -> None:
    with serving(lambda _: Response(iter(["one", "two"]))) as connection:
        connection.request("GET", "/")
        response = connection.getresponse()
        assert (response.headers["Content-Length"], response.read()) == ("6", b"onetwo")


def test_a_client_that_wants_the_end_of_the_connection_has_it() -> None:
    with serving(unread) as connection:
        connection.request("GET", "/", headers={"Connection": "close"})
        response = connection.getresponse()
        assert (response.headers["Connection"], response.read()) == ("close", b"done")
        assert connection.sock is None


def test_what_is_wrong_with_an_application_is_an_answer_and_no_end(caplog: pytest.LogCaptureFixture) -> None:
    asked = iter([ValueError("a mistake"), None])

    def answer(_: Request) -> Response:
        if (error := next(asked)) is not None:
            raise error
        return Response("done")

    with serving(answer) as connection:
        connection.request("GET", "/")
        response = connection.getresponse()
        assert (response.status, response.read()) == (500, b"")
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"done"
    assert "ValueError: a mistake" in caplog.text


def test_clients_that_leave_in_the_middle_disturb_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with serving(unread) as connection:
        for sent in (b"", b"GET", b"GET / HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nfew"):
            with socket.create_connection((HOST, connection.port), timeout=30) as left:
                left.sendall(sent)
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"done"
    assert capfd.readouterr().err == ""
