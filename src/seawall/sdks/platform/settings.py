"""Settings of the platform SDK.

Each field is also an environment variable, `base_url` is SEAWALL_PLATFORM_BASE_URL, and a key of a context.
"""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from seawall.runtime.settings.api_settings import API_PRESETS, ApiSettings, CacheTtl

__all__ = ["Settings"]


class Settings(ApiSettings):
    """What a client of the platform needs to know, beside what any needs: for how long answers are kept."""

    section: ClassVar[str] = "platform"
    environment_prefix: ClassVar[str] = "SEAWALL_PLATFORM_"
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = {
        **API_PRESETS,
        "development": {**API_PRESETS["development"], "run_cache_ttl_s": 0.0},
    }
    if_missing: ClassVar[Mapping[str, str]] = {
        "base_url": "on the command line, give --url; seawall local platform starts a platform here"
    }

    me_cache_ttl_s: CacheTtl = Field(default=300.0, description="Seconds for which who asks is kept.")
    application_cache_ttl_s: CacheTtl = Field(
        default=300.0, description="Seconds for which applications are kept."
    )
    application_version_cache_ttl_s: CacheTtl = Field(
        default=300.0, description="Seconds for which versions of applications are kept."
    )
    run_cache_ttl_s: CacheTtl = Field(
        default=15.0, description="Seconds for which runs and their items are kept."
    )
