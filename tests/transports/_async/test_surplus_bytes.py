"""Bytes that a server sends after a response are never the response to the next request."""

from pathlib import Path

import pytest

from seawall.core.http.message import Request
from seawall.transports import AsyncPyreqwestTransport, TransportOptions
from tests.transports._async.kinds import AsyncReal, over_sockets, read_into
from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow

TLS_RECORD = 16_384
FORGED = message(200, b"forged")
CHUNKED = message(200, content_length="", transfer_encoding="chunked")
# Method, the response, and its body. The surplus follows in the same packet.
RESPONSES: dict[str, tuple[str, bytes, bytes]] = {
    "with a length": ("GET", message(200, b"right"), b"right"),
    "without a body": ("GET", message(200), b""),
    "in chunks": ("GET", CHUNKED + b"5\r\nright\r\n0\r\n\r\n", b"right"),
    "204": ("GET", b"HTTP/1.1 204 No Content\r\n\r\n", b""),
    "304": ("GET", b"HTTP/1.1 304 Not Modified\r\n\r\n", b""),
    "HEAD": ("HEAD", message(200, content_length="5"), b""),
}
SURPLUS = {"a response": FORGED, "one byte": b"H", "no HTTP": b"x" * 20_000}


@over_sockets
async def test_bytes_after_a_response_answer_no_other_request(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for name, (method, response, body) in RESPONSES.items():
        for surplus, after in SURPLUS.items():
            with (
                subtests.test(name=name, surplus=surplus),
                LoopbackServer(response + after, keep_alive=9) as server,
            ):
                async with kind() as transport:
                    request = Request(method, f"{server.url}/a")
                    assert [(await transport.send(request, 5.0)).body for _ in range(3)] == [body] * 3
                    pieces: list[bytes] = []
                    await read_into(transport, request, 5.0, pieces)
                    assert b"".join(pieces) == body
                    assert (await transport.send(request, 5.0)).body == body


@over_sockets
async def test_bytes_after_a_response_over_tls_answer_no_other_request(
    kind: type[AsyncReal], tmp_path: Path, subtests: pytest.Subtests
) -> None:
    authority = Authority.in_(tmp_path)
    options = TransportOptions(ca_file=authority.ca_file)
    # The second response ends with its TLS record, so that the surplus is in a record of its own. pyreqwest
    # may use the connection again before it reads that record.
    head = len(message(200, b"x" * 10_000)) - 10_000
    bodies = [b"right", b"x" * (TLS_RECORD - head)]
    for body in bodies[:1] if kind is AsyncPyreqwestTransport else bodies:
        with (
            subtests.test(size=len(body)),
            LoopbackServer(message(200, body) + FORGED, keep_alive=9, tls=authority.server()) as server,
        ):
            async with kind(options=options) as transport:
                request = Request("GET", f"{server.url}/a")
                assert [(await transport.send(request, 5.0)).body for _ in range(3)] == [body] * 3
