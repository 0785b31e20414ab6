"""A transport that checks its client certificate before each request."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from threading import Lock

from seawall.core.auth.certificate_chain import CertificateValidity
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport

__all__ = ["AsyncCertifiedTransport"]


class AsyncCertifiedTransport(ProcessBound):
    """Sends through the transport that `make` returns, as long as `certificate` is valid.

    `make` returns a transport that presents the certificate. It is called by the first request, after the
    certificate and its key were checked, and again if the certificate has expired and its file has a new one.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(
        self,
        certificate: ClientCertificate,
        make: Callable[[], AsyncTransport],
        *,
        clock: AsyncClock | None = None,
    ) -> None:
        self._certificate = certificate
        self._make = make
        self._clock = clock or AsyncSystemClock()
        self._validity: CertificateValidity | None = None
        # The last one is in use; requests may still use the others.
        self._made: list[AsyncTransport] = []
        self._lock = Lock()

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the whole response.

        Raises CertificateError if the certificate is not valid now, ConfigError if it can not be used.
        """
        return await self._current().send(request, timeout_s)

    def stream(self, request: Request, timeout_s: float) -> AbstractAsyncContextManager[AsyncStream]:
        """Return the response with its body as a stream; raises as `send` does."""
        return self._current().stream(request, timeout_s)

    async def aclose(self) -> None:
        """Close the transport."""
        made, self._made = self._made, []
        for transport in made:
            await transport.aclose()

    def _current(self) -> AsyncTransport:
        with self._lock:
            now = self._clock.wall()
            if not self._made or self._validity is None or not self._validity.includes(now):
                self._validity = self._certificate.check(now)
                self._certificate.check_key()
                self._made.append(self._make())
            return self._made[-1]
