# DO NOT EDIT. Derived from ../_async/service_list.py by "python -m seawall.codegen.derive".
"""A list of services, and requests to the services in it."""

from collections.abc import Iterable

from attrs import frozen

from seawall.core.errors import DecodeError, SeawallError
from seawall.core.http.message import Request, Response
from seawall.core.status_errors import error_class_for
from seawall.core.vosi.capabilities import Capability, certificate_url, parse_capabilities
from seawall.core.vosi.services import CAPABILITIES, Service, parse_services
from seawall.runtime.concurrency.threads import Workers
from seawall.runtime.http._sync.protocols import Transport
from seawall.runtime.loggers import part_logger

__all__ = ["ServiceList"]

_log = part_logger("seawall.vosi")

_TIMEOUT_S = 30.0
_AT_ONCE = 8
_OK, _FIRST_ERROR = 200, 400
_MAX_RESPONSE_BYTES = 4 * 1024 * 1024


@frozen(kw_only=True)
class ServiceList:
    """The list of services at `url`, read over `transport`: requests without a login, of 30 s at most.

    All methods raise StatusError, DecodeError for another document, and TransportError.
    """

    url: str
    transport: Transport

    def services(self) -> tuple[Service, ...]:
        """The services in the list, in its order."""
        response = self._send("GET", self.url, _TIMEOUT_S)
        found = parse_services(response.body.decode("utf-8", "replace"))
        if not found:
            raise DecodeError(f"{self.url} is no list of services.", response.status, body=response.body)
        return found

    def capabilities(self, service: Service) -> tuple[Capability, ...]:
        """The interfaces of `service`."""
        response = self._send("GET", service.url + CAPABILITIES, _TIMEOUT_S)
        return parse_capabilities(response.body, service.url)

    def answering(
        self, services: Iterable[Service], *, timeout_s: float
    ) -> tuple[tuple[Service, tuple[Capability, ...]], ...]:
        """Those of `services` that answer a HEAD request within `timeout_s` seconds, with their interfaces.

        One that does not answer, or whose capabilities can not be read, is left out with a line in the log.
        """
        wanted = tuple(services)
        found: dict[str, tuple[Capability, ...]] = {}

        def look(service: Service) -> None:
            try:
                self._send("HEAD", service.url + CAPABILITIES, timeout_s)
                found[service.uri] = self.capabilities(service)
            except SeawallError as error:
                _log.info("%s is left out: %s", service.url, error)

        for _ in Workers(_AT_ONCE).each(wanted, look):
            pass
        return tuple((one, found[one.uri]) for one in wanted if one.uri in found)

    def certificate_url(self, name: str = "cred") -> str:
        """The URL of the service `name` that gives certificates for a user name and a password.

        Raises DecodeError if there is none.
        """
        for service in self.services():
            if service.name == name:
                url = certificate_url(self.capabilities(service))
                if url is not None:
                    return url
        raise DecodeError(f"{self.url} has no service that gives certificates.", _OK)

    def _send(self, method: str, url: str, timeout_s: float) -> Response:
        request = Request(method, url, max_response_bytes=_MAX_RESPONSE_BYTES)
        response = self.transport.send(request, timeout_s)
        if response.status >= _FIRST_ERROR:
            kind = error_class_for(response.status)
            raise kind(f"{method} {url} answered {response.status}.", response.status, method, url)
        return response
