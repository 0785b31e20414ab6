"""Finds servers and services of an identity provider in its list of services."""

import logging

from attrs import frozen

from seawall.core.errors import DecodeError, SeawallError
from seawall.core.http.message import Request, Response
from seawall.core.status_errors import error_class_for
from seawall.runtime.concurrency.tasks import AsyncWorkers
from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.sdks.sessions.identity.config_document import Server
from seawall.sdks.sessions.identity.providers import IdentityProvider
from seawall.sdks.sessions.identity.registry import (
    CAPABILITIES,
    Capability,
    Service,
    certificate_url,
    parse_capabilities,
    parse_registry,
    server_version,
)

__all__ = ["AsyncDiscovery", "Found"]

_log = logging.getLogger("seawall.sessions")

_SESSIONS = "skaha"
_CERTIFICATES = "cred"
# Users know this server by another name than that of its authority.
_NAMES = {"cadc.nrc.ca": "canfar"}
_TIMEOUT_S = 30.0
_AT_ONCE = 8
_OK, _FIRST_ERROR = 200, 400
_MAX_RESPONSE_BYTES = 4 * 1024 * 1024


@frozen(kw_only=True)
class Found:
    """A server that answers, and its storage services."""

    server: Server
    storage: tuple[Service, ...]


@frozen(kw_only=True)
class AsyncDiscovery:
    """The services of `provider`, whose list is at `registry_url`, asked over `transport` without a login."""

    provider: IdentityProvider
    registry_url: str
    transport: AsyncTransport

    async def services(self) -> tuple[Service, ...]:
        """The list of services; raises StatusError, DecodeError or TransportError."""
        response = await self._get(self.registry_url)
        found = parse_registry(response.body.decode("utf-8", "replace"))
        if not found:
            raise DecodeError(
                f"{self.registry_url} is no list of services.", response.status, body=response.body
            )
        return found

    async def servers(self, *, dev: bool = False, timeout_s: float = 2.0) -> tuple[Found, ...]:
        """The servers that answer a HEAD request within `timeout_s` seconds, in the order of the list.

        Without `dev`, those for development and tests are left out. A server that does not answer, or whose
        capabilities can not be read, is left out with a line in the log. Raises as `services` does.
        """
        services = await self.services()
        own = [one for one in services if one.name == _SESSIONS and (dev or not one.is_development)]
        found: dict[str, Found] = {}

        async def look(service: Service) -> tuple[Service, Found | None]:
            try:
                return service, await self._found(service, services, timeout_s)
            except SeawallError as error:
                _log.info("%s is left out: %s", service.url, error)
                return service, None

        async for service, one in AsyncWorkers(_AT_ONCE).each(own, look):
            if one is not None:
                found[service.uri] = one
        return tuple(found[one.uri] for one in own if one.uri in found)

    async def certificate_service(self) -> str:
        """The URL of the service that gives certificates for a user name and a password.

        Raises DecodeError if there is none, and as `services` does.
        """
        for service in await self.services():
            if service.name == _CERTIFICATES:
                url = certificate_url(await self._capabilities(service))
                if url is not None:
                    return url
        raise DecodeError(f"{self.registry_url} has no service that gives certificates.", _OK)

    async def _found(self, service: Service, services: tuple[Service, ...], timeout_s: float) -> Found | None:
        await self._send("HEAD", service.url + CAPABILITIES, timeout_s)
        api = server_version(await self._capabilities(service))
        if api is None:
            return None
        version, auths = api
        storage = tuple(
            one for one in services if (one.authority, one.name) == (service.authority, self.provider.storage)
        )
        server = Server(
            name=_NAMES.get(service.authority, service.authority),
            idp=self.provider.name,
            uri=service.uri,
            url=service.url,
            version=version,
            auths=auths,
            is_active=False,
        )
        return Found(server=server, storage=storage)

    async def _capabilities(self, service: Service) -> tuple[Capability, ...]:
        response = await self._get(service.url + CAPABILITIES)
        try:
            return parse_capabilities(response.body)
        except ValueError as error:
            raise DecodeError(
                f"The capabilities of {service.url} can not be read: {error}.",
                response.status,
                body=response.body,
            ) from error

    async def _get(self, url: str) -> Response:
        return await self._send("GET", url, _TIMEOUT_S)

    async def _send(self, method: str, url: str, timeout_s: float) -> Response:
        request = Request(method, url, max_response_bytes=_MAX_RESPONSE_BYTES)
        response = await self.transport.send(request, timeout_s)
        if response.status >= _FIRST_ERROR:
            kind = error_class_for(response.status)
            raise kind(f"{method} {url} answered {response.status}.", response.status, method, url)
        return response
