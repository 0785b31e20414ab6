"""The agents SDK's own settings and policies; tests/runtime covers those of every SDK."""

import pytest

from seawall.core.errors import ConfigError
from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import SettingSources
from seawall.sdks.agents import Settings
from seawall.sdks.agents.policies import policies_from

TOKEN = "sk-t0ken"


def made(**values: object) -> Settings:
    return resolve(Settings, {"token": TOKEN, **values}, SettingSources()).settings


@pytest.mark.parametrize(
    "url",
    ["https://a.test", "https://a.test/", "https://a.test/v1", "https://a.test/v1/", "https://a.test/v1//"],
)
def test_a_base_url_may_end_in_the_version(url: str) -> None:
    assert made(base_url=url).base_url == "https://a.test"
    assert made(base_url=f"{url.rstrip('/')}/sub").base_url.endswith("/sub")


def test_the_default_is_the_public_server() -> None:
    assert made().base_url == "https://api.codegen.com"


@pytest.mark.parametrize("preset", [None, "development", "production", "high-throughput", "testing"])
def test_every_preset_keeps_the_limits_of_the_api(preset: str | None) -> None:
    policies = policies_from(made(preset=preset))
    create, read = policies.create, policies.read
    assert create.limit is not None
    assert read.limit is not None
    assert (create.budget, create.limit.most, create.limit.per_s) == ("create", 10, 60)
    assert (read.budget, read.limit.most, read.limit.per_s) == ("standard", 60, 30)
    assert policies.read.cache_ttl_s is None
    assert (policies.user.cache_ttl_s is None) is (preset == "testing")


@pytest.mark.parametrize("number", [0, -1])
def test_an_organization_that_can_not_be_is_refused(number: int) -> None:
    with pytest.raises(ConfigError, match="organization_id"):
        made(organization_id=number)
