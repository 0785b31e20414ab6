"""Settings under the names of the older client."""

import os
from typing import Any

from attrs import frozen

from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import load_sources
from seawall.sdks.platform.settings import Settings

__all__ = ["SeedSettings", "engine_settings", "settings"]

_OLD_PREFIX = "AIGNOSTICS_"


@frozen
class SeedSettings:
    """The settings of a client, also under the names of the older one, e.g. `me_cache_ttl` and `api_root`."""

    _settings: Settings

    def __getattr__(self, name: str) -> Any:
        if name == "token_file":
            return self._settings.login_file
        return getattr(self._settings, Settings.aliases.get(name, name))


def settings() -> SeedSettings:
    """Read the settings: SEAWALL_PLATFORM_… and AIGNOSTICS_… of the environment, `.env`, and the context.

    Raises ConfigError.
    """
    return SeedSettings(engine_settings())


def engine_settings() -> Settings:
    """Read the settings as those of `seawall.sdks.platform`; see `settings`."""
    prefix = Settings.environment_prefix
    known = {name.upper() for name in (*fields_of(Settings), *Settings.aliases)}
    variables = dict(os.environ)
    for name, value in os.environ.items():
        own = name.removeprefix(_OLD_PREFIX)
        # A variable of another part of the older program is no setting of this SDK.
        if own != name and own in known:
            variables.setdefault(f"{prefix}{own}", value)
    return resolve(Settings, {}, load_sources(environment=variables, prefix=prefix)).settings
