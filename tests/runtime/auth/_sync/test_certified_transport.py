# DO NOT EDIT. Derived from ../_async/test_certified_transport.py by "python -m seawall.codegen.derive".
from pathlib import Path

import pytest

from seawall.core.errors import CertificateError
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
    transport = CertifiedTransport(inner, certificate, clock=clock)
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


def test_the_constructor_rejects_an_expired_certificate(tmp_path: Path) -> None:
    certificate = ClientCertificate(proxy_of(person()).in_one_file(tmp_path / "proxy.pem"))
    clock = FakeClock(wall_s=NOW.timestamp() + 12 * 3600)
    with pytest.raises(CertificateError, match="expired"):
        CertifiedTransport(MemoryTransport(Script()), certificate, clock=clock)
