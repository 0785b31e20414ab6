"""Options of the network transports: proxies, certificates and limits."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.errors import ConfigError
from seawall.core.http.outgoing import has_plain_host
from seawall.core.redaction.secret import Secret, hidden
from seawall.core.validation.arguments import checked_number, checked_path_text, require_type

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = ["CERTIFICATES_UNREADABLE", "TransportOptions", "checked_options", "is_proxy_url"]

CERTIFICATES_UNREADABLE = (
    "ca_file, client_cert or client_key can not be read. Check that each file exists and is PEM, that the "
    "key belongs to the certificate, and the password."
)
"""The message of the ConfigError for an unusable certificate or key. It names no path and no password."""


def _hosts(hosts: Any) -> tuple[str, ...]:
    is_list = isinstance(hosts, Iterable) and not isinstance(hosts, str | bytes)
    require_type(hosts, "no_proxy", ok=is_list, expected="a list or tuple of hosts")
    return tuple(hosts)


def is_proxy_url(url: str) -> bool:
    """Return whether all transports accept `url` as a proxy: http or https, ASCII host, port above 0."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    is_plain = has_plain_host(url) and "\\" not in url
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


@frozen(kw_only=True, init=False)
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
    proxy: str | None = field(default=None, repr=False, converter=optional(Secret), validator=_http_url)
    no_proxy: tuple[str, ...] = field(default=(), converter=_hosts)
    trust_env: bool = True
    connect_timeout_s: float = field(default=10.0, validator=_positive_seconds)
    max_connections: int = field(default=100, validator=_positive)

    # By hand: an error in an `__init__` of attrs would show the password of a proxy as a local variable.
    def __init__(
        self,
        *,
        ca_file: str | Path | None = None,
        client_cert: str | Path | None = None,
        client_key: str | Path | None = None,
        key_password: Callable[[], str] | None = None,
        proxy: str | None = None,
        no_proxy: Iterable[str] = (),
        trust_env: bool = True,
        connect_timeout_s: float = 10.0,
        max_connections: int = 100,
    ) -> None:
        proxy = hidden(proxy)
        for name, path in {"ca_file": ca_file, "client_cert": client_cert, "client_key": client_key}.items():
            if path is not None:
                checked_path_text(path, name, ConfigError)
        self.__attrs_init__(
            ca_file=ca_file,
            client_cert=client_cert,
            client_key=client_key,
            key_password=key_password,
            proxy=proxy,
            no_proxy=no_proxy,
            trust_env=trust_env,
            connect_timeout_s=connect_timeout_s,
            max_connections=max_connections,
        )

    def __attrs_post_init__(self) -> None:
        if self.client_cert is None and (self.client_key or self.key_password):
            raise ConfigError("client_key and key_password need a client_cert. Give the certificate too.")

    def has_proxy_certificate(self) -> bool:
        """Return whether `client_cert` is a proxy certificate (RFC 3820), which pyreqwest does not accept."""
        if self.client_cert is None:
            return False
        # For client certificates only: 1 ms.
        from seawall.core.auth.certificate_chain import has_proxy_certificate  # noqa: PLC0415

        try:
            return has_proxy_certificate(self.client_cert.read_bytes())
        except OSError:
            # The transport raises an error that says so.
            return False

    def require_current_certificate(self) -> None:
        """Raise CertificateError if `client_cert` has expired or is not valid yet, by this machine's clock.

        Raises OSError or ValueError if it can not be read.
        """
        if self.client_cert is not None:
            # For client certificates only: 1 ms.
            from seawall.core.auth.certificate_chain import parse_validity  # noqa: PLC0415

            parse_validity(self.client_cert.read_bytes()).require_valid(time.time(), str(self.client_cert))


def checked_options(options: TransportOptions | None) -> TransportOptions:
    """Return `options`, or the defaults for None. Raises ConfigError for another type."""
    fits = isinstance(options, TransportOptions | None)
    require_type(options, "options", ok=fits, expected="TransportOptions")
    return options or TransportOptions()
