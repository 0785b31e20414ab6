# DO NOT EDIT. Derived from ../_async/discovery.py by "python -m seawall.codegen.derive".
"""Finds the servers of an identity provider in its list of services."""

from attrs import frozen

from seawall.core.vosi.capabilities import Capability, api_version
from seawall.core.vosi.services import Service
from seawall.runtime.vosi._sync.service_list import ServiceList
from seawall.sdks.sessions.identity.config_document import Server
from seawall.sdks.sessions.identity.providers import IdentityProvider

__all__ = ["Found", "servers_of"]

_SESSIONS = "skaha"
_STANDARDS = (
    "http://www.opencadc.org/std/platform#session-1",
    "vos://cadc.nrc.ca~vospace/CADC/std/Proc#sessions-1.0",
)
# Users know this server by another name than that of its authority.
_NAMES = {"cadc.nrc.ca": "canfar"}


@frozen(kw_only=True)
class Found:
    """A server that answers, and its storage services."""

    server: Server
    storage: tuple[Service, ...]


def servers_of(
    provider: IdentityProvider, listed: ServiceList, *, dev: bool, timeout_s: float
) -> tuple[Found, ...]:
    """The servers of `provider` that answer a request within `timeout_s` seconds, in the order of the list.

    Without `dev`, those for development and tests are left out, and so is a service without the sessions API.
    Raises as `ServiceList` does.
    """
    services = listed.services()
    own = [one for one in services if one.name == _SESSIONS and (dev or not one.is_development)]
    answering = listed.answering(own, timeout_s=timeout_s)
    found = (_found(provider, service, capabilities, services) for service, capabilities in answering)
    return tuple(one for one in found if one is not None)


def _found(
    provider: IdentityProvider,
    service: Service,
    capabilities: tuple[Capability, ...],
    services: tuple[Service, ...],
) -> Found | None:
    api = api_version(capabilities, _STANDARDS)
    if api is None:
        return None
    version, auths = api
    server = Server(
        name=_NAMES.get(service.authority, service.authority),
        idp=provider.name,
        uri=service.uri,
        url=service.url,
        version=version,
        auths=auths,
        is_active=False,
    )
    is_storage = (service.authority, provider.storage)
    return Found(
        server=server, storage=tuple(one for one in services if (one.authority, one.name) == is_storage)
    )
