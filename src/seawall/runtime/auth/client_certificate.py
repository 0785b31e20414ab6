"""An X.509 client certificate, checked before it is used."""

import os
import ssl
import stat
from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.certificate_chain import CertificateValidity, parse_validity
from seawall.core.errors import ConfigError
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.loggers import part_logger

__all__ = ["ClientCertificate"]

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

    def load_into(self, context: ssl.SSLContext, now: float) -> CertificateValidity:
        """Make `context` present the certificate to servers that request one; raises as `check` does."""
        validity = self.check(now)
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
            raise ConfigError(
                f"The private key {self._key_path} can not be read: {error.strerror}."
            ) from error

    def _validity(self) -> CertificateValidity:
        path = self.certificate_file
        try:
            return parse_validity(path.read_bytes())
        except OSError as error:
            raise ConfigError(f"The client certificate {path} can not be read: {error.strerror}.") from error
        except ValueError as error:
            # Without its frames: their local variables contain the file, which may contain the key.
            raise ConfigError(f"{path} contains no certificate in PEM form.") from error.with_traceback(None)
