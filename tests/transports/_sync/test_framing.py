# DO NOT EDIT. Derived from ../_async/test_framing.py by "python -m seawall.codegen.derive".
"""No request can break the framing of its connection or reach another place, over any transport."""

import string
from typing import Any

import pytest

from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.testing import Script
from seawall.transports import (
    Httpx2Transport,
    HttpxTransport,
    MemoryTransport,
    PyreqwestTransport,
)
from tests.transports._sync.kinds import Real, over_sockets
from tests.transports.loopback import LoopbackServer, message
from tests.transports.raw_request import parse_request

pytestmark = pytest.mark.slow

BODY = b"GET /smuggled HTTP/1.1\r\nhost: a\r\n\r\n"
FRAMING: list[tuple[str, str]] = [
    *(
        ("content-length", value)
        for value in ("0", "3", "-1", "+35", "35 ", "0x23", "3_5", "35, 35", "٣٥", "")
    ),
    *(("transfer-encoding", value) for value in ("chunked", "identity", "gzip, chunked")),
    *(("connection", value) for value in ("close", "upgrade", "content-length")),
    *(("host", "other.test"), ("te", "trailers"), ("upgrade", "h2c"), ("keep-alive", "timeout=99")),
    *(("proxy-connection", "close"), ("trailer", "x"), ("expect", "100-continue"), ("http2-settings", "")),
]
# Neither names nor values of a field. Those that are no text come from programs without a type checker.
FIELDS: list[dict[Any, Any]] = [
    *({"x": value} for value in (" a", "a ", "a\t", "\ta", " ", "\t", 1, None, b"a", ["a"])),
    *({name: "a"} for name in ("", " ", "x y", "x ", "x\u00e9", "x\0", "x\n", ":method", 1, None, b"x")),
]
NO_METHODS: list[Any] = [None, b"GET", 1]
METHODS = ["", "get", "Get", "G T", "GET\r\n", "GET /x HTTP/1.1\r\nx:", "GÉT", "CONNECT", "GET:"]
URLS = [
    *("/a\nb", "/a\tb", "/a\rb", "/a?b=\x00", "/a?b=\x7f", "/a?b=\ud800", "/a\u2028b"),
    *("/..", "/a/../b", "/a/./b", "/a/.", "/a/%2e%2e/b", "/a/.%2E/b", "/%2e"),
]
HOSTS = [
    "127.1",
    "0x7f.1",
    "2130706433",
    "127.0.0.01",
    "127.0.0.1.",
    "127.0.0.1 ",
    "l%6fcalhost",
    "\uff4cocalhost",
    "a\\b",
    "a..b",
    ".a",
    f"{'a' * 64}.test",
    f"{'a.' * 127}a",
    "[::1%25eth0]",
]


def requests(url: str) -> list[Request]:
    port = url.rpartition(":")[2]
    return [
        *(Request("POST", url, {name: value}, BODY) for name, value in FRAMING),
        *(Request("POST", url, {name.title(): value}, BODY) for name, value in FRAMING),
        *(Request("POST", url, {name: value}, [BODY]) for name, value in FRAMING if value not in {"0", "3"}),
        *(Request("GET", url, {name: value}) for name, value in FRAMING if value != "0"),
        Request("POST", url, {"content-length": "3", "Content-Length": "35"}, [BODY]),
        *(Request("GET", url, fields) for fields in FIELDS),
        *(Request(method, url) for method in (*METHODS, *NO_METHODS)),
        *(Request("GET", url + path) for path in URLS),
        *(Request("GET", f"http://{host}:{port}/") for host in HOSTS),
    ]


@over_sockets
def test_a_request_that_breaks_its_framing_is_an_input_error(
    kind: type[Real], subtests: pytest.Subtests
) -> None:
    with LoopbackServer(message(200, b"hello"), keep_alive=99) as server:
        with kind() as transport:
            for request in requests(server.url):
                with subtests.test(method=request.method, url=request.url, headers=request.headers):
                    with pytest.raises(InputError):
                        transport.send(request, 5.0)
                    with pytest.raises(InputError):
                        MemoryTransport(Script()).send(request, 5.0)
            assert server.connections == 0
            assert (transport.send(Request("POST", server.url, {}, BODY), 5.0)).body == b"hello"
    assert parse_request(server.requests[0]).body == BODY


@over_sockets
def test_the_length_of_a_body_may_be_given(kind: type[Real]) -> None:
    with LoopbackServer(message(200), keep_alive=99) as server:
        with kind() as transport:
            for body in (BODY, [BODY]):
                transport.send(
                    Request("PUT", server.url, {"Content-Length": str(len(BODY))}, body), 5.0
                )
    assert [parse_request(request).body for request in server.requests] == [BODY, BODY]
    assert "transfer-encoding" not in parse_request(server.requests[1]).fields


def test_all_transports_send_the_same_target(subtests: pytest.Subtests) -> None:
    marks = [
        *(character for character in string.printable if character.isprintable()),
        "é",
        "日",
        "%2f",
        "%4",
    ]
    lines: list[list[str]] = []
    for kind in (Httpx2Transport, HttpxTransport, PyreqwestTransport):
        with LoopbackServer(message(200), keep_alive=len(marks)) as server:
            with kind() as transport:
                for mark in marks:
                    transport.send(Request("GET", f"{server.url}/a{mark}b?c{mark}d"), 5.0)
        lines.append([parse_request(request).line for request in server.requests])
    for mark, *sent in zip(marks, *lines, strict=True):
        with subtests.test(mark=mark):
            assert sent == [sent[0]] * 3
