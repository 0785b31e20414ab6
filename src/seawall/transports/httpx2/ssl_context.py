"""One SSL context per process and set of certificates: making one takes 15 ms."""

import ssl
from collections.abc import Callable
from functools import cache
from pathlib import Path

import httpx2

from seawall.core.errors import ConfigError
from seawall.transports.network.environment_certificates import (
    EnvironmentCertificates,
    environment_certificates,
)
from seawall.transports.network.options import CERTIFICATES_UNREADABLE, TransportOptions

__all__ = ["shared_ssl_context"]

# A file and its modification time, so that a renewed file makes a new context.
_FileVersion = tuple[Path, int] | None


def shared_ssl_context(options: TransportOptions) -> ssl.SSLContext:
    """Return the SSL context for the certificates of `options`.

    It trusts the certificates of the operating system, or those in SSL_CERT_FILE or SSL_CERT_DIR, and those
    in `ca_file`. Raises ConfigError if a file can not be read, CertificateError if the client certificate has
    expired.
    """
    trusted = environment_certificates()
    try:
        versions = [
            _file_version(path) for path in (options.ca_file, options.client_cert, options.client_key)
        ]
        options.require_current_certificate()
        return _context(trusted, *versions, options.key_password)
    except (OSError, ValueError) as error:
        raise ConfigError(CERTIFICATES_UNREADABLE) from error


@cache
def _context(
    trusted: EnvironmentCertificates,
    ca_file: _FileVersion,
    client_cert: _FileVersion,
    client_key: _FileVersion,
    password: Callable[[], str] | None,
) -> ssl.SSLContext:
    if trusted.file is None and trusted.folders is None:
        context = httpx2.create_ssl_context()
    else:
        context = ssl.create_default_context(cafile=trusted.file, capath=trusted.folders)
    if ca_file:
        context.load_verify_locations(ca_file[0])
    if client_cert:
        # Without a password function, OpenSSL would ask at the terminal.
        context.load_cert_chain(
            client_cert[0], client_key[0] if client_key else None, password or (lambda: "")
        )
    return context


def _file_version(path: Path | None) -> _FileVersion:
    return (path, path.stat().st_mtime_ns) if path else None
