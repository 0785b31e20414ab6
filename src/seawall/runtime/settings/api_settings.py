"""Settings that every SDK for an HTTP API has. `auth_settings.py` adds those of each kind of auth."""

from collections.abc import Mapping
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from seawall.core.engine.base_url import NOT_A_URL, base_url_fault
from seawall.core.engine.policy import OPTION_RANGES, Policy, RateLimit, RetryRule
from seawall.core.redaction.secret import Secret
from seawall.runtime.settings.sdk_settings import SdkSettings
from seawall.runtime.settings.setting import Setting

__all__ = ["API_PRESETS", "ApiSettings", "CacheTtl", "root_url"]

API_PRESETS: Mapping[str, Mapping[str, object]] = {
    # A person waits: report a problem early.
    "development": {"attempts": 2, "attempt_timeout_s": 10.0, "deadline_s": 30.0},
    # A service runs unattended: outlast a minute without a server, and leave capacity for others.
    "production": {"attempts": 8, "attempt_timeout_s": 60.0, "deadline_s": 600.0, "requests_per_s": 20},
    "high-throughput": {
        "attempts": 8,
        "attempt_timeout_s": 60.0,
        "deadline_s": 1800.0,
        "concurrency": 32,
        "requests_per_s": 200,
    },
    # One attempt: a test sees the server's own response.
    "testing": {"attempts": 1, "attempt_timeout_s": 5.0, "deadline_s": 10.0, "concurrency": 1},
}
"""Sets of defaults, by name. `testing` also turns the cache off: it sets every `…_cache_ttl_s` to 0."""

CacheTtl = Annotated[float, Setting(least=0, most=604800)]
"""The type of a setting `…_cache_ttl_s`: seconds for which results are cached; 0 caches none."""

_CACHE_TTL = "_cache_ttl_s"


def _option(name: str, description: str) -> Setting:
    least, most = OPTION_RANGES[name]
    return Setting(description, least=least, most=most)


def root_url(_: type[object], value: str) -> str:
    """Check that `value` is the root URL of a server, and return it without a slash at its end."""
    fault = base_url_fault(value)
    if fault is not None and fault != NOT_A_URL:
        raise ValueError(fault)
    if not value.strip():
        raise ValueError("is empty")
    if "://" not in value:
        raise ValueError("must begin with http:// or https://, e.g. http://127.0.0.1:8000")
    # urlsplit drops line ends, and an empty query or fragment, which would swallow the path of every call.
    is_clean = value.isprintable() and not {*" ?#"} & {*value}
    if not is_clean or not _is_root(value):
        raise ValueError("must be an http or https URL without query")
    return value.rstrip("/")


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # `port` raises for text that is not a port.
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and has_host


class ApiSettings(SdkSettings):
    """Settings that every client of an HTTP API needs. A subclass adds its section, prefix and fields.

    `base_url` is the root of the API's server. An API without authentication takes this class as its base;
    others take `LoginSettings`, `TokenSettings` or `ApiKeySettings`. Raises ConfigError.
    """

    presets: ClassVar[Mapping[str, Mapping[str, object]]] = API_PRESETS

    base_url: Annotated[str, Setting("Root URL of the server, e.g. http://127.0.0.1:8000.", check=root_url)]
    attempt_timeout_s: Annotated[float, _option("attempt_timeout_s", "Seconds for one attempt.")] = 30.0
    deadline_s: Annotated[float, _option("deadline_s", "Seconds for all attempts of a call.")] = 180.0
    attempts: Annotated[int, _option("attempts", "Attempts of a call that may be repeated.")] = 6
    retry_first_delay_s: Annotated[
        float, Setting("Longest delay before the second attempt; it doubles each time.", least=0.01, most=60)
    ] = 1.0
    retry_max_delay_s: Annotated[
        float, Setting("Longest delay between two attempts.", least=0.01, most=3600)
    ] = 60.0
    concurrency: Annotated[
        int, Setting("Calls or files in progress at a time in bulk.", least=1, most=256)
    ] = 4
    requests_per_s: Annotated[
        int | None, Setting("Requests a second at most; no limit of ours if unset.", least=1, most=10000)
    ] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "testing" in cls.presets:
            # Names only: types that annotations name may not be defined yet.
            names = [name for base in reversed(cls.__mro__) for name in getattr(base, "__annotations__", {})]
            off = {name: 0.0 for name in names if name.endswith(_CACHE_TTL)}
            cls.presets = {**cls.presets, "testing": {**off, **cls.presets["testing"]}}

    @property
    def credential(self) -> Secret | None:
        """The token or key that every request sends; None if these settings have none."""
        return None

    def policy(self, cache_ttl_s: float = 0.0) -> Policy:
        """The policy that these settings describe; results are cached for `cache_ttl_s` s; 0 caches none."""
        most = self.requests_per_s
        return Policy(
            attempt_timeout_s=self.attempt_timeout_s,
            deadline_s=self.deadline_s,
            retry=RetryRule(
                attempts=self.attempts,
                first_delay_s=self.retry_first_delay_s,
                max_delay_s=self.retry_max_delay_s,
            ),
            cache_ttl_s=cache_ttl_s or None,
            limit=None if most is None else RateLimit(most=most),
        )
