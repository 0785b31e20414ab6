# DO NOT EDIT. Derived from ../_async/token_renewal.py by "python -m seawall.codegen.derive".
"""One token for all who need it: renewed when it is due, once, whoever asks for it at the same time.

Callers in one process share a renewal through a lock of their own; processes share it through the store: who
finds the token due locks the store, reads what is there by now, and asks for another only where that is due
too.
"""

import logging
import math
from collections.abc import Callable
from functools import partial
from types import TracebackType

from seawall.core.auth.tokens import RENEW_BEFORE_S, Token, is_over, needs_renewal
from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.runtime.auth.token_store import TokenStore
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.single_flight import LastingTurns, Turns, taken
from seawall.runtime.files.file_lock import Release

__all__ = ["TokenRenewer"]

_REST_S = 30.0
_LOCKED_S = 0.05
_PATIENCE_S = 75.0

_log = logging.getLogger("seawall")


class TokenRenewer:
    """A token that is held here, kept in `store` where there is one, and replaced by what `obtain` gives.

    `obtain` is handed the token that is to be replaced, or None; `missing` makes the error to raise in that
    place where the store keeps none. `accept` says of a token from the store whether it may be used at all,
    or raises. Whoever waits while a token is obtained shares what comes of it, also an error. A token that is
    due but still good is used where AuthError or NotSentError says that there is no other for now. The store
    is waited for 75 s, then used without its lock: who holds it may hang. Who waits for all that waits as
    long as told; it goes on for the others. `turns` says where: by default in a thread or task of its own.
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
        turns: Turns | None = None,
    ) -> None:
        if not (math.isfinite(renew_before_s) and renew_before_s >= 0):
            raise ConfigError(
                f"renew_before_s is {renew_before_s}: give a finite number of seconds from 0 on."
            )
        self._obtain = obtain
        self._store = store
        self._accept = accept
        self._missing = missing
        self._renew_before_s = renew_before_s
        self._clock = clock or SystemClock()
        self._turns = turns or LastingTurns()
        self._held: Token | None = None
        self._rest_until = -math.inf
        self._ended = 0
        self._outcome: Token | Exception | None = None
        self._traceback: TracebackType | None = None

    def token(self, timeout_s: float) -> str:
        """The access token, renewed first if it is due; raises what `obtain` raises.

        Raises DeadlineExceededError where it is not there within `timeout_s` seconds; one that is still good
        is used after half of them. ConfigError says that this belongs to another event loop.
        """
        self._turns.check()
        held = self._held
        if held is not None and not self._is_due(held):
            return held.access_token
        end = self._clock.monotonic() + timeout_s
        if held is None and self._store is not None:
            held = self._turns.run(timeout_s, lambda: self._held, self._loaded)
        if held is None and self._missing is not None:
            raise self._missing()
        return self._replacement(held, end - self._clock.monotonic())

    def renew(self, rejected: str, timeout_s: float) -> str:
        """An access token in place of `rejected`, due or not; raises as `token` does."""
        return self._fresh(rejected, timeout_s)

    def kept(self) -> Token | None:
        """The token in the store, or the one in hand where that is newer."""
        return self._newest(self._store.load() if self._store else self._held)

    def _newest(self, stored: Token | None) -> Token | None:
        held = self._held
        if stored is None or not self._accept(stored):
            self._held = None
            return None
        return held if held is not None and held.obtained_at > stored.obtained_at else stored

    def _loaded(self) -> Token | None:
        self._held = self.kept()
        return self._held

    def _replacement(self, token: Token | None, timeout_s: float) -> str:
        """What to use in place of `token`, which is due, or not there."""
        if token is None or is_over(token, self._clock.wall()):
            return self._fresh("", timeout_s)
        if self._clock.monotonic() < self._rest_until or not self._is_due(token):
            return token.access_token
        try:
            # Half of the time is left for what the token is for.
            return self._fresh("", timeout_s / 2)
        except (AuthError, NotSentError):
            if is_over(token, self._clock.wall()):
                raise
            self._rest_until = self._clock.monotonic() + _REST_S
            return token.access_token

    def _fresh(self, rejected: str, timeout_s: float) -> str:
        # A refresh token is good once: what it brings must be kept, even when nobody waits for it any more.
        shared, renewed = partial(self._shared, rejected, self._ended), partial(self._renewed, rejected)
        return (self._turns.run(timeout_s, shared, renewed)).access_token

    def close(self) -> None:
        """Wait for a renewal that nobody waits for any more, for 10 s at most."""
        self._turns.close()

    def _shared(self, rejected: str, ended: int) -> Token | None:
        """What came of another renewal, if one has ended since `ended` had; raises where it failed."""
        if self._ended == ended:
            return None
        if isinstance(self._outcome, Exception):
            # With the traceback of the renewal alone, not with those of all who waited before.
            raise self._outcome.with_traceback(self._traceback)
        is_other = self._outcome is not None and self._outcome.access_token != rejected
        return self._outcome if is_other else None

    def _renewed(self, rejected: str) -> Token:
        self._outcome = None
        try:
            self._outcome = self._held = renewed = self._replaced(rejected)
        except Exception as error:
            self._outcome, self._traceback = error, error.__traceback__
            raise
        finally:
            self._ended += 1
        return renewed

    def _replaced(self, rejected: str) -> Token:
        """What is to be used from now on: what another process has got meanwhile, or what is obtained."""
        if self._store is None:
            return self._obtain(self._held)
        release = self._locked(self._store)
        try:
            stored = self._store.load()
            newest = self._newest(stored)
            if newest is not None and newest.access_token != rejected and not self._is_due(newest):
                return newest
            # In hand before it is stored: nothing that goes wrong from here on may lose it.
            self._held = fresh = self._obtain(newest)
            return self._stored(self._store, fresh, instead_of=stored)
        finally:
            release()

    def _stored(self, store: TokenStore, fresh: Token, *, instead_of: Token | None) -> Token:
        """What is in use now that `fresh` was obtained: a login or logout meanwhile goes before it."""
        try:
            there = store.load()
            if instead_of is not None and (there is None or there.access_token != instead_of.access_token):
                return there if there is not None and self._accept(there) else fresh
            store.save(fresh)
        except ConfigError as error:
            # It goes on in this process; the next one will have to do without.
            _log.warning("The renewed login could not be kept: %s", error)
        return fresh

    def _locked(self, store: TokenStore) -> Release:
        end = self._clock.monotonic() + _PATIENCE_S
        while (release := taken(store.try_lock)) is None:
            if self._clock.monotonic() >= end:
                _log.warning("Another process holds the kept login for long; it is renewed all the same.")
                return _nothing
            self._clock.sleep(_LOCKED_S * (1.0 + self._clock.random()))
        return release

    def _is_due(self, token: Token) -> bool:
        return needs_renewal(token, self._clock.wall(), self._renew_before_s)


def _nothing() -> None:
    """Give up a lock that there was not."""
