"""Settings of an SDK whose API is spoken to over HTTP, by somebody who has logged in or has a token.

This module loads pydantic, so import it where a client is made and not with the SDK.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import Field, SecretStr, field_validator

from seawall.core.engine.policy import OPTION_RANGES, Policy, RateLimit, RetryRule
from seawall.runtime.settings.settings import SdkSettings

__all__ = ["API_PRESETS", "ApiSettings", "CacheTtl"]

API_PRESETS: Mapping[str, Mapping[str, object]] = {
    # A person waits: say early that something is wrong.
    "development": {"attempts": 2, "attempt_timeout_s": 10.0, "deadline_s": 30.0},
    # Nobody watches: outlast a restart of the server, and leave room for others.
    "production": {"attempts": 6, "attempt_timeout_s": 60.0, "deadline_s": 600.0, "requests_per_s": 20},
    "high-throughput": {
        "attempts": 8,
        "attempt_timeout_s": 60.0,
        "deadline_s": 1800.0,
        "concurrency": 32,
        "requests_per_s": 200,
    },
    # One attempt: what a test sees is what the server says.
    "testing": {"attempts": 1, "attempt_timeout_s": 5.0, "deadline_s": 10.0, "concurrency": 1},
}
"""Sets of defaults, by name. `testing` keeps no answers either: it sets every `…_cache_ttl_s` to 0."""

CacheTtl = Annotated[float, Field(ge=0, le=86400)]
"""The type of a setting `…_cache_ttl_s`: the seconds for which answers of a kind are kept; 0 keeps none."""

_CACHE_TTL = "_cache_ttl_s"


def _range(name: str) -> Any:
    least, most = OPTION_RANGES[name]
    return Field(ge=least, le=most)


class ApiSettings(SdkSettings):
    """What a client of such an API needs to know. A subclass adds its section, its prefix, its own fields.

    `base_url` is the root of the API's server. `issuer` is where its logins are made; None means that root.
    `token` is used as it is; without it the login that `token_file` keeps is used and renewed. Raises
    ConfigError.
    """

    presets: ClassVar[Mapping[str, Mapping[str, object]]] = API_PRESETS

    base_url: str = Field(description="Root URL of the server, e.g. http://127.0.0.1:8000.")
    token: SecretStr | None = Field(default=None, description="An access token to use in place of a login.")
    token_file: Path | None = Field(default=None, description="File that keeps the login.")
    client_id: str = Field(default="seawall", description="OAuth client id for logins.")
    issuer: str | None = Field(
        default=None, description="Root URL of the login server; the base URL if unset."
    )
    audience: str | None = Field(default=None, description="Subscribers to ask a token for.")
    attempt_timeout_s: Annotated[float, _range("attempt_timeout_s")] = Field(
        default=30.0, description="Seconds for one attempt."
    )
    deadline_s: Annotated[float, _range("deadline_s")] = Field(
        default=180.0, description="Seconds for all attempts of a call."
    )
    attempts: Annotated[int, _range("attempts")] = Field(
        default=4, description="How often a call that may be repeated is sent."
    )
    concurrency: int = Field(
        default=4, ge=1, le=256, description="How many calls or files are under way at a time in bulk."
    )
    requests_per_s: int | None = Field(
        default=None, ge=1, le=10000, description="Requests a second at most; no limit of ours if unset."
    )
    sdk_metadata: bool = Field(
        default=True, description="Whether what is submitted tells who did it, how and from where."
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        if "testing" in cls.presets:
            off = {name: 0.0 for name in cls.model_fields if name.endswith(_CACHE_TTL)}
            cls.presets = {**cls.presets, "testing": {**off, **cls.presets["testing"]}}

    @field_validator("base_url", "issuer")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if "@" in value.partition("//")[2].partition("/")[0]:
            raise ValueError("must hold no user or password")
        # Looked at before it is taken apart: that would leave out the ends of lines.
        # So would an empty query or fragment, which swallows the path of every call.
        is_line = value.isprintable() and not {*" ?#"} & {*value}
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
        return user_config_path("seawall") / self.section / f"{name}-{digest}.json"

    def policy(self, cache_ttl_s: float = 0.0) -> Policy:
        """The policy that these settings describe; answers are kept for `cache_ttl_s` s; 0 keeps none."""
        most = self.requests_per_s
        return Policy(
            attempt_timeout_s=self.attempt_timeout_s,
            deadline_s=self.deadline_s,
            retry=RetryRule(attempts=self.attempts),
            cache_ttl_s=cache_ttl_s or None,
            limit=None if most is None else RateLimit(most=most),
        )


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # A port that is none raises.
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and has_host
