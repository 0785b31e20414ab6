"""The sessions SDK's own settings; tests/runtime covers those of every SDK."""

from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import SettingSources
from seawall.sdks.sessions.settings import Settings
from tests.rows import row


def test_a_base_url_may_end_in_the_path_of_the_api() -> None:
    for given, root in [
        ("https://h.test", "https://h.test"),
        ("https://h.test/skaha", "https://h.test"),
        ("https://h.test/skaha/", "https://h.test"),
        ("https://h.test/skaha/v1", "https://h.test"),
        ("https://h.test/skaha/v0.1/", "https://h.test"),
        ("https://h.test/v1", "https://h.test"),
        ("https://h.test/prefix/skaha/v1", "https://h.test/prefix"),
        ("https://h.test/skaha/v1/session", "https://h.test/skaha/v1/session"),
        ("http://127.0.0.1:8800/skaha", "http://127.0.0.1:8800"),
    ]:
        with row(given):
            assert Settings(base_url=given).base_url == root
    with pytest.raises(ConfigError, match="must begin with http"):
        Settings(base_url="h.test/skaha")


def test_the_environment_sets_each_setting() -> None:
    environment = {
        "SEAWALL_SESSIONS_BASE_URL": "https://h.test/skaha/v1",
        "SEAWALL_SESSIONS_TOKEN": "t0ken",
        "SEAWALL_SESSIONS_CERTIFICATE": "a.pem",
        "SEAWALL_SESSIONS_IDP": "srcnet",
        "SEAWALL_SESSIONS_CONFIG_FILE": "b.yaml",
    }
    settings = resolve(Settings, {}, SettingSources(environment=environment)).settings
    assert (settings.base_url, settings.credential) == ("https://h.test", "t0ken")
    assert (settings.certificate, settings.idp, settings.config_path) == (
        Path("a.pem"),
        "srcnet",
        Path("b.yaml"),
    )


def test_the_defaults_are_those_of_the_platforms_own_client() -> None:
    settings = Settings()
    assert (settings.base_url, settings.credential, settings.concurrency) == ("", None, 32)
    assert settings.config_path == Path.home() / ".canfar" / "config.yaml"


def test_a_token_that_can_not_be_right_is_an_error() -> None:
    with pytest.raises(ConfigError, match="token"):
        resolve(Settings, {"token": "Bearer x"}, SettingSources())
