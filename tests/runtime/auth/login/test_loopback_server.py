"""The server on 127.0.0.1 that receives a redirect; browsers are plain sockets."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from seawall.core.errors import LoginDeniedError
from seawall.runtime.auth.login.loopback_server import Connection, LoopbackServer, show_outcome


def accept(query: str) -> str | None:
    """Accept the query that this login waits for."""
    return query if query == "ours" else None


def connected(server: LoopbackServer) -> socket.socket:
    parts = urlsplit(server.redirect_uri)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10)


def request(server: LoopbackServer, query: str = "ours") -> bytes:
    return f"GET /callback?{query} HTTP/1.1\r\nHost: {urlsplit(server.redirect_uri).netloc}\r\n\r\n".encode()


def redirected(server: LoopbackServer) -> tuple[str, Connection]:
    """Poll until a redirect is accepted: the system delivers it a moment after it was sent."""
    while (accepted := server.poll(accept)) is None:
        pass
    return accepted


def received(browser: socket.socket, server: LoopbackServer | None = None) -> bytes:
    """Everything that the browser receives; meanwhile `server` polls."""
    browser.settimeout(0.01 if server else 10.0)
    pieces: list[bytes] = []
    while True:
        if server is not None:
            server.poll(accept)
        try:
            pieces.append(browser.recv(65536))
        except TimeoutError:
            continue
        except ConnectionResetError:
            break
        if not pieces[-1]:
            break
    return b"".join(pieces)


@contextmanager
def login_port() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        assert server.poll(accept) is None
        yield server


def test_the_redirect_uri_is_a_port_of_127_0_0_1() -> None:
    # RFC 8252, 7.3 and 8.3
    with login_port() as server:
        parts = urlsplit(server.redirect_uri)
        assert (parts.scheme, parts.hostname, parts.path, parts.query) == (
            "http",
            "127.0.0.1",
            "/callback",
            "",
        )
        assert parts.port is not None
        assert parts.port >= 1024


@pytest.mark.parametrize("silent", [b"", b"GET /callback?code=x HTTP/1.1\r\nHo", b"x" * 20_000])
def test_a_browser_that_sends_nothing_or_too_much_delays_no_other(silent: bytes) -> None:
    with login_port() as server, connected(server) as one, connected(server) as other:
        one.sendall(silent)
        assert server.poll(accept) is None
        other.sendall(request(server))
        assert redirected(server)[0] == "ours"


@pytest.mark.parametrize(("sent", "leaves"), [(b"", True), (b"GET /call", True), (b"x" * 20_000, False)])
def test_a_browser_that_leaves_or_sends_too_much_is_disconnected(sent: bytes, leaves: bool) -> None:
    with login_port() as server, connected(server) as browser:
        browser.sendall(sent)
        if leaves:
            browser.shutdown(socket.SHUT_WR)
        assert received(browser, server) == b""


def test_with_too_many_connections_the_oldest_is_closed() -> None:
    with login_port() as server:
        crowd = [connected(server) for _ in range(80)]
        assert received(crowd[0], server) == b""
        with connected(server) as browser:
            browser.sendall(request(server))
            assert redirected(server)[0] == "ours"
        for one in crowd:
            one.close()


def test_a_request_may_arrive_in_small_pieces() -> None:
    with login_port() as server, connected(server) as slow:
        slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        whole = request(server)
        for start in range(0, len(whole) - 7, 7):
            slow.sendall(whole[start : start + 7])
            assert server.poll(accept) is None
        slow.sendall(whole[start + 7 :])
        _, connection = redirected(server)
        with show_outcome(connection):
            pass
        assert b"You are logged in" in received(slow)


def test_a_browser_that_has_gone_does_not_disturb_the_outcome() -> None:
    with login_port() as server:
        with connected(server) as gone:
            gone.sendall(request(server))
        query, connection = redirected(server)
        with show_outcome(connection):
            assert query == "ours"


def test_the_port_is_closed_once_a_redirect_is_accepted() -> None:
    with login_port() as server, connected(server) as browser:
        browser.sendall(request(server))
        redirected(server)
        with pytest.raises(ConnectionRefusedError):
            connected(server)


@pytest.mark.parametrize(
    ("error", "heading"),
    [
        (LoginDeniedError("Denied."), b"The login was denied"),
        (ValueError(), b"The login did not succeed"),
        (KeyboardInterrupt(), b"The login did not succeed"),
    ],
)
def test_the_browser_shows_how_a_login_ended(error: BaseException, heading: bytes) -> None:
    with login_port() as server, connected(server) as browser:
        browser.sendall(request(server))
        _, connection = redirected(server)
        with pytest.raises(type(error)), show_outcome(connection):
            raise error
        assert heading in received(browser)


@pytest.mark.parametrize("query", ["state=state-secret", "error=%3Cscript%3E-secret", "ours"])
def test_no_page_contains_the_request(query: str) -> None:
    # RFC 9700, 4.2.4 and 4.3.1
    with login_port() as server, connected(server) as browser:
        browser.sendall(request(server, query))
        if query == "ours":
            with show_outcome(redirected(server)[1]):
                pass
        head, _, page = received(browser, None if query == "ours" else server).partition(b"\r\n\r\n")
    for part in (b"secret", b"script%3E", b"ours", b"://"):
        assert part not in page
    for field in (
        b"Cache-Control: no-store",
        b"Referrer-Policy: no-referrer",
        b"Content-Security-Policy: default-src 'none'",
    ):
        assert field in head
    assert b"replaceState" in page
