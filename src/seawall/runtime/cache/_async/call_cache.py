"""What the engine does around a call for the operation cache."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Generic, Self, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import SeawallError
from seawall.core.retry.retry import SAFE_METHODS
from seawall.runtime.cache._async.operation_cache import AsyncCacheLookup, AsyncOperationCache
from seawall.runtime.concurrency.random_uuid import random_uuid
from seawall.runtime.http._async.protocols import AsyncTokenProvider

__all__ = ["AsyncCallCache", "AsyncNullCacheLookup"]

T = TypeVar("T")


class AsyncNullCacheLookup(Generic[T]):
    """The block of a call whose answer is not kept, in that of what is `around` it, if anything is."""

    def __init__(self, around: AbstractAsyncContextManager[None] | None = None) -> None:
        self.answer: Result[T] | None = None
        self.is_cached = False
        self.may_keep = False
        self.scope: str | None = None
        self._around = around

    async def __aenter__(self) -> Self:
        if self._around is not None:
            await self._around.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._around is not None:
            await self._around.__aexit__(kind, error, traceback)


class AsyncCallCache:
    """Which answers of the API at `base_url` are kept in `cache`, and for whom.

    Answers belong to `principal`, where one is named; else to whom the token belongs, as far as a digest of
    it tells. Without either they are this engine's alone: whose certificate or session the transport has,
    nobody here knows.
    """

    def __init__(
        self,
        cache: AsyncOperationCache | None,
        base_url: str,
        tokens: AsyncTokenProvider | None,
        principal: str | None,
    ) -> None:
        self._cache = cache
        self._base_url = base_url
        self._tokens = tokens
        self._fixed = None if tokens is not None and principal is None else principal or random_uuid()
        # The token that the scope was made from, so that it is digested once.
        self._known: tuple[str, str] | None = None

    async def block(
        self, call: Call[T], policy: Policy, left_s: Callable[[], float], *, nocache: bool
    ) -> AsyncNullCacheLookup[T] | AsyncCacheLookup[T]:
        """The block in which `call` is made: its `answer` is None where it has to be asked for.

        `left_s` says how many seconds the call has left: waits for a token and for another's load share them.
        """
        if self._cache is None:
            return AsyncNullCacheLookup()
        if call.operation.method not in SAFE_METHODS:
            return AsyncNullCacheLookup(self._cache.writing(call))
        if policy.cache_ttl_s is None:
            return AsyncNullCacheLookup()
        try:
            scope = self._scope_of(await self._tokens.token(left_s()) if self._tokens else None)
        except SeawallError:
            # The attempt will meet it too, and knows what to do.
            return AsyncNullCacheLookup()
        return self._cache.lookup(call, policy.cache_ttl_s, scope=scope, fresh=nocache, wait_s=left_s())

    def may_keep(self, kept: AsyncNullCacheLookup[T] | AsyncCacheLookup[T], token: str | None) -> bool:
        """Whether what an attempt with `token` brought belongs to whom the block is for."""
        return kept.scope is None or kept.scope == self._scope_of(token)

    def _scope_of(self, token: str | None) -> str:
        """The API and the principal as one text; of the token it holds a digest alone."""
        if self._fixed is not None or token is None:
            return f"{self._base_url} {self._fixed}"
        known = self._known
        if known is None or known[0] != token:
            digest = hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
            known = self._known = (token, f"{self._base_url} {digest}")
        return known[1]
