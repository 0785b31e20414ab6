# DO NOT EDIT. Derived from ../_async/test_certified_transport.py by "python -m seawall.codegen.derive".
from pathlib import Path

import pytest

from seawall.core.errors import CertificateError, ConfigError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._sync.certified_transport import CertifiedTransport
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.testing import FakeClock, MemoryTransport, Script
from tests.runtime.certificates import NOW, person, proxy_of

REQUEST = Request("GET", "https://api.test")


def test_the_certificate_is_checked_before_each_request(tmp_path: Path) -> None:
    certificate = ClientCertificate(proxy_of(person()).in_one_file(tmp_path / "proxy.pem"))
    clock = FakeClock(wall_s=NOW.timestamp())
    inner = MemoryTransport(Script(Response(200), Response(200, {}, b"abc")))
    transport = CertifiedTransport(certificate, lambda: inner, clock=clock)
    assert (transport.send(REQUEST, 1.0)).status == 200
    with transport.stream(REQUEST, 1.0) as response:
        assert [chunk for chunk in response.chunks()] == [b"abc"]
    clock.advance(11 * 3600 + 1)
    with pytest.raises(CertificateError, match="expired"):
        transport.send(REQUEST, 1.0)
    with pytest.raises(CertificateError, match="expired"):
        transport.stream(REQUEST, 1.0)
    assert len(inner.requests) == 2
    transport.close()


def test_a_renewed_certificate_is_used_by_a_transport_of_its_own(tmp_path: Path) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    clock = FakeClock(wall_s=NOW.timestamp())
    made: list[MemoryTransport] = []

    def make() -> MemoryTransport:
        made.append(MemoryTransport(Script(*[Response(200)] * 2)))
        return made[-1]

    transport = CertifiedTransport(ClientCertificate(path), make, clock=clock)
    assert made == []
    for _ in range(2):
        transport.send(REQUEST, 1.0)
    clock.advance(12 * 3600)
    proxy_of(person(), not_after=NOW.replace(day=3)).in_one_file(path)
    transport.send(REQUEST, 1.0)
    assert [len(one.requests) for one in made] == [2, 1]
    transport.close()


def test_no_transport_is_made_for_a_certificate_that_can_not_be_used(tmp_path: Path) -> None:
    proxy = proxy_of(person())
    path = proxy.in_one_file(tmp_path / "proxy.pem")
    clock = FakeClock(wall_s=NOW.timestamp() + 12 * 3600)
    transport = CertifiedTransport(
        ClientCertificate(path), lambda: MemoryTransport(Script()), clock=clock
    )
    with pytest.raises(CertificateError, match="expired"):
        transport.send(REQUEST, 1.0)
    clock.advance(-12 * 3600)
    path.write_bytes(proxy.certificate_pem() + person().key_pem())
    with pytest.raises(ConfigError, match="belongs to another certificate"):
        transport.send(REQUEST, 1.0)
