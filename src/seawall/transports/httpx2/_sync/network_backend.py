# DO NOT EDIT. Derived from ../_async/network_backend.py by "python -m seawall.codegen.derive".
"""Connections that know of the attempt under way: no step outlasts it, and what is sent is noted."""

import ssl
import time
from collections.abc import Iterable

import httpcore2

from seawall.transports.httpx2.attempt_deadline import current_attempt
from seawall.transports.httpx2.tcp import Connecting

__all__ = ["Network", "NetworkConnection"]

# Just enough for a step to begin and to say in its own words that it took too long.
_LEAST_S = 0.001
# A blocking write counts its time anew with every part that is taken, so the parts are kept small.
_PIECE = 65536


class NetworkConnection(httpcore2.NetworkStream):
    """One connection. `connect_until` bounds all that comes before a request: TLS and a proxy's tunnel."""

    def __init__(self, stream: httpcore2.NetworkStream, connect_until: float | None) -> None:
        self._stream = stream
        self._connect_until = connect_until

    def _left(self, timeout: float | None) -> float:
        now, ends = time.monotonic(), [current_attempt().until]
        if timeout is not None:
            ends.append(now + timeout)
        if self._connect_until is not None:
            ends.append(self._connect_until)
        return max(min(ends) - now, _LEAST_S)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came, at most `max_bytes`; empty at the end."""
        try:
            return self._stream.read(max_bytes, self._left(timeout))
        except ssl.SSLError as error:
            # An alert of the server's, e.g. that it wants another certificate.
            raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        # What asks a proxy for a tunnel is not yet the request, and httpcore2 writes nothing after it.
        if buffer and not (self._connect_until is not None and buffer.startswith(b"CONNECT ")):
            self._connect_until = None
            current_attempt().sent = True
        try:
            for start in range(0, len(buffer), _PIECE):
                self._stream.write(buffer[start : start + _PIECE], self._left(timeout))
        except ssl.SSLError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """The same connection, encrypted."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left(timeout))
        return NetworkConnection(stream, self._connect_until)

    def get_extra_info(self, info: str) -> object:
        """What httpcore2 asks of a connection."""
        return self._stream.get_extra_info(info)


class Network(httpcore2.NetworkBackend):
    """Makes the connections of one transport, each within `connect_timeout_s`."""

    def __init__(self, connect_timeout_s: float) -> None:
        self._connect_timeout_s = connect_timeout_s
        self._connecting = Connecting()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to `host`."""
        now = time.monotonic()
        connect_until = now + min(self._connect_timeout_s, timeout or self._connect_timeout_s)
        left = max(min(connect_until, current_attempt().until) - now, _LEAST_S)
        stream = self._connecting.connect_tcp(host, port, left, local_address, socket_options)
        return NetworkConnection(stream, connect_until)
