"""The certificates that SSL_CERT_FILE and SSL_CERT_DIR name, with one rule for all transports."""

import os
import re
from base64 import b64decode
from pathlib import Path

from attrs import frozen

from seawall.core.errors import ConfigError

__all__ = ["EnvironmentCertificates", "environment_certificates", "require_certificates"]

# OpenSSL and rustls look for files with these names only, the hash of a subject: `openssl rehash` makes them.
_HASHED = re.compile(r"[0-9a-f]{8}\.[0-9]+")
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END", re.DOTALL)
# No certificate is shorter: a key and a signature alone are longer. So its length has the long form.
_LEAST_BYTES = 128
_SEQUENCE, _LONG_FORM = 0x30, 0x80


@frozen
class EnvironmentCertificates:
    """The file and the folders to trust instead of the certificates of the system; None if not set.

    `version` changes with the file.
    """

    file: str | None
    folders: str | None
    version: int = 0


def environment_certificates() -> EnvironmentCertificates:
    """Return the values of SSL_CERT_FILE and SSL_CERT_DIR.

    Raises ConfigError if one is set and names no certificate: otherwise one library would trust nothing and
    another the certificates of the system.
    """
    file, folders = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if folders is not None and not any(map(_has_certificates, folders.split(os.pathsep))):
        raise ConfigError(
            "SSL_CERT_DIR names no folder with certificates, whose file names `openssl rehash` makes. "
            "Correct it, or unset it."
        )
    return EnvironmentCertificates(file, folders, 0 if file is None else _version(file))


def _has_certificates(folder: str) -> bool:
    try:
        return any(_HASHED.fullmatch(path.name) for path in Path(folder).iterdir())
    except OSError:
        return False


def require_certificates(file: Path) -> None:
    """Raise OSError or ValueError if `file` can not be read or holds no certificate (PEM)."""
    # Not with the ssl module: its import and a bundle of certificates take 40 ms at the start of a program.
    found = _CERTIFICATE.search(file.read_bytes())
    if found is None or not _is_sequence(b64decode(found[1])):
        raise ValueError("the file holds no certificate")


def _is_sequence(der: bytes) -> bool:
    """Return whether `der` is one ASN.1 sequence of the length that it says (X.690, section 8.1.3)."""
    if len(der) < _LEAST_BYTES or der[0] != _SEQUENCE:
        return False
    octets = der[1] - _LONG_FORM
    return octets > 0 and len(der) == 2 + octets + int.from_bytes(der[2 : 2 + octets], "big")


def _version(file: str) -> int:
    try:
        require_certificates(Path(file))
        return Path(file).stat().st_mtime_ns
    except (OSError, ValueError) as error:
        raise ConfigError(
            "SSL_CERT_FILE names a file that can not be read or holds no certificate (PEM). Correct it, or "
            "unset it."
        ) from error
