"""The file that keeps a login between commands: mode 0600, written whole or not at all."""

import os
import tempfile
from pathlib import Path

from attrs import field, frozen

from seawall.core.codec import decoder_for, encode
from seawall.core.errors import ConfigError
from seawall.core.tokens import Token

__all__ = ["TokenFile"]


@frozen
class TokenFile:
    """Where one login is kept. Nothing of it shows in the repr but the path."""

    path: Path = field(converter=Path)

    def load(self) -> Token | None:
        """The token, or None where there is none; a file that is no token counts as none."""
        try:
            body = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be read: {error.strerror}.") from error
        try:
            token = decoder_for(Token).decode(body)
        except ValueError:
            return None
        return token if isinstance(token, Token) else None

    def save(self, token: Token) -> None:
        """Put `token` in place of what was there; raises ConfigError where that is no login."""
        self._refuse_others()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # mkstemp makes the file 0600 from the start.
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(encode(token))
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self.path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be written: {error.strerror}.") from error

    def delete(self) -> bool:
        """Forget the token; whether there was one. Raises ConfigError where the file is no login."""
        self._refuse_others()
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ConfigError(f"The token file {self.path} can not be deleted: {error.strerror}.") from error
        return True

    def _refuse_others(self) -> None:
        """Whoever names the file may have named the wrong one."""
        try:
            is_other = self.load() is None and self.path.stat().st_size > 0
        except (OSError, ConfigError):
            # What comes next says what is amiss.
            return
        if is_other:
            raise ConfigError(f"{self.path} is no login of Seawall; it was left as it is. Name another file.")
