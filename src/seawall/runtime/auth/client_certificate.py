"""An X.509 client certificate, checked before it is used."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.certificate_chain import (
    CertificateValidity,
    is_encrypted_key,
    key_fault,
    parse_validity,
)
from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import Secret, SecretBytes
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.loggers import part_logger

if TYPE_CHECKING:
    from ssl import SSLContext

__all__ = ["ClientCertificate", "save_certificate"]

_OTHER_USERS = stat.S_IRWXG | stat.S_IRWXO

_log = part_logger("seawall.auth")


@frozen
class ClientCertificate:
    """A client certificate with its chain and its private key, as PEM files.

    `key_file` is None if `certificate_file` contains the key too, as for proxy certificates (RFC 3820).
    `key_password` is called for the password of an encrypted key. The repr shows only the paths.
    """

    certificate_file: Path = field(converter=as_path)
    key_file: Path | None = field(default=None, kw_only=True, converter=optional(as_path))
    key_password: Callable[[], str] | None = field(default=None, kw_only=True, repr=False)

    def check(self, now: float) -> CertificateValidity:
        """Return the validity period; raise CertificateError if it does not include `now`.

        `now` is in seconds since 1970 UTC. Raises ConfigError if a file can not be read or contains no
        certificate. Logs a warning if the certificate expires soon, or if other users can read the key.
        """
        validity = self._validity()
        validity.require_valid(now, str(self.certificate_file))
        if validity.expires_soon(now):
            end = f"{validity.not_after:%Y-%m-%d %H:%M}"
            _log.warning(
                "The client certificate in %s expires at %s UTC. Renew it.", self.certificate_file, end
            )
        if os.name == "posix" and self._key_mode() & _OTHER_USERS:
            _log.warning("Other users can read the private key in %s. Run: chmod 600 on it.", self._key_path)
        return validity

    def check_key(self) -> None:
        """Check that the private key belongs to the certificate and can be decrypted.

        Raises ConfigError, which says what to do; the files must be readable.
        """
        try:
            pem = SecretBytes(self.certificate_file.read_bytes())
            key = SecretBytes(self._key_path.read_bytes())
        except OSError as error:
            raise self._unreadable_key(error) from error
        password = Secret(self.key_password()) if self.key_password and is_encrypted_key(key) else None
        if (fault := key_fault(pem, key, password)) is not None:
            what = "" if fault.startswith("contains") else "The private key in "
            raise ConfigError(f"{what}{self._key_path} {fault}.")

    def load_into(self, context: "SSLContext", now: float) -> CertificateValidity:
        """Make `context` present the certificate to servers that request one; raises as both checks do."""
        validity = self.check(now)
        self.check_key()
        try:
            # Without a function, OpenSSL would ask for the password at the terminal.
            context.load_cert_chain(self.certificate_file, self.key_file, self.key_password or (lambda: ""))
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"The private key in {self._key_path} can not be used. Check that it belongs to the "
                "certificate, and its password."
            ) from error
        return validity

    @property
    def _key_path(self) -> Path:
        return self.key_file or self.certificate_file

    def _key_mode(self) -> int:
        try:
            return self._key_path.stat().st_mode
        except OSError as error:
            raise self._unreadable_key(error) from error

    def _unreadable_key(self, error: OSError) -> ConfigError:
        return ConfigError(f"The private key {self._key_path} can not be read: {error.strerror}.")

    def _validity(self) -> CertificateValidity:
        path = self.certificate_file
        try:
            return parse_validity(path.read_bytes())
        except OSError as error:
            raise ConfigError(f"The client certificate {path} can not be read: {error.strerror}.") from error
        except ValueError as error:
            # Without its frames: their local variables contain the file, which may contain the key.
            raise ConfigError(f"{path} contains no certificate in PEM form.") from error.with_traceback(None)


def save_certificate(path: Path, pem: bytes) -> None:
    """Write a certificate with its key to `path`, in one step and with mode 0600. Raises ConfigError."""
    pem = SecretBytes(pem)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, pem)
    except OSError as error:
        raise ConfigError(f"The certificate {path} can not be written: {error.strerror}.") from error
