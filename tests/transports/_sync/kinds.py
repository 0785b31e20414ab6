# DO NOT EDIT. Derived from ../_async/kinds.py by "python -m seawall.codegen.derive".
"""The transports that the suite runs over, and how its tests speak to them."""

import pytest

from seawall.core.http.message import Request, Response
from seawall.transports import Httpx2Transport, PyreqwestTransport, TransportOptions
from tests.transports.loopback import LoopbackServer

__all__ = ["Real", "is_reused", "over_sockets", "received", "send"]

Real = Httpx2Transport | PyreqwestTransport

over_sockets = pytest.mark.parametrize(
    "kind", [Httpx2Transport, PyreqwestTransport], ids=["httpx2", "pyreqwest"]
)
"""Runs a test with each transport that has sockets; `kind(options=…)` makes one."""


def is_reused(kind: type[Real], server: LoopbackServer) -> bool:
    """Whether connections were used again: httpx2 has one, pyreqwest fewer than there were requests.

    pyreqwest takes a connection back in its own thread, a moment after the end of an answer was read. A
    request that comes before that opens another one.
    """
    if kind is Httpx2Transport:
        return server.connections == 1
    return server.connections < len(server.requests)


def send(
    kind: type[Real],
    server: LoopbackServer,
    request: Request | None = None,
    *,
    timeout_s: float = 5.0,
    options: TransportOptions | None = None,
) -> Response:
    """The answer to one request, over a transport that is closed afterwards."""
    with kind(options=options) as transport:
        return transport.send(request or Request("GET", f"{server.url}/a"), timeout_s)


def received(transport: Real, request: Request, timeout_s: float, into: list[bytes]) -> None:
    """Read a stream to its end; what came stands in `into`, whatever happens."""
    with transport.stream(request, timeout_s) as stream:
        for chunk in stream.chunks():
            into.append(chunk)  # noqa: PERF401
