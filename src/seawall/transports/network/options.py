"""How to reach a server: proxies, certificates and limits, the same for every real transport."""

import re
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.certificate_chain import life_of
from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import checked_number, require_type

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = ["UNREADABLE", "TransportOptions", "checked_options", "is_proxy_url"]

UNREADABLE = (
    "ca_file, client_cert or client_key can not be read. Check that each is there and is PEM, that key and "
    "certificate belong together, and the password."
)
"""What is said where a certificate or a key can not be used."""


_HOST = re.compile(r"[a-z0-9._:-]+")
# A name that ends so is read as an IPv4 address.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def _names(given: Iterable[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise ConfigError("no_proxy is of type str. Give a list or tuple of hosts.")
    return tuple(given)


def is_proxy_url(url: str) -> bool:
    """Whether every transport can take `url` as a proxy: http or https, a host in ASCII, a port above 0."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
            ip_address(host)
    except ValueError:
        return False
    clean = _HOST.fullmatch(host) is not None and "\\" not in url
    return clean and parts.scheme in {"http", "https"} and port != 0


def _http_url(_: object, attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None and not is_proxy_url(value):
        raise ConfigError(
            f"{attribute.name} is no http or https URL; one looks like http://proxy.example:3128."
        )


def _positive(_: object, attribute: "Attribute[Any]", value: float) -> None:
    checked_number(value, attribute.name, error=ConfigError)


@frozen(kw_only=True)
class TransportOptions:
    """What both real transports take; the defaults reach a server as system and environment say.

    `ca_file` (PEM) is trusted besides what the system trusts. `client_cert` (PEM, the chain from the client's
    own certificate upwards) is shown to servers that ask; `client_key` may stand in the same file, and
    `key_password` is asked for a key that is encrypted. `proxy` is an http or https URL and carries every
    call; without it, and with `trust_env`, those of HTTP_PROXY, HTTPS_PROXY and ALL_PROXY do, though never to
    this machine. Hosts in `no_proxy`, and with `trust_env` in NO_PROXY, are reached directly: a name and what
    is below it, a name with a port, an address, a network such as 10.0.0.0/8, or `*`. `connect_timeout_s`
    bounds connecting, TLS included, inside the time of an attempt. At most `max_connections` calls are under
    way at once.
    """

    ca_file: Path | None = field(default=None, converter=optional(Path))
    client_cert: Path | None = field(default=None, converter=optional(Path))
    client_key: Path | None = field(default=None, converter=optional(Path))
    key_password: Callable[[], str] | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False, validator=_http_url)
    no_proxy: tuple[str, ...] = field(default=(), converter=_names)
    trust_env: bool = True
    connect_timeout_s: float = field(default=10.0, validator=_positive)
    max_connections: int = field(default=100, validator=_positive)

    def __attrs_post_init__(self) -> None:
        if self.client_cert is None and (self.client_key or self.key_password):
            raise ConfigError("client_key and key_password need a client_cert. Give the certificate too.")

    def require_current_certificate(self) -> None:
        """Raise CertificateError where `client_cert` has ended, or is not good yet, by this machine's clock.

        Raises OSError or ValueError where it can not be read.
        """
        if self.client_cert is not None:
            life_of(self.client_cert.read_bytes()).require_good(time.time(), str(self.client_cert))


def checked_options(options: TransportOptions | None) -> TransportOptions:
    """`options`, or the defaults where there are none; raises ConfigError for anything else."""
    fits = isinstance(options, TransportOptions | None)
    require_type(options, "options", ok=fits, expected="TransportOptions")
    return options or TransportOptions()
