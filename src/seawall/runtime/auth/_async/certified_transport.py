"""A transport that checks its client certificate before each request."""

from contextlib import AbstractAsyncContextManager

from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport

__all__ = ["AsyncCertifiedTransport"]


class AsyncCertifiedTransport(ProcessBound):
    """Sends through `transport`, which uses `certificate`, as long as the certificate is valid.

    The constructor reads and checks the certificate; raises CertificateError and ConfigError.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(
        self, transport: AsyncTransport, certificate: ClientCertificate, *, clock: AsyncClock | None = None
    ) -> None:
        self._transport = transport
        self._name = str(certificate.certificate_file)
        self._clock = clock or AsyncSystemClock()
        self._validity = certificate.check(self._clock.wall())

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the whole response; raises CertificateError if the certificate has expired."""
        self._validity.require_valid(self._clock.wall(), self._name)
        return await self._transport.send(request, timeout_s)

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[AsyncStream]:
        """Return the response with its body as a stream; raises CertificateError as `send` does."""
        self._validity.require_valid(self._clock.wall(), self._name)
        return self._transport.stream(request, timeout_s)

    async def aclose(self) -> None:
        """Close the transport."""
        await self._transport.aclose()
