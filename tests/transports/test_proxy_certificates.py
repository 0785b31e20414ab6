"""Proxy certificates (RFC 3820) on the wire: `auto` uses a transport that accepts them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.transports import TransportOptions, default_transport
from tests.rows import row
from tests.runtime.certificates import Identity, authority, person, proxy_of, server_context
from tests.transports.loopback import LoopbackServer, message

HOUR = timedelta(hours=1)
NAMES: tuple[Literal["auto", "httpx2", "httpx"], ...] = ("auto", "httpx2", "httpx")


def options(folder: Path, identity: Identity) -> TransportOptions:
    ca_file = folder / "ca.pem"
    ca_file.write_bytes(authority().certificate_pem())
    return TransportOptions(ca_file=ca_file, client_cert=identity.in_one_file(folder / "client.pem"))


def test_a_server_accepts_a_proxy_certificate_of_each_depth(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    owner = person(now - timedelta(days=1), now + timedelta(days=30))
    proxy = proxy_of(owner, now - HOUR, now + HOUR)
    for depth, identity in enumerate((owner, proxy, proxy_of(proxy, now - HOUR, now + HOUR))):
        given = options(tmp_path, identity)
        assert given.has_proxy_certificate() is (depth > 0)
        for name in NAMES:
            with (
                row(depth, name),
                LoopbackServer(message(200, b"welcome"), tls=server_context(tmp_path)) as server,
                default_transport(name, options=given) as transport,
            ):
                assert transport.send(Request("GET", server.url), 5.0).status == 200


def test_pyreqwest_says_that_it_accepts_none(tmp_path: Path) -> None:
    pytest.importorskip("pyreqwest")
    now = datetime.now(UTC)
    owner = person(now - timedelta(days=1), now + timedelta(days=30))
    given = options(tmp_path, proxy_of(owner, now - HOUR, now + HOUR))
    with pytest.raises(ConfigError, match=r"accepts no proxy certificate .* Use the transport httpx2"):
        default_transport("pyreqwest", options=given)


def test_a_certificate_that_can_not_be_read_is_no_proxy_certificate(tmp_path: Path) -> None:
    assert not TransportOptions().has_proxy_certificate()
    assert not TransportOptions(client_cert=tmp_path / "none.pem").has_proxy_certificate()
