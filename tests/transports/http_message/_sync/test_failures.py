# DO NOT EDIT. Derived from ../_async/test_failures.py by "python -m seawall.codegen.derive".
"""Failures raise the same errors over all transports."""

import time
from pathlib import Path

import pytest

from seawall.core.errors import (
    AttemptTimeoutError,
    ConfigError,
    InputError,
    MaybeProcessedError,
    NotSentError,
)
from seawall.core.http.message import Request
from seawall.transports import TransportOptions
from tests.transports._sync.kinds import Real, over_sockets, read_into, send
from tests.transports.certificate import certificate_in, tls_of
from tests.transports.error_report import error_report
from tests.transports.loopback import (
    HANG,
    RESET,
    LoopbackServer,
    closed_port,
    message,
    unaccepting_port,
    unread_port,
)

pytestmark = pytest.mark.slow

CHUNKED = message(200, content_length="", transfer_encoding="chunked")
SECRET = "hunter2"


# --- No connection ---------------------------------------------------------------------------------------


@over_sockets
def test_a_refused_connection_is_a_not_sent_error(kind: type[Real]) -> None:
    url = f"http://127.0.0.1:{closed_port()}"
    with kind() as transport:
        with pytest.raises(NotSentError) as caught:
            transport.send(Request("POST", f"{url.replace('//', '//a:hunter2@')}/x?q=hunter2"), 5.0)
    assert str(caught.value) == (
        f"no connection to {url[7:]}, so nothing was sent. "
        "Check that the server runs, the base URL and the network."
    )
    assert SECRET not in error_report(caught.value)


@over_sockets
def test_an_unknown_host_name_is_a_not_sent_error(kind: type[Real]) -> None:
    with kind(options=TransportOptions(trust_env=False)) as transport:
        with pytest.raises(NotSentError, match=r"to nowhere\.invalid \(its name is unknown\), so") as caught:
            transport.send(Request("GET", "https://nowhere.invalid/?q=hunter2"), 10.0)
    assert SECRET not in error_report(caught.value)


@over_sockets
def test_an_untrusted_certificate_is_a_not_sent_error(kind: type[Real], tmp_path: Path) -> None:
    server = LoopbackServer(message(200), tls=tls_of(certificate_in(tmp_path)))
    with server, pytest.raises(NotSentError, match="its certificate is not trusted"):
        send(kind, server)
    assert server.requests == []


@over_sockets
def test_a_server_without_tls_is_a_not_sent_error(kind: type[Real]) -> None:
    cases: list[tuple[list[bytes], str]] = [
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "it does not use TLS on this port: is it an http URL?"),
        ([], "it ended the TLS handshake: is it an http URL?"),
    ]
    for said, reason in cases:
        with LoopbackServer(*said) as server, pytest.raises(NotSentError) as caught:
            send(kind, server, Request("GET", server.url.replace("http", "https")))
        assert f"({reason})" in str(caught.value)


@over_sockets
def test_a_connect_timeout_is_a_not_sent_error(kind: type[Real]) -> None:
    options = TransportOptions(connect_timeout_s=0.1)
    with unaccepting_port() as port:
        with kind(options=options) as transport:
            with pytest.raises(NotSentError):
                transport.send(Request("POST", f"http://127.0.0.1:{port}"), 30.0)


@over_sockets
def test_a_tls_handshake_timeout_is_a_not_sent_error(
    kind: type[Real],
) -> None:
    options = TransportOptions(connect_timeout_s=0.1)
    with LoopbackServer(HANG) as server, pytest.raises(NotSentError):
        send(kind, server, Request("GET", server.url.replace("http", "https")), options=options)


@over_sockets
def test_the_end_of_an_attempt_during_a_connect_is_an_attempt_timeout(kind: type[Real]) -> None:
    with unaccepting_port() as port:
        with kind() as transport:
            with pytest.raises(AttemptTimeoutError):
                transport.send(Request("POST", f"http://127.0.0.1:{port}"), 0.1)


@over_sockets
def test_a_pool_timeout_is_a_not_sent_error(kind: type[Real]) -> None:
    options = TransportOptions(max_connections=1)
    drops: list[bytes | float] = [b"x", 0.03]
    with LoopbackServer(message(200, content_length="1000"), *drops * 1000) as server:
        request = Request("GET", server.url)
        with kind(options=options) as transport, transport.stream(request, 1.0):
            with pytest.raises(NotSentError, match="all connections are in use"):
                read_into(transport, request, 1.0, [])
    assert len(server.requests) == 1


INVALID_URLS: list[str] = [
    "",
    "/v1",
    "api.test/v1",
    "ftp://api.test",
    "file:///etc/passwd",
    "http://",
    "http://a:b",
    "http://[::1",
]


