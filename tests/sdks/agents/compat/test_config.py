"""The configuration of the older client: fields, environment variables, defaults and presets."""

import pytest
from attrs import asdict

from seawall.core.errors import ConfigError
from seawall.sdks.agents.compat import ClientConfig, ConfigPresets

DEFAULTS: dict[str, object] = {
    "api_token": "sk-token",
    "org_id": "",
    "base_url": "https://api.codegen.com/v1",
    "timeout": 30,
    "max_retries": 3,
    "retry_delay": 1.0,
    "retry_backoff_factor": 2.0,
    "rate_limit_requests_per_period": 60,
    "rate_limit_period_seconds": 60,
    "rate_limit_buffer": 0.1,
    "enable_caching": True,
    "cache_ttl_seconds": 300,
    "cache_max_size": 128,
    "enable_webhooks": True,
    "webhook_secret": None,
    "enable_bulk_operations": True,
    "bulk_max_workers": 5,
    "bulk_batch_size": 100,
    "enable_streaming": True,
    "enable_metrics": True,
    "log_level": "INFO",
    "log_requests": True,
    "log_responses": False,
    "log_request_bodies": False,
    "user_agent": "codegen-python-client/2.0.0",
}
ENVIRONMENT: list[tuple[str, str, str, object]] = [
    ("API_TOKEN", "api_token", "sk-other", "sk-other"),
    ("ORG_ID", "org_id", "323", "323"),
    ("BASE_URL", "base_url", "http://localhost", "http://localhost"),
    ("TIMEOUT", "timeout", "5", 5),
    ("MAX_RETRIES", "max_retries", "0", 0),
    ("RETRY_DELAY", "retry_delay", "0.5", 0.5),
    ("RETRY_BACKOFF", "retry_backoff_factor", "3", 3.0),
    ("RATE_LIMIT_REQUESTS", "rate_limit_requests_per_period", "7", 7),
    ("RATE_LIMIT_PERIOD", "rate_limit_period_seconds", "9", 9),
    ("ENABLE_CACHING", "enable_caching", "False", False),
    ("CACHE_TTL", "cache_ttl_seconds", "1", 1),
    ("CACHE_MAX_SIZE", "cache_max_size", "2", 2),
    ("ENABLE_WEBHOOKS", "enable_webhooks", "1", False),
    ("ENABLE_BULK_OPERATIONS", "enable_bulk_operations", "TRUE", True),
    ("ENABLE_STREAMING", "enable_streaming", "no", False),
    ("ENABLE_METRICS", "enable_metrics", "True", True),
    ("BULK_MAX_WORKERS", "bulk_max_workers", "3", 3),
    ("BULK_BATCH_SIZE", "bulk_batch_size", "4", 4),
    ("LOG_LEVEL", "log_level", "ERROR", "ERROR"),
    ("LOG_REQUESTS", "log_requests", "false", False),
    ("LOG_RESPONSES", "log_responses", "true", True),
    ("LOG_REQUEST_BODIES", "log_request_bodies", "true", True),
    ("WEBHOOK_SECRET", "webhook_secret", "secret", "secret"),
]
PRESETS: dict[str, dict[str, object]] = {
    "development": {
        "timeout": 60,
        "max_retries": 1,
        "rate_limit_requests_per_period": 30,
        "cache_ttl_seconds": 60,
        "log_level": "DEBUG",
        "log_responses": True,
        "log_request_bodies": True,
    },
    "production": {"rate_limit_requests_per_period": 100},
    "high_performance": {
        "timeout": 45,
        "max_retries": 5,
        "rate_limit_requests_per_period": 200,
        "cache_ttl_seconds": 600,
        "cache_max_size": 256,
        "bulk_max_workers": 10,
        "bulk_batch_size": 200,
        "log_level": "WARNING",
    },
    "testing": {
        "timeout": 10,
        "max_retries": 1,
        "enable_caching": False,
        "rate_limit_requests_per_period": 10,
        "log_level": "DEBUG",
    },
}


def test_the_fields_have_their_defaults() -> None:
    assert asdict(ClientConfig(api_token="sk-token")) == DEFAULTS


@pytest.mark.parametrize(("name", "field", "text", "value"), ENVIRONMENT)
def test_a_field_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, field: str, text: str, value: object
) -> None:
    monkeypatch.setenv("CODEGEN_API_TOKEN", "sk-token")
    monkeypatch.setenv(f"CODEGEN_{name}", text)
    assert asdict(ClientConfig()) == {**DEFAULTS, field: value}
    assert asdict(ConfigPresets.testing())["api_token"] == ("sk-other" if name == "API_TOKEN" else "sk-token")


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_differs_from_the_defaults(monkeypatch: pytest.MonkeyPatch, preset: str) -> None:
    monkeypatch.setenv("CODEGEN_API_TOKEN", "sk-token")
    assert asdict(getattr(ConfigPresets, preset)()) == {**DEFAULTS, **PRESETS[preset]}


def test_without_a_token_there_is_no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CODEGEN_API_TOKEN", raising=False)
    with pytest.raises(ValueError, match="CODEGEN_API_TOKEN"):
        ClientConfig()


def test_a_number_that_is_none_is_an_error_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEGEN_TIMEOUT", "sk-by-mistake")
    with pytest.raises(ConfigError, match="CODEGEN_TIMEOUT") as caught:
        ClientConfig("sk-token")
    assert "sk-by-mistake" not in str(caught.value)


def test_the_repr_shows_no_secret() -> None:
    text = repr(ClientConfig(api_token="sk-token", webhook_secret="hook"))
    assert "sk-token" not in text
    assert "hook" not in text.replace("webhooks", "")


def test_the_settings_mean_the_same() -> None:
    settings = ClientConfig("sk-token", org_id="323", max_retries=20, enable_caching=False).to_settings()
    assert (settings.base_url, settings.organization_id) == ("https://api.codegen.com", 323)
    assert (settings.attempts, settings.attempt_timeout_s, settings.me_cache_ttl_s) == (10, 30, 0)
    assert ClientConfig("sk-token", org_id="mine").to_settings().organization_id is None
