"""One SSL context per process and settings: making one costs 15 ms, sharing one costs nothing."""

import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path

import httpx2

from seawall.core.errors import ConfigError
from seawall.transports.network.options import UNREADABLE, TransportOptions

__all__ = ["shared_ssl_context"]

_Stamp = tuple[Path, int] | None


def shared_ssl_context(options: TransportOptions) -> ssl.SSLContext:
    """The context that trusts what the operating system, SSL_CERT_FILE or SSL_CERT_DIR and `ca_file` trust.

    Equal certificates share one; a file that was renewed since makes another. Raises ConfigError where a file
    can not be read, CertificateError where the client's certificate has ended.
    """
    try:
        stamps = [_stamp(path) for path in (options.ca_file, options.client_cert, options.client_key)]
        options.require_current_certificate()
        return _context(*stamps, options.key_password)
    except (OSError, ValueError) as error:
        raise ConfigError(UNREADABLE) from error


@cache
def _context(
    ca_file: _Stamp, client_cert: _Stamp, client_key: _Stamp, password: Callable[[], str] | None
) -> ssl.SSLContext:
    context = httpx2.create_ssl_context()
    if ca_file:
        context.load_verify_locations(ca_file[0])
    if client_cert:
        # Without a function of ours, OpenSSL would ask at the terminal.
        context.load_cert_chain(
            client_cert[0], client_key[0] if client_key else None, password or (lambda: "")
        )
    return context


def _stamp(path: Path | None) -> _Stamp:
    return (path, path.stat().st_mtime_ns) if path else None
