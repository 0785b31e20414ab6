"""A token store in a file of mode 0600, which is replaced as a whole."""

import os
import re
import stat
from pathlib import Path

from attrs import field, frozen

from seawall.core.auth.tokens import Token, token_as_json, token_from_json
from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import SecretBytes
from seawall.runtime.files.atomic_write import staged_write, write_atomically
from seawall.runtime.files.file_lock import Release, try_lock_file
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.files.regular_file import check_regular_file
from seawall.runtime.files.temporary_file import delete_stray_files
from seawall.runtime.loggers import part_logger

__all__ = ["TokenFile"]

# A login has about 4 KB; a disk with room for this keeps it.
_PROBE_BYTES = 1 << 16
_OTHER_USERS = stat.S_IRWXG | stat.S_IRWXO

# A line such as `cat` or `echo` writes it, in the alphabet of RFC 6750, section 2.1.
_BARE_TOKEN = re.compile(rb"\s*[A-Za-z0-9._~+/-]{20,}=*\s*")

_log = part_logger("seawall.auth")


@frozen
class TokenFile:
    """Stores one login in a file. The repr shows only the path.

    A file without a valid login is ignored with a warning; `save` renames it to `NAME.broken` first. If other
    users can read the login, its mode is set to 0600 with a warning. A file that is not regular, such as a
    pipe, is ignored with a warning and never changed.
    """

    path: Path = field(converter=as_path)

    def load(self) -> Token | None:
        """Return the token, or None if there is none.

        Raises ConfigError if the file can not be read, or contains an access token in place of a login.
        """
        try:
            body, mode = self._read()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be read: {error.strerror}.") from error
        token = token_from_json(body) if body else None
        if token is None and body and _BARE_TOKEN.fullmatch(body):
            raise ConfigError(
                f"{self.path} seems to contain an access token, and a token file is for a login that Seawall "
                "has saved. Name the file in `access_token_file` instead."
            )
        if token is None and body != b"":
            _log.warning("%s contains no valid login of Seawall; it is ignored.", self.path)
        elif token is not None and os.name == "posix" and mode & _OTHER_USERS:
            self._make_private()
        return token

    def check_writable(self) -> None:
        """Check that a login can be saved, with a file that is deleted again; raises ConfigError.

        For the start of a login, so that a person does not log in for nothing. The stored login is not
        changed.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # A folder, a pipe or a device can not be replaced by a file.
            check_regular_file(self.path)
            with staged_write(self.path, bytes(_PROBE_BYTES)):
                pass
        except OSError as error:
            raise ConfigError(
                f"The token file {self.path} can not be written: {error.strerror}. Correct this, or use "
                "another file for the login."
            ) from error

    def save(self, token: Token) -> None:
        """Replace the stored token by `token`; raises ConfigError if the file can not be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._set_aside()
            write_atomically(self.path, token_as_json(token))
            delete_stray_files(self.path.parent, self.path.name)
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be written: {error.strerror}.") from error

    def delete(self) -> bool:
        """Delete the token; return whether there was one. A file without a valid login is not deleted."""
        if self._is_foreign():
            _log.warning("%s contains no valid login of Seawall; it was not deleted.", self.path)
            return False
        # They may hold a token too.
        delete_stray_files(self.path.parent, self.path.name)
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be deleted: {error.strerror}.") from error
        return True

    def try_lock(self) -> Release | None:
        """Lock the store and return a function that releases it, or None if it is locked already.

        The lock holds between processes. It is a file beside the store, `.NAME.lock`, which is not deleted.
        """
        return try_lock_file(self.path.with_name(f".{self.path.name}.lock"))

    def _make_private(self) -> None:
        try:
            self.path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        except OSError as error:
            _log.warning(
                "Other users can read the login in %s (%s). Delete the file and log in again.",
                self.path,
                error.strerror,
            )
        else:
            _log.warning(
                "Other users could read the login in %s. Its mode is 0600 now. Log in again.", self.path
            )

    def _is_foreign(self) -> bool:
        """Return whether the file exists and is neither empty nor a valid login."""
        try:
            body, _ = self._read()
        except OSError:
            # The next step fails with an error that says why.
            return False
        return body is None or (bool(body) and token_from_json(body) is None)

    def _read(self) -> tuple[bytes | None, int]:
        """Return the contents of the file, None if it is not a regular one, and its mode."""
        # Opening a pipe would block until another process writes to it.
        with open(self.path, "rb", opener=_open_nonblocking) as file:
            mode = os.fstat(file.fileno()).st_mode
            # Error reporters show local variables.
            return SecretBytes(file.read()) if stat.S_ISREG(mode) else None, mode

    def _set_aside(self) -> None:
        # The user may have named a wrong file: nothing in it is lost.
        if not self._is_foreign():
            return
        if not self.path.is_file():
            raise ConfigError(f"{self.path} is not a regular file. Use another file for the login.")
        aside = self.path.with_name(f"{self.path.name}.broken")
        number = 1
        while aside.exists():
            number += 1
            aside = self.path.with_name(f"{self.path.name}.broken-{number}")
        self.path.rename(aside)
        _log.warning("%s contained no valid login of Seawall; it was renamed to %s.", self.path, aside.name)


def _open_nonblocking(path: str, flags: int) -> int:
    # Windows has no O_NONBLOCK, and no pipes in folders.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
