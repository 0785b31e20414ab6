"""A transport whose client certificate is checked before each use."""

from contextlib import AbstractAsyncContextManager

from seawall.core.http.message import Request, Response
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport

__all__ = ["AsyncCertifiedTransport"]


class AsyncCertifiedTransport:
    """Sends through `transport`, which was made with `certificate`, for as long as that is good.

    Making one reads and checks the certificate; raises CertificateError and ConfigError.
    """

    def __init__(
        self, transport: AsyncTransport, certificate: ClientCertificate, *, clock: AsyncClock | None = None
    ) -> None:
        self._transport = transport
        self._name = str(certificate.certificate_file)
        self._clock = clock or AsyncSystemClock()
        self._life = certificate.checked(self._clock.wall())

    async def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response; raises CertificateError where the certificate has expired meanwhile."""
        self._life.require_good(self._clock.wall(), self._name)
        return await self._transport.send(request, timeout_s)

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[AsyncStream]:
        """The response with its body still to come; raises CertificateError as `send` does."""
        self._life.require_good(self._clock.wall(), self._name)
        return self._transport.stream(request, timeout_s)

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()
