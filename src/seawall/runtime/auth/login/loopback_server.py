"""HTTP server on 127.0.0.1 that receives the redirect of a login (RFC 8252, section 7.3).

The system chooses the port. The login polls: all connections are read without blocking, so a browser that
opens a connection and sends nothing, or sends slowly, does not delay another.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from types import TracebackType
from typing import Self, TypeVar

from seawall.core.auth.redirect import redirect_query
from seawall.core.errors import LoginDeniedError
from seawall.runtime.auth.login.result_page import (
    DENIED,
    FAILED,
    LOGGED_IN,
    NOT_THIS_LOGIN,
    NOTHING_HERE,
    Page,
    page_response,
)

__all__ = ["Connection", "LoopbackServer", "show_outcome"]

T = TypeVar("T")

_ADDRESS = "127.0.0.1"
_PATH = "/callback"
_SEND_TIMEOUT_S = 2.0
_MAX_CONNECTIONS = 32
_BACKLOG = 128
_MAX_HEAD_BYTES = 16 * 1024
_END_OF_HEAD = b"\r\n\r\n"


class Connection:
    """A connection of a browser: receives the head of one request, sends one page."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0.0)
        self._socket = connection
        self._received = bytearray()

    def read_head(self) -> bytes | None:
        """Return the head of the request, or None if more is to come.

        Raises OSError if the browser has closed the connection or sends more than 16 KiB.
        """
        try:
            # If the head is too long, this asks for 0 bytes: as after the end of the connection, none come.
            received = self._socket.recv(_MAX_HEAD_BYTES - len(self._received))
        except BlockingIOError:
            return None
        self._received += received
        head, end, _ = bytes(self._received).partition(_END_OF_HEAD)
        if end:
            return head
        if not received:
            raise ConnectionError
        return None

    def show(self, page: Page, status: HTTPStatus = HTTPStatus.OK) -> None:
        """Send `page`, unless the browser has closed the connection."""
        with suppress(OSError):
            # A page fits into the send buffer of the system, so this does not block.
            self._socket.settimeout(_SEND_TIMEOUT_S)
            self._socket.sendall(page_response(page, status))
            self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()


class LoopbackServer:
    """Receives one redirect on a port of 127.0.0.1; use it in a `with` block."""

    def __init__(self) -> None:
        self._connections: list[Connection] = []
        self._listener = socket.create_server((_ADDRESS, 0), backlog=_BACKLOG)
        self._listener.settimeout(0.0)
        self._host = f"{_ADDRESS}:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def redirect_uri(self) -> str:
        """The redirect URI of this login, with its port."""
        return f"http://{self._host}{_PATH}"

    def poll(self, read: Callable[[str], T | None]) -> tuple[T, Connection] | None:
        """Read what browsers have sent so far; return the first redirect that `read` accepts.

        `read` receives the query of a redirect and returns None to reject it. Rejected redirects and other
        requests get an error page. After a redirect was accepted, the port is closed.
        """
        self._accept()
        for connection in tuple(self._connections):
            if (accepted := self._read_request(connection, read)) is not None:
                self._listener.close()
                return accepted, connection
        return None

    def close(self) -> None:
        """Close the port and all connections."""
        self._listener.close()
        for connection in self._connections:
            connection.close()

    def _accept(self) -> None:
        with suppress(OSError):
            # Ends with BlockingIOError when no connection is left, or after as many as the system queues.
            for _ in range(_BACKLOG):
                self._connections.append(Connection(self._listener.accept()[0]))
                if len(self._connections) > _MAX_CONNECTIONS:
                    self._connections.pop(0).close()

    def _read_request(self, connection: Connection, read: Callable[[str], T | None]) -> T | None:
        """Return what `read` makes of the redirect on `connection`; respond to other requests."""
        try:
            head = connection.read_head()
        except OSError:
            self._close(connection)
            return None
        if head is None:
            return None
        query = redirect_query(head, host=self._host, path=_PATH)
        if isinstance(query, HTTPStatus):
            connection.show(NOTHING_HERE, query)
        elif (accepted := read(query)) is not None:
            return accepted
        else:
            connection.show(NOT_THIS_LOGIN, HTTPStatus.BAD_REQUEST)
        self._close(connection)
        return None

    def _close(self, connection: Connection) -> None:
        self._connections.remove(connection)
        connection.close()


@contextmanager
def show_outcome(connection: Connection) -> Iterator[None]:
    """Show in the browser how the block ends: logged in, denied or failed."""
    page = FAILED
    try:
        yield
        page = LOGGED_IN
    except LoginDeniedError:
        page = DENIED
        raise
    finally:
        connection.show(page)
