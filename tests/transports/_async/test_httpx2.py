import gzip
import ssl
import time
from pathlib import Path

import httpx2
import pytest

from seawall.core.errors import (
    AttemptTimeoutError,
    ConfigError,
    MaybeProcessedError,
    NotSentError,
    TransportError,
)
from seawall.core.message import Request, Response
from seawall.transports import AsyncHttpx2Transport
from tests.transports.certificate import certificate_in, tls_of
from tests.transports.loopback import HANG, LoopbackServer, closed_port, message

SLOWLY: list[bytes | float] = [b"x", 0.04] * 6
CHUNKED = message(200, content_length="", transfer_encoding="chunked")


async def send(server: LoopbackServer, request: Request | None = None, timeout_s: float = 5.0) -> Response:
    async with AsyncHttpx2Transport() as transport:
        return await transport.send(request or Request("GET", f"{server.url}/a"), timeout_s)


# --- Answers ---------------------------------------------------------------------------------------------


async def test_a_request_arrives_as_it_was_made() -> None:
    with LoopbackServer(message(200)) as server:
        headers = {"user-agent": "ua/1", "content-type": "text/plain", "x-one": "1"}
        await send(server, Request("POST", f"{server.url}/a%2Fb?c=d%20e", headers, b"body"))
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().lower().split("\r\n")
    assert lines[0] == "post /a%2fb?c=d%20e http/1.1"
    assert {"user-agent: ua/1", "content-type: text/plain", "x-one: 1", "content-length: 4"} <= set(lines)
    assert body == b"body"


async def test_an_answer_comes_whole() -> None:
    with LoopbackServer(message(201, b"hello", x_one="1")) as server:
        response = await send(server)
    assert (response.status, response.body) == (201, b"hello")
    assert response.headers["X-One"] == "1"


async def test_an_answer_in_chunks_comes_whole() -> None:
    with LoopbackServer(CHUNKED, b"3\r\nhel\r\n", 0.01, b"2\r\nlo\r\n0\r\n\r\n") as server:
        assert (await send(server)).body == b"hello"


async def test_an_answer_that_ends_with_the_connection_comes_whole() -> None:
    with LoopbackServer(message(200, content_length=""), b"hel", 0.01, b"lo") as server:
        assert (await send(server)).body == b"hello"


async def test_a_compressed_answer_is_unpacked() -> None:
    packed = gzip.compress(b"hello" * 1000)
    with LoopbackServer(message(200, packed, content_encoding="gzip")) as server:
        assert (await send(server)).body == b"hello" * 1000


async def test_an_answer_may_have_no_body() -> None:
    with LoopbackServer(message(204)) as server:
        assert (await send(server)).body == b""


async def test_a_header_that_comes_twice_keeps_both_values() -> None:
    with LoopbackServer(b"HTTP/1.1 200 OK\r\nvia: a\r\nVia: b\r\ncontent-length: 0\r\n\r\n") as server:
        assert (await send(server)).headers["via"] == "a, b"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    with LoopbackServer(message(status, location="/elsewhere")) as server:
        response = await send(server)
    assert (response.status, response.headers["location"]) == (status, "/elsewhere")
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 500, 503, 520])
async def test_no_status_is_an_error(status: int) -> None:
    with LoopbackServer(message(status, b"no")) as server:
        assert (await send(server)).status == status


async def test_no_repr_shows_a_value() -> None:
    with LoopbackServer(message(200, b"hunter2", set_cookie="hunter2")) as server:
        response = await send(server)
    assert "set-cookie" in repr(response.headers)
    assert "hunter2" not in repr(response)


# --- No connection ---------------------------------------------------------------------------------------


async def test_where_nobody_listens_nothing_was_sent() -> None:
    port = closed_port()
    async with AsyncHttpx2Transport() as transport:
        with pytest.raises(NotSentError, match=rf"no connection to 127\.0\.0\.1:{port} ") as caught:
            await transport.send(Request("POST", f"http://a:hunter2@127.0.0.1:{port}/hunter2?q=hunter2"), 5.0)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["", "/v1", "api.test/v1", "ftp://api.test", "file:///etc/passwd", "http://", "http://a:b"],
)
async def test_what_is_no_address_is_a_wrong_setting(url: str) -> None:
    async with AsyncHttpx2Transport() as transport:
        with pytest.raises(ConfigError, match=r"no http or https URL\. Check the base URL"):
            await transport.send(Request("GET", url), 5.0)


