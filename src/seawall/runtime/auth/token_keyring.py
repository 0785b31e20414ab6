"""The login in the keyring of the operating system; wants the extra `keyring`."""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from attrs import field, frozen

from seawall.core.auth.tokens import Token, token_as_json, token_from_json
from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra
from seawall.core.redaction.secret import Secret
from seawall.runtime.files.file_lock import Release, try_lock_file

__all__ = ["TokenKeyring"]

_log = logging.getLogger("seawall")


@frozen
class TokenKeyring:
    """Keeps one login in the keyring, as `name` of `service`. Nothing of it shows in the repr but these.

    An entry that is broken or no login counts as none and is told, and is not deleted; before another login
    takes its place it is set aside as `NAME.broken`, `NAME.broken-2` and so on.
    The lock between processes is a file in `lock_folder`, by default that of
    Seawall's state. Every method raises ConfigError where there is no keyring or it is locked.
    """

    name: str
    service: str = field(default="seawall", kw_only=True)
    lock_folder: Path | None = field(default=None, kw_only=True)

    def load(self) -> Token | None:
        """The token, or None where there is none."""
        with _keyring() as keyring:
            text = Secret(keyring.get_password(self.service, self.name) or "")
        token = token_from_json(text.encode()) if text else None
        if token is None and text:
            _log.warning("%s is no login of Seawall, or a broken one; it counts as none.", self._entry)
        return token

    def save(self, token: Token) -> None:
        """Put `token` in place of what was there."""
        with _keyring() as keyring:
            there = Secret(keyring.get_password(self.service, self.name) or "")
            if there and token_from_json(there.encode()) is None:
                aside, number = f"{self.name}.broken", 1
                while keyring.get_password(self.service, aside) is not None:
                    number += 1
                    aside = f"{self.name}.broken-{number}"
                keyring.set_password(self.service, aside, there)
                _log.warning("%s was no login of Seawall; it is now %s.", self._entry, aside)
            keyring.set_password(self.service, self.name, token_as_json(token).decode())

    def delete(self) -> bool:
        """Forget the token; whether there was one. An entry that is no login stays and counts as none."""
        with _keyring() as keyring:
            there = keyring.get_password(self.service, self.name)
            if there is None:
                return False
            there = Secret(there)
            if there and token_from_json(there.encode()) is None:
                _log.warning("%s is no login of Seawall; it was left as it is.", self._entry)
                return False
            keyring.delete_password(self.service, self.name)
        return True

    def try_lock(self) -> Release | None:
        """Keep the login for oneself, among processes too; None where another has it now."""
        from platformdirs import user_state_path  # noqa: PLC0415

        folder = self.lock_folder or user_state_path("seawall", appauthor=False)
        entry = hashlib.sha256(f"{self.service}\0{self.name}".encode()).hexdigest()
        return try_lock_file(folder / f"keyring-{entry[:16]}.lock")

    @property
    def _entry(self) -> str:
        return f"The entry {self.name} of {self.service} in the keyring"


@contextmanager
def _keyring() -> Iterator[ModuleType]:
    with needs_extra("keyring", "A login in a keyring"):
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415
    try:
        yield keyring
    except NoKeyringError as error:
        # Without its frames, here and below: they hold what was to be kept.
        raise ConfigError(
            "This system has no keyring. Set one up (GNOME Keyring, KWallet, macOS Keychain, Credential "
            "Locker), or keep the login in a file: TokenFile."
        ) from error.with_traceback(None)
    except (KeyringError, OSError) as error:
        raise ConfigError(
            f"The keyring can not be used ({type(error).__name__}). Unlock it, or keep the login in a file: "
            "TokenFile."
        ) from error.with_traceback(None)
