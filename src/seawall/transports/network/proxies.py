"""Choose the proxy of a request, with one rule for all transports."""

import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret, SecretMapping
from seawall.transports.network.options import TransportOptions, is_proxy_url

__all__ = ["Proxies", "resolve_proxies", "system_proxies"]

# Requests to this machine never use a proxy of the environment.
_LOOPBACK = ("localhost", "127.0.0.0/8", "::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@frozen
class Proxies:
    """The proxy URLs for http and https, and the hosts that are reached without a proxy.

    Not hashable: it holds a mapping.
    """

    by_scheme: Mapping[str, str] = field(repr=False)
    no_proxy: tuple[str, ...]

    def proxy_for(self, url: str) -> str | None:
        """Return the proxy for a request to `url`, or None for a direct connection."""
        parts = urlsplit(url)
        proxy = self.by_scheme.get(parts.scheme)
        if proxy is None or parts.hostname is None:
            return None
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        return None if any(_matches(entry, parts.hostname, port) for entry in self.no_proxy) else proxy


def resolve_proxies(options: TransportOptions, environment: Mapping[str, str]) -> Proxies:
    """Return the proxies of `options`; `environment` is the result of `system_proxies`.

    Raises ConfigError if the environment has a proxy that is not an http or https URL.
    """
    if options.proxy is not None:
        return Proxies(SecretMapping.fromkeys(_DEFAULT_PORTS, options.proxy), options.no_proxy)
    environment = _hidden(environment)
    if not options.trust_env:
        return Proxies({}, options.no_proxy)
    found = {scheme: environment.get(scheme) or environment.get("all") for scheme in _DEFAULT_PORTS}
    by_scheme = SecretMapping(
        {scheme: _checked(scheme, Secret(proxy)) for scheme, proxy in found.items() if proxy}
    )
    entries = tuple(entry.strip() for entry in environment.get("no", "").split(",") if entry.strip())
    return Proxies(by_scheme, (*options.no_proxy, *entries, *_LOOPBACK))


def system_proxies() -> Mapping[str, str]:
    """Return `urllib.request.getproxies()`: the proxy URLs by scheme, and `no` for NO_PROXY.

    On macOS and Windows, the settings of the system count too.
    """
    has_settings = sys.platform in {"darwin", "win32"}
    if not has_settings and not any(name.lower().endswith("_proxy") for name in os.environ):
        return {}
    # A late import: it loads http.client and email, which takes 20 ms, and most systems have no proxy.
    from urllib.request import getproxies  # noqa: PLC0415

    return _hidden(getproxies())


def _hidden(environment: Mapping[str, str]) -> SecretMapping[str]:
    # Each value too: a proxy URL may hold a password.
    return SecretMapping({name: Secret(value) for name, value in environment.items()})


def _checked(scheme: str, proxy: Secret) -> Secret:
    url = proxy if "://" in proxy else Secret(f"http://{proxy}")
    if not is_proxy_url(url):
        # The URL is not shown: it may hold a password.
        raise ConfigError(
            f"The environment's proxy for {scheme} is not an http or https URL. Correct "
            f"{scheme.upper()}_PROXY or ALL_PROXY, or use TransportOptions(trust_env=False)."
        )
    return url


def _matches(entry: str, host: str, port: int) -> bool:
    """Return whether an entry of NO_PROXY matches a host and its port."""
    if entry == "*":
        return True
    try:
        return ip_address(host) in ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        pass
    name, _, number = entry.lower().rpartition(":")
    if name and number.isdigit():
        return int(number) == port and _matches(name, host, port)
    name = entry.lower().lstrip("*").lstrip(".")
    return host == name or host.endswith(f".{name}")
