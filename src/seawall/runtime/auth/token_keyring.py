"""A token store in the keyring of the operating system; needs the extra `keyring`."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from attrs import field, frozen
from attrs.converters import optional

from seawall.core.auth.tokens import Token, token_as_json, token_from_json
from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra
from seawall.core.redaction.secret import Secret
from seawall.core.whole_import import import_whole
from seawall.runtime.files.file_lock import Release, try_lock_file
from seawall.runtime.files.path_argument import as_path
from seawall.runtime.loggers import part_logger

__all__ = ["TokenKeyring"]

_log = part_logger("seawall.auth")


@frozen
class TokenKeyring:
    """Stores one login in the keyring, as `name` of `service`. The repr shows no secret.

    An entry without a valid login is ignored with a warning and never deleted; `save` first copies it to
    `NAME.broken`, `NAME.broken-2` and so on. The lock between processes is a file in `lock_folder`, by
    default the state folder of Seawall. The methods raise ConfigError if there is no keyring or it is locked.
    """

    name: str
    service: str = field(default="seawall", kw_only=True)
    lock_folder: Path | None = field(default=None, kw_only=True, converter=optional(as_path))

    def load(self) -> Token | None:
        """Return the token, or None if there is none."""
        with _keyring() as keyring:
            text = Secret(keyring.get_password(self.service, self.name) or "")
        token = token_from_json(text.encode()) if text else None
        if token is None and text:
            _log.warning("%s contains no valid login of Seawall; it is ignored.", self._entry)
        return token

    def save(self, token: Token) -> None:
        """Replace the stored token by `token`."""
        with _keyring() as keyring:
            stored = Secret(keyring.get_password(self.service, self.name) or "")
            if _is_foreign(stored):
                self._set_aside(keyring, stored)
            keyring.set_password(self.service, self.name, token_as_json(token).decode())

    def delete(self) -> bool:
        """Delete the token; return whether there was one. An entry without a valid login is not deleted."""
        with _keyring() as keyring:
            password = keyring.get_password(self.service, self.name)
            if password is None:
                return False
            # A traceback would show it among the local variables.
            password = Secret(password)
            if _is_foreign(password):
                _log.warning("%s contains no valid login of Seawall; it was not deleted.", self._entry)
                return False
            keyring.delete_password(self.service, self.name)
        return True

    def try_lock(self) -> Release | None:
        """Lock the store and return a function that releases it, or None if it is locked already."""
        # 35 ms, and only stores in a keyring need it.
        import_whole("platformdirs")
        from platformdirs import user_state_path  # noqa: PLC0415

        folder = self.lock_folder or user_state_path("seawall", appauthor=False)
        # A digest, because a name may contain characters that a file name can not.
        entry = hashlib.sha256(f"{self.service}\0{self.name}".encode()).hexdigest()
        return try_lock_file(folder / f"keyring-{entry[:16]}.lock")

    @property
    def _entry(self) -> str:
        return f"The entry {self.name} of {self.service} in the keyring"

    def _set_aside(self, keyring: ModuleType, foreign: Secret) -> None:
        aside, number = f"{self.name}.broken", 1
        while keyring.get_password(self.service, aside) is not None:
            number += 1
            aside = f"{self.name}.broken-{number}"
        keyring.set_password(self.service, aside, foreign)
        _log.warning("%s contained no valid login of Seawall; it was copied to %s.", self._entry, aside)


def _is_foreign(text: str) -> bool:
    return bool(text) and token_from_json(text.encode()) is None


@contextmanager
def _keyring() -> Iterator[ModuleType]:
    with needs_extra("keyring", "A login in a keyring"):
        # 450 ms, with the backends.
        import_whole("keyring", "keyring.errors")
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError, NoKeyringError  # noqa: PLC0415
    try:
        yield keyring
    except NoKeyringError as error:
        # Without its frames, here and below: their local variables contain the secret.
        raise ConfigError(
            "This system has no keyring. Set one up (GNOME Keyring, KWallet, macOS Keychain, Credential "
            "Locker), or store the login in a file: TokenFile."
        ) from error.with_traceback(None)
    except (KeyringError, OSError) as error:
        raise ConfigError(
            f"The keyring can not be used ({type(error).__name__}). Unlock it, or store the login in a file: "
            "TokenFile."
        ) from error.with_traceback(None)
