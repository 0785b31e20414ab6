"""The configuration of the older client: each field is also an environment variable CODEGEN_..."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

from attrs import define, field, frozen

from seawall.core.errors import ConfigError, InputError
from seawall.core.redaction.secret import Secret, hidden
from seawall.sdks.agents.settings import Settings

__all__ = ["ClientConfig", "ConfigPresets"]

T = TypeVar("T")

_DEFAULT_BUFFER = 0.1


def _setting(name: str, default: T, read: Callable[[str], T], *, shown: bool = True) -> T:
    """A field whose default is read from the environment when a configuration is made."""

    def from_environment() -> T:
        text = hidden(os.environ.get(f"CODEGEN_{name}"))
        if text is None:
            return default
        try:
            return read(text)
        except ValueError:
            # Without its cause, which shows the value.
            raise ConfigError(f"CODEGEN_{name} is not a number. Correct it.") from None

    made: Any = field(factory=from_environment, repr=shown)
    return made  # type: ignore[no-any-return]


def _switch(name: str, *, on: bool) -> bool:
    return _setting(name, on, lambda text: text.lower() == "true")


@define
class ClientConfig:
    """The configuration of a client. Raises InputError, a ValueError, without a token.

    `retry_backoff_factor` is the growth of the delays between attempts, 1 to 10; each delay is random up to
    it. `log_level` is that of the logger `seawall`. Some fields have no effect, see `without_effect`: a
    client logs a warning about those that are set.
    """

    api_token: str = _setting("API_TOKEN", "", hidden, shown=False)
    org_id: str = _setting("ORG_ID", "", str)
    base_url: str = _setting("BASE_URL", "https://api.codegen.com/v1", str)
    timeout: int = _setting("TIMEOUT", 30, int)
    max_retries: int = _setting("MAX_RETRIES", 3, int)
    retry_delay: float = _setting("RETRY_DELAY", 1.0, float)
    retry_backoff_factor: float = _setting("RETRY_BACKOFF", 2.0, float)
    rate_limit_requests_per_period: int = _setting("RATE_LIMIT_REQUESTS", 60, int)
    rate_limit_period_seconds: int = _setting("RATE_LIMIT_PERIOD", 60, int)
    rate_limit_buffer: float = _DEFAULT_BUFFER
    enable_caching: bool = _switch("ENABLE_CACHING", on=True)
    cache_ttl_seconds: int = _setting("CACHE_TTL", 300, int)
    cache_max_size: int = _setting("CACHE_MAX_SIZE", 128, int)
    enable_webhooks: bool = _switch("ENABLE_WEBHOOKS", on=True)
    webhook_secret: str | None = _setting("WEBHOOK_SECRET", None, hidden, shown=False)
    enable_bulk_operations: bool = _switch("ENABLE_BULK_OPERATIONS", on=True)
    bulk_max_workers: int = _setting("BULK_MAX_WORKERS", 5, int)
    bulk_batch_size: int = _setting("BULK_BATCH_SIZE", 100, int)
    enable_streaming: bool = _switch("ENABLE_STREAMING", on=True)
    enable_metrics: bool = _switch("ENABLE_METRICS", on=True)
    log_level: str = _setting("LOG_LEVEL", "INFO", str)
    log_requests: bool = _switch("LOG_REQUESTS", on=True)
    log_responses: bool = _switch("LOG_RESPONSES", on=False)
    log_request_bodies: bool = _switch("LOG_REQUEST_BODIES", on=False)
    user_agent: str = "codegen-python-client/2.0.0"

    def __attrs_post_init__(self) -> None:
        self.api_token = hidden(self.api_token)
        self.webhook_secret = hidden(self.webhook_secret)
        if not self.api_token:
            raise InputError("There is no API token. Set CODEGEN_API_TOKEN, or give api_token.")

    def without_effect(self) -> dict[str, str]:
        """The fields that are set and have no effect, each with the reason."""
        found = {}
        if self.rate_limit_buffer != _DEFAULT_BUFFER:
            found["rate_limit_buffer"] = "calls use all of the limit, and wait for their turn."
        if self.log_responses:
            found["log_responses"] = "DEBUG logs status and time of each response; bodies may hold secrets."
        if self.log_request_bodies:
            found["log_request_bodies"] = "bodies may hold secrets."
        return found

    def to_settings(self) -> Settings:
        """The settings of `seawall.sdks.agents` that mean the same. Raises ConfigError."""
        attempts = min(10, 1 + max(0, self.max_retries))
        ttl_s = self.cache_ttl_seconds if self.enable_caching else 0
        return Settings(
            base_url=self.base_url,
            token=Secret(self.api_token),
            organization_id=int(self.org_id) if self.org_id.isdecimal() else None,
            attempt_timeout_s=self.timeout,
            deadline_s=max(180.0, float(attempts * self.timeout)),
            attempts=attempts,
            retry_first_delay_s=self.retry_delay,
            concurrency=self.bulk_max_workers,
            me_cache_ttl_s=ttl_s,
            user_cache_ttl_s=ttl_s,
            organization_cache_ttl_s=ttl_s,
        )


@frozen
class ConfigPresets:
    """Configurations for a purpose; all other fields are read from the environment."""

    @staticmethod
    def development() -> ClientConfig:
        """Long timeouts, few retries and requests, a full log."""
        return ClientConfig(
            timeout=60,
            max_retries=1,
            rate_limit_requests_per_period=30,
            cache_ttl_seconds=60,
            log_level="DEBUG",
            log_responses=True,
            log_request_bodies=True,
        )

    @staticmethod
    def production() -> ClientConfig:
        """The defaults, and 100 requests in a period."""
        return ClientConfig(
            timeout=30,
            max_retries=3,
            rate_limit_requests_per_period=100,
            cache_ttl_seconds=300,
            log_level="INFO",
        )

    @staticmethod
    def high_performance() -> ClientConfig:
        """More of everything, and a short log."""
        return ClientConfig(
            timeout=45,
            max_retries=5,
            rate_limit_requests_per_period=200,
            cache_ttl_seconds=600,
            cache_max_size=256,
            bulk_max_workers=10,
            bulk_batch_size=200,
            log_level="WARNING",
        )

    @staticmethod
    def testing() -> ClientConfig:
        """Short timeouts, no cache, a full log."""
        return ClientConfig(
            timeout=10,
            max_retries=1,
            enable_caching=False,
            rate_limit_requests_per_period=10,
            log_level="DEBUG",
        )
