# DO NOT EDIT. Derived from ../_async/test_connections.py by "python -m seawall.codegen.derive".
"""Connections are reused and closed in the same way by all transports."""

import logging
import threading

import pytest

from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Request
from tests.transports._sync.kinds import Real, is_reused, over_sockets, read_into, send
from tests.transports.loopback import RESET, LoopbackServer, message
from tests.transports.raw_request import parse_request

pytestmark = pytest.mark.slow

KEPT = 99
MANY = 9


def threads() -> set[threading.Thread]:
    """Return the threads of Seawall, without those of the test server."""
    return {thread for thread in threading.enumerate() if "seawall" in thread.name}


REUSABLE: list[bytes] = [
    message(200, b"hello"),
    message(204, content_length=""),
    message(404, b"no"),
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n\r\n",
]


@over_sockets
def test_a_connection_is_reused(kind: type[Real], subtests: pytest.Subtests) -> None:
    for said in REUSABLE:
        with subtests.test(said=said):
            with LoopbackServer(said, keep_alive=KEPT) as server:
                with kind() as transport:
                    for method in ("GET", "POST", "GET") * 3:
                        transport.send(Request(method, server.url), 5.0)
            assert len(server.requests) == MANY
            assert is_reused(kind, server)


@over_sockets
def test_the_connection_of_a_stream_is_reused(kind: type[Real]) -> None:
    with LoopbackServer(message(200, bytes(200_000)), keep_alive=KEPT) as server:
        with kind() as transport:
            for _ in range(MANY):
                read_into(transport, Request("GET", server.url), 5.0, [])
    assert len(server.requests) == MANY
    assert is_reused(kind, server)


CLOSING: list[bytes] = [
    message(200, b"x", connection="close"),
    b"HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx",
]


@over_sockets
def test_a_connection_that_the_server_closes_is_not_reused(
    kind: type[Real], subtests: pytest.Subtests
) -> None:
    for said in CLOSING:
        with subtests.test(said=said):
            with LoopbackServer(said, keep_alive=KEPT) as server:
                with kind() as transport:
                    for _ in range(2):
                        transport.send(Request("GET", server.url), 5.0)
            assert (len(server.requests), server.connections) == (2, 2)


METHODS = ["GET", "POST"]
CLOSE_PIECES: list[list[float]] = [[], [0.05, RESET]]


@over_sockets
def test_an_idle_connection_that_was_closed_loses_no_call(
    kind: type[Real], subtests: pytest.Subtests
) -> None:
    for method in METHODS:
        for then in CLOSE_PIECES:
            with subtests.test(method=method, then=then):
                with LoopbackServer(message(200, b"hello"), *then) as server:
                    with kind() as transport:
                        for _ in range(2):
                            assert (
                                transport.send(Request(method, server.url, {}, b"x"), 5.0)
                            ).body == b"hello"
                            assert server.closed_connections.acquire(timeout=30.0)
                assert (len(server.requests), server.connections) == (2, 2)


@over_sockets
def test_a_connection_that_closes_during_a_request_does_not_send_it_twice(
    kind: type[Real], subtests: pytest.Subtests
) -> None:
    for method in METHODS:
        with subtests.test(method=method):
            with LoopbackServer(message(200, b"hello"), keep_alive=KEPT, drop_after=MANY) as server:
                with kind() as transport:
                    for _ in range(MANY):
                        transport.send(Request("GET", server.url), 5.0)
                    assert is_reused(kind, server)
                    with pytest.raises(MaybeProcessedError):
                        transport.send(Request(method, server.url, {}, b"x"), 5.0)
            assert len(server.requests) == MANY + 1


@over_sockets
def test_a_connection_with_half_a_response_is_not_reused(kind: type[Real]) -> None:
    with LoopbackServer(message(200, b"hel", content_length="99"), 0.3, keep_alive=KEPT) as server:
        with kind() as transport:
            for _ in range(2):
                with transport.stream(Request("GET", server.url), 5.0) as stream:
                    assert stream.status == 200
    assert (len(server.requests), server.connections) == (2, 2)


@over_sockets
def test_no_cookie_is_kept(kind: type[Real]) -> None:
    with LoopbackServer(message(200, set_cookie="session=1"), keep_alive=KEPT) as server:
        with kind() as transport:
            for _ in range(2):
                transport.send(Request("GET", server.url), 5.0)
    assert len(server.requests) == 2
    assert "cookie" not in parse_request(server.requests[1]).fields


@over_sockets
def test_closing_leaves_no_socket_and_no_thread(kind: type[Real]) -> None:
    with LoopbackServer(message(200, b"hello"), keep_alive=KEPT) as server:
        # The first transport starts the threads that the process keeps.
        send(kind, server)
        before = threads()
        transport = kind()
        transport.send(Request("GET", server.url), 5.0)
        read_into(transport, Request("GET", server.url), 5.0, [])
        assert server.open_connections > 0
        transport.close()
        transport.close()
        assert server.all_disconnected(30.0)
    # Threads of earlier tests may have ended meanwhile.
    assert threads() <= before


@over_sockets
def test_no_log_record_holds_a_query_a_password_or_a_header_value(
    kind: type[Real], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    for name in ("httpx2", "httpcore2", "httpx", "httpcore", "reqwest", "hyper_util", "pyreqwest"):
        caplog.set_level(1, logger=name)
    said = message(302, location="/b?signature=hunter2", set_cookie="hunter2")
    with LoopbackServer(said) as server:
        send(kind, server, Request("GET", f"{server.url}/a?signature=hunter2", {"x-key": "hunter2"}))
        send(kind, server, Request("GET", f"{server.url}/a?signature=hunter2"))
        with_user = server.url.replace("://", "://hunter2:hunter2@")
        send(kind, server, Request("GET", with_user))
    server = LoopbackServer(b"<html>hunter2</html>\r\n\r\n")
    with server, pytest.raises(MaybeProcessedError):
        send(kind, server)
    logging.getLogger().debug("the last line")
    assert "the last line" in caplog.text
    assert "hunter2" not in caplog.text
