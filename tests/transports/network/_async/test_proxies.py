"""Proxies work in the same way with all transports."""

from pathlib import Path

import pytest

from seawall.core.errors import ConfigError, NotSentError
from seawall.core.http.message import Request
from seawall.transports import TransportOptions
from tests.transports._async.kinds import AsyncReal, over_sockets, read_into, send
from tests.transports.authorities import Authority
from tests.transports.loopback import LoopbackServer, closed_port, message
from tests.transports.proxy import LoopbackProxy
from tests.transports.raw_request import parse_request

pytestmark = pytest.mark.slow

FAR = Request("GET", "http://far.test/a?b=c", {"authorization": "Bearer t"})
NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@over_sockets
async def test_an_http_request_goes_to_the_proxy_with_its_absolute_url(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, b"by proxy")) as proxy:
        options = TransportOptions(proxy=proxy.url.replace("//", "//us%40er:p%40ss@"))
        assert (await send(kind, proxy, FAR, options=options)).body == b"by proxy"
    came = parse_request(proxy.requests[0])
    assert came.line == "GET http://far.test/a?b=c HTTP/1.1"
    assert came.fields == {
        "accept": "*/*",
        "accept-encoding": "gzip, zstd",
        "authorization": "Bearer t",
        "host": "far.test",
        "proxy-authorization": "Basic dXNAZXI6cEBzcw==",
        "user-agent": "seawall",
    }


@over_sockets
async def test_an_https_request_goes_through_a_tunnel(kind: type[AsyncReal], tmp_path: Path) -> None:
    authority = Authority.in_(tmp_path)
    server = LoopbackServer(message(200, b"hello"), tls=authority.server(), keep_alive=9)
    with server, LoopbackProxy(server.url) as proxy:
        options = TransportOptions(ca_file=authority.ca_file, proxy=proxy.url.replace("//", "//u:p@"))
        request = Request("GET", f"{server.url}/a", {"authorization": "Bearer hunter2"})
        async with kind(options=options) as transport:
            for _ in range(2):
                assert (await transport.send(request, 5.0)).body == b"hello"
            came: list[bytes] = []
            await read_into(transport, request, 5.0, came)
            assert came == [b"hello"]
    asked = parse_request(proxy.requests[0])
    assert asked.line == f"CONNECT {server.url[8:]} HTTP/1.1"
    assert asked.fields["proxy-authorization"] == "Basic dTpw"
    # The proxy sees nothing of the request to the server.
    assert b"hunter2" not in b"".join(proxy.requests)
    assert parse_request(server.requests[0]).line == "GET /a HTTP/1.1"
    assert "proxy-authorization" not in parse_request(server.requests[0]).fields


@over_sockets
async def test_a_proxy_may_have_an_https_url(kind: type[AsyncReal], tmp_path: Path) -> None:
    authority = Authority.in_(tmp_path)
    with LoopbackServer(message(200, b"by proxy"), tls=authority.server()) as proxy:
        options = TransportOptions(ca_file=authority.ca_file, proxy=proxy.url)
        assert (await send(kind, proxy, FAR, options=options)).body == b"by proxy"
    assert parse_request(proxy.requests[0]).line == "GET http://far.test/a?b=c HTTP/1.1"


REFUSALS: list[bytes] = [
    b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
    b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nlocation: http://elsewhere.test\r\ncontent-length: 0\r\n\r\n",
    b"hunter2\r\n\r\n",
    b"",
]


@over_sockets
async def test_a_proxy_that_refuses_a_tunnel_is_a_not_sent_error(
    kind: type[AsyncReal], subtests: pytest.Subtests
) -> None:
    for says in REFUSALS:
        with subtests.test(says=says):
            with LoopbackProxy(refusal=says) as proxy:
                async with kind(options=TransportOptions(proxy=proxy.url)) as transport:
                    with pytest.raises(NotSentError, match=r"no connection to far\.test[, ]") as caught:
                        await transport.send(Request("POST", "https://far.test/"), 5.0)
            assert len(proxy.requests) == 1
            assert "hunter2" not in str(caught.value)


@over_sockets
async def test_an_unreachable_proxy_is_a_not_sent_error(kind: type[AsyncReal]) -> None:
    options = TransportOptions(proxy=f"http://127.0.0.1:{closed_port()}")
    async with kind(options=options) as transport:
        for scheme in ("http", "https"):
            with pytest.raises(NotSentError):
                await transport.send(Request("POST", f"{scheme}://far.test/"), 5.0)


# --- The environment -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
@over_sockets
async def test_requests_to_other_machines_use_the_proxy_of_the_environment(
    kind: type[AsyncReal], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackServer(message(200, b"by proxy")) as proxy:
        monkeypatch.setenv(name, proxy.url)
        assert (await send(kind, proxy, FAR)).body == b"by proxy"


@over_sockets
async def test_requests_to_this_machine_do_not_use_the_proxy_of_the_environment(
    kind: type[AsyncReal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{closed_port()}")
    with LoopbackServer(message(200, b"direct")) as server:
        for host in ("127.0.0.1", "localhost"):
            request = Request("GET", server.url.replace("127.0.0.1", host))
            assert (await send(kind, server, request)).body == b"direct"


@pytest.mark.parametrize(
    ("no_proxy", "options"),
    [
        ("localhost", TransportOptions()),
        ("", TransportOptions(no_proxy=("127.0.0.0/8",))),
        ("", TransportOptions(trust_env=False)),
    ],
)
@over_sockets
async def test_no_proxy_and_trust_env_disable_the_proxy(
    kind: type[AsyncReal], no_proxy: str, options: TransportOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    with LoopbackServer(message(200, b"direct")) as server:
        assert (await send(kind, server, options=options)).body == b"direct"


@over_sockets
async def test_the_option_proxy_applies_to_this_machine_too(
    kind: type[AsyncReal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with LoopbackServer(message(200, b"by proxy")) as proxy:
        request = Request("GET", f"http://127.0.0.1:{closed_port()}/")
        response = await send(kind, proxy, request, options=TransportOptions(proxy=proxy.url))
    assert response.body == b"by proxy"


@over_sockets
async def test_an_invalid_proxy_of_the_environment_raises_in_the_constructor(
    kind: type[AsyncReal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    with pytest.raises(ConfigError, match="ALL_PROXY"):
        kind()
