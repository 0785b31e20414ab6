# DO NOT EDIT. Derived from ../_async/test_given_clients.py by "python -m seawall.codegen.derive".
"""A transport over a client of the user, of httpx2 or httpx."""

import gzip
import ssl
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from seawall.core.errors import (
    AttemptTimeoutError,
    ConfigError,
    MaybeProcessedError,
    NotSentError,
    ResponseTooLargeError,
    TransportError,
)
from seawall.core.http.message import Request
from seawall.transports import TransportOptions
from tests.transports._sync.kinds import CLIENT_LIBRARIES, OverClients, over_clients, read_into
from tests.transports.certificate import certificate_in, tls_of
from tests.transports.error_report import error_report
from tests.transports.loopback import HANG, LoopbackServer, closed_port, message

pytestmark = pytest.mark.slow

REQUEST = Request("GET", "http://api.test/")
GZIP = {"content-encoding": "gzip"}


@over_clients
def test_a_client_is_used_with_its_settings_and_stays_open(
    kind: type[OverClients], library: ModuleType, tmp_path: Path
) -> None:
    certificate = certificate_in(tmp_path)
    trusting = ssl.create_default_context(cafile=certificate)
    with LoopbackServer(message(200, b"hello"), tls=tls_of(certificate)) as server:
        with library.Client(verify=trusting) as client:
            with kind(client) as transport:
                assert (transport.send(Request("GET", server.url), 5.0)).body == b"hello"
            assert not client.is_closed


@over_clients
def test_header_fields_of_a_client_are_sent_too(
    kind: type[OverClients], library: ModuleType
) -> None:
    with LoopbackServer(message(200)) as server:
        with library.Client(headers={"x-own": "1"}) as client:
            kind(client).send(Request("GET", server.url), 5.0)
    assert b"\r\nx-own: 1\r\n" in server.requests[0]


@over_clients
def test_a_client_that_follows_redirects_follows_none_here(
    kind: type[OverClients], library: ModuleType
) -> None:
    with LoopbackServer(message(302, location="/elsewhere")) as server:
        with library.Client(follow_redirects=True, auth=("a", "b")) as client:
            response = kind(client).send(Request("GET", server.url), 5.0)
    assert response.status == 302
    assert b"authorization" not in server.requests[0].lower()


@over_clients
def test_a_client_and_options_are_a_config_error(
    kind: type[OverClients], library: ModuleType
) -> None:
    with library.Client() as client:
        with pytest.raises(ConfigError, match="either client or options"):
            kind(client, options=TransportOptions())


DROPS: list[bytes | float] = [b"x", 0.03]
FAILURES: list[tuple[list[bytes | float], type[TransportError]]] = [
    ([], MaybeProcessedError),
    ([b"SSH-2.0\r\n"], MaybeProcessedError),
    ([message(200, b"hel", content_length="5")], MaybeProcessedError),
    ([HANG], AttemptTimeoutError),
    ([message(200, b"hel", content_length="5"), HANG], AttemptTimeoutError),
    ([message(200, content_length="100"), *DROPS * 100], AttemptTimeoutError),
]


@over_clients
def test_errors_of_a_client_are_translated(
    kind: type[OverClients], library: ModuleType, subtests: pytest.Subtests
) -> None:
    for pieces, class_ in FAILURES:
        with subtests.test(pieces=pieces, class_=class_):
            with LoopbackServer(*pieces) as server:
                timeout_s = 0.5 if class_ is AttemptTimeoutError else 5.0
                with library.Client() as client:
                    with pytest.raises(class_) as caught:
                        kind(client).send(Request("POST", server.url), timeout_s)
            assert type(caught.value) is class_


@over_clients
def test_a_refused_connection_of_a_client_is_a_not_sent_error(
    kind: type[OverClients], library: ModuleType
) -> None:
    with library.Client() as client:
        with pytest.raises(NotSentError):
            kind(client).send(Request("POST", f"http://127.0.0.1:{closed_port()}"), 5.0)


@over_clients
def test_a_proxy_that_refuses_is_a_not_sent_error(
    kind: type[OverClients], library: ModuleType
) -> None:
    with LoopbackServer(message(502)) as proxy:
        with library.Client(proxy=proxy.url) as client:
            with pytest.raises(NotSentError):
                kind(client).send(Request("GET", "https://api.test/"), 5.0)


@over_clients
def test_a_pool_timeout_is_a_not_sent_error(kind: type[OverClients], library: ModuleType) -> None:
    limits = library.Limits(max_connections=1)
    with LoopbackServer(message(200, b"a", content_length="2"), HANG) as server:
        with library.Client(limits=limits) as client:
            transport, request = kind(client), Request("GET", server.url)
            with transport.stream(request, 5.0):
                with pytest.raises(NotSentError):
                    transport.send(request, 0.05)
    assert len(server.requests) == 1


