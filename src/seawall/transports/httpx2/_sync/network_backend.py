# DO NOT EDIT. Derived from ../_async/network_backend.py by "python -m seawall.codegen.derive".
"""Network connections that keep to the deadline of the current attempt, and note when its request is sent."""

import ssl
import time
from collections.abc import Iterable

import httpcore2

from seawall.transports.httpx2.attempt_deadline import current_attempt
from seawall.transports.httpx2.tcp_backend import TcpBackend

__all__ = ["DeadlineBackend", "DeadlineStream"]

# Timeouts of 0 would mean "do not block", and the library would raise another error.
_LEAST_S = 0.001
# Until the head of a response is complete, one read returns at most this much: httpcore2 parses all of it,
# e.g. thousands of interim responses, before it asks for more, and no other code runs meanwhile.
_HEAD_BYTES = 4096
# After so many reads, each one lets other code run first: it may not wait, if a server sends many small TLS
# records or interim responses. A response that arrives as a whole takes two: see below.
_READS_AT_ONCE = 2
# The timeout of a blocking write starts again with each part that the kernel takes, so parts are small.
_WRITE_BYTES = 65536


class DeadlineStream(httpcore2.NetworkStream):
    """One connection. `connect_until` limits the steps before a request: TLS and the tunnel of a proxy.

    The last byte that has arrived is held back until httpcore2 asks for more. So a byte that is held when a
    response is complete comes after that response. httpcore2 would take it for the start of the next one, so
    the connection is used for no other request.
    """

    def __init__(self, stream: httpcore2.NetworkStream, connect_until: float | None) -> None:
        self._stream = stream
        self._connect_until = connect_until
        self._held = b""

    @property
    def holds_a_byte(self) -> bool:
        """True if the next read returns at once."""
        return bool(self._held)

    def _remaining_s(self, timeout: float | None, error: type[httpcore2.TimeoutException]) -> float:
        """Return the time that is left for a step. Raises `error` if there is none.

        A step with a last moment of time would do: a server that always has data for it never times out.
        """
        now, ends = time.monotonic(), [current_attempt().until]
        if timeout is not None:
            ends.append(now + timeout)
        if self._connect_until is not None:
            ends.append(self._connect_until)
        if min(ends) <= now:
            raise error("the attempt is over")
        return max(min(ends) - now, _LEAST_S)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read at most `max_bytes`; returns no bytes at the end."""
        remaining_s = self._remaining_s(timeout, httpcore2.ReadTimeout)
        attempt = current_attempt()
        attempt.reads += 1
        has_more = attempt.reads > _READS_AT_ONCE
        if not self._held:
            try:
                self._held = self._stream.read(max_bytes, remaining_s)
            except ssl.SSLError as error:
                # An alert of the server, e.g. that it requires another client certificate (RFC 8446, 6).
                raise httpcore2.ReadError(str(error)) from error
        size = max_bytes if attempt.has_head else min(max_bytes, _HEAD_BYTES)
        # A last byte alone is part of the response, because httpcore2 has asked for it.
        size = max(1, min(size, len(self._held) - 1))
        data, self._held = self._held[:size], self._held[size:]
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of `buffer`."""
        # CONNECT opens the tunnel of a proxy and is not the request; httpcore2 sends nothing along with it.
        if buffer and not (self._connect_until is not None and buffer.startswith(b"CONNECT ")):
            self._connect_until = None
            current_attempt().sent = True
        try:
            for start in range(0, len(buffer), _WRITE_BYTES):
                remaining_s = self._remaining_s(timeout, httpcore2.WriteTimeout)
                self._stream.write(buffer[start : start + _WRITE_BYTES], remaining_s)
        except ssl.SSLError as error:
            raise httpcore2.WriteError(str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Return this connection with TLS."""
        remaining_s = self._remaining_s(timeout, httpcore2.ConnectTimeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, remaining_s)
        return DeadlineStream(stream, self._connect_until)

    def get_extra_info(self, info: str) -> object:
        """Return what httpcore2 asks about the connection, e.g. its socket."""
        if info == "is_readable" and (self._held or _has_unread(self._stream.get_extra_info("ssl_object"))):
            # httpcore2 asks when the connection is idle, and closes it then.
            return True
        return self._stream.get_extra_info(info)


def _has_unread(ssl_object: object) -> bool:
    """Return whether an idle TLS connection in memory has received anything more; takes a byte of it."""
    if not isinstance(ssl_object, ssl.SSLObject):
        return False
    try:
        ssl_object.read(1)
    except ssl.SSLWantReadError:
        return False
    except ssl.SSLError:
        # The connection is closed or broken.
        return True
    return True


class DeadlineBackend(httpcore2.NetworkBackend):
    """Opens the connections of one transport, each within `connect_timeout_s`."""

    def __init__(self, connect_timeout_s: float) -> None:
        self._connect_timeout_s = connect_timeout_s
        self._tcp = TcpBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to `host`."""
        now = time.monotonic()
        connect_until = now + min(self._connect_timeout_s, timeout or self._connect_timeout_s)
        remaining_s = max(min(connect_until, current_attempt().until) - now, _LEAST_S)
        stream = self._tcp.connect_tcp(host, port, remaining_s, local_address, socket_options)
        return DeadlineStream(stream, connect_until)
