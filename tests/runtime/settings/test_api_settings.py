"""Settings of an SDK over HTTP: URLs, logins, presets, and the policy that they describe."""

import math
from pathlib import Path
from typing import Any, ClassVar

import pytest

from seawall.core.engine.policy import OPTION_RANGES, Policy, RateLimit, RetryRule
from seawall.core.errors import ConfigError
from seawall.runtime import API_PRESETS, ApiSettings, CacheTtl, LoginSettings, SettingSources, resolve

URL = "http://toy.test"


class Settings(LoginSettings):
    section: ClassVar[str] = "toy"
    environment_prefix: ClassVar[str] = "TOY_"

    shelf_cache_ttl_s: CacheTtl = 300.0
    box_cache_ttl_s: CacheTtl = 15.0
    is_shelved: bool = True


def made(preset: str | None = None, /, **given: object) -> Settings:
    return resolve(Settings, {"base_url": URL, "preset": preset, **given}, SettingSources()).settings


@pytest.mark.parametrize("name", Settings.presets)
def test_the_values_of_a_preset_are_valid(name: str) -> None:
    settings, values = made(name), Settings.presets[name]
    assert {field: getattr(settings, field) for field in values} == values


def test_deadlines_grow_from_testing_to_high_throughput() -> None:
    names = ("testing", "development", "production", "high-throughput")
    assert set(Settings.presets) == set(API_PRESETS) == set(names)
    patience = [made(name).deadline_s for name in names]
    assert patience == sorted(patience)


def test_the_testing_preset_turns_off_every_cache_ttl() -> None:
    assert (made().shelf_cache_ttl_s, made().box_cache_ttl_s) == (300, 15)
    assert (made("testing").shelf_cache_ttl_s, made("testing").box_cache_ttl_s) == (0, 0)
    assert "shelf_cache_ttl_s" not in {*API_PRESETS["testing"], *ApiSettings.presets["testing"]}


def test_an_sdk_can_define_its_own_presets() -> None:
    class Own(Settings):
        presets: ClassVar[dict[str, dict[str, object]]] = {"testing": {"box_cache_ttl_s": 1.0}, "tiny": {}}

    assert Own.presets == {"testing": {"shelf_cache_ttl_s": 0.0, "box_cache_ttl_s": 1.0}, "tiny": {}}

    class Without(Settings):
        presets: ClassVar[dict[str, dict[str, object]]] = {}

    assert Without.presets == {}


def test_the_policy_that_settings_describe() -> None:
    settings = made(attempt_timeout_s=5, deadline_s=50, attempts=3, requests_per_s=20)
    expected = Policy(
        attempt_timeout_s=5, deadline_s=50, retry=RetryRule(attempts=3), limit=RateLimit(most=20)
    )
    assert settings.policy() == expected
    assert made().policy().limit is None
    assert made().policy() == Policy()


def test_the_first_and_the_longest_delay_are_settings() -> None:
    rule = made(retry_first_delay_s=0.5, retry_max_delay_s="8").policy().retry
    assert rule == RetryRule(first_delay_s=0.5, max_delay_s=8.0)
    for name in ["retry_first_delay_s", "retry_max_delay_s"]:
        for value in [0, 3601, math.nan]:
            with pytest.raises(ConfigError, match=f"TOY_{name.upper()}"):
                made(**{name: value})


@pytest.mark.parametrize(("ttl_s", "kept_s"), [(0.0, None), (0, None), (15.0, 15.0)])
def test_a_ttl_of_0_turns_the_cache_off(ttl_s: float, kept_s: float | None) -> None:
    assert made().policy(ttl_s).cache_ttl_s == kept_s


@pytest.mark.parametrize("name", OPTION_RANGES)
def test_the_ranges_equal_those_of_client_options(name: str) -> None:
    least, most = OPTION_RANGES[name]
    for value in (least, most):
        assert getattr(made(**{name: value}), name) == value
    for value in (least - 0.01 if name != "attempts" else 0, most + 1, math.nan, math.inf):
        with pytest.raises(ConfigError, match=f"TOY_{name.upper()}"):
            made(**{name: value})


