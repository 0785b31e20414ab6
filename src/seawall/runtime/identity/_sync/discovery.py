# DO NOT EDIT. Derived from ../_async/discovery.py by "python -m seawall.codegen.derive".
"""Finds the servers of an identity provider in its list of services."""

from attrs import frozen

from seawall.core.vosi.capabilities import api_version
from seawall.core.vosi.services import Service
from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.providers import IdentityProvider
from seawall.runtime.identity.saved_login import Server
from seawall.runtime.vosi._sync.service_list import ServiceList

__all__ = ["Found", "servers_of"]


@frozen(kw_only=True)
class Found:
    """A server that answers, and its storage services."""

    server: Server
    storage: tuple[Service, ...]


def servers_of(
    federation: Federation,
    provider: IdentityProvider,
    listed: ServiceList,
    *,
    dev: bool,
    timeout_s: float,
) -> tuple[Found, ...]:
    """The servers of `provider` that answer a request within `timeout_s` seconds, in the order of the list.

    Without `dev`, those for development and tests are left out, and so is a service without the API. Raises
    as `ServiceList` does.
    """
    services = listed.services()
    own = [one for one in services if one.name == federation.service and (dev or not one.is_development)]
    found: list[Found] = []
    for service, capabilities in listed.answering(own, timeout_s=timeout_s):
        if (api := api_version(capabilities, federation.standards)) is not None:
            storage = [one for one in services if one.authority == service.authority]
            found.append(
                Found(
                    server=_server(federation, provider, service, api),
                    storage=tuple(one for one in storage if one.name == provider.storage),
                )
            )
    return tuple(found)


def _server(
    federation: Federation, provider: IdentityProvider, service: Service, api: tuple[str, tuple[str, ...]]
) -> Server:
    version, auths = api
    return Server(
        name=federation.names.get(service.authority, service.authority),
        idp=provider.name,
        uri=service.uri,
        url=service.url,
        version=version,
        auths=auths,
        is_active=False,
    )
