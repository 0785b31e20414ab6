"""The file that keeps a login between commands: mode 0600, written whole or not at all."""

import logging
import os
import stat
from pathlib import Path

from attrs import field, frozen

from seawall.core.auth.tokens import Token, token_as_json, token_from_json
from seawall.core.errors import ConfigError
from seawall.runtime.files.atomic_write import write_atomically
from seawall.runtime.files.file_lock import Release, try_lock_file

__all__ = ["TokenFile"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_log = logging.getLogger("seawall")


@frozen
class TokenFile:
    """A file that keeps one login. Nothing of it shows in the repr but the path.

    A file that is broken, or no login at all, counts as none and is told (a warning of the logger `seawall`
    that names it); before another login takes its place it is set aside as `NAME.broken`. A login that others
    could read is closed to them and told. What is no regular file, such as a pipe, is told and never touched.
    """

    path: Path = field(converter=Path)

    def load(self) -> Token | None:
        """The token, or None where there is none; raises ConfigError where the file can not be read."""
        try:
            body, mode = self._content()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be read: {error.strerror}.") from error
        token = token_from_json(body) if body else None
        if token is None and body != b"":
            _log.warning("%s is no login of Seawall, or a broken one; it counts as none.", self.path)
        elif token is not None and os.name == "posix" and mode & _OTHERS:
            self._close_to_others()
        return token

    def save(self, token: Token) -> None:
        """Put `token` in place of what was there; raises ConfigError where the file can not be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._set_aside()
            write_atomically(self.path, token_as_json(token))
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be written: {error.strerror}.") from error

    def delete(self) -> bool:
        """Forget the token; whether there was one. A file that is no login stays and counts as none."""
        if self._is_other():
            _log.warning("%s is no login of Seawall; it was left as it is.", self.path)
            return False
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be deleted: {error.strerror}.") from error
        return True

    def try_lock(self) -> Release | None:
        """Keep the login for oneself, among processes too; None where another has it now.

        The lock is a file beside it, `.NAME.lock`, which stays.
        """
        return try_lock_file(self.path.with_name(f".{self.path.name}.lock"))

    def _close_to_others(self) -> None:
        try:
            self.path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        except OSError as error:
            _log.warning("Others can read the login in %s (%s). Delete it.", self.path, error.strerror)
        else:
            _log.warning("Others could read the login in %s; now they can not. Log in anew.", self.path)

    def _is_other(self) -> bool:
        try:
            body, _ = self._content()
        except OSError:
            # What comes next says what is amiss.
            return False
        return body is None or (bool(body) and token_from_json(body) is None)

    def _content(self) -> tuple[bytes | None, int]:
        """What the file holds, None where it is no regular one, and its mode."""
        # Whoever opens a pipe would wait until another writes to it.
        with open(self.path, "rb", opener=_without_waiting) as file:
            mode = os.fstat(file.fileno()).st_mode
            return file.read() if stat.S_ISREG(mode) else None, mode

    def _set_aside(self) -> None:
        """Whoever names the file may have named the wrong one: nothing of theirs is lost."""
        if not self._is_other():
            return
        if not self.path.is_file():
            raise ConfigError(f"{self.path} is no regular file. Name another one for the login.")
        aside = self.path.with_name(f"{self.path.name}.broken")
        number = 1
        while aside.exists():
            number += 1
            aside = self.path.with_name(f"{self.path.name}.broken-{number}")
        self.path.rename(aside)
        _log.warning("%s was no login of Seawall, or a broken one; it is now %s.", self.path, aside.name)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
