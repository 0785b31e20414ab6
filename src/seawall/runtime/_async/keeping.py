"""What the engine does around a call for the operation cache."""

import hashlib
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Generic, Self, TypeVar

from seawall.core.answer import Answer
from seawall.core.call import Call
from seawall.core.errors import SeawallError
from seawall.core.policy import Policy
from seawall.core.retry import SAFE_METHODS
from seawall.runtime._async.cache import AsyncOperationCache, AsyncReading
from seawall.runtime._async.seams import AsyncTokenProvider

__all__ = ["AsyncKeeping", "AsyncUnkept"]

T = TypeVar("T")


class AsyncUnkept(Generic[T]):
    """The block of a call whose answer is not kept, in that of what is `around` it, if anything is."""

    def __init__(self, around: AbstractAsyncContextManager[None] | None = None) -> None:
        self.answer: Answer[T] | None = None
        self.is_cached = False
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


class AsyncKeeping:
    """Which answers of one user of the API at `base_url` are kept in `cache`."""

    def __init__(
        self, cache: AsyncOperationCache | None, base_url: str, tokens: AsyncTokenProvider | None
    ) -> None:
        self._cache = cache
        self._base_url = base_url
        self._tokens = tokens
        # The token that the scope was made from, so that it is digested once.
        self._known: tuple[str | None, str] | None = None

    async def block(
        self, call: Call[T], policy: Policy, *, nocache: bool
    ) -> AsyncUnkept[T] | AsyncReading[T]:
        """The block in which `call` is made: its `answer` is None where it has to be asked for."""
        if self._cache is None:
            return AsyncUnkept()
        if call.operation.method not in SAFE_METHODS:
            return AsyncUnkept(self._cache.writing(call))
        if policy.cache_ttl_s is None:
            return AsyncUnkept()
        try:
            scope = await self._scope()
        except SeawallError:
            # The attempt will meet it too, and knows what to do.
            return AsyncUnkept()
        return self._cache.reading(call, policy.cache_ttl_s, scope=scope, fresh=nocache)

    async def _scope(self) -> str:
        """The API and the principal as one text; of the token it holds a digest alone."""
        token = await self._tokens.token() if self._tokens else None
        if self._known is None or self._known[0] != token:
            digest = hashlib.sha256((token or "").encode(errors="surrogatepass")).hexdigest()
            self._known = (token, f"{self._base_url} {digest}")
        return self._known[1]
