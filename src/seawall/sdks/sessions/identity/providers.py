"""The identity providers of the platform: how their users log in, and where their services are listed."""

from collections.abc import Mapping

from attrs import frozen

from seawall.core.errors import InputError
from seawall.core.validation.closest_match import closest_match
from seawall.core.wire.open_enum import OpenEnum

__all__ = ["IDENTITY_PROVIDERS", "IdentityProvider", "LoginMode", "identity_provider"]


class LoginMode(OpenEnum):
    """The kind of a saved login: a client certificate, or tokens of OpenID Connect."""

    X509 = "x509"
    OIDC = "oidc"


@frozen(kw_only=True)
class IdentityProvider:
    """An identity provider. `registry_url` is its list of services (text), `issuer` its OIDC server.

    `storage` is the last part of the name of its storage service.
    """

    name: str
    title: str
    mode: LoginMode
    registry_url: str
    storage: str
    issuer: str | None = None


IDENTITY_PROVIDERS: Mapping[str, IdentityProvider] = {
    one.name: one
    for one in (
        IdentityProvider(
            name="cadc",
            title="Canadian Astronomy Data Centre",
            mode=LoginMode.X509,
            registry_url="https://cadc-west-01.canfar.net/reg/resource-caps",
            storage="arc",
        ),
        IdentityProvider(
            name="srcnet",
            title="SKA Regional Centre Network",
            mode=LoginMode.OIDC,
            registry_url="https://spsrc27.iaa.csic.es/reg/resource-caps",
            storage="cavern",
            issuer="https://ska-iam.stfc.ac.uk/",
        ),
    )
}
"""The known identity providers by name. A saved login belongs to one of them."""


def identity_provider(name: str) -> IdentityProvider:
    """The identity provider `name`; raises InputError, which names the nearest known one."""
    if name not in IDENTITY_PROVIDERS:
        nearest = closest_match(name, IDENTITY_PROVIDERS)
        known = ", ".join(IDENTITY_PROVIDERS)
        raise InputError(f"There is no identity provider {name!r}; the nearest is {nearest}. Known: {known}.")
    return IDENTITY_PROVIDERS[name]
