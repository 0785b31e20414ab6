"""The proxy of a request: the conventions of curl for http_proxy, no_proxy and so on."""

import pytest

from seawall.core.errors import ConfigError
from seawall.transports.network.options import TransportOptions
from seawall.transports.network.proxies import resolve_proxies

P, Q = "http://p.test:3128", "http://q.test:3128"
BY_ENVIRONMENT: list[tuple[dict[str, str], str, str | None]] = [
    ({}, "http://a.test", None),
    ({"http": P}, "http://a.test", P),
    ({"http": P}, "https://a.test", None),
    ({"https": P}, "https://a.test", P),
    ({"all": P}, "http://a.test", P),
    ({"all": P, "https": Q}, "https://a.test", Q),
    ({"http": "p.test:3128"}, "http://a.test", P),
    ({"http": P}, "http://localhost:8000", None),
    ({"http": P}, "http://127.0.0.1", None),
    ({"http": P}, "http://127.9.9.9", None),
    ({"http": P}, "http://[::1]:8000", None),
    ({"http": P}, "http://localhost.test", P),
    ({"http": P, "no": "*"}, "http://a.test", None),
    ({"http": P, "no": "a.test"}, "http://a.test", None),
    ({"http": P, "no": "A.Test"}, "http://a.TEST", None),
    ({"http": P, "no": "a.test"}, "http://b.a.test", None),
    ({"http": P, "no": "a.test"}, "http://ba.test", P),
    ({"http": P, "no": ".a.test"}, "http://b.a.test", None),
    ({"http": P, "no": ".a.test"}, "http://a.test", None),
    ({"http": P, "no": "*.a.test"}, "http://b.a.test", None),
    ({"http": P, "no": " b.test , a.test "}, "http://a.test", None),
    ({"http": P, "no": "a.test:8000"}, "http://a.test:8000", None),
    ({"http": P, "no": "a.test:80"}, "http://a.test", None),
    ({"http": P, "no": "a.test:8000"}, "http://a.test", P),
    ({"http": P, "no": "10.0.0.0/8"}, "http://10.2.3.4", None),
    ({"http": P, "no": "10.0.0.0/8"}, "http://11.2.3.4", P),
    ({"http": P, "no": "10.2.3.4"}, "http://10.2.3.4:8000", None),
    ({"http": P, "no": "10.2.3.4:8000"}, "http://10.2.3.4:8000", None),
    ({"http": P, "no": "10.2.3.4:8000"}, "http://10.2.3.4", P),
    ({"http": P, "no": "fd00::/8"}, "http://[fd00::1]", None),
    ({"http": P, "no": "[fd00::1]"}, "http://[fd00::1]", None),
    ({"http": P, "no": ",,"}, "http://a.test", P),
]
BY_OPTIONS: list[tuple[TransportOptions, str, str | None]] = [
    (TransportOptions(proxy=Q), "http://a.test", Q),
    (TransportOptions(proxy=Q), "https://localhost", Q),
    (TransportOptions(proxy=Q, no_proxy=("a.test",)), "https://a.test", None),
    (TransportOptions(no_proxy=("a.test",)), "http://a.test", None),
    (TransportOptions(no_proxy=("a.test",)), "http://b.test", P),
    (TransportOptions(no_proxy=("a.test",)), "http://other.test", None),
    (TransportOptions(trust_env=False), "http://b.test", None),
]
INVALID = [
    *("socks5://p.test", "ftp://p.test", "http://", "://", "http://u:hunter2@", "http://[::1", "http://[x]"),
    *("http://p.test:99999", "http://u:hunter2@p.test:abc", "http://p.test:0", "http://u:hunter2#@p.test"),
    *("http://p q:1", "http://p%20q", "http://é.test", "http://u:hunter2\\@p.test", "http://[::1%1]"),
    *("http://1.2.3", "http://256.1.1.1", "http://p.0x1"),
]


def test_the_environment_names_the_proxy() -> None:
    for environment, url, proxy in BY_ENVIRONMENT:
        found = resolve_proxies(TransportOptions(), environment).proxy_for(url)
        assert found == proxy, (environment, url)


def test_options_have_priority_over_the_environment() -> None:
    environment = {"http": P, "https": P, "no": "other.test"}
    for options, url, proxy in BY_OPTIONS:
        assert resolve_proxies(options, environment).proxy_for(url) == proxy, (options, url)


def test_an_invalid_proxy_url_is_a_config_error_that_shows_no_password() -> None:
    for proxy in INVALID:
        with pytest.raises(ConfigError, match="HTTP_PROXY") as by_environment:
            resolve_proxies(TransportOptions(), {"http": proxy})
        with pytest.raises(ConfigError, match="proxy is not an http or https URL") as by_option:
            TransportOptions(proxy=proxy)
        assert "hunter2" not in str(by_environment.value) + str(by_option.value), proxy


def test_a_valid_proxy_url_is_accepted() -> None:
    for proxy in (P, "https://u:p%40@P.test", "http://[::1]:3128", "http://10.0.0.1", "http://3p"):
        assert TransportOptions(proxy=proxy).proxy == proxy


def test_no_repr_shows_the_password_of_a_proxy() -> None:
    options = TransportOptions(proxy="http://user:hunter2@p.test")
    assert "hunter2" not in repr(options)
    assert "hunter2" not in repr(resolve_proxies(options, {}))
