# DO NOT EDIT. Derived from ../_async/kinds.py by "python -m seawall.codegen.derive".
"""The transports that the suite runs over, and functions that send through them."""

from types import ModuleType

import httpx
import httpx2
import pytest

from seawall.core.http.message import Request, Response
from seawall.transports import (
    Httpx2Transport,
    HttpxTransport,
    PyreqwestTransport,
    TransportOptions,
)
from tests.transports.loopback import LoopbackServer

__all__ = [
    "CLIENT_LIBRARIES",
    "OverClients",
    "Real",
    "is_reused",
    "over_clients",
    "over_sockets",
    "read_into",
    "send",
]

Real = Httpx2Transport | HttpxTransport | PyreqwestTransport

over_sockets = pytest.mark.parametrize(
    "kind",
    [Httpx2Transport, HttpxTransport, PyreqwestTransport],
    ids=["httpx2", "httpx", "pyreqwest"],
)
"""Runs a test with each network transport; `kind(options=…)` makes one."""

OverClients = Httpx2Transport | HttpxTransport

CLIENT_LIBRARIES: list[tuple[type[OverClients], ModuleType]] = [
    (Httpx2Transport, httpx2),
    (HttpxTransport, httpx),
]
over_clients = pytest.mark.parametrize(("kind", "library"), CLIENT_LIBRARIES, ids=["httpx2", "httpx"])
"""Runs a test with each transport that takes a client of the user, and the library of the client."""


def is_reused(kind: type[Real], server: LoopbackServer) -> bool:
    """Return whether connections were reused: pyreqwest needs fewer than there were requests, the others one.

    pyreqwest returns a connection to its pool in its own thread, a moment after the response was read. A
    request before that moment opens another connection.
    """
    if kind is PyreqwestTransport:
        return server.connections < len(server.requests)
    return server.connections == 1


def send(
    kind: type[Real],
    server: LoopbackServer,
    request: Request | None = None,
    *,
    timeout_s: float = 5.0,
    options: TransportOptions | None = None,
) -> Response:
    """Send one request over a new transport, and close it."""
    with kind(options=options) as transport:
        return transport.send(request or Request("GET", f"{server.url}/a"), timeout_s)


def read_into(transport: Real, request: Request, timeout_s: float, into: list[bytes]) -> None:
    """Read a stream into the list `into`, which holds the pieces even if the stream breaks off."""
    with transport.stream(request, timeout_s) as stream:
        for chunk in stream.chunks():
            into.append(chunk)  # noqa: PERF401
