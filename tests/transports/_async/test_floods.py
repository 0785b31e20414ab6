"""No input of a server outlasts the attempt, however fast it comes."""

import time
from pathlib import Path

import pytest

from seawall.core.errors import ResponseLostError
from seawall.core.http.message import Request
from seawall.transports import TransportOptions
from tests.transports._async.kinds import AsyncReal, over_sockets, read_into
from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, message

pytestmark = pytest.mark.slow

CHUNKED = message(200, content_length="", transfer_encoding="chunked")
# Each server sends its last piece again and again, 50 MB in all.
FLOODS: dict[str, tuple[bytes, bytes]] = {
    "interim": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": (b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n"),
    "unknown interim": (b"", b"HTTP/1.1 199 \r\n\r\n"),
    "one-byte chunks": (CHUNKED, b"1\r\nx\r\n"),
    "chunk extensions": (CHUNKED, b"1;abcdefgh=ijklmnop\r\nx\r\n"),
    "one chunk extension": (CHUNKED + b"1;", b"a"),
    "fields": (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
    "one field": (b"HTTP/1.1 200 OK\r\nx: ", b"y"),
    "folded field": (b"HTTP/1.1 200 OK\r\nx: ", b"y\r\n "),
    "trailers": (CHUNKED + b"0\r\n", b"x: y\r\n"),
    "body without a length": (message(200, content_length=""), b"x" * 10),
}
# One TLS record for each piece.
TLS_FLOODS: dict[str, list[bytes | float]] = {
    "interim over TLS": [b"HTTP/1.1 100 Continue\r\n\r\n"] * 100_000,
    "one field over TLS": [b"HTTP/1.1 200 OK\r\nx: ", *[b"y"] * 90_000],
    "body over TLS": [message(200, content_length="900000"), *[b"x"] * 800_000],
}


def flood(first: bytes, again: bytes) -> list[bytes | float]:
    return [first, *([again * (100_000 // len(again))] * 500)]


@over_sockets
async def test_a_flood_ends_with_the_attempt(kind: type[AsyncReal], subtests: pytest.Subtests) -> None:
    for name in ("interim", "early hints", "unknown interim", "one-byte chunks", "chunk extensions"):
        with subtests.test(name=name), LoopbackServer(*flood(*FLOODS[name])) as server:
            async with kind() as transport:
                began = time.monotonic()
                with pytest.raises(ResponseLostError):
                    await transport.send(Request("GET", server.url), 0.3)
                assert time.monotonic() - began < 2.0


@over_sockets
async def test_a_flood_of_one_message_part_is_an_error(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for name in ("one chunk extension", "fields", "one field", "folded field", "trailers"):
        with subtests.test(name=name), LoopbackServer(*flood(*FLOODS[name])) as server:
            async with kind() as transport:
                with pytest.raises(ResponseLostError):
                    await transport.send(Request("GET", server.url), 5.0)
                with pytest.raises(ResponseLostError):
                    await read_into(transport, Request("GET", server.url), 5.0, [])


@over_sockets
async def test_a_flood_over_tls_ends_with_the_attempt(
    kind: type[AsyncReal], tmp_path: Path, subtests: pytest.Subtests
) -> None:
    authority = Authority.in_(tmp_path)
    options = TransportOptions(ca_file=authority.ca_file)
    for name, pieces in TLS_FLOODS.items():
        with subtests.test(name=name), LoopbackServer(*pieces, tls=authority.server()) as server:
            async with kind(options=options) as transport:
                began = time.monotonic()
                with pytest.raises(ResponseLostError):
                    await transport.send(Request("GET", server.url), 0.3)
                assert time.monotonic() - began < 2.0


DRIPS: dict[str, tuple[bytes, bytes]] = {
    "chunk extension": (CHUNKED + b"1\r\nx\r\n5;", b"a"),
    "trailers": (CHUNKED + b"1\r\nx\r\n0\r\n", b"x: y\r\n"),
    "interim": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@over_sockets
async def test_a_piece_of_a_stream_that_drips_times_out(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for name, (first, again) in DRIPS.items():
        drops: list[bytes | float] = [again, 0.03]
        with subtests.test(name=name), LoopbackServer(first, *drops * 1000) as server:
            async with kind() as transport:
                began = time.monotonic()
                with pytest.raises(ResponseLostError):
                    await read_into(transport, Request("GET", server.url), 0.3, [])
                # All drops would take 30 s.
                assert time.monotonic() - began < 5.0