@over_sockets
def test_an_invalid_url_is_a_config_error(kind: type[Real], subtests: pytest.Subtests) -> None:
    for url in INVALID_URLS:
        with subtests.test(url=url):
            with kind() as transport:
                with pytest.raises(
                    ConfigError, match=r"not an http or https URL\. Check the base URL"
                ) as caught:
                    transport.send(Request("GET", f"{url}?q=hunter2"), 5.0)
            assert SECRET not in error_report(caught.value)


@over_sockets
def test_an_error_does_not_show_an_invalid_header_field(kind: type[Real]) -> None:
    with kind() as transport:
        with pytest.raises(InputError, match="can not be sent") as caught:
            transport.send(Request("GET", "http://127.0.0.1:9", {"x-key": "hunter2\n"}), 5.0)
    assert SECRET not in error_report(caught.value)


# --- Incomplete responses --------------------------------------------------------------------------------


INCOMPLETE: list[list[bytes | float]] = [
    [],
    [RESET],
    [b"HTTP/1.1 200 OK\r\ncontent-"],
    [b"HTTP/1.1 200 OK\r\ncontent-", RESET],
    [message(200, content_length="5")],
    [message(200, content_length="5"), RESET],
    [message(200, b"hel", content_length="5")],
    [CHUNKED, b"3\r\nhel\r\n"],
    [CHUNKED, b"nonsense\r\n"],
    [b"SSH-2.0-OpenSSH\r\n"],
    [b"\x16\x03\x01\x00\xff"],
    [b"<html>hunter2</html>\r\n\r\n"],
    [b"HTTP/1.1 abc OK\r\n\r\n"],
    [b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"],
    [b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nhi"],
    [b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"],
]
METHODS: list[str] = ["GET", "POST"]


@over_sockets
def test_an_incomplete_or_invalid_response_may_have_been_processed(
    kind: type[Real], subtests: pytest.Subtests
) -> None:
    for pieces in INCOMPLETE:
        for method in METHODS:
            with subtests.test(pieces=pieces, method=method):
                words = "the connection broke before the response was complete"
                with (
                    LoopbackServer(*pieces) as server,
                    pytest.raises(MaybeProcessedError, match=words) as caught,
                ):
                    send(kind, server, Request(method, f"{server.url}/a?q=hunter2", {}, b"hunter2"))
                assert type(caught.value) is MaybeProcessedError
                assert SECRET not in error_report(caught.value)
                assert (len(server.requests), server.connections) == (1, 1)


HEAD_DROPS: list[bytes | float] = [b"x-drip: 1\r\n", 0.03]
CONTINUE_DROPS: list[bytes | float] = [b"HTTP/1.1 100 Continue\r\n\r\n", 0.03]
BODY_DROPS: list[bytes | float] = [b"x", 0.03]
CHUNK_DROPS: list[bytes | float] = [b"1\r\nx\r\n", 0.03]
SLOW: list[list[bytes | float]] = [
    [HANG],
    [b"HTTP/1.1 200 OK\r\n", HANG],
    [b"HTTP/1.1 200 OK\r\n", *HEAD_DROPS * 1000],
    [*CONTINUE_DROPS * 1000],
    [message(200, b"hel", content_length="5"), HANG],
    [message(200, content_length="1000"), *BODY_DROPS * 1000],
    [CHUNKED, *CHUNK_DROPS * 1000],
]


@over_sockets
def test_a_slow_response_times_out(kind: type[Real], subtests: pytest.Subtests) -> None:
    for pieces in SLOW:
        with subtests.test(pieces=pieces):
            began = time.monotonic()
            with (
                LoopbackServer(*pieces) as server,
                pytest.raises(AttemptTimeoutError, match=r"within 0\.15 s") as caught,
            ):
                send(kind, server, Request("GET", f"{server.url}/a?q=hunter2"), timeout_s=0.15)
            assert SECRET not in error_report(caught.value)
            # The whole response would take 30 s.
            assert time.monotonic() - began < 15.0


@over_sockets
def test_a_request_that_the_server_does_not_read_times_out(kind: type[Real]) -> None:
    with unread_port() as port:
        with kind() as transport:
            request = Request("POST", f"http://127.0.0.1:{port}", {}, bytes(50_000_000))
            with pytest.raises(AttemptTimeoutError):
                transport.send(request, 0.2)


# --- Bugs ------------------------------------------------------------------------------------------------


@over_sockets
def test_an_error_of_the_reader_is_raised_unchanged(kind: type[Real]) -> None:
    with LoopbackServer(message(200, b"hello")) as server:
        with kind() as transport:
            with pytest.raises(ZeroDivisionError):
                with transport.stream(Request("GET", server.url), 5.0):
                    raise ZeroDivisionError


@over_sockets
def test_a_closed_transport_sends_nothing(kind: type[Real]) -> None:
    with LoopbackServer(message(200)) as server:
        transport = kind()
        transport.close()
        with pytest.raises(RuntimeError, match="closed"):
            transport.send(Request("GET", server.url), 5.0)
        with pytest.raises(RuntimeError, match="closed"):
            with transport.stream(Request("GET", server.url), 5.0):
                pass
    assert server.connections == 0