@over_clients
def test_another_object_than_a_client_is_a_config_error(
    kind: type[OverClients], library: ModuleType, subtests: pytest.Subtests
) -> None:
    others = [module.Client() for _, module in CLIENT_LIBRARIES if module is not library]
    for client in (*others, library.Client, library, "http://proxy.example"):
        with subtests.test(client=client):
            with pytest.raises(ConfigError, match=f"client is not an {library.__name__}.") as caught:
                kind(client)
            assert "one of httpx to " in str(caught.value)


# --- Clients whose transport or hooks have read the response -----------------------------------------------


@over_clients
def test_a_response_that_was_read_before_is_returned(
    kind: type[OverClients], library: ModuleType, subtests: pytest.Subtests
) -> None:
    responses = {
        "bytes": library.Response(200, content=b"hello"),
        "gzip": library.Response(200, headers=GZIP, content=gzip.compress(b"hello")),
        "text": library.Response(200, text="hello"),
    }
    for name, response in responses.items():
        with subtests.test(name=name):
            mock = library.MockTransport(lambda _, response=response: response)
            with library.Client(transport=mock) as client:
                assert (kind(client).send(REQUEST, 5.0)).body == b"hello"


@over_clients
def test_a_hook_may_read_the_response(kind: type[OverClients], library: ModuleType) -> None:
    def hook(response: Any) -> None:
        response.read()

    with LoopbackServer(
        message(200, gzip.compress(b"hello"), content_encoding="gzip"), keep_alive=9
    ) as server:
        with library.Client(event_hooks={"response": [hook]}) as client:
            transport, pieces = kind(client), list[bytes]()
            assert (transport.send(Request("GET", server.url), 5.0)).body == b"hello"
            read_into(transport, Request("GET", server.url), 5.0, pieces)
            assert pieces == [b"hello"]
            with pytest.raises(ResponseTooLargeError):
                transport.send(Request("GET", server.url, max_response_bytes=4), 5.0)


@over_clients
def test_a_hook_that_keeps_the_body_is_a_config_error(
    kind: type[OverClients], library: ModuleType
) -> None:
    def hook(response: Any) -> None:
        for _ in response.iter_raw():
            pass

    with LoopbackServer(message(200, b"hello")) as server:
        with library.Client(event_hooks={"response": [hook]}) as client:
            with pytest.raises(ConfigError, match="has read the response"):
                kind(client).send(Request("GET", server.url), 5.0)


@over_clients
def test_a_hook_that_raises_for_a_status_is_a_config_error(
    kind: type[OverClients], library: ModuleType
) -> None:
    def hook(response: Any) -> None:
        response.raise_for_status()

    with LoopbackServer(message(404, b"hello")) as server:
        with library.Client(event_hooks={"response": [hook]}) as client:
            with pytest.raises(ConfigError, match="raises an error for the status 404") as caught:
                kind(client).send(Request("GET", f"{server.url}/a?sig=hunter2"), 5.0)
    assert "hunter2" not in error_report(caught.value)


@over_clients
def test_an_invalid_field_that_a_hook_adds_is_not_shown(
    kind: type[OverClients], library: ModuleType
) -> None:
    def hook(request: Any) -> None:
        request.headers["x-key"] = "hunter2\n"

    with LoopbackServer(message(200)) as server:
        with library.Client(event_hooks={"request": [hook]}) as client:
            with pytest.raises(MaybeProcessedError) as caught:
                kind(client).send(Request("GET", server.url), 5.0)
    assert "hunter2" not in error_report(caught.value)


# --- Header fields of a client -----------------------------------------------------------------------------

FORBIDDEN_FIELDS = (
    *[("content-length", "5"), ("Transfer-Encoding", "chunked"), ("te", "trailers"), ("host", "other.test")],
    *[("connection", "upgrade"), ("expect", "100-continue"), ("upgrade", "websocket")],
    *[("x-key", "hunter2\nx-other: 1"), ("x key", "hunter2"), ("x-key", "hunter2\x7f")],
)


@over_clients
def test_a_forbidden_field_of_a_client_is_a_config_error(
    kind: type[OverClients], library: ModuleType, subtests: pytest.Subtests
) -> None:
    with LoopbackServer(message(200)) as server:
        for name, value in FORBIDDEN_FIELDS:
            with subtests.test(name=name, value=value):
                with library.Client(headers={name: value}) as client:
                    with pytest.raises(ConfigError, match="the client that was passed in has ") as caught:
                        kind(client).send(Request("POST", server.url, {}, b"abc"), 5.0)
                assert "hunter2" not in error_report(caught.value)
        assert server.requests == []
        with library.Client(headers={"connection": "close"}) as client:
            assert (kind(client).send(Request("GET", server.url), 5.0)).status == 200
