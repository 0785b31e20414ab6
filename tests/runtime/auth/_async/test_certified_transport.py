from pathlib import Path

import pytest

from seawall.core.errors import CertificateError, ConfigError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._async.certified_transport import AsyncCertifiedTransport
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script
from tests.runtime.certificates import NOW, person, proxy_of

REQUEST = Request("GET", "https://api.test")


async def test_the_certificate_is_checked_before_each_request(tmp_path: Path) -> None:
    certificate = ClientCertificate(proxy_of(person()).in_one_file(tmp_path / "proxy.pem"))
    clock = AsyncFakeClock(wall_s=NOW.timestamp())
    inner = AsyncMemoryTransport(Script(Response(200), Response(200, {}, b"abc")))
    transport = AsyncCertifiedTransport(certificate, lambda: inner, clock=clock)
    assert (await transport.send(REQUEST, 1.0)).status == 200
    async with transport.stream(REQUEST, 1.0) as response:
        assert [chunk async for chunk in response.chunks()] == [b"abc"]
    clock.advance(11 * 3600 + 1)
    with pytest.raises(CertificateError, match="expired"):
        await transport.send(REQUEST, 1.0)
    with pytest.raises(CertificateError, match="expired"):
        transport.stream(REQUEST, 1.0)
    assert len(inner.requests) == 2
    await transport.aclose()


async def test_a_renewed_certificate_is_used_by_a_transport_of_its_own(tmp_path: Path) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    clock = AsyncFakeClock(wall_s=NOW.timestamp())
    made: list[AsyncMemoryTransport] = []

    def make() -> AsyncMemoryTransport:
        made.append(AsyncMemoryTransport(Script(*[Response(200)] * 2)))
        return made[-1]

    transport = AsyncCertifiedTransport(ClientCertificate(path), make, clock=clock)
    assert made == []
    for _ in range(2):
        await transport.send(REQUEST, 1.0)
    clock.advance(12 * 3600)
    proxy_of(person(), not_after=NOW.replace(day=3)).in_one_file(path)
    await transport.send(REQUEST, 1.0)
    assert [len(one.requests) for one in made] == [2, 1]
    await transport.aclose()


async def test_no_transport_is_made_for_a_certificate_that_can_not_be_used(tmp_path: Path) -> None:
    proxy = proxy_of(person())
    path = proxy.in_one_file(tmp_path / "proxy.pem")
    clock = AsyncFakeClock(wall_s=NOW.timestamp() + 12 * 3600)
    transport = AsyncCertifiedTransport(
        ClientCertificate(path), lambda: AsyncMemoryTransport(Script()), clock=clock
    )
    with pytest.raises(CertificateError, match="expired"):
        await transport.send(REQUEST, 1.0)
    clock.advance(-12 * 3600)
    path.write_bytes(proxy.certificate_pem() + person().key_pem())
    with pytest.raises(ConfigError, match="belongs to another certificate"):
        await transport.send(REQUEST, 1.0)
