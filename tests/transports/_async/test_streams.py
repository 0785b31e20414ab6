"""Streamed responses and uploads are the same over all transports."""

import gzip
from collections.abc import Iterator

import pytest

from seawall.core.errors import (
    AttemptTimeoutError,
    InputError,
    MaybeProcessedError,
    NotSentError,
    TransportError,
)
from seawall.core.http.message import Request
from tests.transports._async.kinds import AsyncReal, over_sockets, read_into, send
from tests.transports.loopback import HANG, RESET, LoopbackServer, closed_port, message
from tests.transports.raw_request import parse_request

pytestmark = pytest.mark.slow

SLOWLY: list[bytes | float] = [b"x", 0.1] * 12


# --- Responses -------------------------------------------------------------------------------------------


@over_sockets
async def test_a_stream_has_its_head_before_its_body(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, content_length="5", x_one="1"), HANG) as server:
        request = Request("GET", server.url)
        async with kind() as transport, transport.stream(request, 5.0) as stream:
            assert (stream.status, stream.headers["x-one"]) == (200, "1")


@over_sockets
async def test_a_stream_yields_the_body_piece_by_piece(kind: type[AsyncReal]) -> None:
    came: list[bytes] = []
    with LoopbackServer(message(200, bytes(1_000_000))) as server:
        async with kind() as transport:
            await read_into(transport, Request("GET", server.url), 5.0, came)
    assert sum(len(chunk) for chunk in came) == 1_000_000
    assert len(came) > 1


@over_sockets
async def test_a_stream_is_decoded(kind: type[AsyncReal]) -> None:
    came: list[bytes] = []
    with LoopbackServer(message(200, gzip.compress(bytes(100_000)), content_encoding="gzip")) as server:
        async with kind() as transport:
            await read_into(transport, Request("GET", server.url), 5.0, came)
    assert b"".join(came) == bytes(100_000)


@over_sockets
async def test_a_truncated_content_coding_raises_at_the_end_of_a_stream(kind: type[AsyncReal]) -> None:
    came: list[bytes] = []
    with LoopbackServer(message(200, gzip.compress(b"hello")[:-4], content_encoding="gzip")) as server:
        async with kind() as transport:
            with pytest.raises(MaybeProcessedError, match="gzip"):
                await read_into(transport, Request("GET", server.url), 5.0, came)
    assert b"".join(came) == b"hello"


BREAKS: list[tuple[list[bytes | float], type[TransportError]]] = [
    ([], MaybeProcessedError),
    ([0.05, RESET], MaybeProcessedError),
    ([HANG], AttemptTimeoutError),
]


@over_sockets
async def test_a_stream_that_breaks_off_yields_the_pieces_before(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for then, class_ in BREAKS:
        with subtests.test(then=then, class_=class_):
            came: list[bytes] = []
            with LoopbackServer(message(200, b"hel", content_length="5"), *then) as server:
                timeout_s = 1.0 if class_ is AttemptTimeoutError else 5.0
                async with kind() as transport:
                    with pytest.raises(class_) as caught:
                        await read_into(transport, Request("GET", server.url), timeout_s, came)
            assert type(caught.value) is class_
            assert b"".join(came) == b"hel"


@over_sockets
async def test_the_timeout_of_a_stream_limits_each_piece_and_not_the_body(kind: type[AsyncReal]) -> None:
    came: list[bytes] = []
    with LoopbackServer(message(200, content_length="12"), *SLOWLY) as server:
        async with kind() as transport:
            await read_into(transport, Request("GET", server.url), 1.0, came)
    assert b"".join(came) == b"x" * 12


@over_sockets
async def test_the_timeout_of_a_stream_limits_its_whole_head(kind: type[AsyncReal]) -> None:
    drops: list[bytes | float] = [b"x-drip: 1\r\n", 0.03]
    with LoopbackServer(b"HTTP/1.1 200 OK\r\n", *drops * 100) as server:
        async with kind() as transport:
            with pytest.raises(AttemptTimeoutError):
                await read_into(transport, Request("GET", server.url), 0.15, [])


@over_sockets
async def test_streams_with_many_different_timeouts_stay_readable(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, b"hello"), keep_alive=99) as server:
        request = Request("GET", server.url)
        async with kind() as transport, transport.stream(request, 2.0) as first:
            for number in range(20):
                came: list[bytes] = []
                await read_into(transport, request, 3.0 + number, came)
                assert b"".join(came) == b"hello"
            # pyreqwest needs a connection for each timeout, and keeps at most 8 clients.
            assert server.all_disconnected(30.0, but=9)
            assert b"".join([chunk async for chunk in first.chunks()]) == b"hello"


