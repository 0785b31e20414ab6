"""Settings of the platform SDK.

Each field is also an environment variable, `base_url` is SEAWALL_PLATFORM_BASE_URL, and a key of a context.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import Field, SecretStr, field_validator

from seawall.core.errors import ConfigError
from seawall.core.policy import Policy, RateLimit, RetryRule
from seawall.runtime.settings import SdkSettings, Surroundings, read_surroundings, resolve

__all__ = ["ENVIRONMENT_PREFIX", "PRESETS", "Settings", "client_settings", "read_settings", "settings_from"]

ENVIRONMENT_PREFIX = "SEAWALL_PLATFORM_"

_CACHES = ("me", "application", "application_version", "run")
_NO_CACHE = {f"{name}_cache_ttl_s": 0.0 for name in _CACHES}
PRESETS: Mapping[str, Mapping[str, object]] = {
    # A person waits: say early that something is wrong.
    "development": {"attempts": 2, "attempt_timeout_s": 10.0, "deadline_s": 30.0, "run_cache_ttl_s": 0.0},
    # Nobody watches: outlast a restart of the server, and leave room for others.
    "production": {"attempts": 6, "attempt_timeout_s": 60.0, "deadline_s": 600.0, "requests_per_s": 20},
    "high-throughput": {
        "attempts": 8,
        "attempt_timeout_s": 60.0,
        "deadline_s": 1800.0,
        "concurrency": 32,
        "requests_per_s": 200,
    },
    # One attempt, nothing kept: what a test sees is what the server says.
    "testing": {"attempts": 1, "attempt_timeout_s": 5.0, "deadline_s": 10.0, "concurrency": 1, **_NO_CACHE},
}
"""Sets of defaults, by name."""


class Settings(SdkSettings):
    """What a client needs to know. Frozen; an unknown field is an error.

    `base_url` is the platform's root, without `/api`. `issuer` is where its logins are made; None means the
    root. `token` is used as it is; without it the login that `token_file` keeps is used and renewed. A cache
    time of 0 keeps nothing.
    """

    section: ClassVar[str] = "platform"
    environment_prefix: ClassVar[str] = ENVIRONMENT_PREFIX
    presets: ClassVar[Mapping[str, Mapping[str, object]]] = PRESETS
    if_missing: ClassVar[Mapping[str, str]] = {
        "base_url": f"No platform is named. Set {ENVIRONMENT_PREFIX}BASE_URL, or give base_url (--url on the "
        "command line), or use a context that has it; seawall local platform starts one here"
    }

    base_url: str = Field(description="Root URL of the platform, e.g. http://127.0.0.1:8000.")
    token: SecretStr | None = Field(default=None, description="An access token to use in place of a login.")
    token_file: Path | None = Field(default=None, description="File that keeps the login.")
    client_id: str = Field(default="seawall", description="OAuth client id for logins.")
    issuer: str | None = Field(
        default=None, description="Root URL of the login server; the platform's if unset."
    )
    audience: str | None = Field(default=None, description="Audience to ask a token for.")
    attempt_timeout_s: float = Field(default=30.0, ge=0.1, le=300, description="Seconds for one attempt.")
    deadline_s: float = Field(
        default=180.0, ge=0.1, le=86400, description="Seconds for all attempts of a call."
    )
    attempts: int = Field(
        default=4, ge=1, le=10, description="How often a call that may be repeated is sent."
    )
    concurrency: int = Field(
        default=4, ge=1, le=256, description="How many calls or files are under way at a time in bulk."
    )
    requests_per_s: int | None = Field(
        default=None, ge=1, le=10000, description="Requests a second at most; no limit of ours if unset."
    )
    me_cache_ttl_s: float = Field(
        default=300.0, ge=0, le=86400, description="Seconds for which who asks is kept."
    )
    application_cache_ttl_s: float = Field(
        default=300.0, ge=0, le=86400, description="Seconds for which applications are kept."
    )
    application_version_cache_ttl_s: float = Field(
        default=300.0, ge=0, le=86400, description="Seconds for which versions of applications are kept."
    )
    run_cache_ttl_s: float = Field(
        default=15.0, ge=0, le=86400, description="Seconds for which runs and their items are kept."
    )
    sdk_metadata: bool = Field(
        default=True, description="Whether runs and items tell who submitted them, how and from where."
    )

    @field_validator("base_url", "issuer")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if "@" in value.partition("//")[2].partition("/")[0]:
            raise ValueError("must hold no user or password")
        # Looked at before it is taken apart: that would leave out the ends of lines.
        is_line = value.isprintable() and " " not in value
        if not is_line or not _is_root(value):
            raise ValueError("must be an http or https URL without query")
        return value.rstrip("/")

    @property
    def login_url(self) -> str:
        """The root URL of the login server."""
        return self.issuer or self.base_url

    @property
    def login_file(self) -> Path:
        """The file that keeps the login: one per login server and client, so that none sees another's."""
        if self.token_file is not None:
            return self.token_file
        server = f"{self.login_url} {self.client_id}"
        name = re.sub(r"[^a-z0-9]+", "-", urlsplit(self.login_url).netloc.lower())
        digest = hashlib.sha256(server.encode()).hexdigest()[:8]
        return user_config_path("seawall") / "platform" / f"{name}-{digest}.json"

    @property
    def policy(self) -> Policy:
        """The policy that these settings describe, without a cache."""
        most = self.requests_per_s
        return Policy(
            attempt_timeout_s=self.attempt_timeout_s,
            deadline_s=self.deadline_s,
            retry=RetryRule(attempts=self.attempts),
            limit=None if most is None else RateLimit(most=most),
        )


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A port that is none raises.
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and has_host and not parts.query and not parts.fragment


def settings_from(environment: Mapping[str, str], given: Mapping[str, object]) -> Settings:
    """The settings: what is `given` (None counts as not given), then the environment, then the defaults.

    Reads nothing else, neither `.env` nor a context. Raises ConfigError, which names the setting, where one
    is unknown, missing or out of range.
    """
    return resolve(Settings, given, Surroundings(environment)).settings


def read_settings(given: Mapping[str, object], *, context: str | None = None) -> Settings:
    """The settings: what is `given`, then the environment, `.env`, the context, the preset, the defaults.

    `context` names one; None is the one of SEAWALL_CONTEXT, or the current one. Raises ConfigError, which
    names the setting, where one is unknown, missing or out of range.
    """
    return resolve(Settings, given, read_surroundings(context=context)).settings


def client_settings(
    settings: Settings | None, given: Mapping[str, object], *, context: str | None
) -> Settings:
    """The settings of a client: `settings` that were made beforehand, or else those that it reads.

    Raises ConfigError where arguments are given beside settings.
    """
    if settings is None:
        return read_settings(given, context=context)
    beside = [name for name, value in {**given, "context": context}.items() if value is not None]
    if beside:
        raise ConfigError(f"settings are given, and {', '.join(beside)} too: put them into the settings.")
    return settings
