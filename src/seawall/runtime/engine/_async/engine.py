"""The engine: sends a call under a policy.

One attempt waits for its turn under the rate limit, asks for a token, sends, and when the server refuses the
token (401) renews it once and sends again, unless the token is still the same. Whether and when there is
another attempt, `seawall.core.retry.retry` decides. A call that succeeds at once pays for none of that.
"""

from collections.abc import Sequence
from typing import TypeVar

from seawall.core.auth.auth_scheme import AuthScheme, bearer
from seawall.core.engine.base_url import checked_base_url
from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.engine.request import request_for
from seawall.core.engine.result import Result, result_for
from seawall.core.errors import ConfigError, SeawallError, TransportError
from seawall.core.http.message import Request
from seawall.core.observe.events import Observer, Subscribers, checked_observers, subscribers_by_event
from seawall.core.retry.retry import is_idempotent
from seawall.runtime.cache._async.call_cache import AsyncCallCache
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.cache._async.protocols import AsyncCacheFill
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.engine._async.argument_checks import check_parts, check_tokens, check_transport
from seawall.runtime.engine.call_context import CallContext
from seawall.runtime.http._async.protocols import AsyncTokenProvider, AsyncTransport
from seawall.runtime.observe.call_log import CallLog, is_verbose
from seawall.runtime.observe.deprecations import DEPRECATIONS
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.runtime.retry.shared_quota import SharedQuota

__all__ = ["AsyncEngine"]

T = TypeVar("T")

_REFUSED = 401


class AsyncEngine:
    """Sends calls to one API at `base_url`, as one user, over one transport.

    `tokens` is None where the API asks for none; `auth_scheme` says where in a request they go. `cache` keeps
    the answers to reads whose policy has a `cache_ttl_s`, and forgets what a write touches; answers belong to
    `principal`, a name of the user's that is no secret, or else to the token. `limiter` counts what policies
    with a `limit` send, and heeds what the server says of its own limits. `observers` are told of every call
    and attempt, beside those that log retries and deprecations. The quota of retries is its own. Raises
    ConfigError where what is handed in is of a wrong kind.
    """

    def __init__(
        self,
        transport: AsyncTransport,
        *,
        base_url: str,
        tokens: AsyncTokenProvider | None = None,
        auth_scheme: AuthScheme = bearer,
        user_agent: str = "seawall",
        clock: AsyncClock | None = None,
        principal: str | None = None,
        cache: AsyncOperationCache | None = None,
        limiter: AsyncLimiter | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        check_transport(transport)
        check_tokens(tokens)
        check_parts(clock=clock, cache=cache, limiter=limiter)
        told = checked_observers(observers)
        self.transport = transport
        self.clock = clock or AsyncSystemClock()
        self.quota = SharedQuota()
        self._base_url = checked_base_url(base_url)
        self._tokens = tokens
        self._auth_scheme = auth_scheme
        self._headers = {"user-agent": user_agent}
        self._call_cache = AsyncCallCache(cache, self._base_url, tokens, principal)
        self._limiter = limiter
        log, deprecations = CallLog(), DEPRECATIONS.for_api(self._base_url)
        self._subscribers: Subscribers = subscribers_by_event((log.retries, deprecations, *told))
        self._verbose_subscribers: Subscribers = subscribers_by_event((log, deprecations, *told))
        self._stopped: str | None = None

    async def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Result[T]:
        """The answer to `call`, after as many attempts as `policy` allows.

        Where `nocache`, an answer that is kept does not serve; the one that comes is kept. Raises InputError
        before anything is sent; then AuthError, TransportError, StatusError or DecodeError.
        """
        if self._stopped is not None:
            raise ConfigError(self._stopped)
        subscribers = self._verbose_subscribers if is_verbose() else self._subscribers
        context = CallContext(call, policy, subscribers, self.clock.monotonic)
        fill: AsyncCacheFill[T] | None = None
        try:
            found = await self._call_cache.find(call, policy, context.remaining_s, nocache=nocache)
            is_cached = isinstance(found, Result)
            if isinstance(found, Result):
                result = found
            else:
                fill = found
                context.request = self._request(call, policy)
                first_error: SeawallError | None = None
                # Called from here, not from the retry loop: a call that succeeds at once pays for no loop.
                try:
                    result = await self._attempt(context)
                    self.quota.give_back()
                except SeawallError as error:
                    first_error = error
                if first_error is not None:
                    result = await self._retry_loop(context).run(first_error, lambda: self._attempt(context))
                if fill is not None:
                    result = await self._call_cache.complete(fill, result, context.token)
        except BaseException as error:
            await self._fail(context, fill, error)
            raise
        context.emit_call_ended(status=result.response.status, cached=is_cached)
        return result

    def stop(self, reason: str) -> None:
        """Refuse every call from now on, with a ConfigError that says `reason`; what is under way goes on."""
        self._stopped = reason

    def _request(self, call: Call[T], policy: Policy) -> Request:
        headers, name = self._headers, policy.idempotency_header
        if name is not None and not is_idempotent(call.operation.method, policy.retry.is_idempotent):
            # One key for all attempts; the caller's own goes first.
            headers = {**headers, name.lower(): self.clock.unique()}
        return request_for(call, self._base_url, headers)

    async def _fail(
        self, context: CallContext[T], fill: AsyncCacheFill[T] | None, error: BaseException
    ) -> None:
        """End a call that raises `error`."""
        try:
            if fill is not None:
                await fill.abandon(error)
        finally:
            context.emit_call_ended(error=error)

    def _retry_loop(self, context: CallContext[T]) -> AsyncRetryLoop:
        return AsyncRetryLoop(
            context.request.method,
            context.policy,
            context.deadline,
            self.clock,
            protection=context.protection,
            quota=self.quota,
            on_retry=context.emit_retry,
        )

    async def _attempt(self, context: CallContext[T]) -> Result[T]:
        operation, refused = context.call.operation, None
        try:
            token = await self._tokens.token(context.remaining_s()) if self._tokens else None
            while True:
                if self._limiter is not None:
                    await self._limiter.acquire(self._base_url, context.policy.limit, context.deadline)
                request = context.request if token is None else self._auth_scheme(context.request, token)
                next_attempt_timeout_s = context.next_attempt_timeout_s()
                context.token = token
                try:
                    response = await self.transport.send(context.on_send(request), next_attempt_timeout_s)
                except BaseException as error:
                    context.emit_attempt_ended(error=error)
                    raise
                context.emit_attempt_ended(response=response)
                if self._limiter is not None:
                    self._limiter.observe(self._base_url, response.status, response.headers)
                if response.status != _REFUSED or token is None or refused is not None:
                    break
                assert self._tokens
                refused, token = token, await self._tokens.renew(token, context.remaining_s())
                if token == refused:
                    break
        except TransportError as error:
            raise type(error)(f"{operation.method} {operation.path}: {error}") from error
        return result_for(context.call, response, token=token)
