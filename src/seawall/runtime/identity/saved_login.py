"""Saved logins and servers."""

from datetime import datetime
from pathlib import Path

from attrs import frozen

from seawall.core.model.model import Model
from seawall.runtime.identity.providers import LoginMode

__all__ = ["SavedLogin", "Server"]


@frozen(kw_only=True)
class SavedLogin(Model):
    """A saved login at the identity provider `idp`.

    `server` is the name of the server that is used with it. `expires_at` is None if it is not known; an
    expired OIDC login is renewed if `is_renewable`. `certificate_file` is that of an X.509 login.
    """

    idp: str
    mode: LoginMode
    is_active: bool
    is_renewable: bool
    server: str | None
    expires_at: datetime | None
    certificate_file: Path | None


@frozen(kw_only=True)
class Server(Model):
    """A saved or discovered server, which users of the identity provider `idp` may use.

    `url` ends before the version, e.g. `https://host.example/skaha`; `uri` is its name in the list of
    services. `auths` are the kinds of logins that it accepts, such as `x509` and `oidc`.
    """

    name: str
    idp: str | None
    uri: str | None
    url: str
    version: str
    auths: tuple[str, ...]
    is_active: bool