@over_sockets
async def test_a_stream_that_is_left_early_closes_its_connection(kind: type[AsyncReal]) -> None:
    body: list[bytes | float] = [bytes(100_000)]
    with LoopbackServer(message(200, content_length="100000000"), *body * 1000, keep_alive=9) as server:
        request = Request("GET", server.url)
        async with kind() as transport:
            for _ in range(2):
                async with transport.stream(request, 5.0) as stream:
                    assert stream.status == 200
            assert server.client_disconnected.wait(30.0)
    assert (len(server.requests), server.connections) == (2, 2)


@over_sockets
async def test_a_stream_without_a_connection_is_a_not_sent_error(kind: type[AsyncReal]) -> None:
    async with kind() as transport:
        with pytest.raises(NotSentError):
            await read_into(transport, Request("GET", f"http://127.0.0.1:{closed_port()}"), 5.0, [])


# --- Uploads ---------------------------------------------------------------------------------------------


def pieces() -> Iterator[bytes]:
    yield b"ab"
    yield b""
    yield b"cde"


def breaking() -> Iterator[bytes]:
    yield b"ab"
    raise ZeroDivisionError


@over_sockets
async def test_a_body_with_a_content_length_is_not_chunked(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server:
        await send(kind, server, Request("PUT", server.url, {"Content-Length": "5"}, pieces()))
    came = parse_request(server.requests[0])
    assert (came.fields["content-length"], came.body) == ("5", b"abcde")
    assert "transfer-encoding" not in came.fields


@over_sockets
async def test_a_body_without_a_content_length_is_chunked(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server:
        await send(kind, server, Request("POST", server.url, {}, pieces()))
    came = parse_request(server.requests[0])
    assert (came.fields["transfer-encoding"], came.body) == ("chunked", b"abcde")
    assert "content-length" not in came.fields


@over_sockets
async def test_a_list_of_pieces_can_be_sent_twice(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server:
        request = Request("POST", server.url, {}, [b"ab", b"cde"])
        for _ in range(2):
            await send(kind, server, request)
    assert [parse_request(request).body for request in server.requests] == [b"abcde", b"abcde"]


@over_sockets
async def test_a_large_body_arrives_complete(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server:
        await send(kind, server, Request("PUT", server.url, {}, (bytes(100_000) for _ in range(100))))
        await send(kind, server, Request("PUT", server.url, {}, bytes(10_000_000)))
    assert [len(parse_request(request).body) for request in server.requests] == [10_000_000, 10_000_000]


WRONG_LENGTHS: list[str] = ["4", "6"]


@over_sockets
async def test_a_body_that_contradicts_its_content_length_is_an_input_error(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for length in WRONG_LENGTHS:
        with subtests.test(length=length):
            words = f"{length} bytes that its content-length announces"
            with LoopbackServer(message(200)) as server, pytest.raises(InputError, match=words):
                await send(kind, server, Request("PUT", server.url, {"content-length": length}, pieces()))


@over_sockets
async def test_an_error_of_the_body_iterator_is_raised_unchanged(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server, pytest.raises(ZeroDivisionError):
        await send(kind, server, Request("PUT", server.url, {"content-length": "9"}, breaking()))


@over_sockets
async def test_a_response_before_the_end_of_the_upload_is_returned(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(413, b"no"), respond_early=True) as server:
        body = (bytes(100_000) for _ in range(50))
        response = await send(kind, server, Request("PUT", server.url, {}, body))
    assert (response.status, response.body) == (413, b"no")
