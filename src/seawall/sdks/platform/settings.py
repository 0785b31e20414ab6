"""Settings of the platform SDK.

Each field is also an environment variable, `base_url` is SEAWALL_PLATFORM_BASE_URL, and a key of a context.
"""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from seawall.runtime.settings.api_settings import API_PRESETS, CacheTtl
from seawall.runtime.settings.auth_settings import LoginSettings
from seawall.runtime.settings.setting import Setting
from seawall.sdks.platform.server_version import CURRENT, checked_api_version

__all__ = ["Settings"]


class Settings(LoginSettings):
    """Settings of a platform client: those of an API with logins, SDK metadata, and the TTLs of the cache."""

    section: ClassVar[str] = "platform"
    environment_prefix: ClassVar[str] = "SEAWALL_PLATFORM_"
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **API_PRESETS,
        "development": {**API_PRESETS["development"], "run_cache_ttl_s": 0.0},
    }
    if_missing: ClassVar[Mapping[str, str]] = {
        "base_url": "on the command line, give --url; "
        "seawall local platform --data data starts a platform here"
    }

    api_version: Annotated[
        str,
        Setting(
            "Version of the server's API: 1.7, 2025-07, 2025-06, 2025-05, or auto, which asks the server.",
            check=checked_api_version,
        ),
    ] = CURRENT
    sdk_metadata: Annotated[
        bool, Setting("Whether submissions say which user, program and machine sent them.")
    ] = True
    me_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which the caller's identity is cached.")] = 300.0
    application_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which applications are cached.")] = (
        300.0
    )
    application_version_cache_ttl_s: Annotated[
        CacheTtl, Setting("Seconds for which versions of applications are cached.")
    ] = 300.0
    run_cache_ttl_s: Annotated[CacheTtl, Setting("Seconds for which runs and their items are cached.")] = 15.0
    replica_lag_s: Annotated[
        float,
        Setting("Seconds for which a 404 is asked again for a run that was just created.", least=0, most=60),
    ] = 5.0
    show_progress: Annotated[
        bool, Setting("Whether a wait or download shows its progress in a notebook.")
    ] = True
