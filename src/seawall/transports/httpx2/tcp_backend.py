"""Open TCP connections. The async and the sync half really differ: only the sync one needs code of ours."""

import socket
import time
from collections.abc import Iterable

import httpcore2

from seawall.transports.network.address_limit import permitted

__all__ = ["AsyncTcpBackend", "TcpBackend"]

AsyncTcpBackend = httpcore2.AnyIOBackend


class TcpBackend(httpcore2.SyncBackend):
    """Opens blocking connections. `timeout` limits all addresses of a host together, not each address."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of `host` that accepts a connection."""
        # The socket module would apply the timeout to each address of the host again.
        end = None if timeout is None else time.monotonic() + timeout
        addresses = permitted(_addresses(host, port))
        for index, address in enumerate(addresses):
            # At least 1 ms: 0 would mean a non-blocking connect.
            remaining = None if end is None else max(end - time.monotonic(), 0.001)
            try:
                return super().connect_tcp(address, port, remaining, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if index == len(addresses) - 1 or (end is not None and time.monotonic() >= end):
                    raise
        raise httpcore2.ConnectError("no address")


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in found]
