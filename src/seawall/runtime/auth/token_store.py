"""Where tokens are kept: the protocol of a store, and the store that forgets with its process.

The other stores are `seawall.runtime.auth.token_file` and `seawall.runtime.auth.token_keyring`.
"""

from threading import Lock
from typing import Protocol

from seawall.core.auth.tokens import Token
from seawall.runtime.files.file_lock import Release

__all__ = ["MemoryTokenStore", "TokenStore"]


class TokenStore(Protocol):
    """Keeps one token. Its calls may block for as long as a disk does; they raise ConfigError."""

    def load(self) -> Token | None:
        """The token, or None where there is none."""

    def save(self, token: Token) -> None:
        """Put `token` in place of what was there."""

    def delete(self) -> bool:
        """Forget the token; whether there was one."""

    def try_lock(self) -> Release | None:
        """Keep the store for oneself until the release is called; None where another has it now."""


class MemoryTokenStore:
    """Keeps a token in this process, for all who share the store. The repr shows no secret."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token
        self._lock = Lock()

    def load(self) -> Token | None:
        """The token, or None where there is none."""
        return self._token

    def save(self, token: Token) -> None:
        """Put `token` in place of what was there."""
        self._token = token

    def delete(self) -> bool:
        """Forget the token; whether there was one."""
        token, self._token = self._token, None
        return token is not None

    def try_lock(self) -> Release | None:
        """Keep the store for oneself until the release is called; None where another has it now."""
        return self._lock.release if self._lock.acquire(blocking=False) else None
