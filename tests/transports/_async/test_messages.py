"""Requests and responses are the same over all transports."""

import gzip
import sys
import tracemalloc
import zlib
from functools import cache
from importlib import import_module

import pytest

from seawall.core.errors import AttemptTimeoutError, InputError, MaybeProcessedError, ResponseTooLargeError
from seawall.core.http.message import Headers, Request, Response
from seawall.testing import Script
from seawall.transports import AsyncMemoryTransport
from tests.transports._async.kinds import AsyncReal, over_sockets, read_into, send
from tests.transports.loopback import LoopbackServer, message
from tests.transports.raw_request import parse_request

pytestmark = pytest.mark.slow

CHUNKED = message(200, content_length="", transfer_encoding="chunked")
HELLO = b"hello" * 1000
zstd = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


RESPONSES: list[Response] = [
    Response(200, {"content-length": "5", "x-one": "1"}, b"hello"),
    Response(201, {"content-length": "0"}),
    Response(404, {"content-length": "2", "content-type": "text/plain"}, b"no"),
    Response(500, {"content-length": "0", "retry-after": "3"}),
    Response(520, {"content-length": "0"}),
    Response(302, {"content-length": "0", "location": "/elsewhere"}),
]


@over_sockets
async def test_a_response_is_the_same_from_memory_and_from_a_socket(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for said in RESPONSES:
        with subtests.test(said=said):
            lines = [f"{name}: {value}" for name, value in said.headers.items()]
            raw = "\r\n".join([f"HTTP/1.1 {said.status} Said", *lines, "", ""]).encode() + said.body
            with LoopbackServer(raw) as server:
                request = Request("GET", f"{server.url}/a")
                real = await send(kind, server, request)
                in_memory = await AsyncMemoryTransport(Script(said)).send(request, 5.0)
            assert real == in_memory


# --- Requests --------------------------------------------------------------------------------------------

ALWAYS = {"accept": "*/*", "accept-encoding": "gzip, zstd", "user-agent": "seawall"}


REQUESTS: list[tuple[Request, dict[str, str]]] = [
    (Request("GET", "/"), {}),
    (Request("HEAD", "/"), {}),
    (Request("DELETE", "/"), {}),
    (Request("POST", "/"), {"content-length": "0"}),
    (Request("PUT", "/"), {"content-length": "0"}),
    (Request("PATCH", "/", {}, b""), {"content-length": "0"}),
    (Request("POST", "/", {"Content-Type": "text/plain"}, b"body"), {"content-type": "text/plain"}),
    (
        Request("GET", "/", {"User-Agent": "ua/1", "ACCEPT": "a/b"}),
        {"user-agent": "ua/1", "accept": "a/b"},
    ),
    (Request("GET", "/", {"accept-encoding": "identity"}), {"accept-encoding": "identity"}),
    (Request("GET", "/", {"authorization": "Bearer t", "range": "bytes=3-"}), {"range": "bytes=3-"}),
]


@over_sockets
async def test_the_header_fields_of_a_request(kind: type[AsyncReal], subtests: pytest.Subtests) -> None:
    for request_, adds in REQUESTS:
        with subtests.test(request_=request_, adds=adds):
            with LoopbackServer(
                message(200, content_length="" if request_.method == "HEAD" else "0")
            ) as server:
                request = Request(request_.method, server.url + "/", request_.headers, request_.body)
                await send(kind, server, request)
            came = parse_request(server.requests[0])
            given = {name.lower(): value for name, value in request_.headers.items()}
            length = {"content-length": str(len(request_.body))} if isinstance(request_.body, bytes) else {}
            assert came.fields == {**ALWAYS, "host": server.url[7:], **length, **given, **adds}
            assert came.body == (request_.body or b"")


TARGETS: list[tuple[str, str]] = [
    ("", "/"),
    ("?q", "/?q"),
    ("/a%2Fb?c=d%20e", "/a%2Fb?c=d%20e"),
    ("/~!$&()*+,;=:@/%7e%C3%a9", "/~!$&()*+,;=:@/%7e%C3%a9"),
    ("//x//y", "//x//y"),
    ("/a'b?c='d'", "/a'b?c=%27d%27"),
    ("/a?b=[1]&c={d}|^", "/a?b=[1]&c={d}|^"),
    ("/a?b=%26&c=%2B+", "/a?b=%26&c=%2B+"),
    ("/a?b#c", "/a?b"),
]


@over_sockets
async def test_the_request_target_is_sent_unchanged(kind: type[AsyncReal], subtests: pytest.Subtests) -> None:
    for target, line in TARGETS:
        with subtests.test(target=target, line=line):
            with LoopbackServer(message(200)) as server:
                await send(kind, server, Request("GET", server.url + target))
            assert parse_request(server.requests[0]).line == f"GET {line} HTTP/1.1"


@over_sockets
async def test_a_user_in_the_url_is_sent_as_basic_authentication(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server:
        await send(kind, server, Request("GET", server.url.replace("//", "//a:b%40@") + "/"))
    assert parse_request(server.requests[0]).fields["authorization"] == "Basic YTpiQA=="


INVALID_FIELDS: list[dict[str, str]] = [
    {"x-one": "a\r\nb: c"},
    {"a b": "c"},
    {"": "c"},
    {"x": "\x00"},
    {"x": "é"},
]


@over_sockets
async def test_an_invalid_header_field_is_an_input_error(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for headers in INVALID_FIELDS:
        with subtests.test(headers=headers):
            with LoopbackServer(message(200)) as server, pytest.raises(InputError, match="can not be sent"):
                await send(kind, server, Request("GET", server.url, headers))
            assert server.connections == 0


# --- Responses -------------------------------------------------------------------------------------------


FRAMINGS: list[tuple[list[bytes | float], bytes]] = [
    ([message(200, b"hello")], b"hello"),
    ([message(204, content_length="")], b""),
    ([message(304, etag="1", content_length="")], b""),
    ([CHUNKED, b"3\r\nhel\r\n", 0.01, b"2\r\nlo\r\n0\r\n\r\n"], b"hello"),
    ([CHUNKED, b"5;name=value\r\nhello\r\n0\r\ntrailer: 1\r\n\r\n"], b"hello"),
    ([message(200, content_length=""), b"hel", 0.01, b"lo"], b"hello"),
    ([b"HTTP/1.0 200 OK\r\n\r\nhello"], b"hello"),
    ([b"HTTP/1.1 200\r\ncontent-length: 5\r\n\r\nhello"], b"hello"),
    ([b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n", message(200, b"hello")], b"hello"),
    ([b"HTTP/1.1 100 Continue\r\n\r\n", message(200, b"hello")], b"hello"),
    ([message(200, b"hello", x_folded="a\r\n b")], b"hello"),
]


@over_sockets
async def test_a_body_is_complete_with_each_framing(kind: type[AsyncReal], subtests: pytest.Subtests) -> None:
    for pieces, body in FRAMINGS:
        with subtests.test(pieces=pieces, body=body), LoopbackServer(*pieces) as server:
            assert (await send(kind, server)).body == body


@over_sockets
async def test_a_response_to_head_has_a_length_and_no_body(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, content_length="5", content_encoding="gzip")) as server:
        response = await send(kind, server, Request("HEAD", server.url))
    assert (response.status, response.headers["content-length"], response.body) == (200, "5", b"")


@over_sockets
async def test_a_repeated_header_field_keeps_all_values(kind: type[AsyncReal]) -> None:
    with LoopbackServer(b"HTTP/1.1 200 OK\r\nvia: a\r\nVia: b\r\ncontent-length: 0\r\n\r\n") as server:
        assert (await send(kind, server)).headers == Headers({"via": "a, b", "content-length": "0"})


@over_sockets
async def test_a_header_field_beyond_ascii_is_dropped(kind: type[AsyncReal]) -> None:
    said = "HTTP/1.1 200 OK\r\nx-one: é\r\nx-two: 2\r\ncontent-length: 0\r\n\r\n"
    for raw in (said.encode(), said.encode("latin-1")):
        with LoopbackServer(raw) as server:
            assert (await send(kind, server)).headers == Headers({"x-two": "2", "content-length": "0"})


REDIRECTS: list[int] = [301, 302, 303, 307, 308]


@over_sockets
async def test_a_redirect_is_not_followed(kind: type[AsyncReal], subtests: pytest.Subtests) -> None:
    for status in REDIRECTS:
        with subtests.test(status=status):
            with (
                LoopbackServer(message(200)) as other,
                LoopbackServer(message(status, location=other.url)) as server,
            ):
                request = Request("POST", server.url, {"authorization": "Bearer secret"}, b"body")
                response = await send(kind, server, request)
            assert (response.status, response.headers["location"]) == (status, other.url)
            assert (server.connections, other.connections) == (1, 0)


@over_sockets
async def test_no_repr_shows_a_header_value_or_a_body(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, b"hunter2", set_cookie="hunter2")) as server:
        response = await send(kind, server)
    assert "set-cookie" in repr(response.headers)
    assert "hunter2" not in repr(response)


# --- Content codings: RFC 1952, RFC 8878 -----------------------------------------------------------------

GZIP, ZSTD = gzip.compress(HELLO, mtime=0), zstd.compress(HELLO)


CODINGS: list[tuple[str, bytes, bytes]] = [
    ("gzip", GZIP, HELLO),
    ("x-gzip", GZIP, HELLO),
    ("GZIP", GZIP, HELLO),
    ("zstd", ZSTD, HELLO),
    ("gzip", GZIP + GZIP, HELLO * 2),
    ("zstd", ZSTD + ZSTD, HELLO * 2),
    ("gzip, zstd", zstd.compress(GZIP), HELLO),
    ("gzip", b"", b""),
    ("identity", HELLO, HELLO),
    ("br", b"never asked for", b"never asked for"),
    ("deflate", zlib.compress(HELLO), zlib.compress(HELLO)),
]


@over_sockets
async def test_an_encoded_body_is_decoded(kind: type[AsyncReal], subtests: pytest.Subtests) -> None:
    for encoding, packed, body in CODINGS:
        with subtests.test(encoding=encoding, packed=packed, body=body):
            with LoopbackServer(message(200, packed, content_encoding=encoding)) as server:
                response = await send(kind, server)
            assert response.body == body
            # The fields describe the encoded body, so that a download knows whether it can resume.
            assert response.headers["content-encoding"] == encoding
            assert response.headers["content-length"] == str(len(packed))


INVALID_CODINGS: list[tuple[str, bytes]] = [
    ("gzip", b"hunter2"),
    ("gzip", GZIP[:-4]),
    ("gzip", GZIP[:20]),
    ("gzip", GZIP[:-8] + bytes(8)),
    ("gzip", GZIP + b"rest"),
    ("zstd", b"hunter2"),
    ("zstd", ZSTD[:-2]),
    ("gzip, zstd", zstd.compress(b"hunter2")),
]


@over_sockets
async def test_an_invalid_or_truncated_content_coding_may_have_been_processed(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for encoding, packed in INVALID_CODINGS:
        with subtests.test(encoding=encoding, packed=packed):
            server = LoopbackServer(message(200, packed, content_encoding=encoding))
            with server, pytest.raises(MaybeProcessedError, match=r"gzip|zstd") as caught:
                await send(kind, server)
            assert type(caught.value) is MaybeProcessedError
            assert "hunter2" not in str(caught.value)


EMPTY = gzip.compress(b"", mtime=0)


# Compressing it takes 0.3 s, which only these tests pay.
@cache
def empty_members() -> bytes:
    """Two million empty members, compressed: decoding them takes seconds and yields nothing."""
    return gzip.compress(EMPTY * 2_000_000)


UNREADABLE = {
    "gzip as a transfer coding": message(200, content_length="", transfer_encoding="gzip, chunked"),
    "an unknown transfer coding": message(200, content_length="", transfer_encoding="identity"),
    "another protocol": message(101, content_length="", upgrade="websocket", connection="upgrade"),
}


@over_sockets
async def test_a_body_in_another_framing_may_have_been_processed(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for name, head in UNREADABLE.items():
        with subtests.test(name=name), LoopbackServer(head + b"5\r\nhello\r\n0\r\n\r\n") as server:
            async with kind() as transport:
                request = Request("GET", f"{server.url}/a")
                with pytest.raises(MaybeProcessedError):
                    await transport.send(request, 5.0)
                with pytest.raises(MaybeProcessedError):
                    await read_into(transport, request, 5.0, [])


@over_sockets
async def test_decoding_ends_with_the_attempt(kind: type[AsyncReal]) -> None:
    server = LoopbackServer(message(200, empty_members(), content_encoding="gzip, gzip"))
    with server, pytest.raises(AttemptTimeoutError, match=r"within 0\.3 s"):
        await send(kind, server, timeout_s=0.3)


@over_sockets
async def test_decoding_a_stream_times_out_without_a_piece(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, empty_members(), content_encoding="gzip, gzip")) as server:
        async with kind() as transport:
            with pytest.raises(AttemptTimeoutError, match=r"within 0\.3 s"):
                await read_into(transport, Request("GET", server.url), 0.3, [])


@over_sockets
async def test_many_gzip_members_are_decoded_in_linear_time(kind: type[AsyncReal]) -> None:
    # This takes a second on an idle machine; minutes if each member copied the rest of the input.
    with LoopbackServer(message(200, EMPTY * 240_000 + GZIP, content_encoding="gzip")) as server:
        assert (await send(kind, server, timeout_s=60.0)).body == HELLO


@over_sockets
async def test_more_than_three_content_codings_are_refused(kind: type[AsyncReal]) -> None:
    server = LoopbackServer(message(200, GZIP, content_encoding="gzip, gzip, gzip, gzip"))
    with server, pytest.raises(MaybeProcessedError, match="more than 3 times"):
        await send(kind, server)


# --- Size of the body ------------------------------------------------------------------------------------

MOST = 100_000


# Compressing them takes 0.2 s, which no collection pays.
@cache
def too_large() -> list[tuple[str, bytes]]:
    """Content codings, and encoded bodies of more than `MOST` bytes."""
    bomb = gzip.compress(bytes(50_000_000), mtime=0)
    return [
        ("", bytes(MOST + 1)),
        ("gzip", bomb),
        ("zstd", zstd.compress(bytes(50_000_000))),
        ("gzip, gzip", gzip.compress(bomb, mtime=0)),
        ("gzip", gzip.compress(bytes(MOST), mtime=0) + gzip.compress(b"1", mtime=0)),
    ]


@over_sockets
async def test_a_body_that_is_larger_than_allowed_is_not_kept(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for encoding, body in too_large():
        with (
            subtests.test(encoding=encoding),
            LoopbackServer(message(200, body, content_encoding=encoding)) as server,
        ):
            request = Request("GET", server.url, max_response_bytes=MOST)
            tracemalloc.start()
            with pytest.raises(ResponseTooLargeError, match="larger than 100000 bytes") as caught:
                await send(kind, server, request)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert caught.value.status == 200
            assert peak < 5_000_000


@over_sockets
async def test_a_body_may_have_exactly_the_allowed_size(kind: type[AsyncReal]) -> None:
    for encoding, body in [("", bytes(MOST)), ("gzip", gzip.compress(bytes(MOST)))]:
        with LoopbackServer(message(200, body, content_encoding=encoding)) as server:
            response = await send(kind, server, Request("GET", server.url, max_response_bytes=MOST))
        assert response.body == bytes(MOST), encoding


@over_sockets
async def test_a_stream_may_be_larger_than_a_response(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, bytes(3 * MOST))) as server:
        pieces: list[bytes] = []
        async with kind() as transport:
            await read_into(transport, Request("GET", server.url, max_response_bytes=MOST), 5.0, pieces)
    assert len(b"".join(pieces)) == 3 * MOST
