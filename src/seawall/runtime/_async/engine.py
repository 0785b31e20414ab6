"""The engine: sends a call under a policy.

One attempt waits for its turn under the rate limit, asks for a token, sends, and when the server refuses the
token (401) renews it once and sends again, unless the token is still the same. Whether and when there is
another attempt, `seawall.core.retry` decides. A call that succeeds at once pays for none of that.
"""

from collections.abc import Sequence
from typing import TypeVar

from seawall.core.answer import Answer, answer_for
from seawall.core.call import Call
from seawall.core.credentials import Placement, bearer
from seawall.core.errors import ConfigError, SeawallError, TransportError
from seawall.core.events import Audience, Observer, audience_of
from seawall.core.handed_in import checked_base_url, checked_observers
from seawall.core.message import Request
from seawall.core.policy import Policy
from seawall.core.request import request_for
from seawall.core.retry import is_idempotent
from seawall.runtime._async.attempts import AsyncAttempts
from seawall.runtime._async.cache import AsyncOperationCache
from seawall.runtime._async.handed_in import check_parts, check_tokens, check_transport
from seawall.runtime._async.keeping import AsyncKeeping
from seawall.runtime._async.limiter import AsyncLimiter
from seawall.runtime._async.seams import AsyncTokenProvider, AsyncTransport
from seawall.runtime.call_log import CallLog, is_verbose
from seawall.runtime.delivery import Delivery
from seawall.runtime.deprecations import DEPRECATIONS
from seawall.runtime.shared_quota import SharedQuota
from seawall.runtime.timing import AsyncTiming

__all__ = ["AsyncEngine"]

T = TypeVar("T")

_REFUSED = 401
_FIRST_SUCCESS = 1


class AsyncEngine:
    """Sends calls to one API at `base_url`, as one user, over one transport.

    `tokens` is None where the API asks for none; `placement` says where in a request they go. `cache` keeps
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
        placement: Placement = bearer,
        user_agent: str = "seawall",
        timing: AsyncTiming | None = None,
        principal: str | None = None,
        cache: AsyncOperationCache | None = None,
        limiter: AsyncLimiter | None = None,
        observers: Sequence[Observer] = (),
    ) -> None:
        check_transport(transport)
        check_tokens(tokens)
        check_parts(timing=timing, cache=cache, limiter=limiter)
        told = checked_observers(observers)
        self.transport = transport
        self.timing = timing or AsyncTiming()
        self.quota = SharedQuota()
        self._base_url = checked_base_url(base_url)
        self._tokens = tokens
        self._placement = placement
        self._headers = {"user-agent": user_agent}
        self._keeping = AsyncKeeping(cache, self._base_url, tokens, principal)
        self._limiter = limiter
        log, deprecations = CallLog(), DEPRECATIONS.of(self._base_url)
        self._audience: Audience = audience_of((log.retries, deprecations, *told))
        self._verbose_audience: Audience = audience_of((log, deprecations, *told))
        self._stopped: str | None = None

    async def send(self, call: Call[T], policy: Policy, *, nocache: bool = False) -> Answer[T]:
        """The answer to `call`, after as many attempts as `policy` allows.

        Where `nocache`, an answer that is kept does not serve; the one that comes is kept. Raises InputError
        before anything is sent; then AuthError, TransportError, StatusError or DecodeError.
        """
        if self._stopped is not None:
            raise ConfigError(self._stopped)
        audience = self._verbose_audience if is_verbose() else self._audience
        delivery = Delivery(call, policy, audience, self.timing.clock)
        try:
            async with await self._keeping.block(call, policy, delivery.left_s, nocache=nocache) as kept:
                if kept.answer is None:
                    delivery.request = self._request(call, policy)
                    first: SeawallError | None = None
                    try:
                        kept.answer = await self._attempt(delivery)
                        self.quota.give_back(_FIRST_SUCCESS)
                    except SeawallError as error:
                        first = error
                    if first is not None:
                        attempts = self._attempts(delivery)
                        kept.answer = await attempts.after(first, lambda: self._attempt(delivery))
                    kept.may_keep = self._keeping.may_keep(kept, delivery.token)
        except BaseException as error:
            delivery.tell_ended(error=error)
            raise
        assert kept.answer is not None
        delivery.tell_ended(status=kept.answer.response.status, cached=kept.is_cached)
        return kept.answer

    def stop(self, reason: str) -> None:
        """Refuse every call from now on, with a ConfigError that says `reason`; what is under way goes on."""
        self._stopped = reason

    def _request(self, call: Call[T], policy: Policy) -> Request:
        headers, name = self._headers, policy.idempotency_header
        if name is not None and not is_idempotent(call.operation.method, policy.retry.is_idempotent):
            # One key for all attempts; the caller's own goes first.
            headers = {**headers, name.lower(): self.timing.unique()}
        return request_for(call, self._base_url, headers)

    def _attempts(self, delivery: Delivery[T]) -> AsyncAttempts:
        return AsyncAttempts(
            delivery.request.method,
            delivery.policy,
            delivery.deadline,
            self.timing,
            guard=delivery.guard,
            quota=self.quota,
            on_retry=delivery.tell_retry,
        )

    async def _attempt(self, delivery: Delivery[T]) -> Answer[T]:
        operation, refused = delivery.call.operation, None
        try:
            token = await self._tokens.token(delivery.left_s()) if self._tokens else None
            while True:
                if self._limiter is not None:
                    await self._limiter.acquire(self._base_url, delivery.policy.limit, delivery.deadline)
                request = delivery.request if token is None else self._placement(delivery.request, token)
                time_left_s = delivery.time_left_s()
                delivery.token = token
                try:
                    response = await self.transport.send(delivery.leaving(request), time_left_s)
                except BaseException as error:
                    delivery.tell_attempt_ended(error=error)
                    raise
                delivery.tell_attempt_ended(response=response)
                if self._limiter is not None:
                    self._limiter.observe(self._base_url, response.status, response.headers)
                if response.status != _REFUSED or token is None or refused is not None:
                    break
                assert self._tokens
                refused, token = token, await self._tokens.renew(token, delivery.left_s())
                if token == refused:
                    break
        except TransportError as error:
            raise type(error)(f"{operation.method} {operation.path}: {error}") from error
        return answer_for(delivery.call, response, token=token)
