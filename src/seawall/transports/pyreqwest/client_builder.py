"""Configure the client of pyreqwest, async or sync, so that it behaves like httpx2.

Imports pyreqwest when the first client is made.
"""

import atexit
import os
import re
import time
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from seawall.core.errors import ConfigError
from seawall.core.extras import install_command
from seawall.core.redaction.secret import Secret, SecretBytes
from seawall.core.whole_import import import_whole
from seawall.transports.http_message.errors import strip_tracebacks
from seawall.transports.network.options import CERTIFICATES_UNREADABLE, TransportOptions
from seawall.transports.network.proxies import resolve_proxies, system_proxies

if TYPE_CHECKING:
    from pyreqwest.client import BaseClientBuilder
    from pyreqwest.http import HeaderMap

    from seawall.transports.network.environment_certificates import EnvironmentCertificates

__all__ = [
    "as_timedelta",
    "ascii_fields",
    "can_use_pyreqwest",
    "checked_environment_certificates",
    "configure",
    "is_forked",
    "note_start",
    "why_not_pyreqwest",
]

# The same value as in the transport over httpx2.
_IDLE = timedelta(seconds=5)
# pyreqwest refuses longer timeouts on some platforms.
_YEAR_S = 365 * 86400.0

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)

_CERTIFICATE_VARIABLES = frozenset({"SSL_CERT_FILE", "SSL_CERT_DIR"})

# The processes in which pyreqwest started its thread; a forked process inherits the set, but not the thread.
_started_in: set[int] = set()
# At exit, the thread may still be passing its last response to Python, and CPython then aborts the process.
_EXIT_PAUSE_S = 0.02


def can_use_pyreqwest() -> bool:
    """Return whether pyreqwest is installed and works in this process."""
    return find_spec("pyreqwest") is not None and not is_forked()


def why_not_pyreqwest() -> str | None:
    """Return why pyreqwest can not be used in this process, as one or two sentences; None if it can."""
    if find_spec("pyreqwest") is None:
        return (
            f"pyreqwest is not installed. Use the transport httpx2, or install it: {install_command('fast')}"
        )
    if is_forked():
        return (
            "this process was forked from one that uses pyreqwest, which does not work after a fork. Start "
            "processes with the method spawn, or use the transport httpx2."
        )
    return None


def is_forked() -> bool:
    """Return whether this process was forked from one that had started the thread of pyreqwest."""
    return bool(_started_in) and not _started_in <= {os.getpid()}


def note_start() -> None:
    """Note that this process starts the thread of pyreqwest, which it does with its first client."""
    if os.getpid() not in _started_in:
        _started_in.add(os.getpid())
        atexit.register(time.sleep, _EXIT_PAUSE_S)


def ascii_fields(headers: "HeaderMap") -> list[tuple[str, str]]:
    """Return the header fields whose values are ASCII: pyreqwest can not decode the others."""
    try:
        return list(headers.items())
    except ValueError:
        return [(name, value) for name in dict.fromkeys(headers.keys()) for value in _values(headers, name)]


def _values(headers: "HeaderMap", name: str) -> list[str]:
    try:
        return headers.getall(name)
    except ValueError:
        return []


def as_timedelta(seconds: float) -> timedelta:
    """Return `seconds` as a timedelta of at most a year."""
    return timedelta(seconds=min(seconds, _YEAR_S))


def configure(
    builder: "BaseClientBuilder", options: TransportOptions, *, step_timeout_s: float | None
) -> None:
    """Apply `options` and the settings that make pyreqwest behave like httpx2.

    `step_timeout_s` limits the head of a response and each piece of its body; None limits neither. Raises
    ConfigError if a certificate can not be read.
    """
    builder.http1_only().http1_lower_case_headers()
    # `ContentDecoder` decodes: pyreqwest would remove Content-Encoding and Content-Length from the response.
    for decode in (builder.gzip, builder.zstd, builder.brotli, builder.deflate):
        decode(enable=False)
    builder.follow_redirects(enable=False).referer(enable=False)
    builder.http1_allow_obsolete_multiline_headers_in_responses(value=True)
    builder.max_connections(options.max_connections)
    builder.connect_timeout(as_timedelta(options.connect_timeout_s))
    # If fewer connections may be idle than are used at the same time, most calls have to open one.
    builder.pool_idle_timeout(_IDLE).pool_max_idle_per_host(options.max_connections)
    if step_timeout_s is not None:
        builder.read_timeout(as_timedelta(step_timeout_s)).pool_timeout(as_timedelta(step_timeout_s))
    _set_proxies(builder, options)
    _set_certificates(builder, options)


def checked_environment_certificates() -> "EnvironmentCertificates | None":
    """Return the certificates that the environment names, None if it names none.

    Raises ConfigError if one can not be read.
    """
    if not _CERTIFICATE_VARIABLES & os.environ.keys():
        return None
    # Imported late, 1 ms: few programs name certificates.
    import_whole("seawall.transports.network.environment_certificates")
    from seawall.transports.network.environment_certificates import (  # noqa: PLC0415
        environment_certificates,
    )

    return environment_certificates()


def _set_proxies(builder: "BaseClientBuilder", options: TransportOptions) -> None:
    # A late import: `why_not_pyreqwest` must work without pyreqwest.
    from pyreqwest.proxy import ProxyBuilder  # noqa: PLC0415

    builder.no_proxy()
    proxies = resolve_proxies(options, system_proxies())
    if proxies.by_scheme:
        builder.proxy(ProxyBuilder.custom(lambda url: proxies.proxy_for(str(url))))


def _set_certificates(builder: "BaseClientBuilder", options: TransportOptions) -> None:
    # pyreqwest reads the environment itself, when it builds a client. This only checks it.
    checked_environment_certificates()
    try:
        if options.ca_file:
            import_whole("seawall.transports.network.environment_certificates")
            from seawall.transports.network.environment_certificates import (  # noqa: PLC0415
                require_certificates,
            )

            certificates = _CERTIFICATE.findall(options.ca_file.read_bytes())
            for certificate in certificates:
                builder.add_root_certificate_pem(certificate)
            # pyreqwest would parse them when it builds a client, at the first call.
            require_certificates(options.ca_file)
        if options.client_cert:
            options.require_current_certificate()
            if options.has_proxy_certificate():
                raise ConfigError(
                    "pyreqwest accepts no proxy certificate (RFC 3820), such as client_cert. Use the "
                    "transport httpx2."
                )
            builder.identity_pem(_identity(options.client_cert, options))
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise ConfigError(CERTIFICATES_UNREADABLE) from strip_tracebacks(error)


def _identity(path: Path, options: TransportOptions) -> bytes:
    """Return the certificate chain and the decrypted key as one PEM text."""
    # A late import: few clients have a certificate, and cryptography takes 30 ms.
    import_whole("cryptography.hazmat.primitives.serialization", "cryptography.x509")
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
        PublicFormat,
        load_pem_private_key,
    )
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415

    certificates = _CERTIFICATE.findall(path.read_bytes())
    pem: bytes = SecretBytes((options.client_key or path).read_bytes())
    password = Secret(options.key_password()) if options.key_password and b"ENCRYPTED" in pem else None
    key = load_pem_private_key(pem, None if password is None else password.encode())
    spki = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    certified = load_pem_x509_certificate(certificates[0]).public_key()
    # Compared here, because pyreqwest would compare them when it builds a client, at the first call.
    if certified.public_bytes(*spki) != key.public_key().public_bytes(*spki):
        raise ValueError("the key belongs to another certificate")
    return b"\n".join([*certificates, b""]) + key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
