# DO NOT EDIT. Derived from ../_async/certified_transport.py by "python -m seawall.codegen.derive".
"""A transport that checks its client certificate before each request."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock

from seawall.core.auth.certificate_chain import CertificateValidity
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.auth.client_certificate import ClientCertificate
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.http._sync.protocols import Stream, Transport

__all__ = ["CertifiedTransport"]


class CertifiedTransport(ProcessBound):
    """Sends through the transport that `make` returns, as long as `certificate` is valid.

    `make` returns a transport that presents the certificate. It is called by the first request, after the
    certificate and its key were checked, and again if the certificate has expired and its file has a new one.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(
        self,
        certificate: ClientCertificate,
        make: Callable[[], Transport],
        *,
        clock: Clock | None = None,
    ) -> None:
        self._certificate = certificate
        self._make = make
        self._clock = clock or SystemClock()
        self._validity: CertificateValidity | None = None
        # The last one is in use; requests may still use the others.
        self._made: list[Transport] = []
        self._lock = Lock()

    def send(self, request: Request, timeout_s: float) -> Response:
        """Return the whole response.

        Raises CertificateError if the certificate is not valid now, ConfigError if it can not be used.
        """
        return self._current().send(request, timeout_s)

    def stream(self, request: Request, timeout_s: float) -> AbstractContextManager[Stream]:
        """Return the response with its body as a stream; raises as `send` does."""
        return self._current().stream(request, timeout_s)

    def close(self) -> None:
        """Close the transport."""
        made, self._made = self._made, []
        for transport in made:
            transport.close()

    def _current(self) -> Transport:
        with self._lock:
            now = self._clock.wall()
            if not self._made or self._validity is None or not self._validity.includes(now):
                self._validity = self._certificate.check(now)
                self._certificate.check_key()
                self._made.append(self._make())
            return self._made[-1]
