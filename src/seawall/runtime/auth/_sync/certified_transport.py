# DO NOT EDIT. Derived from ../_async/certified_transport.py by "python -m seawall.codegen.derive".
"""A transport that checks its client certificate before each request."""

from contextlib import AbstractContextManager

from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Stream, Transport

__all__ = ["CertifiedTransport"]


class CertifiedTransport(ProcessBound):
    """Sends through `transport`, which uses `certificate`, as long as the certificate is valid.

    The constructor reads and checks the certificate; raises CertificateError and ConfigError.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(
        self, transport: Transport, certificate: ClientCertificate, *, clock: Clock | None = None
    ) -> None:
        self._transport = transport
        self._name = str(certificate.certificate_file)
        self._clock = clock or SystemClock()
        self._validity = certificate.check(self._clock.wall())

    def send(self, request: Request, timeout_s: float) -> Response:
        """Return the whole response; raises CertificateError if the certificate has expired."""
        self._validity.require_valid(self._clock.wall(), self._name)
        return self._transport.send(request, timeout_s)

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Stream]:
        """Return the response with its body as a stream; raises CertificateError as `send` does."""
        self._validity.require_valid(self._clock.wall(), self._name)
        return self._transport.stream(request, timeout_s)

    def close(self) -> None:
        """Close the transport."""
        self._transport.close()