@pytest.mark.parametrize("name", ["attempts", "attempt_timeout_s", "requests_per_s", "box_cache_ttl_s"])
@pytest.mark.parametrize("value", [True, False])
def test_a_boolean_is_not_a_number(name: str, value: bool) -> None:
    with pytest.raises(
        ConfigError, match=rf"\(or {name}\): input should be a number, and no true or false\.$"
    ):
        made(**{name: value})
    assert made(is_shelved=value).is_shelved is value


@pytest.mark.parametrize("value", [-1, 604801, math.nan, math.inf])
def test_a_ttl_has_a_range(value: float) -> None:
    with pytest.raises(ConfigError, match="TOY_BOX_CACHE_TTL_S"):
        made(box_cache_ttl_s=value)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://u:s3cret@h", "must hold no user or password"),
        ('"https://a"', "is in quotes, which are no part of it: remove them"),
        ("", "is empty"),
        ("127.0.0.1:8000", "must begin with http:// or https://, e.g. http://127.0.0.1:8000"),
        ("localhost:8000", "must begin with http:// or https://, e.g. http://127.0.0.1:8000"),
        ("a?sig=s3cret", "must begin with http:// or https://, e.g. http://127.0.0.1:8000"),
        ("ftp://h", "must be an http or https URL"),
        ("https://a:99999", "must be an http or https URL"),
        ("https://a:s3cret", "must be an http or https URL"),
        ("https://a\n", "begins or ends with a space or a line end: remove it"),
        ("https://a b", "must be an http or https URL"),
        ("https://a\tb", "must be an http or https URL"),
        ("https://a?", "must be an http or https URL"),
        ("https://a/#", "must be an http or https URL"),
        ("https://a?sig=s3cret", "must be an http or https URL"),
        ("https://[a", "must be an http or https URL"),
        (7, "input should be a valid string"),
        (["https://a"], "input should be a valid string"),
    ],
)
@pytest.mark.parametrize("name", ["base_url", "issuer"])
def test_an_invalid_url_is_an_error_that_does_not_show_it(name: str, url: Any, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        made(**{name: url})
    assert str(caught.value) == f"TOY_{name.upper()} (or {name}): {words}" + (
        " without query." if words.endswith("URL") else "."
    )


@pytest.mark.parametrize("url", ["https://a", "http://127.0.0.1:8000", "https://a/root", "http://[::1]:80"])
def test_a_valid_url_loses_its_trailing_slash(url: str) -> None:
    assert made(base_url=url).base_url == made(base_url=f"{url}/").base_url == url


def test_the_login_url_is_the_issuer_or_the_base_url() -> None:
    assert made().login_url == URL
    assert made(issuer="https://login.test").login_url == "https://login.test"


def test_each_server_and_client_has_a_login_file_in_the_sdks_folder(tmp_path: Path) -> None:
    files = [
        made(),
        made(base_url="http://toy.test:81"),
        made(issuer="https://login.test"),
        made(client_id="x"),
    ]
    assert len({settings.login_file for settings in files}) == 4
    assert {settings.login_file.parent.parts[-2:] for settings in files} == {("seawall", "toy")}
    assert made().login_file.name.startswith("toy-test-")
    assert made(token_file=tmp_path / "mine.json").login_file == tmp_path / "mine.json"


def test_a_token_with_a_fault_is_an_error_that_says_what_to_remove() -> None:
    for token, words in (
        ("s3cret\n", "begins or ends with a space, a line end or a byte order mark"),
        ("'s3cret'", "is in quotes"),
        ("Bearer s3cret", "begins with the name of its scheme"),
        ("s3 cret", "contains spaces"),
        (b"s3cret", "input should be text, and no bytes: decode it"),
    ):
        with pytest.raises(ConfigError, match="TOY_TOKEN") as caught:
            made(token=token)
        assert words in str(caught.value)
        assert "cret" not in str(caught.value)


def test_bytes_are_no_text_in_any_setting() -> None:
    for name in ("base_url", "client_id", "audience"):
        with pytest.raises(ConfigError, match="and no bytes"):
            made(**{name: b"https://h"})
