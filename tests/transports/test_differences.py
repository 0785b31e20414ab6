"""The known differences of the transports, which docs/transports.md lists."""

import pytest

from seawall.core.errors import MaybeProcessedError
from seawall.core.http.message import Request
from seawall.transports import Httpx2Transport, HttpxTransport, PyreqwestTransport
from tests.transports.loopback import LoopbackServer

pytestmark = pytest.mark.slow

MANY = b"".join(b"x-%d: 1\r\n" % number for number in range(150))


def test_pyreqwest_refuses_more_than_a_hundred_header_fields() -> None:
    with LoopbackServer(b"HTTP/1.1 200 OK\r\n" + MANY + b"content-length: 0\r\n\r\n") as server:
        request = Request("GET", server.url)
        for kind in (Httpx2Transport, HttpxTransport):
            with kind() as transport:
                assert len(transport.send(request, 5.0).headers) == 151
        with PyreqwestTransport() as transport, pytest.raises(MaybeProcessedError):
            transport.send(request, 5.0)
