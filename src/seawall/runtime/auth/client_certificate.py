"""The X.509 certificate with which a client shows who it is, checked before it is used."""

import logging
import os
import ssl
import stat
from collections.abc import Callable
from pathlib import Path

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.certificate_chain import CertificateLife, life_of
from seawall.core.errors import ConfigError

__all__ = ["ClientCertificate"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_log = logging.getLogger("seawall")


@frozen
class ClientCertificate:
    """A certificate with its chain, and its key, as PEM files.

    `key_file` is None where the key stands in `certificate_file` too, as with proxy certificates (RFC 3820).
    `key_password` is asked for the password of a key that is encrypted. The repr shows the paths alone.
    """

    certificate_file: Path = field(converter=Path)
    key_file: Path | None = field(default=None, kw_only=True, converter=optional(Path))
    key_password: Callable[[], str] | None = field(default=None, kw_only=True, repr=False)

    def checked(self, now: float) -> CertificateLife:
        """From when to when it is good, if it is good at `now`, seconds since 1970 UTC.

        Raises CertificateError where it is not, ConfigError where a file can not be read or holds no
        certificate. When it ends soon, and when others can read the key, the logger `seawall` warns.
        """
        life = self._life()
        life.require_good(now, str(self.certificate_file))
        if life.ends_soon(now):
            end = f"{life.not_after:%Y-%m-%d %H:%M}"
            _log.warning("The client certificate in %s ends at %s UTC. Renew it.", self.certificate_file, end)
        if os.name == "posix" and self._key_mode() & _OTHERS:
            _log.warning("Others can read the private key in %s. Run: chmod 600 on it.", self._key_path)
        return life

    def load_into(self, context: ssl.SSLContext, now: float) -> CertificateLife:
        """Let `context` show it to servers that ask, if it is good at `now`; raises as `checked`."""
        life = self.checked(now)
        try:
            # Without a function of ours, OpenSSL would ask at the terminal.
            context.load_cert_chain(self.certificate_file, self.key_file, self.key_password or (lambda: ""))
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"The private key in {self._key_path} can not be used. Check that it belongs to the "
                "certificate, and its password."
            ) from error
        return life

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

    def _life(self) -> CertificateLife:
        path = self.certificate_file
        try:
            return life_of(path.read_bytes())
        except OSError as error:
            raise ConfigError(f"The client certificate {path} can not be read: {error.strerror}.") from error
        except ValueError as error:
            # Without its frames: they hold the file, and the file may hold the key.
            raise ConfigError(f"{path} holds no certificate in PEM form.") from error.with_traceback(None)
