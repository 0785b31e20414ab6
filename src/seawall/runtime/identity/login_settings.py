"""Settings of an API whose users have a token, a certificate, or a saved login at one of its providers."""

from pathlib import Path
from typing import Annotated, ClassVar

from seawall.core.redaction.secret import Secret
from seawall.runtime.identity.federation import Federation, absolute
from seawall.runtime.settings.api_settings import ApiSettings, root_url
from seawall.runtime.settings.auth_settings import sendable_token
from seawall.runtime.settings.setting import Setting

__all__ = ["SavedLoginSettings"]


class SavedLoginSettings(ApiSettings):
    """Settings of an API with several identity providers: its `federation`. Raises ConfigError.

    A `token` is used as it is; else the client certificate in `certificate` is presented; else the saved
    login at `idp`, an identity provider, is used. Without `base_url`, `server` names a saved server; without
    both, it is the active one. Saved logins and servers are in `config_file`.
    """

    federation: ClassVar[Federation]

    base_url: Annotated[
        str, Setting("Root URL of the server; the saved server's if unset.", check=root_url)
    ] = ""
    token: Annotated[
        Secret | None, Setting("An access token to use in place of a login.", check=sendable_token)
    ] = None
    certificate: Annotated[
        Path | None, Setting("PEM file with a client certificate, to use in place of a login.")
    ] = None
    certificate_key: Annotated[
        Path | None, Setting("PEM file with the key of the certificate; the same file if unset.")
    ] = None
    certificate_password: Annotated[Secret | None, Setting("Password of the key of the certificate.")] = None
    idp: Annotated[str | None, Setting("Identity provider of the login; the active one if unset.")] = None
    server: Annotated[str | None, Setting("Name of a saved server; the active one if unset.")] = None
    config_file: Annotated[
        Path | None, Setting("File with logins and servers; ~/.canfar/config.yaml if unset.")
    ] = None
    ca_file: Annotated[Path | None, Setting("PEM file with further certificates of servers to trust.")] = None
    services_url: Annotated[
        str | None, Setting("URL of the list of services; that of the identity provider if unset.")
    ] = None
    issuer: Annotated[
        str | None, Setting("URL of the OIDC server; that of the identity provider if unset.")
    ] = None

    @classmethod
    def root_of(cls, url: str) -> str:
        """The `base_url` for the server at `url`. Raises ValueError if it is no URL of a server."""
        return root_url(cls, url)

    @property
    def credential(self) -> Secret | None:
        """The token, if there is one."""
        return self.token

    @property
    def config_path(self) -> Path:
        """The file with saved logins and servers."""
        return absolute(self.federation.config_file) if self.config_file is None else self.config_file
