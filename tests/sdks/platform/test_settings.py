"""The platform's settings: presets that hold, times of caches, and where nothing is read."""

from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.core.policy import RateLimit
from seawall.sdks.platform.settings import PRESETS, Settings, client_settings, read_settings, settings_from

URL = "http://platform.test"


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_made_of_settings_that_fit(name: str) -> None:
    settings = settings_from({}, {"base_url": URL, "preset": name})
    assert {field: getattr(settings, field) for field in PRESETS[name]} == PRESETS[name]


def test_the_presets() -> None:
    assert set(PRESETS) == {"development", "production", "high-throughput", "testing"}
    patience = [
        settings_from({}, {"base_url": URL, "preset": name}).deadline_s
        for name in ("testing", "development", "production", "high-throughput")
    ]
    assert patience == sorted(patience)


def test_the_times_of_caches() -> None:
    settings = settings_from({}, {"base_url": URL})
    assert settings.me_cache_ttl_s == 300
    assert settings.application_cache_ttl_s == 300
    assert settings.application_version_cache_ttl_s == 300
    assert settings.run_cache_ttl_s == 15


def test_the_policy_that_settings_describe() -> None:
    policy = settings_from({"SEAWALL_PLATFORM_REQUESTS_PER_S": "20"}, {"base_url": URL}).policy
    assert policy.limit == RateLimit(most=20)
    assert settings_from({}, {"base_url": URL}).policy.limit is None


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "No platform is named. Set SEAWALL_PLATFORM_BASE_URL"),
        ({"SEAWALL_PLATFORM_BASE_URL": "http://u:s3cret@h"}, "must hold no user or password"),
        ({"SEAWALL_PLATFORM_BASE_URL": "ftp://h"}, "must be an http or https URL"),
        ({"SEAWALL_PLATFORM_BASEURL": URL}, "the nearest is SEAWALL_PLATFORM_BASE_URL"),
        (
            {"SEAWALL_PLATFORM_BASE_URL": URL, "SEAWALL_PLATFORM_ATTEMPTS": "0"},
            "attempts (environment SEAWALL_PLATFORM_ATTEMPTS): input should be greater",
        ),
    ],
)
def test_what_is_wrong_is_told(environment: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        settings_from(environment, {})
    assert words in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_dotenv_in_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text(f"SEAWALL_PLATFORM_BASE_URL={URL}\nSEAWALL_PLATFORM_SDK_METADATA=false\n")
    settings = read_settings({})
    assert (settings.base_url, settings.sdk_metadata) == (URL, False)


def test_settings_that_were_made_beforehand_are_taken_as_they_are() -> None:
    settings = Settings(base_url=URL, attempts=9)
    assert client_settings(settings, {"token": None}, context=None) is settings
    with pytest.raises(ConfigError, match="settings are given, and token, context too"):
        client_settings(settings, {"token": "s3cret", "base_url": None}, context="dev")


@pytest.mark.parametrize(
    "url", ["https://a:99999", "https://a:s3cret", "https://a\n", "https://a b", "https://a\tb", "https://[a"]
)
@pytest.mark.parametrize("name", ["base_url", "issuer"])
def test_what_is_no_url_is_refused(name: str, url: str) -> None:
    with pytest.raises(ConfigError, match="must be an http or https URL") as caught:
        settings_from({}, {"base_url": URL, name: url})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://a", "http://127.0.0.1:8000", "https://a/root", "http://[::1]:80"])
def test_what_is_a_url_is_taken(url: str) -> None:
    assert settings_from({}, {"base_url": url}).base_url == url
