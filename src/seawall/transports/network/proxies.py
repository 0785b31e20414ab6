"""Which proxy a request takes. One decision for all transports, so that they never differ."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from attrs import field, frozen

from seawall.core.errors import ConfigError
from seawall.transports.network.options import TransportOptions, is_proxy_url

__all__ = ["Proxies", "proxies_for"]

# What stays on this machine goes past any proxy that the environment names.
_THIS_MACHINE = ("localhost", "127.0.0.0/8", "::1")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@frozen
class Proxies:
    """`by_scheme` holds the proxy of http and of https; hosts that `directly` names need none."""

    by_scheme: Mapping[str, str] = field(repr=False)
    directly: tuple[str, ...]

    def of(self, url: str) -> str | None:
        """The proxy that a request to `url` takes, or None for the direct way."""
        parts = urlsplit(url)
        proxy = self.by_scheme.get(parts.scheme)
        if proxy is None or parts.hostname is None:
            return None
        port = parts.port or _DEFAULT_PORTS[parts.scheme]
        return None if any(_names(entry, parts.hostname, port) for entry in self.directly) else proxy


def proxies_for(options: TransportOptions, environment: Mapping[str, str]) -> Proxies:
    """The proxies that `options` ask for; `environment` is `urllib.request.getproxies()`, `no` among it.

    Raises ConfigError where the environment names a proxy that is no http or https URL.
    """
    if options.proxy is not None:
        return Proxies(dict.fromkeys(_DEFAULT_PORTS, options.proxy), options.no_proxy)
    if not options.trust_env:
        return Proxies({}, options.no_proxy)
    found = {scheme: environment.get(scheme) or environment.get("all") for scheme in _DEFAULT_PORTS}
    by_scheme = {scheme: _checked(scheme, proxy) for scheme, proxy in found.items() if proxy}
    named = tuple(entry.strip() for entry in environment.get("no", "").split(",") if entry.strip())
    return Proxies(by_scheme, (*options.no_proxy, *named, *_THIS_MACHINE))


def _checked(scheme: str, proxy: str) -> str:
    url = proxy if "://" in proxy else f"http://{proxy}"
    if not is_proxy_url(url):
        raise ConfigError(
            f"The environment's proxy for {scheme} is no http or https URL. Correct {scheme.upper()}_PROXY "
            "or ALL_PROXY, or take TransportOptions(trust_env=False)."
        )
    return url


def _names(entry: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY names `host`."""
    if entry == "*":
        return True
    try:
        return ip_address(host) in ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        pass
    name, _, number = entry.lower().rpartition(":")
    if name and number.isdigit():
        return int(number) == port and _names(name, host, port)
    name = entry.lower().lstrip("*").lstrip(".")
    return host == name or host.endswith(f".{name}")
