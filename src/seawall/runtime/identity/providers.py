"""Identity providers: how their users log in, and where their services are listed."""

from attrs import frozen

from seawall.core.wire.open_enum import OpenEnum

__all__ = ["IdentityProvider", "LoginMode"]


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
