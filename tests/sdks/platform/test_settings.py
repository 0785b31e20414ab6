"""The platform's own settings, presets and errors; tests/runtime covers those of every SDK."""

from pathlib import Path

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import ConfigError, NotSentError, SeawallError
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.settings.context import Context
from seawall.runtime.settings.context_values import context_values
from seawall.runtime.settings.fields import fields_of
from seawall.runtime.settings.resolution import resolve
from seawall.runtime.settings.sources import SettingSources
from seawall.sdks.platform import AsyncClient, Client
from seawall.sdks.platform.environments import ENVIRONMENTS
from seawall.sdks.platform.policies import policies_from
from seawall.sdks.platform.settings import Settings
from seawall.testing import AsyncFakeClock, Script
from seawall.transports import AsyncMemoryTransport
from tests.sdks.platform.wire import reply

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


def resolved(**variables: str) -> Settings:
    named = {f"SEAWALL_PLATFORM_{name}": value for name, value in {"BASE_URL": URL, **variables}.items()}
    return resolve(Settings, {}, SettingSources(named)).settings


def test_each_kind_of_call_has_settings_of_its_own_or_the_general_ones() -> None:
    general = policies_from(made())
    for policy in (general.me, general.application, general.application_version, general.run):
        assert (policy.attempt_timeout_s, policy.retry.attempts) == (30, 4)
        assert (policy.retry.min_delay_s, policy.retry.max_delay_s) == (0.1, 60)
    kinds = ("me", "application", "application_version", "run")
    for kind in kinds:
        own = policies_from(
            resolved(
                ATTEMPTS="2",
                **{
                    f"{kind.upper()}_TIMEOUT": "7",
                    f"{kind.upper()}_RETRY_ATTEMPTS": "9",
                    f"{kind.upper()}_RETRY_WAIT_MIN": "3",
                    f"{kind.upper()}_RETRY_WAIT_MAX": "5",
                    f"{kind.upper()}_CACHE_TTL": "11",
                },
            )
        )
        policy = getattr(own, kind)
        assert (policy.attempt_timeout_s, policy.retry.attempts, policy.cache_ttl_s) == (7, 9, 11), kind
        assert (policy.retry.min_delay_s, policy.retry.max_delay_s) == (3, 5), kind
        others = [getattr(own, other) for other in {*kinds, "write", "submit"} - {kind}]
        assert {(other.attempt_timeout_s, other.retry.attempts) for other in others} == {(30, 2)}, kind


def test_each_change_of_a_run_has_a_timeout_of_its_own() -> None:
    own = policies_from(
        resolved(
            RUN_SUBMIT_TIMEOUT="1", RUN_CANCEL_TIMEOUT="2", RUN_DELETE_TIMEOUT="3", ATTEMPT_TIMEOUT_S="9"
        )
    )
    times = [policy.attempt_timeout_s for policy in (own.submit, own.cancel, own.delete, own.write, own.run)]
    assert times == [1, 2, 3, 9, 9]


def test_renewals_of_a_login_have_settings_of_their_own_or_none() -> None:
    assert made().login_policy is None
    policy = resolved(AUTH_TIMEOUT="7", AUTH_RETRY_WAIT_MIN="2", AUTH_RETRY_WAIT_MAX="3").login_policy
    assert policy is not None
    assert (policy.attempt_timeout_s, policy.retry.attempts) == (7, 1)
    assert (policy.retry.min_delay_s, policy.retry.max_delay_s) == (2, 3)
    policy = resolved(AUTH_RETRY_ATTEMPTS="5").login_policy
    assert policy is not None
    assert (policy.attempt_timeout_s, policy.retry.attempts) == (30, 5)