async def test_a_certificate_that_nobody_trusts_means_that_nothing_was_sent(tmp_path: Path) -> None:
    server = LoopbackServer(message(200), tls=tls_of(certificate_in(tmp_path)))
    with server, pytest.raises(NotSentError, match="nothing was sent"):
        await send(server)
    assert server.requests == []


async def test_a_proxy_that_refuses_means_that_nothing_was_sent() -> None:
    with LoopbackServer(message(502)) as proxy:
        async with httpx2.AsyncClient(proxy=proxy.url) as client:
            with pytest.raises(NotSentError):
                await AsyncHttpx2Transport(client).send(Request("GET", "https://api.test/"), 5.0)


async def test_without_a_free_connection_nothing_was_sent() -> None:
    limits = httpx2.Limits(max_connections=1)
    with LoopbackServer(message(200, b"a", content_length="2"), HANG) as server:
        async with httpx2.AsyncClient(limits=limits) as client:
            transport, request = AsyncHttpx2Transport(client), Request("GET", server.url)
            async with transport.stream(request, 5.0):
                with pytest.raises(NotSentError):
                    await transport.send(request, 0.05)
    assert len(server.requests) == 1


# --- No whole answer -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"HTTP/1.1 200 OK\r\ncontent-"],
        [message(200, b"hel", content_length="5")],
        [CHUNKED, b"3\r\nhel\r\n"],
        [CHUNKED, b"nonsense\r\n"],
        [b"SSH-2.0-OpenSSH\r\n"],
        [b"\x16\x03\x01\x00\xff"],
        [b"<html>hunter2</html>\r\n\r\n"],
        [b"HTTP/1.1 abc OK\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"],
        [message(200, b"hunter2", content_encoding="gzip")],
    ],
    ids=lambda pieces: b"".join(pieces)[-25:],
)
async def test_without_a_whole_answer_the_server_may_have_acted(pieces: list[bytes]) -> None:
    words = "the connection broke before the answer was whole"
    with LoopbackServer(*pieces) as server, pytest.raises(MaybeProcessedError, match=words) as caught:
        await send(server)
    assert type(caught.value) is MaybeProcessedError
    assert "hunter2" not in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "pieces",
    [
        [HANG],
        [b"HTTP/1.1 200 OK\r\n", HANG],
        [message(200, b"hel", content_length="5"), HANG],
        [message(200, content_length="100"), *[b"x", 0.03] * 100],
    ],
    ids=["no answer", "half a head", "half a body", "drop by drop"],
)
async def test_an_answer_that_takes_too_long(pieces: list[bytes | float]) -> None:
    began = time.monotonic()
    with LoopbackServer(*pieces) as server, pytest.raises(AttemptTimeoutError):
        await send(server, timeout_s=0.15)
    assert 0.1 < time.monotonic() - began < 2.0


# --- Bugs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{"x-one": "a\r\nb: c"}, {"a b": "c"}])
async def test_a_request_of_ours_that_is_malformed_is_a_bug(headers: dict[str, str]) -> None:
    with LoopbackServer(message(200)) as server, pytest.raises(httpx2.LocalProtocolError):
        await send(server, Request("GET", server.url, headers))


async def test_a_bug_of_who_reads_is_no_network_error() -> None:
    with LoopbackServer(message(200, b"hello")) as server:
        async with AsyncHttpx2Transport() as transport:
            with pytest.raises(ZeroDivisionError):
                async with transport.stream(Request("GET", server.url), 5.0):
                    raise ZeroDivisionError


# --- Streams ---------------------------------------------------------------------------------------------


async def test_a_stream_has_its_head_before_its_body() -> None:
    with LoopbackServer(message(200, b"hel", content_length="5", x_one="1"), HANG) as server:
        request = Request("GET", server.url)
        async with AsyncHttpx2Transport() as transport, transport.stream(request, 5.0) as stream:
            assert (stream.status, stream.headers["x-one"]) == (200, "1")


