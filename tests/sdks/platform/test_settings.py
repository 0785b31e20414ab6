"""The platform's own settings, presets and errors; tests/runtime covers those of every SDK."""

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import SettingSources
from seawall.sdks.platform.policies import policies_from
from seawall.sdks.platform.settings import Settings

URL = "http://platform.test"


def made(preset: str | None = None) -> Settings:
    return resolve(Settings, {"base_url": URL, "preset": preset}, SettingSources()).settings


@pytest.mark.parametrize(
    ("preset", "times_s"),
    [
        (None, (300, 300, 300, 15)),
        ("development", (300, 300, 300, 0)),
        ("production", (300, 300, 300, 15)),
        ("high-throughput", (300, 300, 300, 15)),
        ("testing", (0, 0, 0, 0)),
    ],
)
def test_cache_ttls_by_preset(preset: str | None, times_s: tuple[float, ...]) -> None:
    policies = policies_from(made(preset))
    reads = (policies.me, policies.application, policies.application_version, policies.run)
    assert tuple(policy.cache_ttl_s or 0 for policy in reads) == times_s
    assert (policies.write.cache_ttl_s, policies.download.cache_ttl_s) == (None, None)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "Set SEAWALL_PLATFORM_BASE_URL, or give base_url, or use a context that has it; on the command"),
        ({}, "seawall local platform --data data starts a platform here."),
        ({"SEAWALL_PLATFORM_BASEURL": URL}, "the nearest is SEAWALL_PLATFORM_BASE_URL"),
        ({"SEAWALL_PLATFROM_BASE_URL": URL}, "the nearest is SEAWALL_PLATFORM_BASE_URL"),
        (
            {"SEAWALL_PLATFORM_BASE_URL": URL, "SEAWALL_PLATFORM_RUN_CACHE_TTL_S": "-1"},
            "run_cache_ttl_s (environment SEAWALL_PLATFORM_RUN_CACHE_TTL_S): input should be greater",
        ),
    ],
)
def test_errors_name_setting_and_origin(environment: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve(Settings, {}, SettingSources(environment))
    assert words in str(caught.value)


def test_logins_are_in_the_platforms_folder() -> None:
    assert made().login_file.parent.name == "platform"
