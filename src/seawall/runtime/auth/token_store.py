"""Token stores: the protocol, and a store in memory.

The other stores are `seawall.runtime.auth.token_file` and `seawall.runtime.auth.token_keyring`.
"""

from threading import Lock
from typing import Protocol

from seawall.core.auth.tokens import Token
from seawall.core.process_bound import ProcessBound
from seawall.runtime.concurrency.forks import in_forked_children
from seawall.runtime.files.file_lock import Release

__all__ = ["MemoryTokenStore", "TokenStore"]


class TokenStore(Protocol):
    """Stores one token. The methods may block as long as a disk does; they raise ConfigError."""

    def load(self) -> Token | None:
        """Return the token, or None if there is none."""

    def save(self, token: Token) -> None:
        """Replace the stored token by `token`."""

    def delete(self) -> bool:
        """Delete the token; return whether there was one."""

    def try_lock(self) -> Release | None:
        """Lock the store and return a function that releases it, or None if it is locked already."""


class MemoryTokenStore(ProcessBound):
    """Stores a token in this process, for all providers that share the store. The repr shows no secret."""

    _in_other_process = "Use a TokenFile, which processes share."

    def __init__(self, token: Token | None = None) -> None:
        self._token = token
        self._lock = Lock()
        in_forked_children(self._start_anew)

    def load(self) -> Token | None:
        """Return the token, or None if there is none."""
        return self._token

    def save(self, token: Token) -> None:
        """Replace the stored token by `token`."""
        self._token = token

    def delete(self) -> bool:
        """Delete the token; return whether there was one."""
        token, self._token = self._token, None
        return token is not None

    def try_lock(self) -> Release | None:
        """Lock the store and return a function that releases it, or None if it is locked already."""
        return self._lock.release if self._lock.acquire(blocking=False) else None

    def _start_anew(self) -> None:
        # A renewal by a thread of the parent may hold the lock.
        self._lock = Lock()
