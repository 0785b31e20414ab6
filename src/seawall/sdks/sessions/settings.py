"""Settings of the sessions SDK.

Each field is also an environment variable, `token` is SEAWALL_SESSIONS_TOKEN, and a key of a context.
"""

import re
from pathlib import Path
from typing import Annotated, ClassVar

from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.api_settings import ApiSettings, CacheTtl, root_url
from seawall.runtime.settings.auth_settings import sendable_token
from seawall.runtime.settings.setting import Setting
from seawall.sdks.sessions.identity.user_files import default_config

__all__ = ["Settings", "platform_root"]

_SERVICE = re.compile(r"(/skaha)?(/v\d+(\.\d+)*)?$")


def platform_root(settings: type[object], value: str) -> str:
    """The URL of a platform without its last parts, `/skaha` and `/v1`, which begin the paths of the API."""
    return _SERVICE.sub("", root_url(settings, value))


class Settings(ApiSettings):
    """Settings of a sessions client: those of every API, the caller's identity, and the server.

    A `token` is used as it is; else the client certificate in `certificate` is presented; else the saved
    login at `idp`, an identity provider, is used. Without `base_url`, `server` names a saved server; without
    both, it is the active one. Saved logins and servers are in `config_file`.
    """

    section: ClassVar[str] = "sessions"
    environment_prefix: ClassVar[str] = "SEAWALL_SESSIONS_"

    base_url: Annotated[
        str,
        Setting(
            "URL of the platform, with or without /skaha/v1; the saved server's if unset.",
            check=platform_root,
        ),
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
    registry_host: Annotated[str, Setting("Registry of images that name none.")] = "images.canfar.net"
    registry_username: Annotated[str | None, Setting("User name for private images.")] = None
    registry_secret: Annotated[Secret | None, Setting("Password or token for private images.")] = None
    env_with_equals: Annotated[
        bool, Setting("Whether the server keeps variables whose value contains =.")
    ] = False
    platform_cache_ttl_s: Annotated[
        CacheTtl, Setting("Seconds for which images and the options of resources are cached.")
    ] = 300.0
    concurrency: Annotated[
        int, Setting("Calls in progress at a time for many sessions.", least=1, most=256)
    ] = 32

    @property
    def credential(self) -> Secret | None:
        """The token, if there is one."""
        return self.token

    @property
    def config_path(self) -> Path:
        """The file with saved logins and servers."""
        return default_config() if self.config_file is None else self.config_file
