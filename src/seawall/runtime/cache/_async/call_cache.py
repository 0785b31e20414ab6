"""The operation cache as one engine uses it: whether a call is cached, and under which scope."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Self, TypeVar

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.errors import SeawallError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.retry.retry import SAFE_METHODS
from seawall.runtime.cache._async.cache_fill import AsyncReadFill
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.cache._async.protocols import AsyncCacheFill
from seawall.runtime.concurrency.random_uuid import random_uuid
from seawall.runtime.http._async.protocols import AsyncTokenProvider

__all__ = ["AsyncCallCache"]

T = TypeVar("T")


class AsyncCallCache(ProcessBound):
    """Applies `cache` to the calls of one engine, to the API at `base_url`.

    Results belong to `principal`, if there is one, or else to the access token, of which the scope holds a
    digest. Without either they belong to this engine alone, whose id is `own_id`: the transport may
    authenticate with a certificate or a session that the engine can not see. The scope of calls with other
    `headers`, a text that may hold secrets, ends with a digest of it.
    """

    def __init__(
        self,
        cache: AsyncOperationCache | None,
        base_url: str,
        tokens: AsyncTokenProvider | None,
        principal: str | None,
        *,
        own_id: str | None = None,
        headers: str = "",
    ) -> None:
        headers = hidden(headers)
        self._cache = cache
        self._base_url = base_url
        self._tokens = tokens
        self._principal = principal
        self._own_id = own_id or random_uuid()
        self._headers = headers
        # The last token and its scope, because a digest costs more than a cache hit.
        self._token_scope: tuple[str, str] | None = None
        self._token_now = _token_now_of(tokens)

    def for_tokens(self, tokens: AsyncTokenProvider) -> Self:
        """The same cache for the calls of another user; the principal names the first user only."""
        return type(self)(self._cache, self._base_url, tokens, None, headers=self._headers)

    def for_headers(self, headers: Mapping[str, str]) -> Self:
        """The same cache for calls with `headers`: the server may answer them differently."""
        pairs = hidden("\n".join(f"{name}: {headers[name]}" for name in sorted(headers)))
        return type(self)(
            self._cache, self._base_url, self._tokens, self._principal, own_id=self._own_id, headers=pairs
        )

    def held(self, call: Call[T], policy: Policy) -> Result[T] | None:
        """Return the result that `find` would return, if that waits neither for a token nor a store."""
        ttl_s = policy.cache_ttl_s
        if self._cache is None or ttl_s is None or call.operation.method not in SAFE_METHODS:
            return None
        try:
            scope = self._fixed_scope
            if scope is None:
                token = self._token_now() if self._token_now is not None else None
                if token is None:
                    return None
                scope = self._scope_of(token)
            return self._cache.held(call, ttl_s, scope=scope)
        except Exception:  # noqa: BLE001 - e.g. an argument that can not be sent: `find` raises it again
            return None

    async def find(
        self, call: Call[T], policy: Policy, remaining_s: Callable[[], float], *, nocache: bool
    ) -> Result[T] | AsyncCacheFill[T] | None:
        """Return the cached result of `call`, or the fill to end after sending it; None if it is not cached.

        `remaining_s` returns the seconds left until the deadline of the call, which bounds the wait for a
        token and for the load of another caller.
        """
        if self._cache is None:
            return None
        if call.operation.method not in SAFE_METHODS:
            return await self._cache.begin_write(call)
        if policy.cache_ttl_s is None:
            return None
        try:
            token = self._token_now() if self._token_now is not None else None
            if token is None and self._tokens:
                token = await self._tokens.token(remaining_s())
            scope = self._scope_of(token)
        except SeawallError:
            # The attempt gets the same error, and the retry loop decides on it.
            return None
        return await self._cache.find(
            call, policy.cache_ttl_s, scope=scope, fresh=nocache, wait_s=remaining_s()
        )

    async def complete(self, fill: AsyncCacheFill[T], result: Result[T], token: str | None) -> Result[T]:
        """End `fill` with the `result` of an attempt that was sent with `token`."""
        if isinstance(fill, AsyncReadFill) and fill.key[0] != self._scope_of(token):
            # The provider has changed to the token of another user since the lookup.
            await fill.abandon()
            return result
        return await fill.complete(result)

    # Computed with the first cached read: a digest loads OpenSSL.
    @cached_property
    def _variant(self) -> str:
        return f" {_digest(self._headers)}" if self._headers else ""

    @cached_property
    def _own_scope(self) -> str:
        return f"{self._base_url} {self._own_id}{self._variant}"

    @cached_property
    def _fixed_scope(self) -> str | None:
        if self._principal:
            return f"{self._base_url} {self._principal}{self._variant}"
        return self._own_scope if self._principal is not None or self._tokens is None else None

    def _scope_of(self, token: str | None) -> str:
        """The API and the principal as one text; it holds a digest of the token, never the token."""
        if self._fixed_scope is not None:
            return self._fixed_scope
        if token is None:
            # A provider of the user's may have no token: the call is sent without one.
            return self._own_scope
        cached = self._token_scope
        if cached is None or cached[0] != token:
            # One assignment, because threads share this attribute.
            cached = self._token_scope = (token, f"{self._base_url} {_digest(token)}{self._variant}")
        return cached[1]


def _token_now_of(tokens: AsyncTokenProvider | None) -> Callable[[], str | None] | None:
    """The method `token_now` of a provider, that of the class which also has its `token`: they must fit."""
    owner = next((cls for cls in type(tokens).__mro__ if "token" in vars(cls)), None)
    return getattr(tokens, "token_now", None) if owner is not None and "token_now" in vars(owner) else None


def _digest(text: str) -> str:
    text = hidden(text)
    # Imported late: OpenSSL takes 3 ms and 3 MB, which a client needs with its first cached read.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
