"""The connection that a login speaks over, and how another thread cuts it.

requests can bound one read; a server that sends byte after byte, or a connection that does not come about,
keeps it for longer. What is shut down here ends at once, whatever it waits for.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Lock

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

__all__ = ["CuttableAdapter", "Line", "current_line"]

_CURRENT: "ContextVar[Line | None]" = ContextVar("seawall_login_line", default=None)


def current_line() -> "Line | None":
    """The line of the login that this thread speaks for."""
    return _CURRENT.get()


class Line:
    """The sockets of one login: one at a time is at work."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._handle: socket.socket | None = None
        self._is_cut = False

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """A block in which connections of this thread are made over this line."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def mend(self) -> None:
        """Allow connections again after a cut."""
        with self._lock:
            self._is_cut = False

    def cut(self) -> None:
        """End what is being sent, received or connected to, and begin no more."""
        with self._lock:
            self._is_cut = True
            if self._handle is not None:
                with suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the socket go."""
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def connected(self, host: str, port: int | None, timeout_s: float | None) -> socket.socket:
        """A connection to `host`; raises OSError where there is none, or the line is cut."""
        failure = OSError("the name has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            connection = socket.socket(family, kind, protocol)
            try:
                self._watch(connection)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.settimeout(timeout_s)
                connection.connect(address)
            except OSError as error:
                connection.close()
                failure = error
                if self._is_cut:
                    break
            else:
                return connection
        raise failure

    def _watch(self, connection: socket.socket) -> None:
        self.close()
        with self._lock:
            if self._is_cut:
                raise ConnectionAbortedError
            # A second handle on the same connection: TLS takes the first one over.
            self._handle = connection.dup()


class _Http(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


class _Https(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connected(self)


def _connected(connection: HTTPConnection) -> socket.socket:
    line, timeout = current_line(), connection.timeout
    assert line is not None
    try:
        timeout_s = timeout if isinstance(timeout, int | float) else None
        return line.connected(connection.host, connection.port, timeout_s)
    except OSError as error:
        raise NewConnectionError(connection, type(error).__name__) from error


class CuttableAdapter(HTTPAdapter):
    """Makes the connections of a session over the line that the thread speaks for, with and without proxy.

    A SOCKS proxy has connections of its own kind: there each read is bounded alone.
    """

    def get_connection_with_tls_context(
        self,
        request: PreparedRequest,
        verify: bool | str,
        proxies: dict[str, str] | None = None,
        cert: tuple[str, str] | str | None = None,
    ) -> HTTPConnectionPool:
        """The connections to where `request` goes."""
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        pool.ConnectionCls = _CUTTABLE.get(pool.ConnectionCls, pool.ConnectionCls)
        return pool


_CUTTABLE: dict[object, type[HTTPConnection]] = {HTTPConnection: _Http, HTTPSConnection: _Https}