async def test_a_renewal_is_repeated_as_the_settings_say(tmp_path: Path) -> None:
    url = "https://platform.test"
    file, clock = tmp_path / "login.json", AsyncFakeClock()
    TokenFile(file).save(
        Token(access_token="old", obtained_at=0.0, lifetime_s=1.0, refresh_token="r", issuer=url)
    )
    gone = NotSentError("gone.")
    # A call asks for its token twice: for the lookup in the cache, and for its attempt.
    script = Script(gone, gone, reply({"issuer": url, "token_endpoint": f"{url}/token"}), *[gone] * 6)
    transport = AsyncMemoryTransport(script)
    settings = Settings(base_url=url, token_file=file, attempts=1, auth_retry_attempts=3, auth_timeout_s=5.0)
    async with AsyncClient(settings=settings, transport=transport, clock=clock) as client:
        with pytest.raises(SeawallError):
            await client.me()
    discovery, token = f"{url}/.well-known/openid-configuration", f"{url}/token"
    assert [request.url for request in transport.requests] == [discovery] * 3 + [token] * 6
    assert set(transport.timeouts_s) == {5.0}


def test_a_setting_may_have_the_name_of_the_older_client() -> None:
    found = resolve(
        Settings,
        {},
        SettingSources(
            {
                "SEAWALL_PLATFORM_API_ROOT": URL,
                "SEAWALL_PLATFORM_CLIENT_ID_INTERACTIVE": "mine",
                "SEAWALL_PLATFORM_AUTH_JWK_SET_CACHE_TTL": "60",
            }
        ),
    )
    settings = found.settings
    assert (settings.base_url, settings.client_id) == (URL, "mine")
    assert settings.auth_jwk_set_cache_ttl_s == 60
    assert found.origins["client_id"] == "environment SEAWALL_PLATFORM_CLIENT_ID_INTERACTIVE"


def test_every_other_name_is_that_of_a_setting_and_of_no_other() -> None:
    fields = fields_of(Settings)
    assert set(Settings.aliases.values()) <= set(fields)
    assert not set(Settings.aliases) & set(fields)


def test_a_setting_by_both_names_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"_ME_CACHE_TTL and SEAWALL_PLATFORM_ME_CACHE_TTL_S .* the same"):
        resolved(ME_CACHE_TTL="1", ME_CACHE_TTL_S="2")
    with pytest.raises(ConfigError, match="environment SEAWALL_PLATFORM_ME_CACHE_TTL\\)"):
        resolved(ME_CACHE_TTL="-1")


def test_a_context_takes_both_names_too() -> None:
    assert context_values(Settings, {"me_cache_ttl": "5"}) == {"me_cache_ttl_s": 5}
    context = Context("dev", {"platform": {"api_root": URL, "run_timeout": 3}})
    settings = resolve(Settings, {}, SettingSources(context=context)).settings
    assert (settings.base_url, settings.run_timeout_s) == (URL, 3)


def test_the_root_url_chooses_the_environment() -> None:
    rows = {
        "https://platform.aignostics.com": ("production", True),
        "https://platform-staging.aignostics.com/": ("staging", True),
        "https://PLATFORM-DEV.aignostics.ai": ("dev", True),
        "http://127.0.0.1:8765": ("local", False),
        "http://localhost": ("local", False),
        "http://[::1]:1": ("local", False),
        URL: ("test", False),
        "https://platform.aignostics.com.evil.example": ("custom", False),
    }
    for url, (name, has_login_server) in rows.items():
        settings = resolved(BASE_URL=url)
        assert settings.environment.name == name, url
        assert (settings.login_url != settings.base_url) is has_login_server, url
        assert (settings.login_audience is not None) is has_login_server, url
    assert len({one.issuer for one in ENVIRONMENTS} | {one.audience for one in ENVIRONMENTS}) == 6


def test_an_issuer_of_the_user_overrides_the_environment() -> None:
    settings = resolved(BASE_URL="https://platform.aignostics.com", ISSUER="https://login.test")
    assert (settings.login_url, settings.login_audience) == ("https://login.test", None)
    settings = resolved(BASE_URL="https://platform.aignostics.com", AUDIENCE="mine")
    assert (settings.login_url.endswith(".auth0.com"), settings.login_audience) == (True, "mine")
    with Client(base_url=URL, token="t") as client:
        assert client.environment == "test"


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
