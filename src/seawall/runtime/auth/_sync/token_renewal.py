# DO NOT EDIT. Derived from ../_async/token_renewal.py by "python -m seawall.codegen.derive".
"""Shares one access token between callers, and renews it once when it is due.

    loaded ── due or rejected ──> renewing ── obtained, or renewed by another process ──> loaded
                                     └────── failed: an error, or the due token until it expires

Callers of one provider share a renewal by single flight. Processes share it through the store: a renewal
locks the store, loads the token again, and obtains another only if that one is due too. A renewal goes on
without waiting callers: a refresh token can be used once, and the one that replaces it must be stored.
"""

import math
from collections.abc import Callable
from functools import partial

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, has_expired, needs_renewal
from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.process_bound import ProcessBound
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency._sync.single_flight import SingleFlight
from seawall.runtime.concurrency.threads import try_lock
from seawall.runtime.files.file_lock import Release
from seawall.runtime.loggers import part_logger

__all__ = ["RenewedTokens", "TokenRenewer"]

_RETRY_AFTER_S = 30.0
_LOCK_POLL_S = 0.05
_LOCK_TIMEOUT_S = 75.0

_log = part_logger("seawall.auth")


class TokenRenewer:
    """Holds one token, stores it in `store` if there is one, and replaces it by what `obtain` returns.

    `obtain` receives the token to replace, or None. `missing` makes the error for an empty store; without it,
    `obtain` is called. `accept` returns whether a token from the store may be used, or raises. A due token
    that has not expired is used if its renewal fails with AuthError or NotSentError; the next attempt is 30 s
    later. After 75 s, the lock of another process on the store is ignored: that process may hang.
    `background` says whether a renewal goes on if its callers are cancelled or time out.
    """

    def __init__(
        self,
        obtain: Callable[[Token | None], Token],
        *,
        store: TokenStore | None = None,
        accept: Callable[[Token], bool] = lambda _: True,
        missing: Callable[[], AuthError] | None = None,
        renew_before_s: float = RENEW_BEFORE_S,
        clock: Clock | None = None,
        background: bool = True,
    ) -> None:
        if not (math.isfinite(renew_before_s) and renew_before_s >= 0):
            raise ConfigError(
                f"renew_before_s is {renew_before_s}: give a finite number of seconds, 0 or more."
            )
        self._obtain = obtain
        self._store = store
        self._accept = accept
        self._missing = missing
        self._renew_before_s = renew_before_s
        self._clock = clock or SystemClock()
        self._held: Token | None = None
        self._retry_at = -math.inf
        self._single_flight = SingleFlight[Token | None]("token", background=background)

    def token(self, timeout_s: float) -> str:
        """Return the access token, renewed first if it is due; raises what `obtain` raises.

        Raises DeadlineExceededError if there is none after `timeout_s` seconds, and ConfigError as
        `SingleFlight.check` does. A due token that has not expired is returned after half of that time.
        """
        self._single_flight.check()
        held = self._held
        if held is not None and not self._is_due(held):
            return held.access_token
        end = self._clock.monotonic() + timeout_s
        if held is None and self._store is not None:
            held = self._single_flight.run(
                self._load, cached=lambda: self._held, timeout_s=timeout_s, key="load"
            )
            if held is not None and not self._is_due(held):
                return held.access_token
        if held is None and self._missing is not None:
            raise self._missing()
        remaining_s = end - self._clock.monotonic()
        if held is None or has_expired(held, self._clock.wall()):
            return self.renew("", remaining_s)
        return self._renew_early(held, remaining_s)

    def token_now(self) -> str | None:
        """Return what `token` returns, None if that would wait; raises ConfigError as `token` does."""
        self._single_flight.check()
        held = self._held
        return None if held is None or self._is_due(held) else held.access_token

    def renew(self, rejected: str, timeout_s: float) -> str:
        """Return an access token in place of `rejected`, even if that is not due; raises as `token` does."""
        token = self._single_flight.run(
            partial(self._renew, rejected),
            cached=partial(self._current, rejected),
            timeout_s=timeout_s,
            fits=lambda shared: shared is not None and shared.access_token != rejected,
            key="renew",
        )
        assert token is not None
        return token.access_token

    def stored_token(self) -> Token | None:
        """Return the token in the store, or the held one if that is newer."""
        return self._newest(self._store.load() if self._store else self._held)

    def close(self) -> None:
        """Wait up to 10 s for a renewal that has no waiting caller."""
        self._single_flight.close()

    def _load(self) -> Token | None:
        self._held = self.stored_token()
        return self._held

    def _renew_early(self, due: Token, timeout_s: float) -> str:
        """Return the token that replaces `due`, or `due` itself if the renewal fails before it expires."""
        if self._clock.monotonic() < self._retry_at:
            return due.access_token
        try:
            # The other half of the time is left for the call that needs the token.
            return self.renew("", timeout_s / 2)
        except (AuthError, NotSentError):
            if has_expired(due, self._clock.wall()):
                raise
            self._retry_at = self._clock.monotonic() + _RETRY_AFTER_S
            return due.access_token

    def _renew(self, rejected: str) -> Token:
        """Carry out a renewal: take the token of another process, or obtain one."""
        if self._store is None:
            self._held = obtained = self._obtain(self._held)
            return obtained
        unlock = self._lock(self._store)
        try:
            stored = self._store.load()
            newest = self._newest(stored)
            if newest is not None and self._is_usable(newest, rejected):
                self._held = newest
                return newest
            # Held before it is stored: an error from here on must not lose it.
            self._held = obtained = self._obtain(newest)
            self._held = in_use = self._save(self._store, obtained, replaced=stored)
            return in_use
        finally:
            unlock()

    def _lock(self, store: TokenStore) -> Release:
        end = self._clock.monotonic() + _LOCK_TIMEOUT_S
        while (unlock := try_lock(store.try_lock)) is None:
            if self._clock.monotonic() >= end:
                _log.warning(
                    "Another process has locked the stored login for more than %.0f s. It is renewed without "
                    "the lock.",
                    _LOCK_TIMEOUT_S,
                )
                return _no_lock
            # Random, so that waiting processes do not look at the same moments.
            self._clock.sleep(_LOCK_POLL_S * (1.0 + self._clock.random()))
        return unlock

    def _save(self, store: TokenStore, obtained: Token, *, replaced: Token | None) -> Token:
        """Store `obtained` and return it, unless a login or a logout has changed the store meanwhile."""
        try:
            current = store.load()
            if replaced is not None and (current is None or current.access_token != replaced.access_token):
                return current if current is not None and self._accept(current) else obtained
            store.save(obtained)
            # As the store keeps it: some keep the expiry only, and tokens are compared by their times.
            return store.load() or obtained
        except ConfigError as error:
            # This process can go on with the token; the next one has to log in again.
            _log.warning("The renewed login could not be stored: %s", error)
        return obtained

    def _newest(self, stored: Token | None) -> Token | None:
        held = self._held
        if stored is None or not self._accept(stored):
            # The user has logged out, or to another account.
            self._held = None
            return None
        return held if held is not None and held.obtained_at > stored.obtained_at else stored

    def _current(self, rejected: str) -> Token | None:
        held = self._held
        return held if held is not None and self._is_usable(held, rejected) else None

    def _is_usable(self, token: Token, rejected: str) -> bool:
        return token.access_token != rejected and not self._is_due(token)

    def _is_due(self, token: Token) -> bool:
        return needs_renewal(token, self._clock.wall(), self._renew_before_s)


class RenewedTokens(ProcessBound):
    """A token provider whose tokens come from a renewer."""

    _in_other_process = "Make a provider in the other process; logins in a TokenFile are shared."

    _renewer: TokenRenewer

    def token(self, timeout_s: float) -> str:
        """Return the access token, renewed first if it is due; raises the errors that the class names.

        Raises DeadlineExceededError, a kind of NotSentError, if there is none after `timeout_s` seconds.
        """
        return self._renewer.token(timeout_s)

    def token_now(self) -> str | None:
        """Return what `token` returns, None if that would wait; raises ConfigError as `token` does."""
        return self._renewer.token_now()

    def renew(self, rejected: str, timeout_s: float) -> str:
        """Return an access token in place of `rejected`; raises as `token` does."""
        return self._renewer.renew(rejected, timeout_s)

    def close(self) -> None:
        """Wait up to 10 s for a renewal that has no waiting caller."""
        self._renewer.close()


def _no_lock() -> None:
    """Release nothing."""