async def test_a_stream_gives_the_body_piece_by_piece() -> None:
    with LoopbackServer(message(200, bytes(1_000_000))) as server:
        request = Request("GET", server.url)
        async with AsyncHttpx2Transport() as transport, transport.stream(request, 5.0) as stream:
            sizes = [len(chunk) async for chunk in stream.chunks()]
    assert sum(sizes) == 1_000_000
    assert len(sizes) > 1


async def read(stream_of: AsyncHttpx2Transport, url: str, timeout_s: float, into: list[bytes]) -> None:
    async with stream_of.stream(Request("GET", url), timeout_s) as stream:
        async for chunk in stream.chunks():
            into.append(chunk)  # noqa: PERF401


@pytest.mark.parametrize(("then", "class_"), [([], MaybeProcessedError), ([HANG], AttemptTimeoutError)])
async def test_a_stream_that_breaks_off_gives_what_came_before(
    then: list[bytes | float], class_: type[TransportError]
) -> None:
    came: list[bytes] = []
    with LoopbackServer(message(200, b"hel", content_length="5"), *then) as server:
        async with AsyncHttpx2Transport() as transport:
            with pytest.raises(class_) as caught:
                await read(transport, server.url, 0.2, came)
    assert type(caught.value) is class_
    assert b"".join(came) == b"hel"


async def test_a_long_stream_is_bounded_step_by_step_and_not_as_a_whole() -> None:
    came: list[bytes] = []
    with LoopbackServer(message(200, content_length="6"), *SLOWLY) as server:
        async with AsyncHttpx2Transport() as transport:
            await read(transport, server.url, 0.2, came)
    assert b"".join(came) == b"x" * 6


async def test_a_stream_that_is_left_early_gives_up_its_connection() -> None:
    limits = httpx2.Limits(max_connections=1)
    with LoopbackServer(message(200, content_length="100000000"), *[bytes(100_000)] * 1000) as server:
        async with httpx2.AsyncClient(limits=limits) as client:
            transport, request = AsyncHttpx2Transport(client), Request("GET", server.url)
            for _ in range(2):
                async with transport.stream(request, 0.3) as stream:
                    assert stream.status == 200
        assert server.hung_up_on.wait(2.0)
    assert len(server.requests) == 2


# --- The client ------------------------------------------------------------------------------------------


async def test_a_client_that_is_handed_in_is_used_and_stays_open(tmp_path: Path) -> None:
    certificate = certificate_in(tmp_path)
    trusting = ssl.create_default_context(cafile=certificate)
    with LoopbackServer(message(200, b"hello"), tls=tls_of(certificate)) as server:
        async with httpx2.AsyncClient(verify=trusting) as client:
            async with AsyncHttpx2Transport(client) as transport:
                assert (await transport.send(Request("GET", server.url), 5.0)).body == b"hello"
            assert not client.is_closed


async def test_a_transport_that_was_closed_sends_nothing() -> None:
    with LoopbackServer(message(200)) as server:
        transport = AsyncHttpx2Transport()
        await transport.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await transport.send(Request("GET", server.url), 5.0)
    assert server.requests == []


# --- Proxies ---------------------------------------------------------------------------------------------


async def test_what_stays_on_this_machine_goes_past_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    with LoopbackServer(message(200, b"direct")) as server:
        assert (await send(server)).body == b"direct"


async def test_what_leaves_this_machine_takes_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackServer(message(200, b"by proxy")) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert (await send(proxy, Request("GET", "http://far.test/a"))).body == b"by proxy"
    assert proxy.requests[0].startswith(b"GET http://far.test/a ")


async def test_no_cookie_is_kept() -> None:
    with LoopbackServer(message(200, set_cookie="session=1", connection="close")) as server:
        async with AsyncHttpx2Transport() as transport:
            for _ in range(2):
                await transport.send(Request("GET", f"{server.url}/a"), 5.0)
    assert len(server.requests) == 2
    assert b"cookie" not in server.requests[1].lower()


async def test_what_is_logged_of_a_request_holds_no_query(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="httpx2")
    with LoopbackServer(message(200)) as server:
        await send(server, Request("GET", f"{server.url}/a?signature=hunter2"))
    assert "/a" in caplog.text
    assert "hunter2" not in caplog.text
