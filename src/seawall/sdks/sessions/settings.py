"""Settings of the sessions SDK.

Each field is also an environment variable, `token` is SEAWALL_SESSIONS_TOKEN, and a key of a context.
"""

import re
from typing import Annotated, ClassVar

from seawall.core.redaction.secret import Secret
from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.login_settings import SavedLoginSettings
from seawall.runtime.settings.api_settings import CacheTtl, root_url
from seawall.runtime.settings.setting import Setting
from seawall.sdks.sessions.federation import FEDERATION

__all__ = ["Settings", "platform_root"]

_SERVICE = re.compile(r"(/skaha)?(/v\d+(\.\d+)*)?$")


def platform_root(settings: type[object], value: str) -> str:
    """The URL of a platform without its last parts, `/skaha` and `/v1`, which begin the paths of the API."""
    return _SERVICE.sub("", root_url(settings, value))


class Settings(SavedLoginSettings):
    """Settings of a sessions client: those of every API with saved logins, and those of its sessions."""

    section: ClassVar[str] = "sessions"
    environment_prefix: ClassVar[str] = "SEAWALL_SESSIONS_"
    federation: ClassVar[Federation] = FEDERATION

    base_url: Annotated[
        str,
        Setting(
            "URL of the platform, with or without /skaha/v1; the saved server's if unset.",
            check=platform_root,
        ),
    ] = ""
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

    @classmethod
    def root_of(cls, url: str) -> str:
        """The `base_url` for the server at `url`; see `platform_root`."""
        return platform_root(cls, url)
