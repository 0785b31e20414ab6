"""Options of the network transports: proxies, certificates and limits."""

import re
import time
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.certificate_chain import parse_validity
from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import checked_number, require_type

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = ["CERTIFICATES_UNREADABLE", "TransportOptions", "checked_options", "is_proxy_url"]

CERTIFICATES_UNREADABLE = (
    "ca_file, client_cert or client_key can not be read. Check that each file exists and is PEM, that the "
    "key belongs to the certificate, and the password."
)
"""The message of the ConfigError for an unusable certificate or key. It names no path and no password."""


# ASCII only: the libraries encode other hosts in different ways (IDNA 2008 and UTS 46).
_HOST = re.compile(r"[a-z0-9._:-]+")
# A host whose last label is a number is an IPv4 address (WHATWG URL, section 3.5).
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def _hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    if isinstance(hosts, str):
        raise ConfigError("no_proxy is of type str. Give a list or tuple of hosts.")
    return tuple(hosts)


def is_proxy_url(url: str) -> bool:
    """Return whether all transports accept `url` as a proxy: http or https, ASCII host, port above 0."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
            ip_address(host)
    except ValueError:
        return False
    # WHATWG URL parsers, such as that of pyreqwest, read a backslash as a slash; urlsplit does not.
    is_plain = _HOST.fullmatch(host) is not None and "\\" not in url
    return is_plain and parts.scheme in {"http", "https"} and port != 0


def _http_url(_: object, attribute: "Attribute[str | None]", value: str | None) -> None:
    if value is not None and not is_proxy_url(value):
        raise ConfigError(
            f"{attribute.name} is not an http or https URL. Give one such as http://proxy.example:3128."
        )


def _positive(_: object, attribute: "Attribute[Any]", value: float) -> None:
    checked_number(value, attribute.name, error=ConfigError)


def _positive_seconds(_: object, attribute: "Attribute[Any]", value: float) -> None:
    # Kept as it is given, and timedelta takes no Fraction and no number of numpy.
    is_number = isinstance(value, int | float)
    require_type(value, attribute.name, ok=is_number, expected="a finite number above 0")
    checked_number(value, attribute.name, error=ConfigError)


@frozen(kw_only=True)
class TransportOptions:
    """Options of both network transports; the defaults follow the operating system and the environment.

    - `ca_file` (PEM): certificates to trust in addition to those of the system.
    - `client_cert` (PEM, from the client's own certificate upwards): sent to servers that ask for one. The
      key is in the same file or in `client_key`; `key_password` returns the password of an encrypted key.
    - `proxy`: the http or https URL of a proxy for all calls. Without it, and with `trust_env`, HTTP_PROXY,
      HTTPS_PROXY and ALL_PROXY name the proxy, except for calls to this machine.
    - `no_proxy`: hosts that are reached directly, in addition to NO_PROXY with `trust_env`. An entry is a
      name (subdomains included), a name with a port, an address, a network such as 10.0.0.0/8, or `*`.
    - `connect_timeout_s`: the limit for connecting, TLS included, within the time of an attempt.
    - `max_connections`: the number of calls at the same time.
    """

    ca_file: Path | None = field(default=None, converter=optional(Path))
    client_cert: Path | None = field(default=None, converter=optional(Path))
    client_key: Path | None = field(default=None, converter=optional(Path))
    key_password: Callable[[], str] | None = field(default=None, repr=False)
    proxy: str | None = field(default=None, repr=False, validator=_http_url)
    no_proxy: tuple[str, ...] = field(default=(), converter=_hosts)
    trust_env: bool = True
    connect_timeout_s: float = field(default=10.0, validator=_positive_seconds)
    max_connections: int = field(default=100, validator=_positive)

    def __attrs_post_init__(self) -> None:
        if self.client_cert is None and (self.client_key or self.key_password):
            raise ConfigError("client_key and key_password need a client_cert. Give the certificate too.")

    def require_current_certificate(self) -> None:
        """Raise CertificateError if `client_cert` has expired or is not valid yet, by this machine's clock.

        Raises OSError or ValueError if it can not be read.
        """
        if self.client_cert is not None:
            parse_validity(self.client_cert.read_bytes()).require_valid(time.time(), str(self.client_cert))


def checked_options(options: TransportOptions | None) -> TransportOptions:
    """Return `options`, or the defaults for None. Raises ConfigError for another type."""
    fits = isinstance(options, TransportOptions | None)
    require_type(options, "options", ok=fits, expected="TransportOptions")
    return options or TransportOptions()
