# DO NOT EDIT. Derived from ../_async/certified_transport.py by "python -m seawall.codegen.derive".
"""A transport whose client certificate is checked before each use."""

from contextlib import AbstractContextManager

from seawall.core.http.message import Request, Response
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Stream, Transport

__all__ = ["CertifiedTransport"]


class CertifiedTransport:
    """Sends through `transport`, which was made with `certificate`, for as long as that is good.

    Making one reads and checks the certificate; raises CertificateError and ConfigError.
    """

    def __init__(
        self, transport: Transport, certificate: ClientCertificate, *, clock: Clock | None = None
    ) -> None:
        self._transport = transport
        self._name = str(certificate.certificate_file)
        self._clock = clock or SystemClock()
        self._life = certificate.checked(self._clock.wall())

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response; raises CertificateError where the certificate has expired meanwhile."""
        self._life.require_good(self._clock.wall(), self._name)
        return self._transport.send(request, timeout_s)

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Stream]:
        """The response with its body still to come; raises CertificateError as `send` does."""
        self._life.require_good(self._clock.wall(), self._name)
        return self._transport.stream(request, timeout_s)

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()
