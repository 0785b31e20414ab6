"""A local server over TLS: the certificate of a client reaches the application."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
from attrs import frozen
from cryptography import x509

from seawall.local.serving import http_server
from seawall.local.serving.client_certificates import client_certificate
from seawall.local.serving.wall_clock import utc_now
from seawall.local.sessions.identity.authority import CA_FILE, Authority, user_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


async def tell_the_user(scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Application that answers with scheme, host and the user of the certificate."""
    pem = client_certificate(scope)
    user = user_of(x509.load_pem_x509_certificate(pem.encode())) if pem else "no user"
    body = f"{scope['scheme']} {user}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def without_data(_url: str) -> "Iterator[ASGIApp]":
    yield tell_the_user


@frozen
class TlsServer:
    """A running server and the authority that it trusts."""

    url: str
    authority: Authority

    def get(self, pem: bytes | None = None) -> str:
        context = ssl.create_default_context(cafile=self.authority.folder / CA_FILE)
        if pem is not None:
            path = self.authority.folder / "client.pem"
            path.write_bytes(pem)
            context.load_cert_chain(path)
        with httpx2.Client(verify=context) as http:
            return http.get(self.url).text


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsServer]:
    authority = Authority.open(tmp_path_factory.mktemp("authority"), utc_now())
    context = authority.server_context(["service.example"], utc_now())
    with http_server.running(without_data, "test", tls=lambda: context) as url:
        yield TlsServer(url, authority)


def test_a_client_without_a_certificate_has_no_user(server: TlsServer) -> None:
    assert server.url.startswith("https://127.0.0.1:")
    assert server.get() == "https no user"


def test_a_proxy_certificate_names_its_owner(server: TlsServer) -> None:
    assert server.get(server.authority.proxy("ada", timedelta(days=1), utc_now())) == "https ada"


def test_a_proxy_certificate_that_has_expired_is_refused(server: TlsServer) -> None:
    expired = server.authority.proxy("ada", timedelta(minutes=1), utc_now() - timedelta(minutes=2))
    with pytest.raises(httpx2.TransportError):  # asyncio closes the connection and does not say why
        server.get(expired)


def test_a_certificate_of_another_authority_is_refused(server: TlsServer, tmp_path: Path) -> None:
    other = Authority.open(tmp_path, utc_now())
    with pytest.raises(httpx2.TransportError):
        server.get(other.proxy("ada", timedelta(days=1), utc_now()))


def test_over_plain_http_there_is_no_certificate() -> None:
    with http_server.running(without_data, "test") as url, httpx2.Client() as http:
        assert http.get(url).text == "http no user"
