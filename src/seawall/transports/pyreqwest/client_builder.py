"""How a client of pyreqwest is set up, async or not. pyreqwest is imported when the first is made."""

import atexit
import os
import re
import time
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import getproxies

from seawall.core.errors import ConfigError
from seawall.transports.http_message.failures import without_frames
from seawall.transports.network.options import UNREADABLE, TransportOptions
from seawall.transports.network.proxies import proxies_for

if TYPE_CHECKING:
    from pyreqwest.client import BaseClientBuilder
    from pyreqwest.http import HeaderMap

__all__ = ["readable_fields", "set_up", "span", "why_not_pyreqwest"]

# The same as with httpx2.
_IDLE = timedelta(seconds=5)
_IDLE_CONNECTIONS = 20
_YEAR_S = 365 * 86400.0


_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)

# The process in which pyreqwest has its thread: a fork leaves the thread behind.
_started_in: set[int] = set()
# That thread may still be telling Python of its last answer. CPython aborts a process that ends meanwhile.
_LAST_WORDS_S = 0.02


def why_not_pyreqwest() -> str | None:
    """A sentence or two where pyreqwest can not be used in this process, else None."""
    if find_spec("pyreqwest") is None:
        return "pyreqwest is not installed. Type pip install 'seawall[fast]', or take the transport httpx2."
    if _started_in - {os.getpid()}:
        return (
            "this process was forked from one that uses pyreqwest, which can not go on here. Start processes "
            "with the method spawn, or take the transport httpx2."
        )
    return None


def readable_fields(headers: "HeaderMap") -> list[tuple[str, str]]:
    """The header fields whose values are ASCII: pyreqwest can not give the others."""
    try:
        return list(headers.items())
    except ValueError:
        return [(name, value) for name in dict.fromkeys(headers.keys()) for value in _ascii(headers, name)]


def _ascii(headers: "HeaderMap", name: str) -> list[str]:
    try:
        return headers.getall(name)
    except ValueError:
        return []


def span(seconds: float) -> timedelta:
    """`seconds`, at most a year, as pyreqwest wants to have them."""
    return timedelta(seconds=min(seconds, _YEAR_S))


def set_up(builder: "BaseClientBuilder", options: TransportOptions, *, step_timeout_s: float | None) -> None:
    """Tell `builder` all that makes pyreqwest behave as httpx2 does here.

    `step_timeout_s` bounds the head of an answer and each piece of its body, None bounds neither. Raises
    ConfigError where a certificate can not be read.
    """
    if os.getpid() not in _started_in:
        _started_in.add(os.getpid())
        atexit.register(time.sleep, _LAST_WORDS_S)
    builder.http1_only().http1_lower_case_headers()
    # We unpack ourselves: pyreqwest would drop the fields that tell of it.
    for unpack in (builder.gzip, builder.zstd, builder.brotli, builder.deflate):
        unpack(False)  # noqa: FBT003
    builder.follow_redirects(enable=False).referer(enable=False)
    builder.http1_allow_obsolete_multiline_headers_in_responses(value=True)
    builder.max_connections(options.max_connections).connect_timeout(span(options.connect_timeout_s))
    builder.pool_idle_timeout(_IDLE).pool_max_idle_per_host(_IDLE_CONNECTIONS)
    if step_timeout_s is not None:
        builder.read_timeout(span(step_timeout_s)).pool_timeout(span(step_timeout_s))
    _set_proxies(builder, options)
    _set_certificates(builder, options)


def _set_proxies(builder: "BaseClientBuilder", options: TransportOptions) -> None:
    from pyreqwest.proxy import ProxyBuilder  # noqa: PLC0415

    builder.no_proxy()
    proxies = proxies_for(options, getproxies())
    if proxies.by_scheme:
        builder.proxy(ProxyBuilder.custom(lambda url: proxies.of(str(url))))


def _set_certificates(builder: "BaseClientBuilder", options: TransportOptions) -> None:
    try:
        if options.ca_file:
            certificates = _CERTIFICATE.findall(options.ca_file.read_bytes())
            for certificate in certificates:
                builder.add_root_certificate_pem(certificate)
            if not certificates:
                raise ConfigError(UNREADABLE)
        if options.client_cert:
            options.require_current_certificate()
            builder.identity_pem(_identity(options.client_cert, options))
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(UNREADABLE) from without_frames(error)


def _identity(path: Path, options: TransportOptions) -> bytes:
    """The chain and the key, decrypted, in one PEM text."""
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    chain = b"\n".join(_CERTIFICATE.findall(path.read_bytes()))
    packed = (options.client_key or path).read_bytes()
    password = options.key_password() if options.key_password and b"ENCRYPTED" in packed else None
    key = load_pem_private_key(packed, None if password is None else password.encode())
    return chain + b"\n" + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
